"""Treaty on European Union, article 16(4): 55 percent of states, 65 of people, four to block."""

from gametheory_orders import load_world
from gametheory_orders.measures.power import power_indices
from gametheory_orders.orders.voting import all_of, any_of, quota_game, vetoers, weighted_game

MEMBERS = tuple(
    state
    for line in (
        "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL",
        "ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE",
    )
    for state in line.split()
)


def _council():
    world = load_world("states")
    people = dict(zip(world.ids, world.column("population").tolist(), strict=True))
    inside = {state: people[state] for state in MEMBERS}
    double = all_of(quota_game(MEMBERS, 15), weighted_game(inside, "65%"))
    return any_of(double, quota_game(MEMBERS, 24), name="EU Council"), inside


def test_three_large_states_cannot_block_but_four_can():
    council, people = _council()
    large = sorted(people, key=people.get, reverse=True)[:4]
    assert set(large) == {"DEU", "FRA", "ITA", "ESP"}
    assert sum(people[s] for s in large[:3]) > 0.35 * sum(people.values())
    assert council.wins([s for s in MEMBERS if s not in large[:3]])
    assert not council.wins([s for s in MEMBERS if s not in large])
    assert vetoers(council) == ()


def test_power_in_the_council_is_exact_and_follows_people():
    council, people = _council()
    power = power_indices(council)
    assert power.method == "halves"
    assert power.exact
    assert sum(power) == 1
    ranked = sorted(people, key=people.get)
    for index in ("shapley_shubik", "banzhaf_swings"):
        values = [power.of(index)[state] for state in ranked]
        assert values == sorted(values)
    # Germany's share of power falls short of its share of people; Malta's exceeds it.
    total = sum(people.values())
    assert power["DEU"] < people["DEU"] / total
    assert power["MLT"] > people["MLT"] / total
