"""Models from files: what is read, and that each fault names file, key, found and expected.

Builds on: the bundled models, and one small good file that each case breaks in one place.
It is not: a test of the numbers, but for a few that are known.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import gametheory_orders as gto
from broken_models import BROKEN, GOOD, Broken
from gametheory_orders import files
from gametheory_orders.cli.bundle import checked
from gametheory_orders.files.sources import LARGEST_FILE

WORLD = """
[world]
name = "pond"
table = "pond.csv"
trade = "imports.csv"
tariff_gain = "gain"
tariff_loss = "loss"
[columns]
stake = "euros"
capacity = "units"
gain = "share"
loss = "share"
gdp = "euros"
"""
TABLE = "id,name,stake,capacity,gain,loss,gdp\nA,Ay,1,2,0.5,0.5,\nB,Bee,3,1,0.25,0.5,7.5\n"
IMPORTS = "importer,B,A\nA,10,0\nB,0,20\n"


def write(folder: Path, **texts: str) -> Path:
    """Write files named by keyword (dots as __) and return the first one's path."""
    paths = [folder / name.replace("__", ".") for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths[0]


def failure(path: Path) -> gto.ModelError:
    with pytest.raises(gto.ModelError) as caught:
        checked(str(path))
    return caught.value


def test_the_stake_of_climate_is_known() -> None:
    assert gto.compare("climate", ["g6_consensus"]).stake == pytest.approx(62.213973, abs=1e-6)


def test_the_thirteen_designs_are_the_default() -> None:
    assert len(files.read_model("climate").default_orders()) == 13


def test_every_bundled_model_is_sound() -> None:
    for kind in ("issues", "orders", "worlds"):
        for path in files.bundled(kind).values():
            checked(str(path))


def test_the_good_file_is_good(tmp_path: Path) -> None:
    path = write(tmp_path, good__toml=GOOD)
    model = files.read_model(path)
    assert [order.name for order in model.orders] == ["all", "two"]
    world = model.issue.world
    assert world.ids == ("A", "B", "C")
    assert math.isnan(world.columns["tonnage"][1])
    assert "gdp" not in world.columns
    assert world.column("twice").tolist() == [4.0, 2.0, 1.0]
    assert [a.outcome.game.order.name for a in gto.compare(path)] == ["all", "two"]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_file_is_told(case: Broken, tmp_path: Path) -> None:
    path = write(tmp_path, bad__toml=case.text)
    error = failure(path)
    assert error.line().startswith(f"{path}: {case.where}")
    assert case.found in str(error.found)
    assert case.expected in error.expected
    assert error.nearest == case.nearest
    assert "\n" not in error.line()


def test_a_rule_may_hold_rules_of_its_own(tmp_path: Path) -> None:
    two = '{ rule = "all", of = [{ rule = "quota", quota = 2 }, { rule = "unanimity" }] }'
    text = GOOD.replace('{ rule = "quota", quota = 2, veto = ["A"] }', two)
    text = text.replace('{ rule = "binding" }', f'{{ rule = "sanctions", size = 1, body = {two} }}')
    first, second = files.read_model(write(tmp_path, good__toml=text)).orders
    assert [part.rule for part in first.decision.of] == ["quota", "unanimity"]
    assert second.rules[0].body == first.decision
    wrong = text.replace('{ rule = "unanimity" }] }\n', '{ rule = "unanimty" }] }\n', 1)
    error = failure(write(tmp_path, bad__toml=wrong))
    assert "order[0].decision.of[1].rule" in error.where
    assert error.nearest == "unanimity"
    error = failure(write(tmp_path, worse__toml=text.replace('{ rule = "unanimity" }', "3", 1)))
    assert "order[0].decision.of[1]" in error.where


def test_a_world_file_with_trade(tmp_path: Path) -> None:
    path = write(tmp_path, pond__toml=WORLD, pond__csv=TABLE, imports__csv=IMPORTS)
    world = gto.load_world(path)
    assert world.names == {"A": "Ay", "B": "Bee"}
    assert np.isnan(world.columns["gdp"]).tolist() == [True, False]
    assert world.imports is not None
    assert world.imports.tolist() == [[0.0, 10.0], [20.0, 0.0]]
    text = '[issue]\nname = "x"\nfamily = "public_good"\nworld = "pond.toml"\n'
    issue = write(tmp_path, use__toml=text)
    trade = gto.load_issue(issue).trade
    assert trade is not None
    assert trade.gain.tolist() == [0.5, 0.25]


@pytest.mark.parametrize(
    ("table", "imports", "told"),
    [
        (TABLE.replace("3,1", "three,1"), IMPORTS, ("row 3, column stake", "three", None)),
        (TABLE.replace("7.5", "nan"), IMPORTS, ("row 3, column gdp", "nan", None)),
        (TABLE.replace("7.5", "7,5"), IMPORTS, ("row 3", "8 cells", None)),
        (TABLE.replace("gdp", "gpd"), IMPORTS, ("row 1", "gpd", "gdp")),
        (TABLE.replace("B,Bee", "A,Bee"), IMPORTS, ("state[1].id", "second time", None)),
        (TABLE.splitlines()[0], IMPORTS, ("", "no states", None)),
        ("", IMPORTS, ("", "nothing", None)),
        (TABLE, IMPORTS.replace("A,10", "Aa,10"), ("row Aa", "Aa", "A")),
        (TABLE, "importer,A\nA,0\n", ("", "no column 'B'", None)),
        (TABLE, IMPORTS.replace("20", "-20"), ("row 3, column A", "-20", None)),
        (TABLE, IMPORTS.replace("20", ""), ("row 3, column A", "nothing", None)),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_and_column(
    table: str, imports: str, told: tuple[str, str, str | None], tmp_path: Path
) -> None:
    where, found, nearest = told
    path = write(tmp_path, pond__toml=WORLD, pond__csv=table, imports__csv=imports)
    error = failure(path)
    culprit = "pond.csv" if imports == IMPORTS else "imports.csv"
    assert f"{tmp_path / culprit}" in error.where
    assert error.where.endswith(where)
    assert found in str(error.found)
    assert error.nearest == nearest


def test_a_blank_that_is_needed_is_missed(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        pond__toml=WORLD,
        pond__csv=TABLE.replace("A,Ay,1", "A,Ay,"),
        imports__csv=IMPORTS,
    )
    issue = write(
        tmp_path, use__toml=f'[issue]\nname="x"\nfamily="public_good"\nworld="{path.name}"\n'
    )
    error = failure(issue)
    assert error.where == f"{issue}: issue.world"
    assert "'stake'" in str(error.found)


def test_files_that_are_no_models(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\x89PNG\xff\x00\xfe")
    assert "not UTF-8" in str(failure(tmp_path / "binary.toml").found)
    assert failure(tmp_path).found == "a folder"
    (tmp_path / "deep.toml").write_text("x = " + "[" * 100_000, encoding="utf-8")
    failure(tmp_path / "deep.toml")
    large = tmp_path / "large.toml"
    with large.open("wb") as stream:
        stream.truncate(LARGEST_FILE * 10)
    assert failure(large).found == "200 MB"


def test_a_name_that_is_not_there_has_a_near_one() -> None:
    with pytest.raises(gto.ModelError) as caught:
        gto.load_issue("climat")
    assert caught.value.nearest == "climate"
    with pytest.raises(gto.ModelError) as caught:
        gto.load_order("g6_concensus.toml")
    assert caught.value.nearest == "g6_consensus"
    assert caught.value.found == "no such file"


def test_orders_may_be_objects_names_and_paths(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        order__toml=(
            '[order]\nname = "mine"\nfour_c = "charter"\nmembership = { rule = "universal" }\n'
            'decision = { rule = "quota", quota = "2/3", veto = ["US"] }\n'
            'enforcement = [{ rule = "reciprocity" }, { rule = "tariff", rate = 0.01 }]\n'
        ),
    )
    found = gto.compare("climate", [gto.charter(name="c"), "g6_consensus", path])
    assert [a.outcome.game.order.name for a in found] == ["c", "g6_consensus", "mine"]
    assert len(found["mine"].outcome.game.order.rules) == 2
    assert gto.load_order(found["c"].outcome.game.order) is found["c"].outcome.game.order


def test_an_order_on_an_issue_without_its_states_names_the_orders_file(tmp_path: Path) -> None:
    path = write(tmp_path, good__toml=GOOD)
    with pytest.raises(gto.ModelError) as caught:
        gto.compare(path, ["g6_consensus"])
    assert caught.value.where.endswith("g6_consensus.toml: order.membership.members[0]")


def test_two_orders_of_one_name_are_refused() -> None:
    with pytest.raises(gto.ModelError, match="second time"):
        gto.compare("climate", ["g6_consensus", "g6_consensus"])
    with pytest.raises(gto.ModelError, match="no orders"):
        gto.compare("climate", [])


def test_an_issue_may_name_orders_beside_its_own(tmp_path: Path) -> None:
    text = GOOD.replace('name = "pond"', 'name = "pond"\norders = ["charter_unanimity", "two"]')
    path = write(tmp_path, good__toml=text)
    names = [each.order.name for each in files.read_model(path).default_orders()]
    assert names == ["all", "two", "charter_unanimity"]


def test_load_game_needs_one_order(tmp_path: Path) -> None:
    path = write(tmp_path, good__toml=GOOD)
    with pytest.raises(gto.ModelError, match="2 orders"):
        gto.load_game(path)
    assert gto.load_game(path, "two").order.name == "two"


def test_nothing_at_stake_is_nan_with_a_reason(tmp_path: Path) -> None:
    head, _, tail = GOOD.partition("[[state]]")
    order = tail[tail.index("[[order]]") :].split("[[order]]")[1].replace("quota = 2", "quota = 1")
    alone = '[[state]]\nid = "A"\nstake = 1\ncapacity = 1\npopulation = 1\n'
    path = write(tmp_path, one__toml=f"{head}{alone}[[order]]{order}")
    (found,) = gto.compare(path)
    record = found.to_dict()
    assert record["effectiveness"] is None
    assert record["effectiveness_why"]
