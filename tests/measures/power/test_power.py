import json
import random
from fractions import Fraction

import numpy as np
import pytest

import voting_oracles as oracle
from gametheory_orders import ModelError, NoAnswer, Quota, World
from gametheory_orders.measures.power import (
    banzhaf,
    banzhaf_owen,
    banzhaf_power,
    coleman,
    deegan_packel,
    holler,
    majority_deficit,
    owen,
    power_indices,
    power_to_act,
    representation,
    shapley_shubik,
    ternary_banzhaf,
)
from gametheory_orders.measures.power.counting import ENGINES, count, engine_for, reduced
from gametheory_orders.orders.voting import (
    all_of,
    any_of,
    minimal_winning_game,
    quota_game,
    ternary_game,
    weighted_game,
)
from voting_games import assembly, council, game_of


def some_rule(seed, most=7):
    rng = random.Random(seed)
    return rng, oracle.random_rule(rng, [f"p{i}" for i in range(rng.randint(1, most))])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(40))
def test_each_engine_agrees_with_brute_force(engine, seed):
    _, rule = some_rule(seed)
    game = game_of(rule)
    names = list(game.players)
    problem = reduced(game.normal, [1] * game.n)[2]
    if engine == "generating functions" and problem.n and problem.weighted is None:
        assert engine_for(problem) != engine
        return
    found = count(game.normal, game.n, engine=engine)
    idle = game.n - len(found.active)
    expected = oracle.swings(rule, names)
    assert found.winning << idle == len(oracle.winning(rule, names))
    for i, name in enumerate(names):
        assert sum(found.swings.get(i, [])) << idle == sum(expected[name])
        if not idle and i in found.swings:
            sizes = [*found.swings[i], *[0] * game.n][: game.n]
            assert sizes == expected[name]
    assert count(game.normal, game.n, engine=engine, sized=False).winning == found.winning


@pytest.mark.parametrize("seed", range(40))
def test_every_index_agrees_with_brute_force(seed):
    rng, rule = some_rule(seed)
    game = game_of(rule)
    names = list(game.players)
    n = len(names)
    swings = {p: sum(sizes) for p, sizes in oracle.swings(rule, names).items()}
    wins = oracle.winning(rule, names)
    small = oracle.minimal(wins)
    assert shapley_shubik(game).of() == oracle.shapley(rule, names)
    assert sum(shapley_shubik(game)) == 1
    assert banzhaf(game).of("banzhaf_swings") == swings
    assert banzhaf(game).of("banzhaf_absolute") == {
        p: Fraction(s, 2 ** (n - 1)) for p, s in swings.items()
    }
    assert power_to_act(game) == Fraction(len(wins), 2**n)
    assert coleman(game).of("coleman_prevent") == {
        p: Fraction(s, len(wins)) for p, s in swings.items()
    }
    assert coleman(game).of("coleman_initiate") == {
        p: Fraction(s, 2**n - len(wins)) for p, s in swings.items()
    }
    assert deegan_packel(game).of() == {
        p: sum(Fraction(1, len(s)) for s in small if p in s) / len(small) for p in names
    }
    held = {p: sum(p in s for s in small) for p in names}
    assert holler(game).of() == {p: Fraction(h, sum(held.values())) for p, h in held.items()}
    chance = {p: Fraction(rng.randint(0, 5), 5) for p in names}
    act, decides = oracle.at_probability(rule, names, chance)
    power = banzhaf(game, probability={p: str(c) for p, c in chance.items()})
    assert power.of("banzhaf_absolute") == decides
    assert power.figures["power_to_act"] == act
    common = dict.fromkeys(names, Fraction(2, 5))
    act, decides = oracle.at_probability(rule, names, common)
    assert banzhaf(game, probability=0.4).of() == decides
    assert power_to_act(game, probability="2/5") == act


@pytest.mark.parametrize("seed", range(25))
def test_a_priori_unions_agree_with_brute_force(seed):
    rng, rule = some_rule(seed, most=6)
    game = game_of(rule)
    names = list(game.players)
    unions = {}
    for name in names:
        unions.setdefault(f"u{rng.randint(0, 2)}", []).append(name)
    groups = list(unions.values())
    assert owen(game, unions).of() == oracle.owen(rule, names, groups)
    assert banzhaf_owen(game, unions).of() == oracle.banzhaf_owen(rule, names, groups)
    assert owen(game, {}).of() == shapley_shubik(game).of()


@pytest.mark.parametrize("seed", range(15))
def test_power_with_abstention_agrees_with_brute_force(seed):
    rng = random.Random(seed)
    names = [f"p{i}" for i in range(rng.randint(1, 5))]
    weights = {p: rng.randint(1, 4) for p in names}
    needed = rng.randint(1, sum(weights.values()))
    veto = [p for p in names if rng.random() < 0.3]

    def passes(votes):
        yes = sum(weights[p] for p in names if votes[p] == 1)
        return yes >= needed and all(votes[p] != -1 for p in veto)

    swings, carried = oracle.ternary_swings(passes, names)
    power = ternary_banzhaf(ternary_game(weights, needed, veto=veto))
    assert power.of("banzhaf_swings") == swings
    assert power.figures["power_to_act"] == Fraction(carried, 3 ** len(names))

    def cast(votes):
        yes, no = (sum(weights[p] for p in names if votes[p] == v) for v in (1, -1))
        return yes > 0 and yes * 3 >= 2 * (yes + no)

    swings, carried = oracle.ternary_swings(cast, names)
    power = ternary_banzhaf(ternary_game(weights, "2/3", counted="present"))
    assert power.of("banzhaf_swings") == swings


def test_abstention_without_abstainers_is_the_simple_game():
    names = council().players
    with_it = ternary_banzhaf(ternary_game(names, 9, veto=names[:5]), chances=(1, 0, 1))
    assert list(with_it) == list(banzhaf(council()))


@pytest.mark.parametrize("seed", range(8))
def test_floats_are_as_close_as_they_say(seed):
    rng = random.Random(seed)
    weights = {f"p{i}": rng.randint(1, 60) for i in range(25)}
    game = weighted_game(weights, rng.choice(["majority", "70%", "90%"]), veto=["p0"])
    exact, floats = shapley_shubik(game), shapley_shubik(game, exact=False)
    assert 0 < floats.error < 1e-12
    assert max(abs(float(e) - f) for e, f in zip(exact, floats, strict=True)) <= floats.error
    assert not floats.exact
    with pytest.raises(NoAnswer, match="exact=True"):
        shapley_shubik(any_of(game, quota_game(weights, 24)), exact=False)


def test_a_member_of_no_weight_has_no_power_and_disturbs_nobody():
    few = {"A": 3, "B": 2, "C": 2}
    more = {**few, "Z": 0, "Y": 0}
    for index in (shapley_shubik, banzhaf, deegan_packel, holler, coleman):
        with_them, without = index(weighted_game(more, 4)), index(weighted_game(few, 4))
        assert with_them["Z"] == 0
        assert [with_them[p] for p in few] == [without[p] for p in few]
    assert banzhaf(weighted_game(more, 4)).of("banzhaf_swings")["A"] == 4 * 2


def test_a_game_that_nobody_wins_gives_no_power_and_says_so():
    power = power_indices(minimal_winning_game("AB", []))
    assert [*power] == [0, 0]
    assert power.figures["winning_coalitions"] == 0
    assert "nobody ever wins" in str(power)


def test_the_document_keeps_fractions_and_large_integers_as_text():
    found = power_indices(assembly(129)).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["members"][0]["shapley_shubik"] == "1/193"
    assert int(found["winning_coalitions"]) > 2**160
    assert found["members"][0]["weight"] == 1
    assert power_indices(council()).to_dict()["power_to_act_exact"] == "53/2048"


def test_names_that_do_not_exist_are_refused():
    power = banzhaf(council())
    with pytest.raises(ModelError, match="found PO"):
        power["PO"]
    with pytest.raises(ModelError, match="banzhaf"):
        power.of("banzaf")
    with pytest.raises(ModelError, match="shapley_shubik"):
        power_indices(council(), ["shapley"])
    with pytest.raises(ModelError, match="every player"):
        banzhaf(council(), probability={"P0": 0.5})


def test_too_large_a_game_is_refused_rather_than_approximated():
    rng = random.Random(0)
    names = [f"p{i}" for i in range(60)]
    both = all_of(
        *(weighted_game({p: rng.randint(1, 10**9) for p in names}, "65%") for _ in range(2))
    )
    with pytest.raises(NoAnswer):
        banzhaf(both)


def test_halves_agree_with_generating_functions_on_two_criteria():
    rng = random.Random(3)
    people = {f"p{i}": rng.randint(1, 80) for i in range(22)}
    rule = any_of(
        all_of(quota_game(people, 12), weighted_game(people, "65%")), quota_game(people, 19)
    )
    one = count(rule.normal, rule.n, engine="halves")
    other = count(rule.normal, rule.n, engine="generating functions")
    assert one.wins == other.wins
    assert dict(one.swings) == dict(other.swings)


def test_states_under_a_rule_have_the_power_of_the_game():
    world = World([f"s{i}" for i in range(30)], {"votes": np.arange(1.0, 31.0)})
    members = np.arange(30) % 3 > 0
    rule = Quota(quota="70%", weights="votes").voting_rule(world, members)
    votes = {world.ids[i]: i + 1 for i in np.flatnonzero(members)}
    power = banzhaf(weighted_game(votes, "70%"))
    found = banzhaf_power(rule)
    assert [found[i] for i in np.flatnonzero(members)] == [*power]
    assert not any(found[i] for i in np.flatnonzero(~members))


def test_the_majority_deficit_is_the_mean_shortfall_of_the_winning_side():
    for seed in range(12):
        _, rule = some_rule(seed)
        game = game_of(rule)
        names = list(game.players)
        lost = 0
        for s in oracle.subsets(names):
            agree = len(s) if oracle.won(rule, s) else len(names) - len(s)
            lost += max(0, len(names) - 2 * agree)
        assert majority_deficit(game) == Fraction(lost, 2 ** len(names))


def test_equal_votes_overrepresent_the_small():
    power = banzhaf(quota_game("AB", 2))
    found = representation(power, {"A": 9, "B": 1})
    assert found.of("equality") == {"A": 1.0, "B": 1.0}
    assert found.of("people") == pytest.approx({"A": 5 / 9, "B": 5.0})
    assert found.of("sqrt_people") == pytest.approx({"A": 2 / 3, "B": 2.0})
    with pytest.raises(ModelError, match="none for B"):
        representation(power, {"A": 9})
