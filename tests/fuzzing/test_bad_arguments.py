"""Every public name, called with what cannot be: an answer, or one line; never Python's own error.

Builds on: good_calls.py, which takes a good call of each from its example. It is not: a check that
an answer is right; the oracles beside each solver are that.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

import gametheory_orders as gto
from file_mutations import TookTooLong, alarm
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from good_calls import Call, good_calls, holds_nan, is_plain, spoilt

SLOW = {
    *(
        "advise",
        "check_rule_of_thumb",
        "compare",
        "delivered_by_patience",
        "derive",
        "order_prices",
    ),
    *("load_claims", "ranks_under_ranges", "sobol_indices", "tornado", "phase_diagram", "solve"),
    *("compare_reforms", "parameter_study", "run_sweep", "institution_gridlock", "load_game"),
    *("design_frontier", "best_design", "expected_depth", "fitting_rules", "plot"),
}
"""A call takes long: these are left to the long tests."""
OPEN = {
    "Agenda": "weights and attention that are no list",
    "Axis": "whole numbers too large for a float",
    "Hybrid": "a name that is no text",
    "MatrixGame": "whole numbers too large for a float, masked entries",
    "MinimumParticipation": "arrays for a count or a share",
    "NormalFormGame": "masked arrays",
    "Order": "a name that is no text",
    "SpatialPolicy": "whole numbers too large for a float",
    "TradeLinks": "figures that are no arrays of numbers",
    "agenda_setter": "whole numbers too large for a float",
    "breadth_depth": "whole numbers of hundreds of digits take too long",
    "charter": "a name that is no text",
    "club": "members that are no list",
    "evolutionarily_stable": "masked arrays",
    "footer": "sources that are no paths",
    "gridlock_interval": "whole numbers too large for a float",
    "hybrid_gain": "arrays for a choice of words",
    "linkage": "whole numbers too large for a float",
    "membership_game": "arrays for a truth value",
    "read_study": "sources that are no paths",
    "sample_gridlock": "samples without bound take too long",
    "self_enforcing_quota": "whole numbers of hundreds of digits",
    "largest_consistent_set": "things that are no list, table or number of their kind",
    "owen_value": "things that are no list, table or number of their kind",
    "representation": "things that are no list, table or number of their kind",
    "rival_clubs": "things that are no list, table or number of their kind",
    "signal_patience": "things that are no list, table or number of their kind",
    "thermostat_payoffs": "things that are no list, table or number of their kind",
    "unanimous_approval": "things that are no list, table or number of their kind",
}
"""Names that still answer some wrong argument with an error of Python's own, and which."""
UNREACHED_AT_MOST = 99
"""Names whose example has no argument that is a number, text, list, array or table."""


def calls() -> Iterator[str]:
    """Yield the names whose example shows a call with something to spoil."""
    for name in sorted(set(gto._HOME) - SLOW - set(OPEN)):
        if _call(name) is not None:
            yield name


def _call(name: str) -> Call | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = good_calls(name)
    with_figures = [each for each in shown if any(map(is_plain, each.arguments.values()))]
    return with_figures[0] if with_figures else None


def wrongs(name: str, step: int) -> list[str]:
    """Return what went wrong with every so-many-th spoilt call of a name."""
    call = _call(name)
    assert call is not None
    had_nan = holds_nan(call.run())
    found = []
    for place, (what, bad) in enumerate(spoilt(call)):
        if (place + len(name)) % step:
            continue
        try:
            with alarm(10):
                answer = bad.run()
            if holds_nan(answer) and not had_nan:
                found.append(f"{what}: a silent nan")
        except (ModelError, NoAnswer) as error:
            if "\n" in str(error):
                found.append(f"{what}: more than one line")
        except (Exception, TookTooLong) as error:
            found.append(f"{what}: {type(error).__name__}: {error}"[:200])
    return found


def test_arguments_of_every_kind_in_short() -> None:
    found = {name: wrong for name in calls() if (wrong := wrongs(name, 9))}
    assert not found, "\n".join(f"{name}: {each}" for name in found for each in found[name])


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(gto._HOME))
def test_arguments_of_every_kind(name: str) -> None:
    if _call(name) is None:
        pytest.skip("its example has nothing to spoil")
    if name in OPEN:
        assert wrongs(name, 1), f"{name} is clean now: take it out of OPEN"
        return
    assert not wrongs(name, 1)


def test_few_names_are_out_of_reach() -> None:
    unreached = [name for name in gto._HOME if _call(name) is None]
    assert len(unreached) <= UNREACHED_AT_MOST, sorted(unreached)
