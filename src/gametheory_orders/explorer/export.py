"""What can be taken away from the page: a model file, and a Python script.

Builds on session.py; either gives back the figures on the screen. Not here: results as tables
(every result writes its own).
"""

from __future__ import annotations

import math
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from gametheory_orders.explorer.pasted import NAME
from gametheory_orders.explorer.session import Screen
from gametheory_orders.files.orders import load_order
from gametheory_orders.files.sources import bundled, find, read_text
from gametheory_orders.orders import Order, Reciprocity
from gametheory_orders.orders.rule import Rule

WIDTH = 88


def model_file(screen: Screen) -> str:
    """Return a model file of the issue and of the orders on the screen, as they stand there.

    Parameters
    ----------
    screen : Screen
        What the page shows.

    Returns
    -------
    str
        TOML; ``fourcs compare`` on it prints the figures of the screen. Patience stands in the
        orders that depend on it. A path in it counts from where the problem's own file is.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import Choice, look
    >>> text = model_file(look(Choice("climate", order="g6_consensus", beside=())))
    >>> print(text[text.index("[order.enforcement]") :])
    [order.enforcement]
    rule = "reciprocity"
    patience = 0.9
    <BLANKLINE>
    """
    import tomli_w

    from gametheory_orders import __version__

    document = tomllib.loads(_source(screen))
    issue = {key: value for key, value in document["issue"].items() if key != "orders"}
    orders = [_table(_with_patience(order, screen)) for order in _orders(screen)]
    rest = {key: value for key, value in document.items() if key not in ("issue", "order")}
    head = (
        f"# Written by fourcs explore {__version__}. The figures of the page: "
        "fourcs compare THIS-FILE\n\n"
    )
    return head + tomli_w.dumps({"issue": issue, **rest, "order": orders})


def python_script(screen: Screen, model: str = NAME) -> str:
    r"""Return a Python script that prints the figures on the screen.

    Parameters
    ----------
    screen : Screen
        What the page shows.
    model : str
        Name of the model file; a problem that was typed on the page is read from it.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import Choice, look
    >>> screen = look(Choice("climate", order="g6_consensus", beside=("club_joint",)))
    >>> print(python_script(screen).split("\n\n", 1)[1])
    import gametheory_orders as gto
    <BLANKLINE>
    issue = gto.load_issue("climate")
    designs = [
        "g6_consensus",
        "club_joint",
    ]
    found = gto.compare(issue, designs, patience=0.9)
    print(found)
    print(found.assessments[0])
    <BLANKLINE>
    """
    choice = screen.choice
    bundled_issue = not choice.text.strip() and choice.issue in bundled("issues")
    source = choice.issue if bundled_issue else model if choice.text.strip() else choice.issue
    written = [_order_in_python(order) for order in _orders(screen)]
    imports = ["import gametheory_orders as gto"]
    if any("orders." in text.replace("gto.", "") for text in written if text.startswith("gto")):
        imports.append("from gametheory_orders import orders")
    issue = f"issue = gto.load_issue({_quoted(source)})"
    if choice.text.strip():
        issue = "# The model file of the page, saved beside this script.\n" + issue
    designs = textwrap.indent(",\n".join(written), "    ")
    what = f'"""{_plain(screen.issue.name)}, as fourcs explore showed it."""'
    return "\n".join(
        [
            what,
            "",
            *imports,
            "",
            issue,
            f"designs = [\n{designs},\n]",
            f"found = gto.compare(issue, designs, patience={choice.patience!r})",
            "print(found)",
            "print(found.assessments[0])",
            "",
        ]
    )


def _orders(screen: Screen) -> list[Order]:
    return [found.outcome.game.order for found in screen.comparison]


def _source(screen: Screen) -> str:
    """Return the text of the problem's model file."""
    if screen.choice.text.strip():
        return screen.choice.text.removeprefix("\ufeff")
    return read_text(find(screen.choice.issue, "issues"), "a TOML model file")


def _with_patience(order: Order, screen: Screen) -> Order:
    rules = [
        replace(rule, patience=screen.choice.patience) if isinstance(rule, Reciprocity) else rule
        for rule in order.rules
    ]
    return replace(order, enforcement=tuple(rules))


def _table(order: Order) -> dict[str, Any]:
    """Return an order as a model file has it, without what is empty."""
    kept = ("name", "four_c", "title", "source", "membership", "decision", "enforcement")
    table = order.to_dict()
    return {key: table[key] for key in kept if table[key] != ""}


def _order_in_python(order: Order) -> str:
    """Return a bundled order by its name, any other one rule by rule."""
    if order.name in bundled("orders") and load_order(order.name) == order:
        return _quoted(order.name)
    rules = [_in_python(rule) for rule in order.rules]
    lines = [
        f"{_in_python(order.membership)},",
        f"{_in_python(order.decision)},",
        f"{rules[0] if len(rules) == 1 else '[' + ', '.join(rules) + ']'},",
        f"name={_quoted(order.name)},",
        f"four_c={_quoted(order.four_c)},",
    ]
    return "gto.Order(\n" + textwrap.indent("\n".join(lines), "    ") + "\n)"


def _in_python(value: Any) -> str:
    """Return what makes a rule, or a value in one, again."""
    if isinstance(value, Rule):
        import gametheory_orders as gto

        name = type(value).__name__
        home = "gto" if hasattr(gto, name) else "orders"
        given = [
            f"{item.name}={_in_python(getattr(value, item.name))}"
            for item in fields(value)
            if getattr(value, item.name) != item.default
        ]
        return _call(f"{home}.{name}", given)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_quoted(k)}: {_in_python(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence):
        return _listed([_in_python(each) for each in value])
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _listed(items: Sequence[str]) -> str:
    """Return a list, on several lines if it is long."""
    line = f"[{', '.join(items)}]"
    if len(line) <= WIDTH - 30:
        return line
    body = textwrap.fill(", ".join(items), WIDTH - 12, break_long_words=False)
    return "[\n" + textwrap.indent(body, "    ") + ",\n]"


def _call(name: str, given: Sequence[str]) -> str:
    return f"{name}({', '.join(given)})"


def _quoted(text: str) -> str:
    """Return a text as Python writes it, in double quotes where that is the same."""
    written = repr(text)
    plain = written[1:-1]
    return f'"{plain}"' if written[0] == "'" and '"' not in plain and "\\" not in plain else written


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable() and c not in '\\"')


__all__ = ["model_file", "python_script"]
