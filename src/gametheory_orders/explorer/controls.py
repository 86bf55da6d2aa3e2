"""From what the page's controls stand at to a choice, and how their names are written.

Builds on session.py and presets.py. Not here: the controls themselves (app.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gametheory_orders.explorer.presets import (
    Slider,
    blocking_slider,
    patience_slider,
    quota_slider,
    tariff_slider,
)
from gametheory_orders.explorer.session import (
    Choice,
    Opened,
    chosen_order,
    first_members,
)
from gametheory_orders.files.sources import bundled, find, read_text, read_toml
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import SHOWN
from gametheory_orders.orders.order import FOUR_CS

TICKED = 40
"""Members of a larger world are picked from a list, not ticked one by one."""
LONGEST_LABEL = 72


@dataclass(frozen=True)
class Stand:
    """Where an order's controls stand before anything is moved.

    Parameters
    ----------
    members : tuple of str
        Who is in by the order's own rule.
    patience, blocking_cost, tariff, quota : Slider
        Value, range, and why it does nothing here; the tariff in percent.
    """

    members: tuple[str, ...]
    patience: Slider
    blocking_cost: Slider
    tariff: Slider
    quota: Slider


def stand(opened: Opened, order: str) -> Stand:
    """Return where the controls of an order stand.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import open_problem
    >>> found = stand(open_problem("climate"), "g6_consensus")
    >>> len(found.members), found.quota.value, found.tariff.value
    (6, 6.0, 0.0)
    """
    chosen = chosen_order(opened, order)
    members = first_members(opened, order)
    return Stand(
        members,
        patience_slider(chosen),
        blocking_slider(opened.issue, chosen),
        tariff_slider(opened.issue, chosen),
        quota_slider(opened.issue, chosen, len(members)),
    )


def choice_of(
    source: tuple[str, str],
    order: str,
    start: Stand,
    *,
    beside: Sequence[str],
    patience: float,
    moved: Mapping[str, float],
    members: Sequence[str],
) -> Choice:
    """Return the choice that controls stand for; what was not moved is left to the order.

    Parameters
    ----------
    source : (str, str)
        The problem's name, and the text in place of it or nothing.
    order : str
        The order that is looked at.
    start : Stand
        Where its controls stood.
    beside, patience
        As in :class:`~gametheory_orders.explorer.session.Choice`.
    moved : mapping of str to float
        Values of blocking_cost, tariff (percent) and quota.
    members : sequence of str
        Who is ticked.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import open_problem
    >>> start = stand(open_problem("climate"), "g6_consensus")
    >>> moved = {"blocking_cost": 0.0, "tariff": 2.0, "quota": 6.0}
    >>> rest = {"beside": (), "patience": 0.9, "members": start.members}
    >>> found = choice_of(("climate", ""), "g6_consensus", start, moved=moved, **rest)
    >>> found.tariff, found.quota, found.members
    (0.02, None, None)
    """
    changed = {
        name: value
        for name, value in moved.items()
        if not getattr(start, name).why and abs(value - getattr(start, name).value) > SHOWN
    }
    same = set(members) == set(start.members)
    quota = changed.get("quota")
    tariff = changed.get("tariff")
    return Choice(
        source[0],
        source[1],
        order,
        tuple(beside),
        float(patience),
        changed.get("blocking_cost"),
        None if tariff is None else round(tariff / 100, 6),
        None if quota is None else _of_those_left(round(quota), len(members), start, same),
        None if same else tuple(members),
    )


def _of_those_left(quota: int, members: int, start: Stand, same: bool) -> int:
    """Return a quota that those who are in can meet, where all of them vote."""
    if same or start.quota.high != len(start.members):
        return quota
    return max(1, min(quota, members))


def problems(first: str = "") -> dict[str, str]:
    """Return titles of the problems to choose from and their names; a given file comes first.

    Examples
    --------
    >>> list(problems().values())[:2], list(problems("pond.toml").values())[0]
    (['climate', 'aggression'], 'pond.toml')
    """
    names = bundled("issues")
    rest = [name for name in names if name != "climate"]
    found = {} if not first or first in names else {f"Your file: {first}": first}
    for name in ("climate", *rest):
        title = read_toml(names[name])["issue"].get("title", name)
        found[short(title)] = name
    return found


def orders_by_title(opened: Opened) -> dict[str, str]:
    """Return titles of the orders to choose from and their names, the four Cs first.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import open_problem
    >>> next(iter(orders_by_title(open_problem("climate")).items()))
    ('Charter: all states, two thirds decide', 'charter')
    """
    found: dict[str, str] = {}
    for name, order in opened.orders.items():
        title = short(order.title or name)
        preset = name in FOUR_CS or name == title
        shown = title if preset else f"{order.four_c.capitalize()}: {title}"
        found[short(shown) if shown not in found else f"{short(shown)} ({name})"] = name
    return found


def first_order(opened: Opened) -> str:
    """Return the order that the page opens with: the problem's own concert if it has one.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import open_problem
    >>> first_order(open_problem("climate")), first_beside(open_problem("climate"))
    ('g6_consensus', ['charter', 'club', 'coalition'])
    """
    own = [n for n, o in opened.orders.items() if o.four_c == "concert" and n not in FOUR_CS]
    found = [*own, *(name for name in ("concert", *opened.orders) if name in opened.orders)]
    if not found:
        raise ModelError("order", "no orders", "at least one [[order]] table")
    return found[0]


def first_beside(opened: Opened) -> list[str]:
    """Return the orders that the page first sets beside it: presets of the other Cs."""
    shown = opened.orders[first_order(opened)].four_c
    return [name for name in FOUR_CS if name in opened.orders and name != shown]


def names_of(opened: Opened) -> dict[str, str]:
    """Return the states' full names and their ids, each name once.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import open_problem
    >>> names_of(open_problem("climate"))["Rest of the world"]
    'ROW'
    """
    world = opened.issue.world
    found: dict[str, str] = {}
    for state in world.ids:
        name = short(world.names.get(state, state))
        found[name if name not in found else f"{name} ({state})"] = state
    return found


def text_of(issue: str) -> str:
    """Return the text of a problem's model file, to be edited on the page."""
    return read_text(find(issue, "issues"), "a TOML model file")


def short(text: str) -> str:
    """Return a label in one line that is not too long.

    Examples
    --------
    >>> short("a  b"), len(short(100 * "c"))
    ('a b', 72)
    """
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def plain_label(text: str) -> str:
    """Return a label in which nothing of a model's text is read as markup.

    Examples
    --------
    >>> plain_label("<b>*US*")
    '&#60;b&#62;&#42;US&#42;'
    """
    return "".join(c if c.isalnum() or c in " ,-" else f"&#{ord(c)};" for c in text)
