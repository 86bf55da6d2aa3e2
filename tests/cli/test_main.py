"""The command's promises: exit codes, one line for each failure, strict documents.

Builds on: the broken models beside it, and known figures of the climate issue.
It is not: a test of the solvers; nor of pictures, which stand in test_plots.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gametheory_orders
from broken_models import BROKEN, GOOD, Broken
from gametheory_orders.cli import main

DESIGNS = [
    "pair_eu_us",
    "pledge_uniform",
    "pledge_differentiated",
    "club_consensus",
    "club_joint",
    "club_tariff_1",
    "club_tariff_2",
    "club_tariff_3",
    "g6_consensus",
    "g6_four_of_six",
    "charter_unanimity",
    "charter_two_thirds",
    "charter_majority",
]
STAGE = {"effectiveness", "effectiveness_quantity", "level", "legitimacy", "gap"}
DESIGN = STAGE | {
    "name",
    "four_c",
    "class",
    "members",
    "agreed",
    "delivered",
    "needed_patience",
    "binding_state",
    "stable_participation",
    "leavers",
    "joiners",
    "coerced",
    "shortfall",
    "blocked_by",
    "certificate",
}
SHARES = {"participation", "decision", "decision_veto", "enforcement"}
LEGITIMACY = {
    *(f"representation_{name}" for name in ("units", "states", "people", "affected")),
    *(f"power_{name}" for name in ("states", "people", "sqrt_people", "by_convention")),
    *("veto_share", "consent_units", "consent_states", "consent_people"),
    *("consent_exit_members", "consent_exit_outsiders", "authority", "index"),
}


class Done(NamedTuple):
    code: int
    out: str
    err: str


Fourcs = Callable[..., Done]


@pytest.fixture
def fourcs(capsys: pytest.CaptureFixture[str]) -> Fourcs:
    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, out, err)

    return run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def strict(text: str) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(f"not strict JSON: {token}")

    return json.loads(text, parse_constant=refuse)


def nulls(value: Any, path: str = "") -> list[str]:
    """Return the paths of undefined figures that have no reason beside them."""
    found = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is None and not value.get(f"{key}_why"):
                found.append(f"{path}.{key}")
            found += nulls(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            found += nulls(item, path)
    return found


def one_line(done: Done) -> str:
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert done.err.endswith("\n")
    return done.err.strip()


# --- compare ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def climate() -> Any:
    code = "from gametheory_orders.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "compare", "climate", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return strict(done.stdout)


def test_the_document_of_climate_has_the_promised_fields(climate: Any) -> None:
    assert climate["schema"] == 1
    assert climate["issue"] == "climate"
    assert climate["numeraire"] == "bn US$ a year"
    assert climate["stake"] == pytest.approx(62.213973, abs=1e-6)
    assert climate["patience"] == 0.9
    assert climate["foresight"] == "anticipate"
    assert climate["fallback"] == "deepest_kept"
    assert [design["name"] for design in climate["designs"]] == DESIGNS


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_has_the_promised_fields(climate: Any, name: str) -> None:
    design = climate["designs"][DESIGNS.index(name)]
    assert set(design) >= DESIGN
    for stage in (design["agreed"], design["delivered"]):
        assert set(stage) >= STAGE
        assert set(stage["legitimacy"]) >= LEGITIMACY
    for key in STAGE:
        assert design[key] == design["delivered"][key]
    account = design["shortfall"]
    assert set(account) >= SHARES | {"first_step", "last_step"}
    assert set(account["first_step"]) >= SHARES
    missing = account["participation"] + account["decision"] + account["enforcement"]
    assert missing + design["effectiveness"] == pytest.approx(1, abs=1e-9)
    # A level and a binding state may be absent; figures that are undefined say why.
    for path in nulls(design):
        assert path.split(".")[-1] in ("level", "binding_state"), path


def test_csv_is_one_row_a_design_at_full_precision(fourcs: Fourcs, climate: Any) -> None:
    done = fourcs("compare", "climate", "--orders", "g6_consensus,club_tariff_2", "--csv")
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["name"] for row in rows] == ["g6_consensus", "club_tariff_2"]
    design = climate["designs"][DESIGNS.index("g6_consensus")]
    assert float(rows[0]["effectiveness"]) == design["effectiveness"]
    assert float(rows[0]["legitimacy.index"]) == design["legitimacy"]["index"]
    assert rows[0]["members"].split(";") == design["members"]
    assert rows[1]["needed_patience"] == ""
    assert rows[1]["needed_patience_why"]
    assert "nan" not in done.out.lower().replace("reference", "")


def test_the_table_is_plain_fits_and_says_what_it_says(
    fourcs: Fourcs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in (80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        done = fourcs("compare", "climate", "--orders", "g6_four_of_six,charter_unanimity")
        assert (done.code, done.err) == (0, "")
        assert "\x1b" not in done.out
        assert max(len(line) for line in done.out.splitlines()) <= width
        words = " ".join(done.out.split())
        assert "62.21 bn US$ a year" in words
        assert "patience 0.9" in words
        assert "Most gets done under charter_unanimity (E 0.498)" in words
        assert "Safrica blocks more" in words
        assert "g6_four_of_six (China 1.160)" in words
        row = next(line for line in done.out.splitlines() if line.startswith("g6_four_of_six"))
        assert re.findall(r"-?\d+\.\d{3}", row)[:4] == ["0.433", "0.683", "-0.250", "1.160"]


def test_colour_is_for_terminals_only(fourcs: Fourcs, monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory_orders.cli import output

    monkeypatch.setattr(output, "canvas", lambda: output.Canvas(100, True))
    assert "\x1b[" in fourcs("compare", "climate", "--orders", "g6_consensus").out
    monkeypatch.undo()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.canvas().colour


def test_patience_foresight_and_fallback_are_passed_on(fourcs: Fourcs) -> None:
    done = fourcs(
        *("compare", "climate", "--orders", "charter_unanimity", "--json"),
        *("--patience", "US=0.5,China=0.2", "--foresight", "naive", "--fallback", "exempt"),
    )
    found = strict(done.out)
    assert found["patience"] == {"US": 0.5, "China": 0.2}
    assert (found["foresight"], found["fallback"]) == ("naive", "exempt")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--patience", "nan"], "--patience: found nan, expected a number from 0 up to"),
        (["--patience", "1"], "--patience: found 1, expected"),
        (["--patience", "2"], "--patience: found 2, expected"),
        (["--patience", "-0.1"], "--patience: found -0.1, expected"),
        (["--patience", "high"], "--patience: found 'high', expected a number"),
        (["--patience", "US=2"], "--patience US: found 2, expected"),
        (["--patience", "US=0.5,US=0.6"], "second time"),
        (["--patience", "Chnia=0.5"], "did you mean 'China'?"),
        (["--foresight", "naiv"], "foresight: found naiv, expected one of: anticipate, naive"),
        (["--fallback", "deepest"], "did you mean 'deepest_kept'?"),
        (["--orders", "g6_concensus"], "did you mean 'g6_consensus'?"),
        (["--orders", "g6_consensus,,"], "--orders: found"),
        (["--orders", "g6_consensus,g6_consensus"], "second time"),
        (["--json", "--csv"], "--json: found --csv beside it, expected one of the two"),
        (["--output", "/nowhere/at/all"], "no such folder"),
        (["--output", "/"], "found a folder"),
        (["--plot", "x.gif"], "expected an ending of: .png, .svg, .pdf"),
        (["--patiance", "0.9"], "did you mean '--patience'?"),
        (["--patience"], "'--patience' requires an argument"),
        (["more"], "fourcs compare: "),
    ],
)
def test_wrong_options_are_one_line(fourcs: Fourcs, arguments: list[str], said: str) -> None:
    line = one_line(fourcs("compare", "climate", *arguments))
    assert said in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "fourcs: found no command, expected one of: compare, solve"),
        (["comprae", "climate"], "did you mean 'compare'?"),
        (["--verson"], "did you mean '--version'?"),
        (["compare"], "expected ISSUE_OR_FILE"),
        (["compare", "climat"], "did you mean 'climate'?"),
        (["compare", "no/such.toml"], "no/such.toml: found no such file"),
        (["compare", "climate\x00.toml"], "no such file"),
        (["compare", "x" * 5000 + ".toml"], "no such file"),
        (["compare", ""], "bundled issue"),
        (["compare", "/"], "found a folder"),
        (["solve", "climate"], "--order: found 13 orders, expected the name of one"),
        (["solve", "climate", "--order", "g6_concensus"], "did you mean 'g6_consensus'?"),
        (["show", "climat"], "did you mean 'climate'?"),
        (["check", "/dev/null"], "/dev/null: found"),
        (["new", "/nowhere/at/all.toml"], "no such folder"),
    ],
)
def test_wrong_usage_is_one_line(fourcs: Fourcs, arguments: list[str], said: str) -> None:
    assert said in one_line(fourcs(*arguments))


# --- a user's file ---------------------------------------------------------------------


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_file_is_one_line(case: Broken, fourcs: Fourcs, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(case.text, encoding="utf-8")
    for command in ("check", "compare"):
        line = one_line(fourcs(command, str(path)))
        assert line.startswith(f"{path}: {case.where}") or (command, case.text) == ("compare", "")
        assert "found" in line
        assert "expected" in line
        if case.nearest:
            assert line.endswith(f"did you mean {case.nearest!r}?")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\xff\xfe", b"\x00" * 100, b"{}"])
def test_a_file_that_is_not_toml_is_one_line(
    content: bytes, fourcs: Fourcs, tmp_path: Path
) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    for command in ("check", "compare", "solve"):
        assert one_line(fourcs(command, str(path))).startswith(str(path))


_LINES = GOOD.strip().splitlines()
_SCRAPS = [
    *("nan", "-1", "0", "1e99", '"x"', "true", "[]", "{}", '"2/3"', "[[state]]", "[order]", "="),
    *('rule = "open"', 'rule = "joint"', '"majority"', 'weights = "population"', "\x01", '"'),
    *('{ rule = "pledge", weight = 0.3 }', '{ rule = "open", where = "stake > 1" }', "9" * 400),
    *('agenda = "closed"', 'setter = "A"', 'body = ["B"]', "blocking_cost = { A = 1 }"),
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return the good file with some lines dropped, doubled, cut, or with scraps for values."""
    lines = list(_LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["drop", "double", "value", "value", "value", "cut", "text"]))
        scrap = draw(st.sampled_from(_SCRAPS))
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines[at])
        elif kind == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif kind == "text":
            lines[at] = draw(st.text(max_size=20))
        else:
            values = list(re.finditer(r"(?<==) *[^,=}]+", lines[at]))
            if values:
                found = values[draw(st.integers(0, len(values) - 1))]
                start, end = found.span()
                lines[at] = f"{lines[at][:start]} {scrap}{lines[at][end:]}"
    return "\n".join(lines)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=mutated())
def test_no_file_whatever_gets_a_traceback(text: str, fourcs: Fourcs, tmp_path: Path) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = fourcs("compare", str(path), "--json")
    assert done.code in (0, 1, 2), done.err
    if done.code == 2:
        assert str(path) in one_line(done)
    else:
        strict(done.out)


# --- solve -----------------------------------------------------------------------------


def test_solve_prints_states_measures_and_words(fourcs: Fourcs) -> None:
    done = fourcs("solve", "climate", "--order", "g6_four_of_six")
    assert (done.code, done.err) == (0, "")
    assert "Agreed is the level 16.305; kept is 13.553." in done.out
    assert re.search(r"^China +yes", done.out, re.M)


def test_the_document_of_solve_is_a_design_with_actions_and_payoffs(fourcs: Fourcs) -> None:
    found = strict(fourcs("solve", "climate", "--order", "g6_consensus", "--json").out)
    assert set(found) >= DESIGN | {"schema", "actions", "payoffs"}
    assert len(found["actions"]) == len(found["payoffs"]) == 15
    assert found["level"] == pytest.approx(8.986713, abs=1e-6)
    assert found["binding_state"] == "Russia"


def test_csv_of_solve_is_one_row_a_state(fourcs: Fourcs, good: Path) -> None:
    done = fourcs("solve", str(good), "--order", "two", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["state"] for row in rows] == ["A", "B", "C"]


def test_a_file_with_one_order_needs_no_name(fourcs: Fourcs, tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(GOOD[: GOOD.rindex("[[order]]")], encoding="utf-8")
    assert strict(fourcs("solve", str(path), "--json").out)["name"] == "all"


def test_no_stable_membership_is_exit_1_with_the_witness(
    fourcs: Fourcs, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gametheory_orders import NoAnswer, files

    def refuse(*_: object, **__: object) -> None:
        raise NoAnswer("no membership is stable", {"leavers": ("A",)})

    monkeypatch.setattr(files, "compare", refuse)
    for command in (["compare", str(good)], ["solve", str(good), "--order", "two"]):
        done = fourcs(*command)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        done = fourcs(*command, "--json")
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert strict(done.out) == {
            "schema": 1,
            "error": "no membership is stable",
            "witness": {"leavers": ["A"]},
        }


# --- output ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_output_goes_to_the_file_and_stdout_stays_empty(
    form: list[str], fourcs: Fourcs, good: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")
    expected = fourcs("compare", str(good), *form).out
    done = fourcs("compare", str(good), *form, "--output", str(target))
    assert done == (0, "", "")
    assert target.read_text(encoding="utf-8") == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.toml", "out.txt"]


def test_a_failure_leaves_an_old_output_alone(fourcs: Fourcs, good: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")
    one_line(fourcs("compare", str(good), "--orders", "none", "--json", "--output", str(target)))
    assert target.read_text(encoding="utf-8") == "old"


def test_a_device_is_written_to_and_not_replaced(fourcs: Fourcs) -> None:
    assert fourcs("list", "--output", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("command", [["compare"], ["solve", "--order", "two"]])
def test_plot_writes_a_picture_too(
    command: list[str], fourcs: Fourcs, good: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.svg"
    done = fourcs(command[0], str(good), *command[1:], "--json", "--plot", str(picture))
    assert done.code == 0
    strict(done.out)
    assert "<svg" in picture.read_text(encoding="utf-8")


# --- the other commands ----------------------------------------------------------------


def test_list_names_the_bundled_models(fourcs: Fourcs) -> None:
    found = strict(fourcs("list", "--json").out)
    assert {order["name"] for order in found["orders"]} >= set(DESIGNS)
    assert {issue["name"] for issue in found["issues"]} >= {"climate", "rice", "spheres"}
    text = fourcs("list").out
    assert all(name in text for name in DESIGNS)
    rows = list(csv.DictReader(io.StringIO(fourcs("list", "--csv").out)))
    kinds = {"issue", "order", "world", "institution", "reform"}
    assert {row["kind"] for row in rows} == kinds


@pytest.mark.parametrize(("name", "kind"), [("climate", "issue"), ("g6_consensus", "order")])
def test_show_has_the_sources(name: str, kind: str, fourcs: Fourcs) -> None:
    found = strict(fourcs("show", name, "--json").out)
    assert (found["schema"], found["kind"], found["name"]) == (1, kind, name)
    assert found["source"]
    assert found["source"].split(",")[0] in fourcs("show", name).out


def test_a_new_model_passes_check_solve_and_compare(fourcs: Fourcs, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert fourcs("new", str(path)).code == 0
    before = path.read_bytes()
    done = fourcs("check", str(path))
    assert done.code == 0
    assert "4 states, 5 orders" in done.out
    found = strict(fourcs("compare", str(path), "--json").out)
    assert {design["four_c"] for design in found["designs"]} == {
        *("charter", "club", "concert", "coalition")
    }
    for design in found["designs"]:
        assert fourcs("solve", str(path), "--order", design["name"]).code == 0
    assert "found a file that exists" in one_line(fourcs("new", str(path)))
    assert path.read_bytes() == before


def test_check_says_what_it_found(fourcs: Fourcs, good: Path) -> None:
    assert fourcs("check", str(good)).out == (
        f"{good}: fine, issue pond (public_good), 3 states, 2 orders (all, two)\n"
    )
    found = strict(fourcs("check", str(good), "--json").out)
    assert (found["states"], found["orders"]) == (3, ["all", "two"])


# --- the process -----------------------------------------------------------------------


def test_version_and_help(fourcs: Fourcs) -> None:
    assert fourcs("--version").out == f"fourcs {gametheory_orders.__version__}\n"
    done = fourcs("--help")
    assert done.code == 0
    for command in ("compare", "solve", "list", "show", "new", "check"):
        assert re.search(rf"^ +{command} ", done.out, re.M)
        assert fourcs(command, "--help").code == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from gametheory_orders.cli import run; run(['--help']);"
        "print([m for m in ('numpy', 'pydantic', 'rich', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unexpected_error_is_one_line_unless_debugging(
    fourcs: Fourcs, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gametheory_orders.cli import bundle

    def fail() -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.delenv("FOURCS_DEBUG", raising=False)
    monkeypatch.setattr(bundle, "listed", fail)
    done = fourcs("list")
    assert (done.code, done.out, done.err.count("\n")) == (70, "", 1)
    assert "ZeroDivisionError: division by zero" in done.err
    monkeypatch.setenv("FOURCS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["list"])


def test_an_interrupt_is_exit_130(fourcs: Fourcs, monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory_orders.cli import bundle

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle, "listed", interrupt)
    done = fourcs("list")
    assert (done.code, done.out, done.err) == (130, "", "fourcs: interrupted\n")


def test_a_closed_pipe_is_no_failure() -> None:
    code = "from gametheory_orders.cli import main; main(['show', 'climate'])"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
