"""Study files: what they may hold, and one clear line for everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gametheory_orders.files.studies import Shown, read_study
from gametheory_orders.foundations.errors import ModelError

GOOD = """
[study]
name = "lake"
issue = "climate"
orders = ["g6_consensus"]
outputs = ["level"]
seed = 3
chunk = 10

[[parameter]]
name = "patience"
values = [0.5, 0.9]

[[parameter]]
name = "price"
low = 10
high = 50.0
steps = 3

[design]
kind = "grid"

[[table]]
name = "by-patience"
output = "level"
across = "patience"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "lake.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_study_file(tmp_path: Path) -> None:
    plan = read_study(written(tmp_path, GOOD))
    study = plan.study
    assert (study.name, study.size, study.seed, study.chunk) == ("lake", 6, 3, 10)
    assert [axis.listed() for axis in study.axes] == [(0.5, 0.9), (10.0, 30.0, 50.0)]
    assert plan.tables == (Shown("by-patience", "level", "patience"),)
    assert plan.figures == (Shown("level", "level", "patience"),)
    names = [path.name for path in plan.inputs]
    assert names[0] == "lake.toml"
    assert {"climate.toml", "climate.csv", "g6_consensus.toml"} <= set(names)


def test_outputs_may_stand_above_the_first_table(tmp_path: Path) -> None:
    text = 'outputs = ["stake"]\n' + GOOD.replace('outputs = ["level"]\n', "")
    text = text.replace('output = "level"', 'output = "stake"')
    assert read_study(written(tmp_path, text)).study.outputs == ("stake",)
    with pytest.raises(ModelError, match="a second time"):
        read_study(written(tmp_path, 'outputs = ["stake"]\n' + GOOD))


def test_files_beside_the_study(tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_text(
        '[issue]\nname = "own"\nfamily = "public_good"\n'
        + "".join(f'[[state]]\nid = "{s}"\nstake = 1.0\ncapacity = 1.0\n' for s in "AB")
        + '[order]\nname = "pact"\nfour_c = "charter"\nmembership = { rule = "universal" }\n'
        'decision = { rule = "unanimity" }\nenforcement = { rule = "reciprocity" }\n'
    )
    text = GOOD.replace('"climate"', '"model.toml"').replace('orders = ["g6_consensus"]\n', "")
    text = text.replace('"price"', '"stake.A"').replace("50.0", "20.0")
    plan = read_study(written(tmp_path, text))
    assert [order.name for order in plan.study.orders] == ["pact"]
    assert [path.name for path in plan.inputs] == ["lake.toml", "model.toml"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('issue = "climate"', "", r"study\.issue: found nothing"),
        ('issue = "climate"', 'issue = "klimate"', r"study\.issue.*did you mean 'climate'"),
        ("g6_consensus", "g6_concensus", r"study\.orders\[0\].*did you mean 'g6_consensus'"),
        ("seed = 3", "seed = -3", r"study\.seed: found -3, expected a whole number"),
        ("seed = 3", 'seed = "3"', r"study\.seed: found the text '3'"),
        ("seed = 3", "sead = 3", r"did you mean 'seed'"),
        ('"level"]', '"leavers"]', r"'leavers', which is not a number"),
        ('"level"]', '"levle"]', r"did you mean 'level'"),
        ("low = 10", "low = 60", r"parameter\[1\].*low = 60, high = 50.*below its high end"),
        ("low = 10", 'low = "10"', r"parameter\[1\]\.low: found the text '10'"),
        ("low = 10", "low = nan", r"a finite number"),
        ('"price"', '"prise"', r"order 'g6_consensus': parameter: found prise.*did you mean"),
        ("values = [0.5, 0.9]", "values = [0.5, 1.5]", r"found 1.5"),
        ("values = [0.5, 0.9]", "values = [0.5, true]", r"parameter\[0\]\.values"),
        ("values = [0.5, 0.9]", "", r"values = \[...\], or low and high"),
        ('"grid"', '"gird"', r"did you mean 'grid'"),
        ('"grid"', '"sobol"\npoints = 10', r"a power of two for Sobol points; did you mean '16'"),
        ('output = "level"', 'output = "gap"', r"table\[0\]\.output.*an output"),
        ('across = "patience"', 'across = "pat"', r"table\[0\]\.across.*a parameter"),
        ('"by-patience"', '"../x"', r"table\[0\]\.name"),
        ("[design]", "[desing]", r"did you mean 'design'"),
        ("[study]", "[study", r"line 2, column \d+.*TOML"),
    ],
)
def test_wrong_files(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(ModelError, match=said) as caught:
        read_study(written(tmp_path, GOOD.replace(old, new, 1)))
    assert "lake.toml" in str(caught.value)


def test_no_such_study() -> None:
    with pytest.raises(ModelError, match="did you mean 'climate_patience'"):
        read_study("climate_patiance")
    with pytest.raises(ModelError, match="no such file"):
        read_study("nowhere.toml")
