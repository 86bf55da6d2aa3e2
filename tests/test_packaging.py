"""What is installed is what pyproject.toml and the models folder say.

Builds on: the metadata of the installed distribution, the checkout's pyproject.toml.
It is not: a test of the build itself; .ci/run builds the wheel and runs it elsewhere.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODELS = ROOT / "models"

# The whole list: one more is a decision, not a detail.
RUNTIME = {
    "numpy",
    "scipy",
    "sympy",
    "nashpy",
    "pandas",
    "matplotlib",
    "networkx",
    "pydantic",
    "typer",
    "rich",
    "tomli-w",
}
EXTRAS = {"test", "docs", "dev", "dask", "notebooks", "browser", "gambit", "bench", "all"}

# Names and order as promised to users.
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


def package_of(requirement: str) -> str:
    """Return the normalised name a requirement starts with."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def read_toml(path: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_runtime_dependencies_are_the_agreed_ones() -> None:
    assert {package_of(line) for line in PROJECT["dependencies"]} == RUNTIME


def test_extras_are_the_agreed_ones() -> None:
    assert set(PROJECT["optional-dependencies"]) == EXTRAS


@pytest.mark.parametrize("extra", sorted(EXTRAS - {"all", "test"}))
def test_the_test_extra_pulls_in_nothing_of_the_others(extra: str) -> None:
    extras = PROJECT["optional-dependencies"]
    ours = {package_of(line) for line in extras["test"]}
    others = {package_of(line) for line in extras[extra]}
    assert others
    assert not ours & others


def test_no_extra_but_all_refers_to_the_package_itself() -> None:
    for extra, lines in PROJECT["optional-dependencies"].items():
        names = {package_of(line) for line in lines}
        assert ("gametheory-orders" in names) is (extra == "all"), extra


def test_all_names_every_extra() -> None:
    (line,) = PROJECT["optional-dependencies"]["all"]
    named = re.search(r"\[(.*)\]", line)
    assert named is not None
    assert set(named[1].split(",")) == EXTRAS - {"all"}


def test_installed_metadata_agrees_with_the_project_file() -> None:
    installed = metadata.metadata("gametheory-orders")
    assert installed["Version"] == PROJECT["version"]
    assert installed["License-Expression"] == "MIT"
    assert installed["Requires-Python"] == ">=3.11"
    assert set(installed.get_all("Provides-Extra") or []) == EXTRAS
    required = metadata.requires("gametheory-orders") or []
    assert {package_of(line) for line in required if "extra ==" not in line} == RUNTIME


def test_the_licence_travels_with_the_install() -> None:
    files = metadata.files("gametheory-orders") or []
    texts = [f.read_text() for f in files if f.name == "LICENSE"]
    assert texts == [(ROOT / "LICENSE").read_text(encoding="utf-8")]


def test_the_command_is_installed() -> None:
    (command,) = metadata.entry_points(group="console_scripts", name="fourcs")
    assert command.value == "gametheory_orders.cli:main"


def test_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in citation
    assert f"## [{version}]" in changes


def test_models_are_found_outside_the_checkout(tmp_path: Path) -> None:
    """The install finds its models whatever folder it is started from."""
    code = (
        "import gametheory_orders as gto;"
        "print(gto.load_issue('climate').name, gto.load_order('g6_consensus').name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["climate", "g6_consensus"]


def test_the_climate_issue_names_the_thirteen_designs_in_order() -> None:
    issue = read_toml(MODELS / "issues" / "climate.toml")["issue"]
    assert issue["orders"] == DESIGNS
    assert {path.stem for path in (MODELS / "orders").glob("*.toml")} >= set(DESIGNS)


@pytest.mark.parametrize("path", sorted((MODELS / "orders").glob("*.toml")), ids=lambda p: p.stem)
def test_an_order_file_is_named_after_its_order_and_has_a_source(path: Path) -> None:
    tables = read_toml(path)
    order = tables.get("order") or tables["hybrid"]
    assert order["name"] == path.stem
    if "hybrid" in tables:
        assert all((MODELS / "orders" / f"{part}.toml").is_file() for part in order["orders"])
    else:
        assert order["four_c"] in {"charter", "club", "concert", "coalition"}
    assert order["source"]
    for issue in order["issues"]:
        assert (MODELS / "issues" / f"{issue}.toml").is_file()


@pytest.mark.parametrize("path", sorted((MODELS / "worlds").glob("*.toml")), ids=lambda p: p.stem)
def test_every_column_of_a_world_has_its_source(path: Path) -> None:
    model = read_toml(path)
    assert model["world"]["name"] == path.stem
    assert model["world"]["source"]
    with (path.parent / str(model["world"]["table"])).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:2] == ["id", "name"]
    assert set(header[2:]) == {*model["columns"], *model.get("texts", {})}
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids)
    if "trade" in model["world"]:
        table = path.parent / str(model["world"]["trade"])
        with table.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == ["importer", *ids]
        assert [row[0] for row in rows] == ids


def pins(name: str) -> dict[str, set[str]]:
    """Return the releases that a file of .ci/ names, by package; a marker may choose."""
    text = (ROOT / ".ci" / name).read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for package, release in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(package_of(package), set()).add(release)
    return found


def test_the_lowest_releases_are_the_bounds() -> None:
    lowest = pins("lowest.txt")
    for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]):
        (bound,) = [each for each in Requirement(line).specifier if each.operator == ">="]
        (release,) = lowest[package_of(line)]
        # Not a text: 1.26 and 1.26.0 are one release.
        assert Version(release) == Version(bound.version), line


@pytest.mark.parametrize("extra", ["", "test", "dev", "docs", "notebooks", "browser"])
def test_the_lock_holds_what_the_gate_installs(extra: str) -> None:
    locked = pins("lock.txt")
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    for line in lines:
        for release in locked[package_of(line)]:
            assert Requirement(line).specifier.contains(release), line


def test_every_locked_release_has_its_hashes() -> None:
    text = (ROOT / ".ci" / "lock.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) > 100
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def test_the_pythons_named_are_the_same_everywhere() -> None:
    named = [text.split(" :: ")[-1] for text in PROJECT["classifiers"] if " 3." in text]
    page = (ROOT / "docs" / "reference" / "versions.md").read_text(encoding="utf-8")
    assert [each for each in re.findall(r"^\| (3\.\d+) \|", page, re.MULTILINE)] == named
    assert PROJECT["requires-python"] == f">={named[0]}"
