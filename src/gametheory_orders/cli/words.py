"""What a comparison says, in plain words; every number and name is worked out from it.

Builds on measures. Not here: tables and colours (screen.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from gametheory_orders.foundations.results import show
from gametheory_orders.foundations.tolerances import CONSENT
from gametheory_orders.measures.assess import Assessment
from gametheory_orders.measures.compare import Comparison
from gametheory_orders.measures.shortfall import RULES
from gametheory_orders.orders import Order
from gametheory_orders.orders.hybrid import HYBRID
from gametheory_orders.orders.order import FOUR_CS

NEARLY = 5e-4
"""Differences below this do not show in three digits."""


def title(found: Comparison, order: Order | None = None) -> str:
    """Return the heading: issue, stake, numeraire, patience."""
    issue = found.issue
    name = issue.name if order is None else f"{issue.name} under {order.name} ({order.four_c})"
    stake = f"{found.stake:.2f}" if found.stake >= 0.01 or found.stake == 0 else f"{found.stake:g}"
    text = f"{name}: {stake} {issue.numeraire} to be gained; as delivered at {_patience(found)}"
    if found.foresight != "anticipate":
        text += f", {found.foresight} foresight"
    if found.fallback != "deepest_kept":
        text += f", fallback {found.fallback}"
    return text


def _patience(found: Comparison) -> str:
    used = {
        value
        for each in found
        for value in each.outcome.patience[each.outcome.delivered.agreement.members].tolist()
    }
    if len(used) == 1:
        return f"patience {used.pop():g}"
    if isinstance(found.patience, Mapping) or not used:
        return "patience by state"
    return f"patience from {min(used):g} to {max(used):g}"


def explain(found: Comparison) -> list[str]:
    """Return what the table of a comparison says, one sentence or two a line.

    Examples
    --------
    >>> from gametheory_orders import compare
    >>> lines = explain(compare("climate", ["g6_consensus", "g6_four_of_six"]))
    >>> [line for line in lines if line.startswith("Most gets done")][0][:49]
    'Most gets done under g6_four_of_six (E 0.433): it'
    """
    lines = _columns(found)
    if any(math.isnan(each.effectiveness) for each in found):
        lines.append("E is undefined: the first best and no cooperation come to the same.")
    else:
        lines += _leader(found)
        lines += [line for each in _best_of_each(found) if (line := _held_back(each))]
    lines += _patience_lines(found)
    return [*lines, *_beyond_reach(found), *_exits(found), *_undefined(found)]


def explain_solution(found: Comparison) -> list[str]:
    """Return what a single solved game says."""
    (each,) = found
    outcome = each.outcome
    lines = []
    agreed, delivered = outcome.agreed.agreement, outcome.delivered.agreement
    if not delivered.reached:
        line = "There is no agreement that is both decided and kept: all act alone."
        if agreed.reached and outcome.defectors:
            line += f" What is agreed would be broken by {_names(outcome.defectors)}."
        lines.append(line)
    elif delivered.level is not None and agreed.level is not None:
        same = abs(delivered.level - agreed.level) <= NEARLY
        issue = outcome.game.issue
        full = issue.shown_level(agreed.members, agreed.level)
        kept = issue.shown_level(delivered.members, delivered.level).removeprefix("the level ")
        lines.append(f"Agreed is {full}" + (", and it is kept." if same else f"; kept is {kept}."))
    if outcome.blocked_by:
        lines.append(f"More would be agreed if {_names(outcome.blocked_by, 'or')} gave in.")
    if math.isnan(each.effectiveness):
        lines.append("E is undefined: the first best and no cooperation come to the same.")
    elif line := _held_back(each):
        lines.append(line)
    lines.append(
        "First step: what relaxing the rule alone would add; share: its part of what is missing; "
        "last step: what it alone would cost an ideal order."
    )
    lines += _patience_lines(found)
    return [*lines, *_beyond_reach(found), *_exits(found), *_undefined(found)]


def _beyond_reach(found: Comparison) -> list[str]:
    who = [
        _few(each.outcome.beyond_reach) + (f" ({_name(each)})" if len(found) > 1 else "")
        for each in found
        if each.outcome.beyond_reach
    ]
    return [f"No vote would sanction, whatever they do: {'; '.join(who)}."] if who else []


def _columns(found: Comparison) -> list[str]:
    return [
        "E: share of the possible gain that is reached; 0 is no cooperation, 1 the best for all. "
        "L: index of legitimacy, 0 to 1. gap: E minus L; far below 0 a talking shop, "
        "above 0 more is done than people consented to.",
        "needs patience: what keeping the full agreement takes, and of whom; at 1 or more it is "
        "not kept. A dash: not held together by reciprocity. The last three columns: what is "
        "lost to who is in, how they decide, and what makes them keep it; with E they add up to 1.",
    ]


def _leader(found: Comparison) -> list[str]:
    best = max(found, key=lambda each: each.effectiveness)
    outcome = best.outcome
    world = outcome.game.world
    tied = [e for e in found if e is not best and e.effectiveness >= best.effectiveness - NEARLY]
    count = len(outcome.members)
    text = f"Most gets done under {_name(best)} (E {show(best.effectiveness)})"
    if tied:
        text += f", as much as under {_names([_name(each) for each in tied])}"
    text += f": {'it has' if not tied else 'the first has'} {count} of {world.n} states in"
    losers = worse_off(best)
    share = best.legitimacy["consent_people"]
    if not losers:
        text += ", and none is worse off than without it."
    else:
        people = "" if math.isnan(share) else f" ({1 - share:.0%} of people)"
        verb = "is" if len(losers) == 1 else "are"
        text += f"; {_names(losers)} {verb} worse off than without it{people}."
    lines = [text]
    ahead = found.frontier
    if len(found) > 1 and ahead:
        rest = "each other order is matched or beaten in both by " + (
            "it" if len(ahead) == 1 else "one of these"
        )
        lines.append(f"On the frontier of E and L: {_names(ahead)}; {rest}.")
    return lines


def worse_off(found: Assessment) -> list[str]:
    """Return the states worse off than without any order, as the consent measures count them."""
    game = found.outcome.game
    slack = CONSENT * game.scales
    bad = found.outcome.delivered.payoffs < game.reference_payoffs - slack
    return [game.world.ids[i] for i in np.flatnonzero(bad)]


def _best_of_each(found: Comparison) -> list[Assessment]:
    best = []
    for four_c in (*FOUR_CS, HYBRID):
        same = [each for each in found if each.outcome.game.order.four_c == four_c]
        if same:
            best.append(max(same, key=lambda each: each.effectiveness))
    return best


def _held_back(each: Assessment) -> str:
    """Return which rule holds an order back most, and how; empty if hardly anything is missing."""
    missing = 1 - each.effectiveness
    share = each.shortfall.share
    if missing < NEARLY or any(math.isnan(share[rule]) for rule in RULES):
        return ""
    rule = max(RULES, key=lambda name: share[name])
    outcome = each.outcome
    how = {"participation": _out, "decision": _undecided, "enforcement": _unkept}[rule](each)
    four_c = outcome.game.order.four_c
    return (
        f"{_name(each)} ({four_c}) reaches {show(each.effectiveness)}; of the {show(missing)} "
        f"that is missing, {show(share[rule])} is lost to {rule}: {how}."
    )


def _out(each: Assessment) -> str:
    world, inside = each.outcome.game.world, each.outcome.members
    out = [state for state in world.ids if state not in inside]
    if not out:
        return "all are in, but only as far as none would rather leave"
    return f"{_names(out)} {'is' if len(out) == 1 else 'are'} not in"


def _undecided(each: Assessment) -> str:
    outcome = each.outcome
    text = "the members agree on less than would be best for them together"
    if outcome.blocked_by:
        verb = "blocks" if len(outcome.blocked_by) == 1 else "each block"
        text = f"{_names(outcome.blocked_by)} {verb} more"
    veto = each.shortfall.share["decision_veto"]
    if veto > each.shortfall.share["decision"] / 2 and veto > NEARLY:
        text += f" ({show(veto)} of it through the veto)"
    return text


def _unkept(each: Assessment) -> str:
    outcome = each.outcome
    agreed = each.agreed.effectiveness
    if agreed <= each.effectiveness + NEARLY:
        return "what is agreed is kept, but what the best order would agree on would not be"
    text = f"agreed is {show(agreed)}, which would not be kept"
    if outcome.binding_state is not None and outcome.needed_patience is not None:
        text += f" ({_needs(outcome.binding_state, outcome.needed_patience)})"
    return text


def _needs(state: str, patience: float) -> str:
    if math.isinf(patience):
        return f"{state} would break it at any patience"
    return f"{state} would need patience {show(patience)}"


def _patience_lines(found: Comparison) -> list[str]:
    never, more, undecided, unkept = [], [], [], []
    for each in found:
        outcome = each.outcome
        if not outcome.agreed.agreement.reached:
            undecided.append(_name(each))
        elif not outcome.delivered.agreement.reached:
            unkept.append(_name(each))
        needed = outcome.needed_patience
        if needed is None or outcome.binding_state is None:
            continue
        about = f"{_name(each)} ({outcome.binding_state} {show(needed)})"
        if needed >= 1:
            never.append(about)
        elif needed > outcome.patience[outcome.game.world.index(outcome.binding_state)]:
            more.append(about)
    lines = []
    rest = "The table has what is left of it." if len(found) > 1 else ""
    if never:
        lines.append(f"At no patience below 1 is this kept as agreed: {_names(never)}. {rest}")
    if more:
        lines.append(f"More patience than there is would be needed by {_names(more)}. {rest}")
    if undecided and len(found) > 1:
        lines.append(f"No agreement comes about under {_names(undecided)}: all act alone.")
    if unkept and len(found) > 1:
        lines.append(f"Nothing that is agreed is kept under {_names(unkept)}: all act alone.")
    return [line.strip() for line in lines]


def _exits(found: Comparison) -> list[str]:
    lines = []
    for text, attribute in (
        ("Would gain by leaving, if the rest then decided anew", "leavers"),
        ("Would gain by joining", "joiners"),
        ("Worse off than without any order, and without a better move", "coerced"),
    ):
        if len(found) == 1:
            who = [_names(getattr(e.outcome.delivered, attribute)) for e in found]
        else:
            who = [
                f"{_few(getattr(each.outcome.delivered, attribute))} ({_name(each)})"
                for each in found
                if getattr(each.outcome.delivered, attribute)
            ]
        who = [each for each in who if each]
        if who:
            lines.append(f"{text}: {'; '.join(who)}.")
    return lines


def _undefined(found: Comparison) -> list[str]:
    reasons = {each.legitimacy.why["index"] for each in found if math.isnan(each.legitimacy.index)}
    lines = [f"L is undefined: {reason}." for reason in sorted(reasons)]
    accounts = {each.shortfall.why for each in found if each.shortfall.why}
    if not any(math.isnan(each.effectiveness) for each in found):
        lines += [f"The shortfall account is undefined: {why}." for why in sorted(accounts)]
    return lines


def _name(each: Assessment) -> str:
    return each.outcome.game.order.name


def _few(states: Sequence[str], most: int = 4) -> str:
    if len(states) <= most:
        return _names(states)
    return f"{len(states)} states"


def _names(names: Sequence[str], word: str = "and") -> str:
    listed = list(names)
    if len(listed) > 8:
        listed = [*listed[:7], f"{len(listed) - 7} more"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}"
