"""Every result and every command that has a table writes it in each format, and it reads back.

Builds on the examples in docstrings: each result that they make is caught as it is made. The
few that no example makes are made here. It is not: a test of what the tables say.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import gametheory_orders as gto
from gametheory_orders.cli import main
from gametheory_orders.files import footers, sources
from gametheory_orders.foundations.results import Result, Table, show
from gametheory_orders.foundations.tables import ENDINGS
from reading_tables import balanced, csv_rows, html_table, latex_rows, markdown_rows
from sweep_studies import small

NASTY = "\n& | <b> 50 % of_it -- [x] \"'`\\#${}*~^"
# They write a formula and its proofs, of which the table is a part or which replace it.
FORMULAS = {"NamedResult", "Derivation"}
# Their examples take seconds: made below, smaller.
SLOW = {"gametheory_orders.statics.numeric." + name for name in ("phases", "study", "ranks")}


def classes() -> list[type[Result]]:
    """All results of the package, abstract ones left out."""
    for module in pkgutil.walk_packages(gto.__path__, "gametheory_orders."):
        # The page itself needs marimo, and holds no result.
        if not module.name.endswith(("__main__", "explorer.app")):
            importlib.import_module(module.name)
    found: list[type[Result]] = []
    todo: list[type[Result]] = [Result]
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.startswith("gametheory_orders.") and not inspect.isabstract(one):
                found.append(one)
    return found


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """One result of every class, by name."""
    seen: dict[type, Result] = {}
    wanted = classes()

    def catching(begin: Callable[..., None]) -> Callable[..., None]:
        def __init__(self: Any, *given: Any, **named: Any) -> None:
            begin(self, *given, **named)
            seen.setdefault(type(self), self)

        return __init__

    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
    with pytest.MonkeyPatch.context() as patch:
        for one in wanted:
            if "__init__" in vars(one):
                patch.setattr(one, "__init__", catching(one.__init__))
        for module in sorted({one.__module__ for one in wanted} - SLOW):
            for test in finder.find(importlib.import_module(module)):
                if test.examples:
                    runner.run(test, clear_globs=False, out=lambda _: None)
    for one in _by_hand(tmp_path_factory.mktemp("study")):
        seen[type(one)] = one
    return {one.__name__: seen[one] for one in wanted if one in seen}


def _by_hand(folder: Path) -> Iterator[Result]:
    from gametheory_orders.files.claims import load_claims, load_institution_claims
    from gametheory_orders.files.repeating import replicate
    from gametheory_orders.files.replication import run_study
    from gametheory_orders.statics.numeric.phases import phase_diagram
    from gametheory_orders.statics.numeric.ranks import ranks_under_ranges

    climate, six = gto.load_issue("climate"), gto.load_order("g6_consensus")
    fifteen = gto.load_order("charter_unanimity")
    yield gto.named_result("outside_option")
    ledger = load_claims([71])
    yield from (ledger, next(iter(ledger)))
    institutions = load_institution_claims()
    yield from (institutions, institutions.results[0])
    yield gto.parameter_study(climate, six, "patience", 0.5, 0.6, points=5)
    yield phase_diagram(
        climate, six, ("price", 20.0, 30.0), ("patience", 0.5, 0.6), what="agreement", points=5
    )
    yield ranks_under_ranges(climate, [six, fifteen], {"patience": (0.3, 0.95)}, samples=8)
    yield gto.run_sweep(small())
    spheres = gto.load_issue("spheres")
    two = [gto.load_order(f"spheres_{name}") for name in ("concert", "charter_majority")]
    yield gto.advise(spheres, two, {"patience": (0.5, 0.9)}, samples=2)
    placed = gto.design_frontier("spheres").named
    yield from (placed[0], next(one for each in placed for one in each.one_rule))
    yield gto.verify(gto.compare(spheres, two).to_dict())
    rules = gto.rules_of_thumb()
    yield from (rules, rules.rules[0], gto.check_rule_of_thumb("impatient", worlds=100))

    def nothing(_: Any, __: Any, path: Path) -> None:
        path.write_bytes(b"no picture")

    plan = folder / "plan.toml"
    plan.write_text(
        '[study]\nname = "plan"\nissue = "climate"\norders = ["g6_consensus"]\n'
        'outputs = ["effectiveness"]\nseed = 1\n'
        '[[parameter]]\nname = "patience"\nlow = 0.5\nhigh = 0.6\nsteps = 2\n'
        '[design]\nkind = "grid"\n[[table]]\nname = "t"\noutput = "effectiveness"\n'
        'across = "patience"\n',
        encoding="utf-8",
    )
    yield run_study(str(plan), str(folder / "run"), nothing)
    yield replicate(str(folder / "run"), nothing)


def test_every_class_is_here(results: dict[str, Result]) -> None:
    missing = [one.__name__ for one in classes() if one.__name__ not in results]
    assert not missing, " ".join(missing)


def rows(table: Table) -> list[list[str]]:
    """What every format but CSV must give back."""
    return [[show(cell).strip() for cell in row] for row in [table.columns, *table.rows]]


def test_every_result_comes_back_from_every_format(results: dict[str, Result]) -> None:
    for name, result in results.items():
        table = result.table()
        assert table.columns, name
        assert html_table(result.to_html("A & B", "t", notes=["seed 7"])).rows == rows(table), name
        latex = result.to_latex("A & B", "tab:t", notes=["seed 7"])
        markdown = result.to_markdown("A & B", notes=["seed 7"])
        assert "seed 7" in latex, name
        assert "seed 7" in markdown, name
        assert balanced(latex), name
        if name not in FORMULAS:
            assert latex_rows(latex) == rows(table), name
            assert markdown_rows(markdown) == rows(table), name
        read = csv_rows(result.to_csv(notes=["seed 7"]))
        assert {len(row) for row in read} == {len(read[0])}, name
        if name != "SweepTable":  # its CSV has all rows, its table a summary of them
            assert read[0] == table.columns, name
            assert len(read) == 1 + len(table.rows), name


def test_whoever_is_named_badly_comes_back(results: dict[str, Result]) -> None:
    """Every table once more, with names that each format must escape."""
    for name, result in results.items():
        table = result.table()
        bad = Table(
            [column + NASTY for column in table.columns],
            [
                [cell + NASTY if isinstance(cell, str) else cell for cell in row]
                for row in table.rows
            ],
            table.title + NASTY,
        )
        assert latex_rows(bad.latex(caption=bad.title) + "\n") == rows(bad), name
        assert html_table(bad.html()).rows == rows(bad), name
        assert markdown_rows(bad.markdown()) == rows(bad), name
        assert csv_rows(bad.csv(["note"]))[0] == bad.columns, name


# The command line.

EACH = {
    "compare": ["climate", "--orders", "g6_consensus,club_joint"],
    "solve": ["climate", "--order", "g6_consensus"],
    "power": ["unsc"],
    "gridlock": ["unsc"],
    "coalitions": ["climate", "--tariff", "0.02"],
    "equilibria": ["game.csv"],
    "claims": ["71"],
    "statics": [],
    "sweep": ["plan.toml", "--quiet"],
    "list": [],
    "thumbs": [],
    "frontier": ["spheres"],
    "advise": ["spheres", "--patience", "0.5:0.9", "--draws", "2"],
    "grade": ["answers.csv", "--key", "key.json"],
    "verify": ["power.json"],
    "debrief": ["played.csv", "--model", "spheres", "--order", "spheres_concert"],
}
GIVEN = {"answers.csv", "game.csv", "key.json", "plan.toml", "played.csv", "power.json"}
PLAN = """[study]
name = "plan"
issue = "climate"
orders = ["g6_consensus"]
outputs = ["effectiveness"]
seed = 41
[[parameter]]
name = "patience"
low = 0.5
high = 0.6
steps = 2
[design]
kind = "grid"
"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return int(caught.value.code or 0)


def options() -> dict[str, set[str]]:
    """The options of each command."""
    import typer

    from gametheory_orders.cli import app

    run("list")  # the commands register themselves when the first one is run
    command: Any = typer.main.get_command(app.app)
    return {
        name: {option for each in one.params for option in each.opts}
        for name, one in command.commands.items()
    }


def test_every_command_with_csv_has_a_table() -> None:
    with_csv = {name for name, found in options().items() if "--csv" in found}
    assert {name for name, found in options().items() if "--table" in found} == with_csv
    assert set(EACH) == with_csv


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    key = gto.exercise_sheet("needed-trust", seed=2).to_dict(key=True)
    Path("key.json").write_text(json.dumps(key), encoding="utf-8")
    Path("answers.csv").write_text("student,1\nAda,1/2\n", encoding="utf-8")
    assert run("power", "g6", "--json", "--output", "power.json") == 0
    Path("played.csv").write_text("round,state,score\n1,East,3\n1,West,3\n", encoding="utf-8")
    Path("game.csv").write_text("Row,Column,Row,Column\n", encoding="utf-8")
    game = gto.NormalFormGame.from_arrays(
        [[4, 0], [3, 2]], [[4, 3], [0, 2]], players=("A", "B"), actions=(("a", "b"), ("a", "b"))
    )
    game.to_frame().to_csv("game.csv", index=False)
    return tmp_path


READ: dict[str, Callable[[str], list[list[str]]]] = {
    ".tex": latex_rows,
    ".md": markdown_rows,
    ".html": lambda text: html_table(text).rows,
    ".csv": csv_rows,
}


@pytest.mark.parametrize("command", EACH)
def test_a_command_writes_its_table(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {}
    for ending in ENDINGS:
        name = f"my_table{ending}"
        assert run(command, *EACH[command], "--table", name) == 0, capsys.readouterr().err
        text = Path(name).read_text(encoding="utf-8")
        assert "gametheory_orders 0.1.0" in text.replace("\\_", "_")
        shown[ending] = READ[ending](text)
        assert capsys.readouterr().out, "the screen shows what it always shows"
    assert shown[".tex"] == shown[".md"] == shown[".html"]
    if command != "sweep":
        # Of what holds, verify has no rows: its table lists what does not.
        assert len(shown[".csv"]) == len(shown[".tex"]) > (command != "verify")
    made = {path.name for path in folder.iterdir()} - GIVEN
    assert made == {f"my_table{ending}" for ending in ENDINGS}


def test_a_footer_names_what_was_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import hashlib

    assert run("sweep", "plan.toml", "--table", "t.md") == 0
    text = Path("t.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(Path("plan.toml").read_bytes()).hexdigest()
    assert "orders 0.1.0, seed 41\\\n" in text
    assert f"plan.toml: SHA-256 {digest}\\\n" in text
    assert "more files, all bundled: SHA-256 " in text
    assert str(folder) not in text


def test_a_footer_can_be_made_anew() -> None:
    """The hash of a list is that of what sha256sum prints, hashed once more."""
    import hashlib

    names = ["issues/climate.toml", "worlds/climate.csv", "worlds/climate.toml"]
    models = sources.models_folder()
    paths = [models / name for name in names]
    notes = footers.footer(*paths)
    listing = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  models/{name}\n"
        for name, path in list(zip(names, paths, strict=True))[1:]
    )
    assert notes[2] == (
        f"2 more files, all bundled: SHA-256 {hashlib.sha256(listing.encode()).hexdigest()} "
        "of their list"
    )
    assert footers.footer() == ("gametheory_orders 0.1.0",)
    assert footers.footer("climate", "climate") == footers.footer("climate")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("nowhere",), "nowhere: found no such issue or file"),
        (("missing.toml",), "missing.toml: found no such file"),
        ((Path("missing.toml"),), "missing.toml: found No such file or directory"),
    ],
)
def test_a_footer_of_nothing_says_so(arguments: Any, error: str, folder: Path) -> None:
    with pytest.raises(gto.ModelError) as caught:
        gto.footer(*arguments)
    assert caught.value.line().startswith(error)


@pytest.mark.parametrize("seed", [True, 1.5, "7", float("nan")])
def test_a_seed_is_a_whole_number(seed: Any) -> None:
    with pytest.raises(gto.ModelError, match=r"seed: found .* expected a whole number"):
        gto.footer(seed=seed)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("t.txt", "--table t.txt: found .txt, expected an ending of: .tex, .md, .html, .csv"),
        ("t", "--table t: found no ending"),
        ("no/t.tex", "--table no/t.tex: found no such folder"),
        ("", "--table : found no ending"),
    ],
)
def test_a_wrong_file_is_told_before_any_work(
    name: str, error: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compare", "climate", "--table", name) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(error)


def test_a_table_and_a_document_are_two_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("power", "unsc", "--csv", "--output", "a.csv", "--table", "a.csv") == 2
    assert "the file of --output" in capsys.readouterr().err
    assert run("power", "unsc", "--csv", "--output", "a.csv", "--table=b.tex") == 0
    assert Path("a.csv").exists()
    assert "16 more" not in Path("b.tex").read_text(encoding="utf-8")
    assert "unsc.toml: SHA-256" in Path("b.tex").read_text(encoding="utf-8")


def test_nothing_is_remembered_from_run_to_run(folder: Path) -> None:
    assert run("power", "unsc", "--table", "a.md") == 0
    assert run("power", "unsc", "--table", "b.md") == 0
    assert (
        Path("a.md").read_text(encoding="utf-8").splitlines()[2:]
        == (Path("b.md").read_text(encoding="utf-8").splitlines()[2:])
    )
    assert sources.reads_so_far() == []
