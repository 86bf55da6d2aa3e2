"""Rules of thumb as stored: what they came to, where they fail, and which fit an issue."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders import ModelError
from gametheory_orders.files.thumbs import FEW_WORLDS, SEED, WORLDS, few_tallies
from gametheory_orders.statics.thumbs import Checked, evaluation
from gametheory_orders.statics.thumbs.conditions import CONDITIONS
from gametheory_orders.statics.thumbs.designs import DESIGNS, FOUR, members_of, solved
from gametheory_orders.statics.thumbs.evaluation import Choice
from gametheory_orders.statics.thumbs.figures import Figures, stored_world
from gametheory_orders.statics.thumbs.records import Tally
from gametheory_orders.statics.thumbs.weakest import weakest_delivers

RULES = gto.rules_of_thumb()
NAMES = [rule.id for rule in RULES]


def test_there_are_enough_and_each_has_its_condition() -> None:
    assert len(RULES) >= 12
    assert sorted(NAMES) == sorted(CONDITIONS)
    assert {rule.four_c for rule in RULES} == set(FOUR)


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_complete(name: str) -> None:
    rule = RULES[name]
    assert rule.design in DESIGNS
    assert rule.design.split("_")[0] == rule.four_c
    for words in (rule.sentence, rule.condition, rule.derivation):
        assert words.strip() == words != ""
    known = {result.id for result in gto.named_results()}
    assert set(rule.results) <= known
    assert rule.tally.holds >= 100, "too rare to say anything"
    # What is called proved is always right, and a saying is here because it is not.
    assert (rule.kind == "proved") == (rule.tally.best == rule.tally.holds)
    if rule.kind == "folk":
        assert rule.weak
    if rule.kind == "derived":
        assert not rule.weak


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_failure_is_one(name: str) -> None:
    """Rebuilt from its numbers, and every C solved by the solver, design by design."""
    rule = RULES[name]
    failure = rule.failure
    figures = stored_world(failure.world)
    applies = failure.technology == rule.technology and bool(CONDITIONS[name](figures)[0])
    assert applies is failure.inside is (rule.kind != "proved")
    found = {}
    for each in FOUR:
        design = rule.design if each == rule.four_c else each
        if failure.technology == "weakest_link":
            # Checked against the solver in small worlds: pledges of so many take a minute.
            found[each] = float(weakest_delivers(design, figures)[0])
        else:
            empty = not members_of(design, figures).any()
            found[each] = 0.0 if empty else solved(design, figures, 0)
    assert found == pytest.approx(dict(failure.delivered), abs=2e-6)
    assert max(found, key=found.__getitem__) == failure.best != rule.four_c
    assert failure.regret == pytest.approx(max(found.values()) - found[rule.four_c], abs=3e-6)
    assert failure.regret > 0.01
    if failure.inside:
        # Its figures are those of the worst world drawn, rounded to four digits.
        assert failure.regret == pytest.approx(rule.tally.worst_regret, abs=0.01)


def _same(found: Tally, stored: Tally) -> None:
    assert (found.worlds, found.seed) == (stored.worlds, stored.seed)
    assert (found.holds, found.best) == (stored.holds, stored.best)
    if stored.holds:
        assert found.mean_regret == pytest.approx(stored.mean_regret, abs=2e-6)
        assert found.worst_regret == pytest.approx(stored.worst_regret, abs=2e-6)
    else:
        assert math.isnan(found.mean_regret)
        assert math.isnan(stored.mean_regret)


def test_the_first_worlds_come_to_what_is_stored() -> None:
    found = gto.check_rule_of_thumb(worlds=FEW_WORLDS, seed=SEED)
    for name, stored in few_tallies().items():
        _same(found.tallies[name], stored)


@pytest.mark.long
def test_all_worlds_come_to_what_is_stored() -> None:
    found = gto.check_rule_of_thumb(worlds=WORLDS, seed=SEED)
    for rule in RULES:
        _same(found.tallies[rule.id], rule.tally)


def test_a_trial_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tried(worlds: int) -> Checked:
        return gto.check_rule_of_thumb("impatient", worlds=worlds, folder=tmp_path)

    whole = gto.check_rule_of_thumb("impatient", worlds=250)
    tried(100)
    asked: list[int] = []
    real = evaluation._tried

    def watched(rules: evaluation.Choices, groups: list[Figures]) -> dict[str, evaluation.Tried]:
        asked.append(len(groups))
        return real(rules, groups)

    monkeypatch.setattr(evaluation, "_tried", watched)
    assert tried(250).to_dict() == whole.to_dict()
    assert len(asked) == 2, "only the two chunks that were missing"
    tried(250)
    assert len(asked) == 2
    min(tmp_path.iterdir()).write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        tried(250)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    gto.check_rule_of_thumb("patient", worlds=120, progress=lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]


def test_another_design_takes_its_cs_place() -> None:
    figures = stored_world(RULES["leave_out_the_reluctant"].failure.world)
    plain = evaluation.choices_delivered(Choice("club", "club"), figures)
    variant = evaluation.choices_delivered(Choice("club", "club_of_keepers"), figures)
    assert plain["club"] != variant["club"]
    assert all(plain[each] == variant[each] for each in ("charter", "concert", "coalition"))


def test_what_fits_the_climate() -> None:
    found = gto.fitting_rules(gto.load_issue("climate"))
    assert {"trade_pays_everyone", "patient", "many_states"} <= {rule.id for rule in found}
    # The proved one: a club at a tariff of 5 percent takes all regions in.
    order = gto.club(entry="open", level=25.0, tariff=0.05)
    outcome = gto.solve(gto.CooperationGame(gto.load_issue("climate"), order))
    assert gto.assess(outcome).effectiveness == pytest.approx(1.0)
    impatient = {rule.id for rule in gto.fitting_rules(gto.load_issue("climate"), patience=0.3)}
    assert "patient" not in impatient


def test_what_fits_without_trade_and_by_state() -> None:
    world = gto.World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    issue = gto.PublicGood(world)
    assert "impatient" in {rule.id for rule in gto.fitting_rules(issue, patience=0.2)}
    assert "willing_and_patient" in {rule.id for rule in gto.fitting_rules(issue)}
    three = dict.fromkeys("ABC", 0.9)
    found = {rule.id for rule in gto.fitting_rules(issue, patience={**three, "D": 0.1})}
    assert {"impatient", "far_from_patient"} <= found
    assert "willing_and_patient" not in found


def test_a_weakest_link_has_rules_of_its_own() -> None:
    world = gto.World(list("ABCD"), {"stake": [1.0] * 4, "capacity": [1.0] * 4})
    issue = gto.public_good(world, technology="weakest_link")
    found = [rule.id for rule in gto.fitting_rules(issue)]
    assert found == ["weakest_link_pledges", "weakest_link_vote"]
    for other in ({"selection": "best"}, {"benefit": "quadratic", "satiation": 9.0}):
        with pytest.raises(ModelError, match="linear-quadratic"):
            gto.fitting_rules(gto.public_good(world, technology="weakest_link", **other))
    with pytest.raises(ModelError, match="linear-quadratic"):
        gto.fitting_rules(gto.public_good(world, technology="best_shot"))


@pytest.mark.parametrize("worlds", [0, -3, 1.5, True, "ten", math.nan])
def test_a_wrong_number_of_worlds(worlds: object) -> None:
    with pytest.raises(ModelError, match="worlds: found"):
        gto.check_rule_of_thumb("patient", worlds=worlds)  # type: ignore[arg-type]


def test_wrong_input() -> None:
    with pytest.raises(ModelError, match="did you mean 'impatient'"):
        gto.check_rule_of_thumb("impatience")
    with pytest.raises(ModelError, match="seed"):
        gto.check_rule_of_thumb("patient", seed=-1)
    with pytest.raises(ModelError, match="linear-quadratic"):
        gto.fitting_rules(gto.load_issue("aggression"))
    with pytest.raises(ModelError, match="patience"):
        gto.fitting_rules(gto.load_issue("climate"), patience=1.0)
    nothing = gto.PublicGood(gto.World(["A", "B"], {"stake": [0.0, 0.0], "capacity": [1.0, 1.0]}))
    with pytest.raises(ModelError, match="at stake"):
        gto.fitting_rules(nothing)


def test_tables_and_documents_are_plain() -> None:
    text = json.dumps(RULES.to_dict(), allow_nan=False)
    assert json.loads(text)["schema"] == 1
    assert len(RULES.table().rows) == len(RULES.records()) == len(RULES)
    rare = Tally(10, 1, 0, 0, math.nan, math.nan).to_dict()
    assert rare["share"] is rare["mean_regret"] is None
    with pytest.raises(KeyError):
        RULES["no such"]
    assert np.isfinite([rule.tally.share for rule in RULES]).all()
