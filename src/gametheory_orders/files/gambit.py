"""Gambit's text formats: .nfg (both kinds) and .efg, read and written.

Builds on games, sources.py and gambit_tokens.py, so that nothing need be installed. All numbers
in a file are rational: 0.1 is one tenth. Not here: .gbt workbooks, other formats.

The formats are described at https://gambitproject.readthedocs.io/en/latest/formats.html.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from gametheory_orders.files.gambit_tokens import Tokens, quoted, written
from gametheory_orders.files.sources import read_text, shown_path
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import MOST_NODES, ExtensiveFormGame, Node
from gametheory_orders.games.normal_form import NormalFormGame, Number

MOST_CELLS = 2**22


def read_nfg(source: str | Path) -> NormalFormGame:
    r"""Read a game in normal form from a Gambit .nfg file, payoffs and names kept exactly.

    Parameters
    ----------
    source : str or path
        The file, in the payoff or the outcome variant of the format.

    Raises
    ------
    ModelError
        If it is not such a file; says the line.

    Examples
    --------
    >>> import tempfile
    >>> text = 'NFG 1 R "Stag hunt" { "A" "B" } { { "stag" "hare" } { "stag" "hare" } }'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "hunt.nfg")
    ...     _ = path.write_text(text + " 4 4 3 0 0 3 2 2")
    ...     print(read_nfg(path))
    Stag hunt
    A \ B  stag  hare
    stag   4, 4  0, 3
    hare   3, 0  2, 2
    """
    path = Path(source)
    return parse_nfg(read_text(path, "a .nfg file"), shown_path(path))


def parse_nfg(text: str, where: str = "text") -> NormalFormGame:
    """Return the game that the text of a .nfg file means; ``where`` names it in errors."""
    tokens = Tokens(text, where)
    tokens.header("NFG")
    title = tokens.string("the title of the game")
    players = tokens.strings("players' names")
    actions = _actions(tokens, len(players))
    tokens.skip_comment()
    shape = tuple(map(len, actions))
    cells = math.prod(shape)
    if cells > MOST_CELLS:
        tokens.fail(f"{cells} cells", f"at most {MOST_CELLS}")
    if cells * 2 > len(text):
        tokens.fail("a file too short for its strategies", f"figures for {cells} cells")
    n = len(players)
    following = tokens.peek()
    rows = (
        _by_outcome(tokens, cells, n)
        if following is not None and following.kind == "{"
        else [[tokens.number() for _ in range(n)] for _ in range(cells)]
    )
    tokens.end()
    arrays = []
    for i in range(n):
        flat = np.empty(cells, dtype=object)
        flat[:] = [row[i] for row in rows]
        # In a .nfg file the first player's strategy changes fastest.
        arrays.append(flat.reshape(shape, order="F"))
    try:
        return NormalFormGame(tuple(arrays), tuple(players), tuple(actions), title)
    except ModelError as error:
        raise error.at(where) from None


def write_nfg(game: NormalFormGame, target: str | Path | None = None) -> str:
    """Return a game as the text of a .nfg file, and write it if a file is named.

    Floats are written as the shortest decimals that give them back.

    Examples
    --------
    >>> print(write_nfg(NormalFormGame.from_arrays([[1, -1], [-1, 1]])))
    NFG 1 R "" { "1" "2" }
    { { "1" "2" } { "1" "2" } }
    ""
    <BLANKLINE>
    1 -1 -1 1 -1 1 1 -1
    <BLANKLINE>
    """
    flats = [array.ravel(order="F").tolist() for array in game.payoffs]
    rows = [written(x) for cell in zip(*flats, strict=True) for x in cell]
    lines = [
        f"NFG 1 R {quoted(game.title)} {{ {_quoted_all(game.players)} }}",
        "{ " + " ".join(f"{{ {_quoted_all(names)} }}" for names in game.actions) + " }",
        '""',
        "",
        " ".join(rows),
        "",
    ]
    return _deliver("\n".join(lines), target)


def read_efg(source: str | Path) -> ExtensiveFormGame:
    """Read a game in extensive form from a Gambit .efg file.

    Payoffs that stand before the end are added to those of every end that follows.

    Raises
    ------
    ModelError
        If it is not such a file (says the line), or a player forgets what it knew.

    Examples
    --------
    >>> import tempfile
    >>> text = '''EFG 2 R "Entry" { "A" "B" } ""
    ... p "" 1 1 "" { "in" "out" } 0
    ... t "" 1 "" { 3, 0 }
    ... t "" 2 "" { 1, 1 }'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "entry.efg")
    ...     _ = path.write_text(text)
    ...     print(read_efg(path))
    Entry
    A [1]
      in: 3, 0
      out: 1, 1
    """
    path = Path(source)
    return parse_efg(read_text(path, "an .efg file"), shown_path(path))


def parse_efg(text: str, where: str = "text") -> ExtensiveFormGame:
    """Return the game that the text of an .efg file means; ``where`` names it in errors."""
    tokens = Tokens(text, where)
    tokens.header("EFG")
    title = tokens.string("the title of the game")
    players = tokens.strings("players' names")
    tokens.skip_comment()
    reader = _EfgReader(tokens, players)
    nodes = reader.nodes()
    try:
        return ExtensiveFormGame(tuple(nodes), tuple(players), title)
    except ModelError as error:
        raise error.at(where) from None


def write_efg(game: ExtensiveFormGame, target: str | Path | None = None) -> str:
    """Return a game as the text of an .efg file, and write it if a file is named.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"in": leaf(3, 0), "out": leaf(1, 1)})
    >>> print(write_efg(ExtensiveFormGame.from_tree(tree, ("A", "B"), "Entry")))
    EFG 2 R "Entry" { "A" "B" }
    ""
    <BLANKLINE>
    p "" 1 1 "1" { "in" "out" } 0
    t "" 1 "" { 3, 0 }
    t "" 2 "" { 1, 1 }
    <BLANKLINE>
    """
    lines = [f"EFG 2 R {quoted(game.title)} {{ {_quoted_all(game.players)} }}", '""', ""]
    counts = [0] * game.n
    sets: dict[tuple[int, str], int] = {}
    for i, name in game.information_sets:
        counts[i] += 1
        sets[(i, name)] = counts[i]
    chances = outcomes = 0
    for node in game.nodes:
        label = quoted(node.name)
        if node.is_leaf:
            outcomes += 1
            figures = ", ".join(map(written, node.payoffs))
            lines.append(f"t {label} {outcomes} {quoted(node.outcome)} {{ {figures} }}")
        elif node.player is None:
            chances += 1
            pairs = zip(node.actions, node.probabilities, strict=True)
            moves = " ".join(f"{quoted(action)} {written(p)}" for action, p in pairs)
            lines.append(f'c {label} {chances} "" {{ {moves} }} 0')
        else:
            number = sets[(node.player, node.information_set)]
            name = quoted(node.information_set)
            moves = _quoted_all(node.actions)
            lines.append(f"p {label} {node.player + 1} {number} {name} {{ {moves} }} 0")
    return _deliver("\n".join([*lines, ""]), target)


def _quoted_all(names: Sequence[str]) -> str:
    return " ".join(map(quoted, names))


def _deliver(text: str, target: str | Path | None) -> str:
    if target is not None:
        try:
            Path(target).write_text(text, encoding="utf-8", newline="\n")
        except (OSError, ValueError) as error:
            found = getattr(error, "strerror", None) or str(error)
            raise ModelError(str(target), found, "a file that can be written") from None
    return text


def _actions(tokens: Tokens, n: int) -> list[tuple[str, ...]]:
    """Return the strategies' names; the payoff variant may give their numbers alone."""
    tokens.brace("{", "strategies")
    following = tokens.peek()
    if following is not None and following.kind == "word":
        counts = [tokens.whole("a number of strategies") for _ in range(n)]
        tokens.brace("}", "the end of the numbers of strategies")
        if min(counts) < 1 or math.prod(counts) > MOST_CELLS:
            tokens.fail(f"strategies {counts}", f"1 or more each, at most {MOST_CELLS} cells")
        return [tuple(str(k + 1) for k in range(count)) for count in counts]
    found = [tuple(tokens.strings("strategies")) for _ in range(n)]
    tokens.brace("}", f"the end of the strategies of {n} players")
    # Unnamed strategies are written as "" by some programs.
    return [
        tuple(str(k + 1) for k in range(len(names))) if not any(names) else names for names in found
    ]


def _by_outcome(tokens: Tokens, cells: int, n: int) -> list[list[Number]]:
    tokens.brace("{", "outcomes")
    outcomes: list[list[Number]] = [[0] * n]
    while (token := tokens.take("an outcome, or }")).kind != "}":
        if token.kind != "{":
            tokens.fail(repr(token.text[:40]), "{ (an outcome)")
        tokens.string("an outcome's name")
        figures = []
        while (following := tokens.peek()) is not None and following.kind != "}":
            figures.append(tokens.number())
        tokens.brace("}", "the end of the outcome")
        if len(figures) != n:
            tokens.fail(f"{len(figures)} payoffs", f"{n}, one for each player")
        outcomes.append(figures)
    rows = []
    for _ in range(cells):
        which = tokens.whole("the number of an outcome")
        if which >= len(outcomes):
            tokens.fail(f"outcome {which}", f"a number up to {len(outcomes) - 1}")
        rows.append(outcomes[which])
    return rows


class _EfgReader:
    """Reads the nodes of an .efg file, which stand in the order of a walk from the left."""

    def __init__(self, tokens: Tokens, players: list[str]) -> None:
        self.tokens, self.players = tokens, players
        self.outcomes: dict[int, tuple[str, list[Number]]] = {}
        self.sets: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
        self.chances: dict[int, tuple[tuple[str, ...], tuple[Number, ...]]] = {}
        self.names: set[tuple[int, str]] = set()

    def nodes(self) -> list[Node]:
        found: list[Node] = []
        children: list[list[int]] = []
        gained: list[list[Number]] = []
        open_: list[tuple[int, int]] = []  # (node, branches still to come), innermost last
        while not found or open_:
            base: list[Number] = [0] * len(self.players)
            if open_:
                parent, left = open_.pop()
                children[parent].append(len(found))
                base = gained[parent]
                if left > 1:
                    open_.append((parent, left - 1))
            node, payoffs = self._node()
            total = [one + two for one, two in zip(base, payoffs, strict=True)]
            if not node.actions:
                node = replace(node, payoffs=tuple(total))
            else:
                open_.append((len(found), len(node.actions)))
            found.append(node)
            children.append([])
            gained.append(total)
            if len(found) > MOST_NODES:
                self.tokens.fail(f"more than {MOST_NODES} nodes", "a smaller tree")
        self.tokens.end()
        return [
            replace(node, children=tuple(below))
            for node, below in zip(found, children, strict=True)
        ]

    def _node(self) -> tuple[Node, list[Number]]:
        kind = self.tokens.take("a node: c, p or t")
        if kind.kind != "word" or kind.text not in ("c", "p", "t"):
            self.tokens.fail(repr(kind.text[:40]), "a node: c, p or t")
        name = self.tokens.string("the node's name")
        if kind.text == "t":
            outcome, payoffs = self._outcome()
            return Node(name=name, outcome=outcome), payoffs
        if kind.text == "c":
            actions, shares = self._chance()
            _, payoffs = self._outcome()
            return Node(actions=actions, probabilities=shares, name=name), payoffs
        player = self.tokens.whole("the number of a player")
        if not 1 <= player <= len(self.players):
            self.tokens.fail(f"player {player}", f"a number from 1 to {len(self.players)}")
        label, actions = self._information_set(player - 1)
        _, payoffs = self._outcome()
        return Node(player - 1, label, actions, name=name), payoffs

    def _information_set(self, player: int) -> tuple[str, tuple[str, ...]]:
        number = self.tokens.whole("the number of an information set")
        key = (player, number)
        label: str = ""
        actions: tuple[str, ...] = ()
        following = self.tokens.peek()
        described = following is not None and following.kind in ("string", "{")
        if described:
            if following is not None and following.kind == "string":
                label = self.tokens.string("the information set's name")
            actions = tuple(self.tokens.strings("actions"))
        if key not in self.sets:
            if not described:
                self.tokens.fail(f"information set {number} without actions", "its actions")
            taken = self.names
            tries = itertools.chain(
                [label or str(number)],
                (f"{label or number} ({k})" for k in itertools.count(number)),
            )
            unique = next(text for text in tries if (player, text) not in taken)
            taken.add((player, unique))
            self.sets[key] = (unique, actions)
        elif described and actions != self.sets[key][1]:
            self.tokens.fail(
                f"other actions of information set {number}", "the same as at its first node"
            )
        return self.sets[key]

    def _chance(self) -> tuple[tuple[str, ...], tuple[Number, ...]]:
        number = self.tokens.whole("the number of an information set")
        following = self.tokens.peek()
        if following is not None and following.kind == "string":
            self.tokens.string("the information set's name")
            following = self.tokens.peek()
        if following is None or following.kind != "{":
            if number not in self.chances:
                self.tokens.fail(f"chance move {number} without outcomes", "its outcomes")
            return self.chances[number]
        self.tokens.brace("{", "outcomes of chance")
        actions, shares = [], []
        while (token := self.tokens.take("an outcome of chance, or }")).kind != "}":
            if token.kind != "string":
                self.tokens.fail(repr(token.text[:40]), "an outcome's name, in double quotes")
            actions.append(token.text)
            shares.append(self.tokens.number())
        if not actions:
            self.tokens.fail("no outcomes of chance", "at least one")
        total = sum((Fraction(share) for share in shares), Fraction(0))
        if total != 1:
            # Some programs write rounded decimals.
            if abs(total - 1) > Fraction(1, 10**6):
                self.tokens.fail(f"probabilities that sum to {float(total):g}", "1")
            shares = [Fraction(share) / total for share in shares]
        self.chances[number] = (tuple(actions), tuple(shares))
        return self.chances[number]

    def _outcome(self) -> tuple[str, list[Number]]:
        number = self.tokens.whole("the number of an outcome, 0 for none")
        label, payoffs = "", None
        following = self.tokens.peek()
        if following is not None and following.kind == "string":
            label = self.tokens.string("the outcome's name")
            following = self.tokens.peek()
        if following is not None and following.kind == "{":
            payoffs = self.tokens.numbers(len(self.players))
        if number == 0:
            return "", [0] * len(self.players)
        if payoffs is not None:
            if number in self.outcomes and self.outcomes[number][1] != payoffs:
                self.tokens.fail(f"other payoffs of outcome {number}", "the same as before")
            self.outcomes.setdefault(number, (label, payoffs))
        elif number not in self.outcomes:
            self.tokens.fail(f"outcome {number} without payoffs", "its payoffs")
        return self.outcomes[number]
