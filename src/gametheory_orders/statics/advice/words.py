"""Advice in plain words: what to choose, unless what, and what holds whatever happens.

Builds on result.py. Not here: numbers beyond the few that a sentence needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gametheory_orders.statics.advice.switches import Switch
from gametheory_orders.statics.numeric.fronts import Front

if TYPE_CHECKING:
    from gametheory_orders.statics.advice.result import Advice

MOST_SWITCHES = 6
MOST_NAMES = 4


def advice_words(found: Advice) -> tuple[str, ...]:
    """Return the advice as sentences, the choice first."""
    if found.nothing_helps == 1:
        return (
            "No order improves on non-cooperation, at any inputs that were tried: choose none "
            "for what it brings.",
        )
    if found.all_tied == 1:
        return (
            "All orders bring the same at all inputs that were tried: choose by legitimacy, or by "
            "what else matters.",
        )
    return (
        _choice(found),
        *_unless(found),
        *_chances(found),
        *_survives(found),
        *_all_or_none(found),
    )


def _choice(found: Advice) -> str:
    chosen = found.chosen
    worst = found.largest_regret[chosen[0]]
    four_c = {order.name: order.four_c for order in found.survival.orders}
    kinds = list(dict.fromkeys(four_c[name] for name in chosen))
    many = len(chosen) > 1
    names = listed(chosen, "or")
    what = f"Choose {names} ({listed(kinds, 'or')})"
    if many:
        what += ", which are tied"
    if worst <= found.slack:
        return f"{what}: nowhere is any other order ahead of {'them' if many else 'it'}."
    return (
        f"{what}{_but(found, kinds)}: where it does worst, it brings {worst:.3f} of the possible "
        "gain less than the best order would; every other order can fall farther behind."
    )


def _but(found: Advice, kinds: Sequence[str]) -> str:
    """Return on which side of a switch another C leads than those chosen."""
    out = []
    for each in found.switches:
        ours = [bool(set(kinds) & set(front)) for front in (each.before, each.after)]
        other = each.after if ours[0] else each.before
        if ours[0] != ours[1] and other:
            side = "above" if ours[0] else "below"
            out.append(f"{said(each.parameter)} is {side} {each.at:.3g}")
    return f" unless {listed(out, 'or')}" if out else ""


def _unless(found: Advice) -> list[str]:
    """Return where the lead changes along one input."""
    out = [_switch(each) for each in found.switches[:MOST_SWITCHES]]
    left = len(found.switches) - MOST_SWITCHES
    if left > 0:
        out.append(f"The lead changes at {left} more places along one input.")
    if not out:
        inputs = listed([said(name) for name in found.survival.ranges], "or")
        out.append(f"The lead does not change along {inputs}, the rest as it is.")
    return out


def _switch(each: Switch) -> str:
    why = f"; {listed(each.states)} would break more" if each.states else ""
    return (
        f"Below {said(each.parameter)} {each.at:.3g} {_lead(each.before, each.orders_before)}, "
        f"above it {_lead(each.after, each.orders_after)}{why}."
    )


def _lead(front: Front, orders: Sequence[str]) -> str:
    if not front:
        return "nothing is gained by any"
    verb = "are tied in front" if len(front) > 1 else "leads"
    the = listed([f"the {c}" for c in front])
    return f"{the} {verb} ({listed(orders)})"


def _chances(found: Advice) -> list[str]:
    leads = {c: share for c, share in found.c_leads.items() if share > 0}
    ranked = sorted(leads, key=lambda c: -leads[c])
    parts = [f"the {c} leads with a chance of {leads[c]:.0%}" for c in ranked]
    never = [f"the {c}" for c in found.cs if c not in leads]
    text = "Under the stated priors " + listed(parts) if parts else ""
    if never:
        text += ("; " if text else "Under the stated priors ") + f"{listed(never)} never"
        text += "" if parts else " leads"
    if found.c_tied:
        text += f" (ties count for all in front; there is one with a chance of {found.c_tied:.0%})"
    return [text + "."] if text else []


def _survives(found: Advice) -> list[str]:
    pairs = found.c_survives
    if not pairs:
        return ["No C is ahead of another over the whole range: which one leads depends on it."]
    by: dict[str, list[str]] = {}
    for ahead, behind in pairs:
        by.setdefault(ahead, []).append(f"the {behind}")
    parts = [f"the {ahead} is never behind {listed(behind)}" for ahead, behind in by.items()]
    return [f"Whatever the inputs in these ranges, each C at its best: {listed(parts)}."]


def _all_or_none(found: Advice) -> list[str]:
    out = []
    if found.nothing_helps:
        out.append(
            f"At {found.nothing_helps:.0%} of the points that were tried no order improves on "
            "non-cooperation."
        )
    if found.all_help == 1:
        out.append("Every order improves on non-cooperation at all points that were tried.")
    elif found.all_help:
        out.append(f"At {found.all_help:.0%} of the points all orders improve on it.")
    return out


def said(parameter: str) -> str:
    """Return an input's name as a reader wants it.

    Examples
    --------
    >>> said("patience"), said("scale.stake.China"), said("decision.blocking_cost")
    ('patience', 'factor on stake of China', 'blocking cost')
    """
    if parameter.startswith("scale."):
        _, column, *state = parameter.split(".", 2)
        return f"factor on {column}" + (f" of {state[0]}" if state else "")
    return parameter.split(".", 1)[-1].replace("_", " ")


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return names in one phrase, the later ones of many left out.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(list("abcdef"))
    ('a, b and c', 'a, b, c and 3 more')
    """
    names = list(names)
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
