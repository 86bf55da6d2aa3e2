"""Games on a page: payoff tables with best responses underlined, and trees as diagrams.

Builds on doors.py. One projection, four writers: text (best responses marked ^), Markdown, LaTeX
and HTML (underlined); more than two players become one panel for each choice of the others. Trees
become Mermaid or Graphviz text. Not here: pictures of equilibria (plots).
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import latex_escape
from gametheory_orders.games.doors import figure, mover
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame

MOST_SHOWN = 10_000


class _Panel(NamedTuple):
    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[tuple[str, bool], ...], ...]], ...]


def payoff_text(game: NormalFormGame) -> str:
    r"""Return a payoff table as text, each payoff of a best response followed by ^.

    Examples
    --------
    >>> hunt = NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]],
    ...     players=("A", "B"), actions=(("stag", "hare"),) * 2)
    >>> print(payoff_text(hunt))
    A \ B  stag    hare
    stag   4^, 4^  0, 3
    hare   3, 0    2^, 2^
    """
    blocks = []
    for panel in _panels(game):
        rows = [[panel.corner, *panel.columns]]
        for name, cells in panel.rows:
            rows.append([name, *(_joined(cell, lambda text: text + "^") for cell in cells)])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        blocks.append("\n".join([panel.title] * bool(panel.title) + lines))
    return "\n\n".join(blocks)


def payoff_markdown(game: NormalFormGame) -> str:
    r"""Return a payoff table in Markdown, best responses underlined.

    Examples
    --------
    >>> print(payoff_markdown(NormalFormGame.from_arrays([[1, -1]], players=("A", "B"))))
    | A \\ B | 1 | 2 |
    |---|---|---|
    | 1 | <u>1</u>, -1 | <u>-1</u>, <u>1</u> |
    """

    def clean(text: str) -> str:
        escaped = "".join("\\" + c if c in "\\|*_`[]" else c for c in text)
        return " ".join(html.escape(escaped, quote=False).split())

    blocks = []
    for panel in _panels(game):
        head = [panel.corner, *panel.columns]
        lines = [f"**{clean(panel.title)}**", ""] if panel.title else []
        lines.append("| " + " | ".join(map(clean, head)) + " |")
        lines.append("|" + "---|" * len(head))
        for name, cells in panel.rows:
            texts = [_joined(cell, lambda text: f"<u>{text}</u>") for cell in cells]
            lines.append("| " + " | ".join([clean(name), *texts]) + " |")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def payoff_latex(game: NormalFormGame) -> str:
    r"""Return a payoff table in LaTeX (booktabs), best responses underlined.

    Examples
    --------
    >>> print(payoff_latex(NormalFormGame.from_arrays([[1, -1]], players=("A", "B"))))
    \begin{tabular}{lcc}
    \toprule
    A \textbackslash{} B & 1 & 2 \\
    \midrule
    1 & $\underline{1}$, $-1$ & $\underline{-1}$, $\underline{1}$ \\
    \bottomrule
    \end{tabular}
    """
    blocks = []
    for panel in _panels(game):
        lines = [latex_escape(panel.title), ""] if panel.title else []
        lines += [rf"\begin{{tabular}}{{l{'c' * len(panel.columns)}}}", r"\toprule"]
        lines += [" & ".join(map(latex_escape, [panel.corner, *panel.columns])) + r" \\"]
        lines.append(r"\midrule")
        for name, cells in panel.rows:
            texts = [
                ", ".join(
                    rf"$\underline{{{text}}}$" if best else f"${text}$" for text, best in cell
                )
                for cell in cells
            ]
            lines.append(" & ".join([latex_escape(name), *texts]) + r" \\")
        blocks.append("\n".join([*lines, r"\bottomrule", r"\end{tabular}"]))
    return "\n\n".join(blocks)


def payoff_html(game: NormalFormGame) -> str:
    r"""Return a payoff table in HTML, best responses underlined.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1]], players=("A", "B"))
    >>> payoff_html(game).partition("<tbody>")[2]
    '<tr><th>1</th><td><u>1</u>, <u>-1</u></td></tr></tbody></table>'
    """
    blocks = []
    for panel in _panels(game):
        caption = f"<caption>{html.escape(panel.title)}</caption>" if panel.title else ""
        head = "".join(f"<th>{html.escape(text)}</th>" for text in [panel.corner, *panel.columns])
        body = "".join(
            f"<tr><th>{html.escape(name)}</th>"
            + "".join(f"<td>{_joined(cell, lambda text: f'<u>{text}</u>')}</td>" for cell in cells)
            + "</tr>"
            for name, cells in panel.rows
        )
        blocks.append(
            f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    return "\n".join(blocks)


def tree_mermaid(game: ExtensiveFormGame) -> str:
    """Return a tree as a Mermaid flowchart; nodes of one information set share its name.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"in": leaf(3, 0), "out": leaf(1, 1)})
    >>> print(tree_mermaid(ExtensiveFormGame.from_tree(tree, ("A", "B"))))
    flowchart TD
      n0(["A: 1"])
      n1["3, 0"]
      n2["1, 1"]
      n0 -- "in" --> n1
      n0 -- "out" --> n2
    """

    def clean(text: str) -> str:
        return html.escape(" ".join(text.split())).replace("&quot;", "#quot;")

    lines, edges = ["flowchart TD"], []
    for at, label, kind in _tree_labels(game):
        left, right = {"leaf": ("[", "]"), "chance": ("{{", "}}"), "move": ("([", "])")}[kind]
        lines.append(f'  n{at}{left}"{clean(label)}"{right}')
    for at, child, action in _tree_edges(game):
        edges.append(f'  n{at} -- "{clean(action)}" --> n{child}')
    return "\n".join([*lines, *edges])


def tree_graphviz(game: ExtensiveFormGame) -> str:
    """Return a tree in Graphviz's DOT; information sets of several nodes are dashed lines.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"in": leaf(3, 0), "out": leaf(1, 1)})
    >>> print(tree_graphviz(ExtensiveFormGame.from_tree(tree, ("A", "B"))))
    digraph game {
      n0 [label="A: 1", shape=ellipse];
      n1 [label="3, 0", shape=plaintext];
      n2 [label="1, 1", shape=plaintext];
      n0 -> n1 [label="in"];
      n0 -> n2 [label="out"];
    }
    """

    def clean(text: str) -> str:
        return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')

    shapes = {"leaf": "plaintext", "chance": "diamond", "move": "ellipse"}
    lines = ["digraph game {"]
    for at, label, kind in _tree_labels(game):
        lines.append(f'  n{at} [label="{clean(label)}", shape={shapes[kind]}];')
    for at, child, action in _tree_edges(game):
        lines.append(f'  n{at} -> n{child} [label="{clean(action)}"];')
    for where in game.information_sets.values():
        for one, two in itertools.pairwise(where):
            lines.append(f"  n{one} -> n{two} [style=dashed, dir=none, constraint=false];")
    return "\n".join([*lines, "}"])


def _tree_labels(game: ExtensiveFormGame) -> Iterator[tuple[int, str, str]]:
    if len(game.nodes) > MOST_SHOWN:
        raise ModelError("game", f"{len(game.nodes)} nodes", f"at most {MOST_SHOWN} to be shown")
    for at, node in enumerate(game.nodes):
        if node.is_leaf:
            yield at, ", ".join(map(figure, node.payoffs)), "leaf"
        elif node.is_chance:
            yield at, "chance", "chance"
        else:
            yield at, f"{mover(game, node)}: {node.information_set}", "move"


def _tree_edges(game: ExtensiveFormGame) -> Iterator[tuple[int, int, str]]:
    for at, node in enumerate(game.nodes):
        for k, (action, child) in enumerate(zip(node.actions, node.children, strict=True)):
            share = f" ({figure(node.probabilities[k])})" if node.is_chance else ""
            yield at, child, action + share


def _joined(cell: tuple[tuple[str, bool], ...], mark: Callable[[str], str]) -> str:
    return ", ".join(mark(text) if best else text for text, best in cell)


def _panels(game: NormalFormGame) -> Iterator[_Panel]:
    """Yield one bimatrix for each choice of the third and later players."""
    if game.payoffs[0].size > MOST_SHOWN:
        size = game.payoffs[0].size
        raise ModelError("game", f"{size} cells", f"at most {MOST_SHOWN} to be shown")
    best = [
        np.asarray(payoffs == payoffs.max(axis=i, keepdims=True), dtype=bool)
        for i, payoffs in enumerate(game.payoffs)
    ]
    columns = game.actions[1] if game.n > 1 else ("payoff",)
    corner = f"{game.players[0]} \\ {game.players[1]}" if game.n > 1 else game.players[0]
    for rest in np.ndindex(game.shape[2:]):
        title = ", ".join(
            f"{game.players[k + 2]}: {game.actions[k + 2][s]}" for k, s in enumerate(rest)
        )
        rows = []
        for i, name in enumerate(game.actions[0]):
            cells = []
            for j in range(len(columns)):
                cell = (i, j, *rest)[: game.n]
                cells.append(
                    tuple(
                        (figure(value), bool(best[k][cell]))
                        for k, value in enumerate(game.payoff(cell))
                    )
                )
            rows.append((name, tuple(cells)))
        heading = "; ".join(text for text in (game.title, title) if text)
        yield _Panel(heading, corner, columns, tuple(rows))
