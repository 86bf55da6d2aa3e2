"""Who joins whom, told anew: every solver of coalitions, pledges and forums over a public good."""

from __future__ import annotations

from typing import Any

import gametheory_orders as gto
from gametheory_orders.orders.hybrid import Hybrid
from gametheory_orders.solvers.entry_game import entry_game
from relations import Answer, Bag, Fact, Kind, Subject
from relations.orders import GIVEN
from relations.worlds import AT_ONCE, TELLING, Told, by_state, goods, picked

SHARING = ("almost_ideal", "equal_gains", "chander_tulkens")
CONCEPTS = ("internal", "external", "open", "exclusive", "strong", "coalition_proof", "farsighted")


def _members(found: Any) -> Fact:
    return Fact(Bag(frozenset(each.members) for each in found))


def _stable(concept: str, tariff: float = 0.0) -> Any:
    def answer(case: Told) -> Answer:
        found = gto.stable_coalitions(case.issue, concept, price="joint", tariff=tariff)
        return {
            "coalitions": _members(found),
            "effectiveness": Fact(Bag((len(x.members), x.effectiveness) for x in found)),
            "margins": Fact(Bag(dict(each.margins) for each in found), money=1),
            "gains": Fact(Bag(dict(each.gains) for each in found), money=1),
        }

    return answer


def _types(case: Told) -> Answer:
    found = gto.stable_types(case.issue, price="joint")
    counts = [
        (sum(x.counts), x.coalitions, x.effectiveness, frozenset(_chosen(found.types, x.counts)))
        for x in found.stable
    ]
    return {"counts": Fact(Bag(counts))}


def _chosen(types: Any, counts: Any) -> Any:
    return (name for group, count in zip(types, counts, strict=True) if count for name in group)


def _structures(case: Told) -> Answer:
    found = gto.stable_structures(case.issue)
    parts = Bag(frozenset(frozenset(c) for c in x.coalitions) for x in found.structures)
    worth = Bag(x.effectiveness for x in found.structures)
    return {"structures": Fact(parts), "effectiveness": Fact(worth)}


def _regimes(case: Told) -> Answer:
    found = gto.tariff_regimes(case.issue, ["joint"], (0.0, 0.1, 0.3))
    rows = Bag((x.tariff, Bag(frozenset(c.members) for c in x.coalitions)) for x in found.regimes)
    return {"regimes": Fact(rows)}


def _bought(case: Told) -> Answer:
    found = gto.transfer_stable(case.issue)
    ids = case.issue.world.ids
    sets = [frozenset(s for i, s in enumerate(ids) if code >> i & 1) for code in found.codes]
    return {
        "internally": Fact(Bag(sets)),
        "surplus": Fact(tuple(sorted(found.surplus.tolist())), money=1),
    }


def _shared(rule: str) -> Any:
    def answer(case: Told) -> Answer:
        game = entry_game(case.issue, price="joint")
        found = gto.share_gains(game, tuple(case.of(role) for role in "ABC"), rule)
        return {
            name: Fact(dict(getattr(found, name)), money=1)
            for name in ("transfers", "payoffs", "margins", "gains")
        }

    return answer


def _alone(case: Told) -> Answer:
    found = gto.go_it_alone(case.issue, [case.of("B")], price="joint", tariff=0.2)
    facts = {
        name: Fact(by_state(case, getattr(found, name)), money=1)
        for name in ("status_quo", "alone", "final", "if_out")
    }
    return {"joined": Fact(frozenset(found.joined)), **facts}


def _clauses(case: Told) -> Answer:
    found = gto.participation_clauses(case.issue)
    rows = tuple((x.count, x.sizes, x.effectiveness, x.votes) for x in found.clauses)
    return {"clauses": Fact(rows), "chosen": Fact(found.chosen.count)}


def _weights(case: Told) -> Answer:
    found = gto.self_enforcing_weights(case.issue)
    return {
        "limits": Fact(dict(found.limits)),
        "common": Fact(found.common),
        "by state": Fact(dict(found.by_state)),
        "effectiveness": Fact((found.effectiveness_common, found.effectiveness_by_state)),
    }


def _ratchet(review: str) -> Any:
    def answer(case: Told) -> Answer:
        found = gto.ratchet(case.issue, start=0.05, share=0.3, review=review, rounds=30)
        left = tuple(frozenset(each) for each in found.left)
        weights = tuple(dict(each) for each in found.weights)
        return {
            "effectiveness": Fact(found.effectiveness),
            "weights": Fact(weights),
            "left": Fact(left),
        }

    return answer


def _parts(case: Told) -> tuple[Any, Any]:
    return GIVEN["fixed, unanimity, sanctions"](case), GIVEN["fixed, pledge, none"](case)


def _forums(case: Told) -> Answer:
    small = _first_three(case)
    orders = {
        "club": gto.Order(gto.Universal(), gto.Joint(), gto.Binding()),
        "talks": gto.Order(gto.Universal(), gto.Pledge(weight=0.2), gto.Binding()),
    }
    found = gto.forum_equilibria(small.issue, orders)
    return {
        "equilibria": Fact(Bag(dict(x) for x in found.equilibria)),
        "totals": Fact(Bag(found.totals), money=1),
        "margins": Fact(Bag(found.smallest_margins), money=1),
    }


def _first_three(case: Told) -> Told:
    return picked(case, [i for i, role in enumerate(case.roles) if role in "ABC"])


def _cross(case: Told) -> Answer:
    found = gto.cross_effect(case.issue, *_parts(case))
    return {
        "alone": Fact(found.alone, money=1),
        "together": Fact(found.together, money=1),
        "sign": Fact(found.sign),
    }


def _partition(case: Told) -> Answer:
    found = gto.partition_function(_first_three(case).issue)
    rows = Bag(
        (frozenset(block), frozenset(map(frozenset, blocks)), ("worth", worth))
        for block, blocks, worth in found.embedded()
    )
    return {"worths": Fact(rows, money=1)}


def _characteristic(kind: str) -> Any:
    def answer(case: Told) -> Answer:
        found = gto.characteristic_function(_first_three(case).issue, kind)
        worths = {
            frozenset(found.coalition(code)): float(worth)
            for code, worth in enumerate(found.values.tolist())
        }
        return {"worths": Fact(Bag(worths.items()), money=1)}

    return answer


def _binding(case: Told) -> Answer:
    found = gto.equilibrium_binding_agreements(gto.partition_function(_first_three(case).issue))
    stable, coarsest = (
        Fact(Bag(frozenset(map(frozenset, each)) for each in name))
        for name in (found.stable, found.coarsest)
    )
    return {"stable": stable, "coarsest": coarsest}


def _table(stage: Any) -> Answer:
    rows = Bag(
        (
            {p: n[k] for p, n, k in zip(stage.players, stage.actions, cell, strict=True)},
            {"pays": dict(zip(stage.players, stage.payoff(cell), strict=True))},
        )
        for cell in stage.profiles()
    )
    return {"table": Fact(rows, money=1)}


def _compliance(case: Told) -> Answer:
    return _table(gto.compliance_game(case.game(GIVEN["fixed, consensus, reciprocity"])))


def _membership(case: Told) -> Answer:
    game = _first_three(case).game(GIVEN["universal, unanimity, binding"])
    return _table(gto.membership_game(game))


def _repeated(case: Told) -> Answer:
    found = gto.agreement_patience(case.game(GIVEN["fixed, consensus, reciprocity"]))
    # The stage counts in floats, whose patience is a Fraction near to it.
    needed = {state: float(x) for state, x in found.needed.items()}
    return {"needed": Fact(needed), "kept": Fact(found.kept)}


def _stage(case: Told) -> Answer:
    found = gto.repeated_game(case.game(GIVEN["fixed, consensus, reciprocity"]))
    return {"patience": Fact(dict(zip(found.stage.players, found.patience, strict=True)))}


def _linked(case: Told) -> Answer:
    games = {
        "one": case.game(GIVEN["fixed, consensus, reciprocity"]),
        "two": case.game(GIVEN["fixed, quota and veto, reciprocity"]),
    }
    found = gto.link_games(games)
    return {
        "apart": Fact(tuple(float(each.needed) for each in found.issues)),
        "pooled": Fact(float(found.pooled)),
        "verdicts": Fact(tuple(each.verdict for each in found.regimes)),
    }


def _under(case: Told) -> Answer:
    game = case.game(GIVEN["fixed, consensus, reciprocity"])
    return {"patience": Fact(dict(gto.patience_under(game, case.of("B"), 0.7)))}


def _prices(case: Told) -> Answer:
    order = GIVEN["fixed, consensus, reciprocity"](case)
    found = gto.order_prices(case.issue, order, concept="assured")
    rows = Bag((x.clause, x.state, x.effectiveness, x.legitimacy) for x in found.prices)
    return {"prices": Fact(rows)}


def _flexibility(case: Told) -> Answer:
    first = case.issue
    order = gto.Order(gto.Universal(), gto.Joint(), gto.Binding())
    agenda = gto.Agenda([first], set_up=0.1 * case.money)
    found = gto.flexibility(agenda, order)
    return {
        "value": Fact(found.value),
        "costs": Fact(tuple((x.standing_cost, x.anew_cost) for x in found.issues)),
    }


def _space(case: Told) -> Answer:
    found = gto.design_space(
        _first_three(case).issue, decisions=[gto.Joint()], enforcements=[gto.Binding()]
    )
    return {"designs": Fact(len(found))}


def _compared(case: Told) -> Answer:
    orders = [
        gto.Order(gto.Universal(), gto.Unanimity(), gto.Binding(), name="all"),
        gto.Order(gto.Universal(), gto.Pledge(weight=0.1), gto.Binding(), name="pledge"),
    ]
    both = Hybrid(parts=orders, combination="two_tracks", name="both")
    found = gto.compare(case.issue, [*orders, both])
    gain = gto.hybrid_gain(found, "both")
    figures = {x.outcome.game.order.name: ("E", x.effectiveness, x.gap) for x in found.assessments}
    return {
        "comparison": Fact(figures),
        "gain": Fact(("", gain.gain)),
        "part": Fact(gain.part),
        "by rule": Fact(dict(gain.by_rule)),
    }


def _posse(case: Told) -> Answer:
    issue = case.issue
    reserve = dict(zip(issue.world.ids, issue.stakes.tolist(), strict=True))
    strength = dict(zip(issue.world.ids, issue.world.columns["cinc"].tolist(), strict=True))
    found = gto.posse(strength, reserve, 0.6 * sum(strength.values()))
    return {
        "members": Fact(frozenset(found.members)),
        "cost": Fact(found.cost, money=1, good=-1),
        "capability": Fact(found.capability),
    }


SUBJECTS = (
    *(Subject(f"stable_coalitions: {c}", _stable(c), 1e-7) for c in CONCEPTS),
    Subject("stable_coalitions: open, with a tariff", _stable("open", 0.2), 1e-7),
    Subject("stable_types", _types, 1e-7),
    Subject("stable_structures", _structures, 1e-7),
    Subject("tariff_regimes", _regimes),
    Subject("transfer_stable", _bought, 1e-7),
    *(Subject(f"share_gains: {rule}", _shared(rule), 1e-7) for rule in SHARING),
    Subject("go_it_alone", _alone, 1e-7),
    Subject("participation_clauses", _clauses, 1e-7),
    Subject("self_enforcing_weights", _weights, 1e-7),
    *(Subject(f"ratchet: {r}", _ratchet(r), 1e-7) for r in ("common", "by_state", "blind")),
    Subject("forum_equilibria", _forums, 1e-7),
    Subject("cross_effect", _cross, 1e-7),
    Subject("partition_function", _partition, 1e-7),
    *(
        Subject(f"characteristic_function: {k}", _characteristic(k), 1e-7)
        for k in ("gamma", "delta")
    ),
    Subject("equilibrium_binding_agreements", _binding),
    Subject("compliance_game", _compliance, 1e-7),
    Subject("membership_game", _membership, 1e-7),
    Subject("agreement_patience: of an order", _repeated, 1e-7),
    Subject("repeated_game", _stage),
    Subject("link_games", _linked, 1e-7),
    Subject("patience_under", _under),
    Subject("order_prices", _prices, 1e-7),
    Subject("flexibility", _flexibility, 1e-7),
    Subject("design_space", _space),
    Subject("compare, hybrid_gain", _compared, 1e-7),
    Subject("posse", _posse, 1e-7),
)
KIND = Kind("coalitions", goods(3, 4), (AT_ONCE,), SUBJECTS, apart=TELLING)
