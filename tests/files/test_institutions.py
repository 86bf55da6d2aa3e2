"""Every institution of the paper: members, counts, rules; and what is wrong with a file.

Builds on the bundled institutions. It is not: a test of power (measures) or of the command.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gametheory_orders.files import institution_names, load_institution, load_reform, load_world
from gametheory_orders.files.sources import bundled
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.games.simple_game import simple_game
from gametheory_orders.measures.power import banzhaf, shapley_shubik
from gametheory_orders.orders.institution import Institution, Seat
from gametheory_orders.orders.voting import vetoers

# contract.md's list, with how many are listed; theory.md A7's further rows, with the count.
LISTED = {
    "unsc": 15,
    "unsc_1945": 11,
    "unga": 193,
    "unga_two_thirds": 193,
    "imf": 190,
    "eu_council": 27,
    "g6": 6,
    "p5": 5,
    "g7": 7,
    "d10": 10,
    "g12": 11,
    "nato": 30,
    "oecd": 38,
    "g20": 20,
    "brics": 5,
    "mef": 17,
    "sco": 8,
    "asean": 10,
    "concert_of_europe": 5,
    "paris_agreement": 193,
    "un": 193,
    "un_finance": 193,
    "china_russia": 2,
    "p5_plus_1": 6,
    "us_china_glasgow": 2,
}
COUNTED = {"community_of_democracies": 106, "democracies_2008": 10, "iraqi_freedom": 49}
STATED = {
    "coalition_isis": "dozens",
    "nuclear_security_summit": "fifty-odd",
    "future_internet": "more than sixty",
    "high_ambition_coalition": "more than a hundred governments",
}
UNCOUNTED = {
    *("un_organs", "world_bank", "wto", "outer_space_treaty", "universal_declaration"),
    *("summit_for_democracy", "ipef", "psi", "counter_piracy", "artemis_accords", "fatf"),
    *("financial_stability_board", "global_health", "rcep", "aiib", "ndb", "gdi_gsi"),
}
FOUR_C = {
    "unsc": "charter",
    "imf": "charter",
    "g7": "club",
    "nato": "club",
    "g6": "concert",
    "concert_of_europe": "concert",
    "g20": "coalition",
    "mef": "coalition",
    "paris_agreement": "coalition",
}


def test_all_are_there_and_no_others() -> None:
    assert set(institution_names()) == {*LISTED, *COUNTED, *STATED, *UNCOUNTED}


@pytest.mark.parametrize("name", institution_names())
def test_an_institution_says_what_it_is(name: str) -> None:
    found = load_institution(name)
    assert found.name == name
    assert found.title
    assert found.source
    assert len(found.ids) == LISTED.get(name, 0)
    assert bool(found.no_list) == (name not in LISTED)
    assert bool(found.nobody_votes) != found.somebody_votes
    assert set(found.in_words) == {"membership", "decision", "enforcement"}
    assert str(found)
    assert found.to_dict()["name"] == name
    if name in LISTED and found.count:
        assert found.count == LISTED[name] + (name == "g12"), "NATO is the twelfth of the G-12"
    assert found.count == COUNTED[name] if name in COUNTED else True
    assert found.count_stated == STATED[name] if name in STATED else True


@pytest.mark.parametrize("name", institution_names())
def test_who_votes_has_a_game_and_who_does_not_says_why(name: str) -> None:
    found = load_institution(name)
    if found.somebody_votes and found.ids:
        game = found.simple_game()
        assert game.players == found.ids
        assert game.wins(list(game.players))
        assert found.members is not None
        assert simple_game(found.order, found.members) == game
        return
    with pytest.raises(NoAnswer, match=f"^{name}: (nobody votes|no members are listed): "):
        found.simple_game()


@pytest.mark.parametrize(("name", "four_c"), FOUR_C.items())
def test_place_among_the_four(name: str, four_c: str) -> None:
    assert load_institution(name).four_c == four_c


def test_the_union_sits_as_one() -> None:
    for name in ("g6", "d10", "g12", "g20", "mef"):
        found = load_institution(name)
        assert found.ids.count("EU") == 1
        assert set(found.blocs["EU"]) == set(load_institution("eu_council").ids)
        assert found.members is not None
        assert found.members.columns["stands_for"].sum() == len(found.represented)
        assert found.members.columns["population"].sum() == pytest.approx(
            found.within.columns["population"][found.within.mask(found.represented)].sum()
        ), "nobody is counted twice"


def test_the_councils_of_the_charter() -> None:
    council = load_institution("unsc")
    permanent = ("CHN", "FRA", "GBR", "RUS", "USA")
    assert council.of_kind("permanent") == permanent == vetoers(council.simple_game())
    assert len(council.of_kind("elected")) == 10
    power = shapley_shubik(council.simple_game())
    assert (str(power["USA"]), str(power["ALB"])) == ("421/2145", "4/2145")
    early = load_institution("unsc_1945")
    power = shapley_shubik(early.simple_game())
    assert (str(power["USA"]), str(power["elected 1"])) == ("76/385", "1/462")
    assert not any(seat.named for seat in early.seats if seat.kind == "elected")


def test_the_fund_at_three_majorities() -> None:
    fund = load_institution("imf")
    least = [fund.simple_game(q).normal for q in (None, "70%", "85%")]
    assert fund.special_majorities == ("70%", "85%")
    votes = dict(zip(fund.ids, load_world("imf").columns["imf_votes"], strict=True))
    for quota, needed in ((None, 4996), ("70%", 6994), ("85%", 8493)):
        game = fund.simple_game(quota)
        ordered = sorted(votes, key=lambda state: -votes[state])
        total, inside = 0.0, []
        for state in ordered:
            inside.append(state)
            total += votes[state]
            assert game.wins(inside) == (total >= needed)
    assert len(least) == 3
    assert vetoers(fund.simple_game("85%")) == ("USA",)
    assert vetoers(fund.simple_game("70%")) == ()


def test_the_union_votes_by_two_yardsticks() -> None:
    council = load_institution("eu_council")
    assert council.members is not None
    people = dict(zip(council.ids, council.members.columns["population"], strict=True))
    game = council.simple_game()
    total = sum(people.values())
    small = sorted(people, key=people.__getitem__)
    assert not game.wins(small[:23]), "four can block if they hold 35 percent of the people"
    assert game.wins(small[:24]), "three cannot block, however large"
    large = small[::-1]
    assert not game.wins(large[:14])
    assert game.wins(large[:15])
    assert sum(people[state] for state in small[:24]) < 0.65 * total


def test_another_quota() -> None:
    game = load_institution("g7").simple_game(4)
    assert game.wins(game.players[:4])
    assert not game.wins(game.players[:3])
    with pytest.raises(ModelError, match="quota: found 99, expected at most 15"):
        load_institution("unsc").simple_game(99)
    with pytest.raises(ModelError, match="several quotas"):
        load_institution("eu_council").simple_game(15)


def test_shares_of_states_and_people() -> None:
    council = load_institution("unsc")
    assert council.share() == pytest.approx(15 / 193)
    assert council.share("population") == pytest.approx(0.310767, abs=1e-6)
    assert load_institution("unsc_1945").share() is None
    assert load_institution("imf").share("population") is None, "Kosovo has no figure"
    with pytest.raises(ModelError, match="did you mean 'population'"):
        council.share("populaton")


@pytest.mark.parametrize("name", list(bundled("reforms")))
def test_a_plan_is_an_institution(name: str) -> None:
    plan = load_reform(name)
    assert plan.name == name
    assert plan.count == len(plan.ids) == len(banzhaf(plan.simple_game()))
    assert plan.within.ids == load_world("states").ids


GOOD = """
[institution]
name = "lake"
title = "A lake"
four_c = "club"
source = "a test"
membership = { rule = "fixed", members = ["FRA", "CHE"] }
decision = { rule = "consensus" }
enforcement = { rule = "none" }
[institution.in_words]
membership = "two"
decision = "both"
enforcement = "none"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "lake.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    found = load_institution(written(tmp_path, GOOD))
    assert found.ids == ("FRA", "CHE")
    assert load_institution(found) is found


SEATS = 'membership = { rule = "fixed", members = ["FRA", "CHE"] }'
RULE = 'decision = { rule = "consensus" }'
BROKEN = [
    ('name = "lake"\n', "", "institution.name: found nothing"),
    ('four_c = "club"', 'four_c = "clubb"', "institution.four_c.*did you mean 'club'"),
    ("CHE", "CHX", r"institution.membership.members\[1\]: found CHX"),
    ('title = "A lake"', "title = 3", "institution.title: found 3"),
    ('title = "A lake"', 'titel = "A lake"', "institution.titel.*did you mean 'title'"),
    (RULE, 'decision = { rule = "consensuss" }', "institution.decision.rule.*'consensus'"),
    (RULE, 'decision = { rule = "none" }', "nobody_votes: found no vote and no reason"),
    (RULE, 'decision = { rule = "none", quota = 2 }', "institution.decision: found keys"),
    (RULE, 'decision = { rule = "quota", quota = 3 }', "institution.decision.quota: found 3"),
    (RULE, 'decision = { rule = "quota", quota = 2, veto = ["USA"] }', "institution.decision.veto"),
    (RULE, 'decision = { rule = "all", of = [] }', "institution.decision.of: found a list"),
    (
        RULE,
        'decision = { rule = "any", of = [{ rule = "unanimity" }, { rule = "quota", qouta = 2 }] }',
        r"institution.decision.of\[1\].qouta.*did you mean 'quota'",
    ),
    (
        RULE,
        'decision = { rule = "any", of = [{ rule = "unanimity" }, { rule = "pledge" }] }',
        r"institution.decision.of\[1\]: .*a rule that is voted on",
    ),
    (RULE, f'{RULE}\nnobody_votes = "why"', "nobody_votes: found a rule that is voted on"),
    (SEATS, "", "no_list: found no members and no reason"),
    (SEATS, f'{SEATS}\nblocs = {{ EU = "eu_council" }}', "a bloc without a seat"),
    (SEATS, f'{SEATS}\nblocs = {{ EU = "eu_counsil" }}', "did you mean 'eu_council'"),
    (SEATS, f'{SEATS}\nblocs = {{ FRA = "eu_council" }}', "the id of a state"),
    (SEATS, f'{SEATS}\nworld = "sttes"', "sttes.*did you mean 'states'"),
    (GOOD[-1:], '\n[[seat]]\nkind = "member"\nholders = ["FRA"]\n', "beside \\[\\[seat\\]\\]"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_each_fault_in_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    head, tail = GOOD.rsplit(old, 1) if old == "\n" else GOOD.split(old, 1)
    path = written(tmp_path, head + new + tail)
    with pytest.raises(ModelError, match=message) as caught:
        load_institution(path)
    line = caught.value.line()
    assert "\n" not in line
    assert "lake.toml" in line or "sttes" in line


@pytest.mark.parametrize(
    ("seat", "message"),
    [
        ('kind = "elected"', "neither holders nor name"),
        ('kind = "elected"\nname = "x"\ncount = 0', r"seat\[0\].count: found 0"),
        ('kind = "elected"\nname = "x"\ncount = 2\nopen_to = ["Afrika"]', "did you mean 'Africa'"),
        ('kind = "chosen"\nname = "x"\ncount = 2', r"seat\[0\].kind: found the text 'chosen'"),
        ('kind = "elected"\nholders = ["FRA", "FRA"]', "'FRA' a second time"),
        ('kind = "elected"\nholders = ["FRA"]\nname = "x"', "holders beside a name"),
        ('kind = "elected"\nholders = ["Gaul"]', r"seat\[0\].holders\[0\]: found Gaul"),
    ],
)
def test_wrong_seats(tmp_path: Path, seat: str, message: str) -> None:
    path = written(tmp_path, GOOD.replace(SEATS, "") + f"\n[[seat]]\n{seat}\n")
    with pytest.raises(ModelError, match=message):
        load_institution(path)


def test_an_unknown_name() -> None:
    with pytest.raises(ModelError, match=r"unscc: found no such institution.*did you mean 'unsc'"):
        load_institution("unscc")


def test_made_in_python() -> None:
    council = load_institution("unsc")
    with pytest.raises(ModelError, match="one seat a row"):
        Institution(
            "x",
            "charter",
            council.within,
            council.enforcement,
            members=council.members,
            seats=council.seats[:3],
            membership=council.membership,
            decision=council.decision,
        )
    with pytest.raises(ModelError, match=r"seat\.kind"):
        Seat("A", "chosen")
    assert np.isnan(load_reform("today").members.columns["population"][5:]).all()  # type: ignore[union-attr]


def test_lists_against_each_other() -> None:
    """Known relations between the lists: a wrong member in one of them breaks some."""
    sets = {name: set(load_institution(name).ids) for name in LISTED}
    assert sets["g7"] < sets["d10"] < sets["g12"]
    assert sets["d10"] - sets["g7"] == {"AUS", "KOR", "EU"}
    assert sets["g12"] - sets["d10"] == {"NZL"}
    assert sets["p5"] < sets["unsc"]
    assert sets["p5_plus_1"] - sets["p5"] == {"DEU"}
    assert sets["g7"] - sets["nato"] == {"JPN"}
    assert sets["g7"] < sets["oecd"]
    assert sets["mef"] < sets["g20"]
    assert sets["g20"] - sets["mef"] == {"ARG", "SAU", "TUR"}
    assert sets["brics"] < sets["mef"]
    union = sets["eu_council"]
    assert union - sets["nato"] == {"AUT", "CYP", "FIN", "IRL", "MLT", "SWE"}
    assert sets["nato"] - union == {"ALB", "CAN", "GBR", "ISL", "MKD", "MNE", "NOR", "TUR", "USA"}
    assert union - sets["oecd"] == {"BGR", "CYP", "HRV", "MLT", "ROU"}
    assert sets["oecd"] - union - sets["nato"] == {
        *("AUS", "CHE", "CHL", "COL", "CRI", "ISR", "JPN", "KOR", "MEX", "NZL")
    }
    assert sets["sco"] & sets["brics"] == {"CHN", "IND", "RUS"}
    assert sets["asean"] & sets["g20"] == {"IDN"}
