"""``fourcs power`` and ``fourcs gridlock``: fields, exit codes, files.

Builds on the bundled institutions. It is not: a test of the figures (measures, literature).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.files import institution_names, load_institution


def strict(text: str) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    return json.loads(text, parse_constant=refuse)


def test_power_has_the_promised_fields(fourcs: Any) -> None:
    """contract.md: fractions and large integers as text, the rest numbers."""
    found = strict(fourcs("power", "unsc", "--json").out)
    assert None not in found.values()
    first = found["members"][0]
    assert (found["schema"], found["institution"]) == (1, "unsc")
    assert {key: first[key] for key in ("id", "weight", "shapley_shubik", "banzhaf_swings")} == {
        "id": "CHN",
        "weight": 1,
        "shapley_shubik": "421/2145",
        "banzhaf_swings": "848",
    }
    assert first["banzhaf"] == pytest.approx(0.166929, abs=1e-6)
    assert first["banzhaf_absolute"] == pytest.approx(0.051758, abs=1e-6)
    assert found["winning_coalitions"] == "848"
    assert found["power_to_act"] == pytest.approx(0.025879, abs=1e-6)
    assert found["power_to_act_exact"] == "53/2048"
    assert found["vetoers"] == ["CHN", "FRA", "GBR", "RUS", "USA"]


@pytest.mark.parametrize("name", institution_names())
def test_every_institution_has_an_answer_or_a_reason(name: str, fourcs: Any) -> None:
    institution = load_institution(name)
    done = fourcs("power", name, "--json", "--indices", "banzhaf")
    found = strict(done.out)
    if institution.somebody_votes and institution.ids:
        assert done.code == 0
        assert [member["id"] for member in found["members"]] == list(institution.ids)
    else:
        assert (done.code, found["error"].split(":")[0]) == (1, name)
        assert done.err.startswith("no answer: ")
        assert done.err.count("\n") == 1


def test_a_missing_figure_is_null_with_its_reason(fourcs: Any) -> None:
    found = strict(fourcs("power", "imf", "--quota", "85%", "--indices", "banzhaf", "--json").out)
    kosovo = next(member for member in found["members"] if member["id"] == "XKX")
    assert kosovo["population"] is None
    assert kosovo["population_why"]
    assert kosovo["over_people"] is None
    assert kosovo["over_people_why"] == "no population of XKX"
    assert found["vetoers"] == ["USA"]
    council = strict(fourcs("power", "eu_council", "--json").out)
    assert council["members"][0]["weight"] is None
    assert council["members"][0]["weight_why"]


def test_gridlock_on_the_figures(fourcs: Any) -> None:
    """theory.md B1.6: 3.53 for the permanent five and for the six, held by the same two."""
    for name in ("unsc", "p5", "g6"):
        found = strict(fourcs("gridlock", name, "--json").out)
        assert found["schema"] == 1
        assert round(found["length"], 2) == 3.53
        assert (found["low_held_by"], found["high_held_by"]) == (["CHN"], ["USA"])
    assembly = strict(fourcs("gridlock", "unga", "--json").out)
    assert assembly["dropped"] == ["KIR"]
    assert assembly["length"] < 0.01
    assert "KIR" in assembly["remarks"][0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["power", "unscc"], 2, "did you mean 'unsc'?"),
        (["power", "unsc", "--quota", "16"], 2, "--quota: found 16, expected at most 15"),
        (["power", "unsc", "--quota", "x"], 2, "--quota: found x, expected a number"),
        (["power", "unsc", "--quota", "0"], 2, "--quota: found 0"),
        (["power", "unsc", "--indices", "banzaf"], 2, "--indices[0]: found banzaf"),
        (["power", "eu_council", "--quota", "15"], 2, "several quotas"),
        (["gridlock", "unsc_1945"], 1, "not known who holds 'elected 1'"),
        (["gridlock", "concert_of_europe"], 1, "no ideal points"),
        (["gridlock", "mef"], 1, "nobody votes"),
        (["gridlock", "wto"], 1, "no members are listed"),
        (["power", "concert_of_europe", "--plot", "x.png"], 2, "no member with people"),
    ],
)
def test_failures_in_one_line(arguments: list[str], code: int, said: str, fourcs: Any) -> None:
    done = fourcs(*arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_words_for_the_reader(fourcs: Any) -> None:
    text = fourcs("power", "unsc").out
    assert "Can block alone: CHN, FRA, GBR, RUS, USA." in text
    assert "AFG, AGO and 191 more" in fourcs("power", "unga").out
    assert "Each member can block alone." in fourcs("power", "g6").out
    assert "Nobody can block alone." in fourcs("power", "eu_council", "--indices", "banzhaf").out
    assert "more rows" in fourcs("power", "imf", "--indices", "banzhaf").out
    text = fourcs("gridlock", "g6").out
    assert "CHN holds the low end" in text
    assert "EU is the mean of its 27 members' ideal points." in text
    plan = fourcs("power", "g4").out
    assert "The plan of the four (G4): power of 25 members" in plan
    assert "Not compared with people: no population of permanent Africa 1." in plan


def test_files_and_pictures(fourcs: Any, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(fourcs("power", "unsc", "--csv").out)))
    assert len(rows) == 15
    assert rows[0]["shapley_shubik"] == "421/2145"
    for command in ("power", "gridlock"):
        out, picture = tmp_path / f"{command}.json", tmp_path / f"{command}.svg"
        done = fourcs(command, "unsc", "--json", "--output", str(out), "--plot", str(picture))
        assert (done.code, done.out) == (0, "")
        assert strict(out.read_text(encoding="utf-8"))["institution"] == "unsc"
        first = picture.read_bytes()
        assert first.startswith(b"<?xml")
        fourcs(command, "unsc", "--json", "--output", str(out), "--plot", str(picture))
        assert picture.read_bytes() == first


def test_show_and_check_know_institutions(fourcs: Any, tmp_path: Path) -> None:
    found = strict(fourcs("show", "unsc", "--json").out)
    assert (found["kind"], found["name"], found["count"]) == ("institution", "unsc", 15)
    assert strict(fourcs("show", "g4", "--json").out)["kind"] == "reform"
    assert "15 members listed" in fourcs("check", "unsc").out
    broken = tmp_path / "x.toml"
    broken.write_text('[institution]\nname = "x"\n', encoding="utf-8")
    assert fourcs("check", str(broken)).code == 2
