"""What the records of ``fourcs compare`` and ``fourcs solve`` should say.

Builds on judging.py; reads the model's figures and rules from its file. Not here: any solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.orders import Placed, find_orders
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import NEAR_TIE, SAME_DESIGN
from gametheory_orders.orders import Order, Reciprocity
from gametheory_orders.referee.bargains import Deal, breakers, margins_of, worth
from gametheory_orders.referee.figures import Figure, Given, LeftOut, NotCovered, number
from gametheory_orders.referee.goods import ZERO, Good, good_of
from gametheory_orders.referee.judging import (
    Face,
    Tree,
    face_of,
    measures,
    moves,
    outcome_of,
    shortfall,
    virtues,
)
from gametheory_orders.referee.terms import Terms, terms_of
from gametheory_orders.worlds import World

INDEX_WEIGHTS = dict.fromkeys(
    ("representation_units", "representation_people", "power_sqrt_people"), Fraction(1, 3)
)
USUAL_PATIENCE = 0.9


def compared(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs compare`` should say."""
    model = read_model(source)
    issue = model.issue
    try:
        good = good_of(issue)
    except NotCovered as error:
        return {"designs": LeftOut(str(error)), "stake": LeftOut(str(error))}
    placed = _placed(model, document)
    designs, points = [], []
    for record in _records(document):
        expected, point = _record(document, record, placed, good, issue.world)
        designs.append(expected)
        points.append(point)
    known = all(point is not None for point in points)
    frontier: Any = LeftOut("a design on it is not rechecked")
    if known:
        names = [str(record.get("name")) for record in _records(document)]
        ranked = _frontier(names, [p for p in points if p is not None])
        # Designs that tie stand in the order of their rounding.
        frontier = Figure(ranked, False, anyorder=True)
    return {
        "schema": Figure(1),
        "model": Given(),
        "issue": Figure(issue.name),
        "numeraire": Figure(issue.numeraire),
        "stake": Figure(good.stake, scale=sum(good.best, ZERO)),
        "patience": _asked(document),
        "frontier": frontier,
        "designs": designs,
        "view": _ranking(document, designs),
    }


def solved(document: Mapping[str, Any], source: str) -> Tree:
    """Return what a document of ``fourcs solve`` should say."""
    model = read_model(source)
    issue = model.issue
    try:
        good = good_of(issue)
    except NotCovered as error:
        return {key: LeftOut(str(error)) for key in document if key != "model"}
    placed = _placed(model, document)
    expected, _ = _record(document, document, placed, good, issue.world)
    head = {
        "schema": Figure(1),
        "model": Given(),
        "issue": Figure(issue.name),
        "numeraire": Figure(issue.numeraire),
        "stake": Figure(good.stake, scale=sum(good.best, ZERO)),
    }
    if isinstance(expected, LeftOut):
        rest = {key: expected for key in document if key not in head}
        return {**rest, **head}
    return {**expected, **head}


def _records(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = document.get("designs")
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise ModelError("designs", "something else", "a list of records")
    return found


def _placed(model: Model, document: Mapping[str, Any]) -> dict[str, Placed]:
    """Return the orders of the model and those that the document was asked for, by name."""
    found = {each.order.name: each for each in [*model.own, *model.default_orders()]}
    asked = document.get("model")
    names = asked.get("orders") if isinstance(asked, Mapping) else None
    for name in names or ():
        if isinstance(name, str) and name not in found:
            found |= {each.order.name: each for each in find_orders(name, model.own)}
    return found


def _record(
    document: Mapping[str, Any],
    record: Mapping[str, Any],
    placed: Mapping[str, Placed],
    good: Good,
    world: World,
) -> tuple[Tree | LeftOut, tuple[Fraction, Fraction] | None]:
    """Return what one design's record should say, and its place on the frontier."""
    name = str(record.get("name"))
    order = placed[name].order if name in placed else None
    if order is None:
        try:
            order = find_orders(name, ())[0].order
        except ModelError:
            return LeftOut(f"{name!r} is no order of the model"), None
    if not isinstance(order, Order):
        return LeftOut("it is made of several orders"), None
    patience = record.get("patience")
    try:
        terms = _terms(order, good, world, patience, document)
        return _design(terms, order, document, record, world)
    except NotCovered as error:
        return LeftOut(str(error)), None


def _terms(
    order: Order, good: Good, world: World, patience: Any, document: Mapping[str, Any]
) -> Terms:
    given = patience if isinstance(patience, Mapping) else number(patience)
    if given is None:
        raise NotCovered("no patience is given")
    if isinstance(given, Mapping):
        given = {state: number(given.get(state)) or ZERO for state in world.ids}
    terms = terms_of(order, good, world, given)
    foresight, fallback = (str(document.get(key)) for key in ("foresight", "fallback"))
    return replace(terms, foresight=foresight, fallback=fallback)


def _design(
    terms: Terms,
    order: Order,
    document: Mapping[str, Any],
    record: Mapping[str, Any],
    world: World,
) -> tuple[Tree, tuple[Fraction, Fraction] | None]:
    agreed, kept, stable = outcome_of(terms, blockers=True)
    faces = {"agreed": face_of(terms, agreed, False), "delivered": face_of(terms, kept, True)}
    parts = {name: measures(face, world, INDEX_WEIGHTS) for name, face in faces.items()}
    each = {name: {**parts[name], **moves(face)} for name, face in faces.items()}
    delivered = each["delivered"]
    names = terms.good.ids
    try:
        account: Any = shortfall(terms)
    except NotCovered as error:
        account = LeftOut(str(error))
    own = {
        "name": Figure(order.name),
        "four_c": Figure(order.four_c),
        "members": Figure(terms.names(kept.members), anyorder=True),
        **each,
        **delivered,
        "patience": _patience(order, document, record, world),
        **_needed(terms, agreed),
        "shortfall": account,
        "virtues": virtues(faces["delivered"], world),
        "blocked_by": Figure([names[i] for i in sorted(agreed.blocked_by)], anyorder=True),
        "compliance": _compliance(terms, agreed),
        "defectors": Figure([names[i] for i in sorted(breakers(terms, agreed))], anyorder=True),
        "beyond_reach": Figure([]),
        "certificate": _certificate(terms, faces),
        "actions": _by_state(terms, kept.actions, kept.exact),
        "payoffs": _by_state(terms, worth(terms, kept), kept.exact),
        "view": _view(record, faces["delivered"]),
    }
    if "first_period_effectiveness" in record:
        own["first_period_effectiveness"] = LeftOut("of the first period, only defectors defect")
    if terms.open:
        own["stable_memberships"] = [Figure(terms.names(found)) for found in stable]
    absent = [key for key in ("actions", "payoffs", "view") if key not in record]
    expected = {key: value for key, value in own.items() if key not in absent}
    found, index = delivered["effectiveness"].value, delivered["legitimacy"]["index"].value
    return expected, None if found is None or index is None else (found, index)


def _by_state(terms: Terms, values: Sequence[Fraction], exact: bool) -> Tree:
    scale = terms.good.scale if any(values) else 1
    return {
        state: Figure(value, exact, scale)
        for state, value in zip(terms.good.ids, values, strict=True)
    }


def _patience(
    order: Order, document: Mapping[str, Any], record: Mapping[str, Any], world: World
) -> Any:
    """Return the patience that a record should have: what was asked, else the order's own."""
    rule = order.enforced_by(Reciprocity)
    own = None if rule is None else rule.patience
    usual: Any = LeftOut("patience by state")
    if isinstance(own, int | float):
        usual = Figure(Fraction(own))
    elif own is None and not world.has("patience"):
        usual = Figure(Fraction(USUAL_PATIENCE))
    if not isinstance(document.get("model"), Mapping):
        # Nobody says what was asked: a comparison's own figure, or the usual one.
        asked = number(document.get("patience"))
        return usual if asked in (None, Fraction(USUAL_PATIENCE)) else Figure(asked)
    asked = document["model"].get("patience")
    if asked is None:
        return usual
    return Figure(number(asked)) if number(asked) is not None else LeftOut("patience by state")


def _asked(document: Mapping[str, Any]) -> Any:
    """Return the patience that a comparison should say it was asked for."""
    model = document.get("model")
    if not isinstance(model, Mapping):
        return Given()
    asked = model.get("patience", USUAL_PATIENCE)
    return LeftOut("patience by state") if number(asked) is None else Figure(number(asked))


def _needed(terms: Terms, deal: Deal) -> Tree:
    """Return the patience that what is agreed needs, by member, and who needs most."""
    if terms.patience is None:
        return {
            "needed_patience": Figure(None),
            "needed_by_state": {},
            "binding_state": Figure(None),
        }
    found = {terms.good.ids[i]: value for i, value in _patiences(terms, deal).items()}
    never = [state for state, value in found.items() if value is None]
    needed = None if never else max([value or ZERO for value in found.values()], default=ZERO)
    most = never or [state for state, value in found.items() if value == needed and needed]
    return {
        "needed_patience": Figure(needed, deal.exact),
        "needed_by_state": {state: Figure(value, deal.exact) for state, value in found.items()},
        "binding_state": Figure(most[0] if most else None, deal.exact),
    }


def _patiences(terms: Terms, deal: Deal) -> dict[int, Fraction | None]:
    """Return each member's needed patience; None where none is enough."""
    good = terms.good
    here, once = worth(terms, deal), good.broken(deal.actions)
    out: dict[int, Fraction | None] = {}
    for i in sorted(deal.members):
        extra = here[i] - good.payoffs(deal.actions)[i]
        gain = once[i] + extra - here[i]
        loss = once[i] + extra - good.reference[i]
        if gain <= good.slack[i]:
            out[i] = ZERO
        else:
            out[i] = gain / loss if loss > good.slack[i] else None
    return out


def _compliance(terms: Terms, deal: Deal) -> Any:
    if not deal.reached or terms.assured:
        return []
    good = terms.good
    here, once = worth(terms, deal), good.broken(deal.actions)
    margins = margins_of(terms, deal)(deal.actions, deal.weights)
    needed = _patiences(terms, deal)
    bare = good.payoffs(deal.actions)
    out = []
    for i in sorted(deal.members):
        scale = good.scale
        gain = once[i] + here[i] - bare[i] - here[i]
        lost = here[i] - good.reference[i]
        patient = terms.patience is not None
        out.append(
            {
                "state": Figure(good.ids[i]),
                "gain_from_defecting": Figure(gain, deal.exact, scale),
                "expected_loss": Figure(ZERO),
                "loss_from_reversion": Figure(lost if patient else None, deal.exact, scale),
                "needed_patience": Figure(needed[i] if patient else None, deal.exact),
                "patience": Figure(terms.patience[i] if terms.patience else None),
                "margin": Figure(margins[i], deal.exact, scale),
                "keeps": Figure(margins[i] >= -good.slack[i], deal.exact),
                "beyond_reach": Figure(False),
            }
        )
    return out


def _certificate(terms: Terms, faces: Mapping[str, Face]) -> Tree:
    """Return the deviations that the certificate lists, worked out anew."""
    good, face = terms.good, faces["delivered"]
    deal, exact = face.deal, face.deal.exact
    listed: list[tuple[str, Mapping[int, Fraction], bool]] = []
    held = terms.open or not (terms.deters or terms.binding)
    if deal.reached and terms.deters and not terms.binding:
        kept: Mapping[int, Fraction] = margins_of(terms, deal)(deal.actions, deal.weights)
        listed.append(("one-shot defection of a member", kept, True))
    for name, there in (("leaving alone", face.leave), ("joining alone", face.join)):
        if there:
            moved = {i: face.payoffs[i] - value for i, value in there.items()}
            listed.append((name, moved, held))
    checked = []
    for name, margins, _ in listed:
        checked.append(
            {
                "deviation": Figure(name),
                "number": Figure(len(margins)),
                "smallest_margin": Figure(min(margins.values()), exact, good.scale),
                "holds": Figure(_holds(good, margins), exact),
                "near_tie": Figure(_near(good, margins), exact),
            }
        )
    must = [margins for _, margins, needed in listed if needed]
    least = min((min(margins.values()) for margins in must), default=None)
    found: Tree = {
        "checked": checked,
        "exact": LeftOut("how the solver checked itself"),
        "smallest_margin": Figure(least, exact, good.scale),
        "holds": Figure(all(_holds(good, margins) for margins in must), exact),
    }
    vote = faces["agreed"].deal
    if vote.near_tie is not None:
        found["vote_near_tie"] = Figure(vote.near_tie)
    close = any(entry["near_tie"].value for entry in checked)
    if vote.reached and not terms.assured:
        kept = margins_of(terms, vote)(vote.actions, vote.weights)
        close = close or _near(good, kept)
    found["near_tie"] = Figure(close or bool(vote.near_tie), exact)
    if faces["agreed"].deal.single_peaked is not None:
        found["single_peaked"] = Figure(faces["agreed"].deal.single_peaked)
    return found


def _near(good: Good, margins: Mapping[int, Fraction]) -> bool:
    return any(abs(m) <= Fraction(NEAR_TIE) * good.slack[i] for i, m in margins.items())


def _holds(good: Good, margins: Mapping[int, Fraction]) -> bool:
    return all(margin >= -good.slack[i] for i, margin in margins.items())


def _view(record: Mapping[str, Any], face: Face) -> Any:
    """Return what one state's own view should say of gain and of the best move."""
    view = record.get("view")
    if not isinstance(view, Mapping):
        return Given()
    good = face.terms.good
    state = view.get("state")
    if state not in good.ids:
        raise ModelError("view.state", state, "a state of the world")
    i = good.ids.index(state)
    left = LeftOut("what it measures is not defined here")
    known = {
        "state": Given(),
        "member": Figure(i in face.deal.members),
        "gain": Figure(face.payoffs[i] - good.reference[i], face.deal.exact, good.scale),
        "gain_at_first_best": Figure(good.best[i] - good.reference[i], scale=good.scale),
    }
    return {**{key: left for key in view}, **known}


def _ranking(document: Mapping[str, Any], designs: Sequence[Any]) -> Any:
    """Return the orders by what one state gains under each, if all are rechecked."""
    view = document.get("view")
    if not isinstance(view, Mapping):
        return Given()
    if any(isinstance(each, LeftOut) for each in designs):
        return LeftOut("a design in it is not rechecked")
    gains = [(each["view"]["gain"], each["name"]) for each in designs]
    ranked = sorted(gains, key=lambda pair: -pair[0].value)
    return {"state": Given(), "ranking": [{"order": o, "gain": g} for g, o in ranked]}


def _frontier(names: Sequence[str], points: Sequence[tuple[Fraction, Fraction]]) -> list[str]:
    """Return the designs that no other beats, from the least to the most effective."""
    close = Fraction(SAME_DESIGN)
    found = []
    for name, (e, index) in zip(names, points, strict=True):
        beaten = any(
            a >= e - close and b >= index - close and (a > e + close or b > index + close)
            for a, b in points
        )
        if not beaten:
            found.append((e, -index, name))
    return [name for _, _, name in sorted(found)]
