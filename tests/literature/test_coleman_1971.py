"""Coleman 1971, in Lieberman (ed.), Social Choice: to act, to initiate, to prevent."""

from fractions import Fraction

import pytest

from gametheory_orders import load_world
from gametheory_orders.measures.power import coleman, power_to_act
from gametheory_orders.orders.voting import vetoers, weighted_game
from voting_games import council


def test_the_power_of_the_security_council_to_act():
    assert power_to_act(council()) == Fraction(53, 2048) == Fraction(848, 2**15)
    assert float(power_to_act(council(veto=False))) == pytest.approx(0.303619, abs=5e-7)
    assert float(power_to_act(council(5, 20, 14))) == pytest.approx(0.023384, abs=5e-7)


def test_the_power_to_act_falls_with_every_vetoer_and_every_vote_needed():
    by_vetoers = [power_to_act(council(v, 15 - v, 9)) for v in range(1, 9)]
    by_quota = [power_to_act(council(5, 10, q)) for q in range(5, 16)]
    assert by_vetoers == sorted(by_vetoers, reverse=True)
    assert by_quota == sorted(by_quota, reverse=True)


def test_a_higher_quota_in_the_fund_trades_initiative_for_prevention():
    world = load_world("imf")
    votes = dict(zip(world.ids, world.column("imf_votes").tolist(), strict=True))
    found = []
    for quota, needed in (("50%", 4996), ("70%", 6994), ("85%", 8493)):
        game = weighted_game(votes, quota)
        assert game.normal == weighted_game(votes, needed).normal
        power = coleman(game)
        found.append([power.of(f"coleman_{what}")["USA"] for what in ("prevent", "initiate")])
        assert ("USA" in vetoers(game)) == (quota == "85%")
    prevent, initiate = zip(*found, strict=True)
    assert prevent[0] < prevent[1] < prevent[2] == 1
    assert initiate[0] > initiate[1] > initiate[2]
