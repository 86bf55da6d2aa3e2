"""Exported projects: what is written, and that its rules say the same as the package."""

from __future__ import annotations

import ast
import html.parser
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory_orders import (
    Binding,
    CollectiveAction,
    Consensus,
    CooperationGame,
    Exclusion,
    ExclusiveEntry,
    Fixed,
    FixedLevel,
    Invitation,
    Joint,
    MatrixGame,
    MinimumParticipation,
    ModelError,
    NoEnforcement,
    OpenEntry,
    Order,
    Penalty,
    Pledge,
    PublicGood,
    Quota,
    Reciprocity,
    Review,
    Sanctions,
    SpatialPolicy,
    Transfers,
    Unanimity,
    Universal,
    World,
    export_otree,
    load_game,
    public_good,
    solve,
)
from otree_apps import rules_of

CHARTERS = [
    ("aggression", "aggression_charter", ["USA", "RUS", "CHN", "FRA", "GBR", "BRA", "JPN"]),
    ("aggression", "aggression_assembly", ["USA", "RUS", "CHN"]),
    ("climate", "charter_majority", None),
]
CONCERTS = [("climate", "g6_consensus", None), ("spheres", "spheres_concert", None)]
CLUBS = [
    ("climate", "club_joint", None),
    ("climate", "club_tariff_2", ["US", "China", "India", "EU"]),
    ("aggression", "aggression_nato", ["USA", "GBR", "FRA", "RUS"]),
]
COALITIONS = [
    ("climate", "pledge_uniform", ["US", "EU", "China"]),
    ("climate", "pledge_differentiated", ["US", "EU", "China"]),
    ("aggression", "aggression_coalition", ["USA", "JPN", "DEU", "FRA"]),
    ("rice", "rice_g6_consensus", None),
    ("rice", "rice_pledge_uniform", None),
]
BUNDLED = [*CHARTERS, *CONCERTS, *CLUBS, *COALITIONS]


def figures(n, **more):
    columns = {
        "stake": [1.0 + 0.5 * i for i in range(n)],
        "capacity": [2.0 - 0.2 * i for i in range(n)],
    }
    return World("ABCDEFGH"[:n], {**columns, **{k: v for k, v in more.items()}})


def families():
    """One issue of every family and of every form of its payoff."""
    both = {"benefit": [4.0, 3.0, -1.0], "cost": [1.0, 2.0, 1.5], "weight": [1.0, 2.0, 3.0]}
    yield PublicGood(figures(3))
    yield PublicGood(figures(3, spillover=[0.0, -0.3, 0.2]))
    yield public_good(figures(3, rivalry=[0.2, 0.0, 0.1]))
    yield public_good(figures(3), benefit="quadratic", satiation=20.0)
    limits = {"limit": [4.0, 4.0, 4.0], "unit_cost": [0.5, 0.7, 0.9]}
    yield public_good(figures(3, **limits), benefit="damage", baseline=12.0)
    yield public_good(figures(3, **limits), cost="linear")
    yield public_good(figures(3, cubic=[0.1, 0.2, 0.3]), cost="cubic")
    yield public_good(figures(3), cost="power", exponent=2.8)
    yield public_good(figures(3), technology="weakest_link", benefit="quadratic", satiation=9.0)
    yield public_good(figures(3), technology="best_shot")
    yield public_good(figures(3, loss=[1.0, 2.0, 0.0]), technology="threshold", threshold=2.0)
    steps = {"limit": [4.0] * 3, "unit_cost": [0.5] * 3, "dear_cost": [2.0] * 3}
    yield public_good(figures(3, **steps), cost="two_step")
    income = World(
        "ABC", {"stake": [0.3, 0.4, 0.5], "income": [9.0, 8.0, 7.0], "unit_cost": [0.7, 0.6, 0.5]}
    )
    yield public_good(income, benefit="log", cost="income")
    yield CollectiveAction(World("ABC", both), threshold=0.5, shared=0.4)
    yield CollectiveAction(World("ABC", {**both, "rivalry": [0.3, 0.0, 0.0]}), result="linear")
    points = {"ideal_point": [0.2, 0.5, 1.0], "salience": [1.0, 2.0, 3.0]}
    yield SpatialPolicy(World("ABC", points), status_quo=0.0)
    yield SpatialPolicy(World("ABC", points), status_quo=0.1, loss="quadratic")
    cells = np.arange(8.0).reshape(2, 2, 2)
    yield MatrixGame(World("ABC", {}), tables=(cells, -cells, cells[::-1]))


def actions_for(issue, draw):
    if isinstance(issue, CollectiveAction | MatrixGame):
        return np.array([float(int(x * 2) % 2) for x in draw])
    if isinstance(issue, SpatialPolicy):
        return np.full(issue.n, draw[0])
    return np.array(draw) * 3.0 + 0.01


@pytest.mark.parametrize("number", range(len(list(families()))))
def test_an_apps_payoffs_are_the_packages(tmp_path, number):
    issue = list(families())[number]
    if issue.one_for_all:
        order = Order(Universal(), Quota(), Binding())
    else:
        order = Order(
            Fixed(members=["A", "B"]),
            FixedLevel(level=1.0),
            (Transfers(), Penalty(size=0.3), Binding()),
        )
    game = CooperationGame(issue, order)
    export_otree(game, folder=tmp_path / "app", rounds=2)
    rules = rules_of(tmp_path / "app")

    @settings(max_examples=25)
    @given(st.lists(st.floats(0.0, 1.0), min_size=issue.n, max_size=issue.n))
    def same(draw):
        actions = actions_for(issue, draw)
        assert rules.payoffs(actions.tolist()) == pytest.approx(
            issue.payoffs(actions).tolist(), rel=1e-9, abs=1e-9
        )
        with_deal = game.payoffs(actions, game.members).tolist()
        inside = np.flatnonzero(game.members).tolist()
        assert rules.payoffs(actions.tolist(), inside) == pytest.approx(
            with_deal, rel=1e-9, abs=1e-9
        )

    same()


@pytest.mark.parametrize(("issue", "order", "states"), BUNDLED)
def test_bundled_games_export_with_the_packages_figures(tmp_path, issue, order, states):
    done = export_otree(issue, order, tmp_path / "app", states=states)
    for path in (tmp_path / "app").rglob("*.py"):
        compile(path.read_text(encoding="utf-8"), str(path), "exec")
    assert {
        path.relative_to(tmp_path / "app").as_posix()
        for path in (tmp_path / "app").rglob("*")
        if path.is_file()
    } == set(done.files)
    rules = rules_of(tmp_path / "app")
    model = rules.MODEL
    assert model == json.loads(json.dumps(model))
    outcome = solve(load_game(issue, order))
    assert model["states"] == list(outcome.game.world.ids)
    assert model["predicted"]["payoffs"] == outcome.delivered.payoffs.tolist()
    assert model["reference_payoffs"] == outcome.game.reference_payoffs.tolist()
    if states is not None:
        assert set(done.seats) == set(states)
    check_cases(rules, outcome)


def check_cases(rules, outcome):
    """The app's votes, deals and payoffs, worked out from its data, against the scripts'."""
    model = rules.MODEL
    for case in model["cases"]:
        votes = {s: v for s, v in enumerate(case["votes"]) if v}
        entry = rules.bound(case["joined"])
        assert sorted(votes) == (rules.voters(case["joined"]) if entry["asked"] else [])
        passed = bool(entry["asked"])
        if passed and model["order_rules"]["decide"] == "vote":
            passed = rules.passes(case["joined"], case["level"], votes)
        assert passed == case["passes"], case["name"]
        members = entry["members"] if passed else ()
        found = rules.payoffs(case["actions"], members)
        assert [found[i] for i in model["seats"]] == pytest.approx(
            case["payoffs"], rel=1e-9, abs=1e-9
        )
    solved = next(case for case in model["cases"] if case["name"] == "equilibrium")
    if outcome.delivered.agreement.reached:
        assert solved["passes"]
        expected = outcome.delivered.payoffs[model["seats"]]
        assert solved["payoffs"] == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9)
    else:
        assert not solved["passes"]


def test_the_council_needs_nine_and_each_veto(tmp_path):
    """Articles 23 and 27 of the Charter, by counting: nine of fifteen, none of the five against."""
    export_otree("aggression", "aggression_charter", tmp_path / "app")
    rules = rules_of(tmp_path / "app")
    model = rules.MODEL
    names = [model["states"][i] for i in model["seats"]]
    assert len(names) == 15
    for blocked in names:
        votes = {s: "no" if name == blocked else "yes" for s, name in enumerate(names)}
        permanent = blocked in {"CHN", "FRA", "GBR", "RUS", "USA"}
        assert rules.passes("", 0, votes) == (not permanent)
        assert rules.blockers("", 0, votes) == ([names.index(blocked)] if permanent else [])
    five = ["CHN", "FRA", "GBR", "RUS", "USA"]
    others = [name for name in names if name not in five]
    for count in range(11):
        yes = {*five, *others[:count]}
        votes = {s: "yes" if name in yes else "no" for s, name in enumerate(names)}
        assert rules.passes("", 0, votes) == (count >= 4)


def test_an_abstaining_vetoer_does_not_block(tmp_path):
    issue = PublicGood(figures(4))
    quota = Quota(quota=2, veto=["A"], abstention=True)
    export_otree(CooperationGame(issue, Order(Universal(), quota, Binding())), folder=tmp_path)
    rules = rules_of(tmp_path)
    for cast in itertools.product(("yes", "no", "abstain"), repeat=4):
        wins = cast.count("yes") >= 2 and cast[0] != "no"
        assert rules.passes("", 0, dict(enumerate(cast))) == wins


def test_whoever_could_veto_its_sanction_goes_free(tmp_path):
    issue = PublicGood(figures(4))
    rule = Quota(quota=2, veto=["A"])
    order = Order(Universal(), rule, (Sanctions(size=2.0), Reciprocity(patience=0.9)))
    export_otree(CooperationGame(issue, order), folder=tmp_path)
    rules = rules_of(tmp_path)
    everyone = dict.fromkeys(range(4), True)
    assert [rules.sanctioned("", seat, everyone) for seat in range(4)] == [False, True, True, True]
    assert not rules.sanctioned("", 1, dict.fromkeys(range(4), False))


def test_a_blocking_cost_stands_in_the_script(tmp_path):
    order = Order(Universal(), Consensus(blocking_cost=0.25), Reciprocity())
    export_otree(CooperationGame(PublicGood(figures(3)), order), folder=tmp_path)
    blocked = next(c for c in rules_of(tmp_path).MODEL["cases"] if c["name"] == "one_blocks")
    assert blocked["blocking_costs"] == [0.25, 0.0, 0.0]


def test_whoever_breaks_the_deal_gets_what_the_package_says(tmp_path):
    """A breaks its word: from the definition, s_A times what is given less its own cost."""
    order = Order(Universal(), FixedLevel(level=4.0), Review(reputation=50.0))
    export_otree(CooperationGame(PublicGood(figures(3)), order), folder=tmp_path)
    case = next(c for c in rules_of(tmp_path).MODEL["cases"] if c["name"] == "one_breaks")
    stakes, capacities = [1.0, 1.5, 2.0], [2.0, 1.8, 1.6]
    given_ = [capacities[0] * stakes[0], capacities[1] * 4.0, capacities[2] * 4.0]
    assert case["breaks"] == 0
    assert case["actions"] == pytest.approx(given_)
    expected = [
        s * sum(given_) - q * q / (2 * k)
        for s, q, k in zip(stakes, given_, capacities, strict=True)
    ]
    assert case["payoffs"] == pytest.approx(expected)


@pytest.mark.parametrize(
    "order",
    [
        Order(OpenEntry(), Joint(), NoEnforcement()),
        Order(OpenEntry(), Unanimity(), Reciprocity(reversion=2, monitoring=0.5)),
        Order(MinimumParticipation(count=3), FixedLevel(level=2.0), Exclusion(share=0.5)),
        Order(Invitation(hub="B"), FixedLevel(level=2.0), NoEnforcement()),
        Order(Universal(), Pledge(weight=0.5), Review(reputation=0.5, precision=0.4)),
    ],
    ids=lambda order: f"{order.membership.rule}-{order.decision.rule}",
)
def test_for_every_set_of_members_the_deal_is_the_packages(tmp_path, order):
    issue = PublicGood(figures(4))
    game = CooperationGame(issue, order)
    done = export_otree(game, folder=tmp_path)
    rules = rules_of(tmp_path)
    check_cases(rules, solve(game))
    bound = rules.MODEL["bound"]
    if not order.membership.endogenous:
        assert set(bound) == {""}
        return
    assert len(bound) == 2 ** len(done.seats)
    for key, entry in bound.items():
        members = np.array([bit == "1" for bit in key])
        if order.membership.rule == "invitation" and not members[1]:
            members[:] = False
        if order.membership.rule == "minimum" and members.sum() < 3:
            members[:] = False
        if entry["asked"]:
            assert entry["members"] == np.flatnonzero(members).tolist()
        if members.any() and order.decision.rule == "fixed_level":
            row = issue.level_actions(members, 2.0).tolist()
            assert entry["asked"] == [pytest.approx(row)]
        if members.any() and order.decision.rule == "joint":
            row = np.where(
                members, issue.capacities * issue.stakes[members].sum(), issue.reference()
            )
            assert entry["asked"][0] == pytest.approx(row.tolist())
        if not members.any():
            assert entry["asked"] == []


HOSTILE = [
    "</script><script>alert(1)</script>",
    "{{ 7*7 }}{% include 'x' %}",
    "'''\"\"\"\\'); import os; os.abort() #",
    "a`b`\n# Heading\r\n| x",
    "\u202eevil\u0000\ud7ff|=cmd()",
]


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)


def test_hostile_names_stay_names(tmp_path):
    world = World(HOSTILE, {"stake": [1.0] * 5, "capacity": [1.0] * 5})
    issue = PublicGood(world, name=HOSTILE[0] + HOSTILE[2], title=HOSTILE[1], numeraire=HOSTILE[2])
    order = Order(
        Universal(), Quota(veto=[HOSTILE[0]]), Reciprocity(), name=HOSTILE[1], title=HOSTILE[0]
    )
    done = export_otree(CooperationGame(issue, order), folder=tmp_path)
    rules = rules_of(tmp_path)
    assert rules.MODEL["states"] == HOSTILE
    for name in ("session_names.py", "cooperation/model.py"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.isascii()
        tree = ast.parse(text)
        assert [type(node).__name__ for node in tree.body] == ["Expr", "Assign"]
        ast.literal_eval(tree.body[1].value)
    session = ast.literal_eval(ast.parse((tmp_path / "session_names.py").read_text()).body[1].value)
    assert not set("<>{}'\"") & set(session["display_name"])
    assert set(session["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert done.name == session["name"]
    # Nothing of the model is in code or pages: those are the same for every game.
    export_otree("climate", "g6_consensus", tmp_path / "other")
    for name in done.files:
        if name not in ("session_names.py", "cooperation/model.py", "README.md"):
            same = (tmp_path / "other" / name).read_text(encoding="utf-8")
            assert (tmp_path / name).read_text(encoding="utf-8") == same
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "# Heading" not in readme.splitlines()


def test_every_text_on_a_page_is_escaped():
    """oTree's templates do not escape by themselves: a text has |escape, a number is ours."""
    import re

    numbers = {
        "value",
        "k",
        "count",
        "rounds",
        "number",
        "alone",
        "worth",
        "gets",
        "cost",
        "outcome",
    }
    numbers |= {"fine", "score", "gain", "mean", "foreseen", "best", "inside"}
    folder = Path(export_otree.__code__.co_filename).parent / "project"
    pages = list(folder.glob("*.html"))
    assert len(pages) == 11
    for page in pages:
        for name in re.findall(r"{{\s*(.*?)\s*}}", page.read_text(encoding="utf-8")):
            assert name.endswith("|escape") or name in numbers, (page.name, name)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"rounds": 0}, "rounds: found 0"),
        ({"rounds": True}, "rounds: found True"),
        ({"rounds": 2.5}, "rounds: found 2.5"),
        ({"seed": -1}, "seed: found -1"),
        ({"states": ["US"]}, "states: found 1 states, expected from 2 to 16"),
        ({"states": ["US", "US"]}, "a second time"),
        ({"states": ["US", "Chnia"]}, "did you mean 'China'?"),
        ({"states": "US"}, "states: found US"),
        ({"folder": ""}, "folder: found"),
        ({"folder": 3}, "folder: found 3"),
    ],
)
def test_a_wrong_argument_is_told_in_one_line(tmp_path, wrong, found):
    arguments = {"folder": tmp_path / "app", **wrong}
    with pytest.raises(ModelError) as caught:
        export_otree("climate", "g6_consensus", **arguments)
    assert found in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "app").exists()


def test_what_is_in_a_folder_is_never_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ModelError, match="a new or an empty folder"):
        export_otree("climate", "g6_consensus", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_entry_by_vote_is_refused(tmp_path):
    order = Order(ExclusiveEntry(), Joint(), NoEnforcement())
    with pytest.raises(ModelError, match="'exclusive' in an app"):
        export_otree(CooperationGame(PublicGood(figures(3)), order), folder=tmp_path / "app")


def test_exit_at_a_cost_is_refused(tmp_path):
    order = Order(OpenEntry(exit_cost=0.5), Joint(), NoEnforcement())
    with pytest.raises(ModelError, match=r"exit_cost: found 0\.5 in an app"):
        export_otree(CooperationGame(PublicGood(figures(3)), order), folder=tmp_path / "app")


def test_who_is_seen_is_the_same_in_the_same_session(tmp_path):
    """A chance of 0.3: seen about three times in ten, and by whoever looks harder always too."""
    export_otree("climate", "g6_consensus", tmp_path)
    rules = rules_of(tmp_path)
    draws = [rules.seen("s", number, 2, 0.3) for number in range(2000)]
    assert draws == [rules.seen("s", number, 2, 0.3) for number in range(2000)]
    assert 0.26 < sum(draws) / 2000 < 0.34
    assert all(rules.seen("s", k, 2, 0.8) for k, seen in enumerate(draws) if seen)
    assert rules.seen("s", 1, 2, 1.0)
    assert not rules.seen("s", 1, 2, 0.0)


def test_the_same_seed_writes_the_same_files(tmp_path):
    for name in ("one", "two"):
        export_otree("climate", "g6_consensus", tmp_path / name, seed=7)
    for path in (tmp_path / "one").rglob("*.*"):
        if path.is_file():
            other = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == other.read_bytes()
