import itertools

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders import Binding, ModelError, Order, Quota, Reciprocity, Unanimity, Universal
from gametheory_orders.games.simple_game import simple_game
from gametheory_orders.measures.legitimacy import legitimacy
from gametheory_orders.measures.shortfall import shortfall_account
from gametheory_orders.orders import AllOf, AnyOf, Then

WORLD = gto.World(["A", "B", "C", "D"], {"people": [6.0, 2.0, 1.0, 1.0]})
EVERYONE = np.ones(4, dtype=bool)
STATES_AND_PEOPLE = (Quota(quota=2), Quota(quota="65%", weights="people"))


def _game(decision):
    issue = gto.load_issue("climate")
    order = Order(Universal(), decision, Reciprocity(), "made", "charter")
    return gto.CooperationGame(issue, order)


def test_all_any_and_then_win_as_their_parts_do():
    yes = np.array(list(itertools.product([False, True], repeat=4)))
    one, other = (part.voting_rule(WORLD, EVERYONE).wins(yes) for part in STATES_AND_PEOPLE)
    assert (AllOf(of=STATES_AND_PEOPLE).voting_rule(WORLD, EVERYONE).wins(yes) == one & other).all()
    assert (AnyOf(of=STATES_AND_PEOPLE).voting_rule(WORLD, EVERYONE).wins(yes) == one | other).all()
    council = Quota(quota=2, body=["A", "B"])
    then = Then(of=[council, Quota(quota=3)]).voting_rule(WORLD, EVERYONE)
    first = council.voting_rule(WORLD, EVERYONE).wins(yes)
    assert (then.wins(yes) == first & (yes.sum(axis=1) >= 3)).all()
    assert then.vetoers.tolist() == [True, True, False, False]


def test_a_combination_of_one_meaning_is_worth_the_same_as_the_single_rule():
    single = Quota(quota=10, veto=["US", "China"])
    same = AllOf(of=[Quota(quota=10), Unanimity(body=["US", "China"])])
    one, other = _game(single), _game(same)
    found = [gto.solve(game) for game in (one, other)]
    assert found[0].agreed.agreement.level == found[1].agreed.agreement.level
    for name in ("power_people", "power_sqrt_people", "veto_share"):
        values = [legitimacy(o.game, o.agreed)[name] for o in found]
        assert values[0] == values[1]
    accounts = [shortfall_account(game) for game in (one, other)]
    assert accounts[0].share == pytest.approx(accounts[1].share)
    assert accounts[0].share["decision_veto"] > 0


def test_without_its_vetoes_each_vote_keeps_its_quota():
    vetoed = AllOf(of=[Quota(quota=2, veto=["A"]), Quota(quota="65%", weights="people")])
    freed = vetoed.without_veto(WORLD, EVERYONE)
    assert freed == AllOf(of=[Quota(quota=2), Quota(quota="65%", weights="people")])
    both = AllOf(of=[Unanimity(), Unanimity(body=["A"])], agenda="closed")
    assert both.without_veto(WORLD, EVERYONE).of_the_willing
    either = AnyOf(of=[Unanimity(), Quota(quota=2)])
    assert either.without_veto(WORLD, EVERYONE).of_the_willing
    mixed = AllOf(of=[Unanimity(body=["A", "B"]), Quota(quota=2)], agenda="closed", setter="C")
    assert mixed.without_veto(WORLD, EVERYONE) == Quota(quota=2, agenda="closed", setter="C")


def test_quotas_grow_with_the_members_in_every_part():
    before = np.array([True, True, False, False])
    rule = Then(of=[Quota(quota=2, body=["A", "B"]), Quota(quota=2, veto=["B"])], setter=None)
    grown = rule.resized(WORLD, before, EVERYONE)
    assert grown.of == (Quota(quota=2, body=["A", "B"]), Quota(quota=4, veto=["B"]))
    shrunk = rule.resized(WORLD, before, np.array([True, False, False, False]))
    assert shrunk.of == (Quota(quota=1, body=["A"]), Quota(quota=1))


def test_a_body_of_the_whole_votes_in_parts_without_one():
    rule = AllOf(of=[Quota(quota=1), Quota(quota=1, body=["C"])], body=["A", "B"])
    assert rule.voters(WORLD, EVERYONE).tolist() == [True, True, True, False]
    assert rule.has_body
    assert not AllOf(of=STATES_AND_PEOPLE).has_body


def test_parts_are_read_as_a_file_writes_them():
    rule = AnyOf(
        of=[
            {"rule": "all", "of": [{"rule": "quota", "quota": 3}, {"rule": "unanimity"}]},
            {"rule": "quota", "quota": "2/3", "veto": ["A"]},
        ]
    )
    assert rule.of[0] == AllOf(of=[Quota(quota=3), Unanimity()])
    written = rule.settings()
    assert AnyOf(of=written["of"]) == rule
    assert written["rule"] == "any"


@pytest.mark.parametrize(
    ("of", "where"),
    [
        ([Quota()], "decision.of"),
        ("quota", "decision.of"),
        ([Quota(), {"rule": "quotta"}], "decision.of[1].rule"),
        ([Quota(), {"rule": "quota", "quot": 3}], "decision.of[1].quot"),
        ([Quota(), {"rule": "quota", "quota": 0}], "decision.of[1].quota"),
        ([Quota(), {"rule": "joint"}], "decision.of[1]"),
        ([Quota(agenda="closed"), Quota()], "decision.of[0].agenda"),
        ([Quota(blocking_cost=1.0), Quota()], "decision.of[0].blocking_cost"),
    ],
)
def test_what_cannot_be_combined_is_refused_with_its_place(of, where):
    with pytest.raises(ModelError) as caught:
        AllOf(of=of)
    assert caught.value.where == where


def test_a_part_that_does_not_fit_the_members_is_named():
    for part, where in (
        (Quota(quota=9), "decision.of[1].quota"),
        (Quota(quota=2, veto=["Z"]), "decision.of[1].veto[0]"),
        (Quota(quota=2, body=["A"]), "decision.of[1].quota"),
    ):
        with pytest.raises(ModelError) as caught:
            AllOf(of=[Quota(), part]).check(WORLD, EVERYONE)
        assert caught.value.where == where
    with pytest.raises(ModelError, match="no body"):
        Then(of=[Quota(), Quota()])


def test_the_simple_game_of_an_order_is_that_of_its_rule():
    order = Order(Universal(), AllOf(of=STATES_AND_PEOPLE), Binding(), "double")
    game = simple_game(order, WORLD)
    assert game.players == WORLD.ids
    assert game.wins(["A", "D"])
    assert not game.wins(["B", "C", "D"])
    with pytest.raises(gto.NoAnswer, match="nobody votes"):
        simple_game(Order(Universal(), gto.Joint(), Binding()), WORLD)
