"""Orders made of every membership, decision and enforcement rule there is, told anew.

Each registered rule stands in an order below, or the test of this table fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gametheory_orders as gto
from gametheory_orders.orders import Order
from gametheory_orders.orders.combined import AllOf, AnyOf, Then
from relations import Answer, Kind, Subject
from relations.worlds import (
    AT_ONCE,
    BYSTANDER,
    TELLING,
    TWINS,
    Told,
    goods,
    halved,
    judged,
    solved,
)

Make = Callable[[Told], Order]


def _three(case: Told) -> gto.Fixed:
    return gto.Fixed(members=tuple(case.of(role) for role in "ABC" if role in case.roles))


def _order(membership: Any, decision: Any, *enforcement: Any) -> Make:
    def made(rule: Any, case: Told) -> Any:
        return rule(case) if callable(rule) and not isinstance(rule, type) else rule

    def make(case: Told) -> Order:
        rules = [made(rule, case) for rule in enforcement]
        return Order(made(membership, case), made(decision, case), rules)

    return make


def _unanimous(case: Told) -> gto.Unanimity:
    return gto.Unanimity()


def _costly(case: Told) -> gto.Consensus:
    return gto.Consensus(blocking_cost=2.0 * case.money)


def _level(case: Told) -> gto.FixedLevel:
    return gto.FixedLevel(level=12.0 * case.money / case.good)


def _veto(case: Told) -> gto.Quota:
    return gto.Quota(quota=2, veto=(case.of("B"),))


def _council_first(case: Told) -> Then:
    council = (case.of("A"), case.of("C"))
    return Then(of=(gto.Unanimity(body=council), gto.Quota(quota=2)))


PATIENT = gto.Reciprocity(patience=0.6)
PLEDGE = gto.Pledge(weight=0.4)
GIVEN: dict[str, Make] = {
    "universal, unanimity, binding": _order(gto.Universal(), gto.Unanimity(), gto.Binding()),
    "fixed, joint, binding": _order(_three, gto.Joint(), gto.Binding()),
    "fixed, consensus, reciprocity": _order(_three, _costly, PATIENT),
    "fixed, quota and veto, reciprocity": _order(_three, _veto, gto.Reciprocity()),
    "fixed, weighted quota, binding": _order(
        _three, gto.Quota(quota="2/3", weights="cinc"), gto.Binding()
    ),
    "criterion, quota, binding": _order(
        gto.Criterion(where="libdem >= 0.3 or cinc > 5"), gto.Quota(quota=1), gto.Binding()
    ),
    "largest, fixed level, tariff": _order(
        gto.Largest(by="cinc", count=3), _level, gto.Tariff(rate=0.1)
    ),
    "fixed, pledge, none": _order(_three, PLEDGE, gto.NoEnforcement()),
    "fixed, uniform pledge, none": _order(_three, gto.Pledge(), gto.NoEnforcement()),
    "fixed, own pledges, none": _order(_three, gto.Pledge("differentiated"), gto.NoEnforcement()),
    "fixed, joint, transfers": _order(_three, gto.Joint(), gto.Binding(), gto.Transfers()),
    "fixed, unanimity, penalty": _order(
        _three, gto.Unanimity(), lambda case: gto.Penalty(size=3.0 * case.money)
    ),
    "fixed, unanimity, exclusion": _order(_three, gto.Unanimity(), gto.Exclusion(share=0.3)),
    "fixed, unanimity, sanctions": _order(
        _three, gto.Unanimity(), lambda case: gto.Sanctions(size=4.0 * case.money, detection=0.8)
    ),
    "fixed, unanimity, review": _order(
        _three,
        gto.Unanimity(),
        lambda case: gto.Review(precision=0.7, reputation=5.0 * case.money),
    ),
    "fixed, all of two votes": _order(
        _three, AllOf(of=(gto.Quota(quota=2), gto.Quota(quota="2/3", weights="cinc"))), PATIENT
    ),
    "fixed, any of two votes": _order(
        _three, AnyOf(of=(gto.Quota(quota=3), gto.Quota(quota="70%", weights="cinc"))), PATIENT
    ),
    "fixed, one vote then another": _order(_three, _council_first, gto.Binding()),
}
CHOSEN: dict[str, Make] = {
    "open, joint": _order(gto.OpenEntry(), gto.Joint(), gto.NoEnforcement()),
    "open, joint, tariff": _order(gto.OpenEntry(), gto.Joint(), gto.Tariff(rate=0.2)),
    "exclusive, joint": _order(gto.ExclusiveEntry(), gto.Joint(), gto.NoEnforcement()),
    "sequential, unanimity": _order(
        gto.SequentialAdmission(by="ideal_point", admission="majority"),
        gto.Unanimity(),
        gto.Binding(),
    ),
    "minimum, joint": _order(gto.MinimumParticipation(count=3), gto.Joint(), gto.Binding()),
    "invitation, joint": _order(
        lambda case: gto.Invitation(hub=case.of("A")), gto.Joint(), gto.NoEnforcement()
    ),
}
"""Memberships that states choose."""

VOTE = "with a universal membership it has a vote, and wants nothing done"
HEADS = "a level that one vote decides on, or an offer to each head, has one head fewer"
FLOOR = "a member whose own level is above the one agreed keeps its own, and that has doubled"
OWN = "a half counts the other half among the others, whose benefit is weighed by less than one"
WHOLES: dict[str, tuple[Make, str]] = {
    "joint": (_order(_three, gto.Joint(), gto.Binding()), ""),
    "no agreement beyond oneself": (_order(_three, gto.Pledge(weight=0.0), gto.Binding()), OWN),
    "pledges as if all were one": (_order(_three, gto.Pledge(weight=1.0), gto.Binding()), ""),
    "pledges": (_order(_three, PLEDGE, gto.NoEnforcement()), OWN),
    "a level for all": (_order(_three, _level, gto.Binding()), FLOOR),
    "unanimity": (_order(_three, gto.Unanimity(), gto.Binding()), HEADS),
    "a count of votes": (_order(_three, gto.Quota(quota=2), gto.Binding()), HEADS),
    "equal gains": (_order(_three, gto.Joint(), gto.Binding(), gto.Transfers()), HEADS),
}
"""Decisions told to two halves of a state and to the whole, and why some differ."""


def _whole(make: Make) -> Callable[[Told], Answer]:
    solve = solved(make)
    kept = ("members", "delivered actions", "delivered payoffs")
    return lambda case: {key: fact for key, fact in solve(case).items() if key in kept}


def _both(make: Make) -> Callable[[Told], Answer]:
    """What solving the order says, and what is thought of it."""
    solve, judge = solved(make), judged(make)
    return lambda case: {**solve(case), **judge(case)}


def _each(judge: Any, orders: dict[str, Make], verb: str) -> tuple[Subject, ...]:
    votes = {BYSTANDER.name: VOTE} if verb == "solve" else {}
    exceptions = {"universal, unanimity, binding": votes}
    return tuple(
        Subject(f"{verb}: {name}", judge(make), 1e-7, exceptions.get(name, {}))
        for name, make in orders.items()
    )


KIND = Kind("orders", goods(3, 4), (AT_ONCE,), _each(_both, GIVEN, "solve, assess"), apart=TELLING)
BESIDE = Kind("orders and a bystander", goods(), (BYSTANDER,), _each(solved, GIVEN, "solve"))
OPEN = Kind(
    "orders that states join",
    goods(3, 4),
    (AT_ONCE,),
    _each(_both, CHOSEN, "solve, assess"),
    apart=TELLING,
)
HALVES = Kind(
    "halves of a state",
    goods().map(halved),
    (TWINS,),
    tuple(
        Subject(f"solve, halves: {name}", _whole(make), 1e-7, {TWINS.name: why} if why else {})
        for name, (make, why) in WHOLES.items()
    ),
)
