"""What runs the core is pure Python or there in a browser's Python (Pyodide).

Builds on the metadata of what is installed. It is not: a run in a browser.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Packages with compiled parts that Pyodide builds for the browser, with the version it has.
# Read on 25 November 2026: anaconda.org/pyodide/repo (label "empty", its channel of wheels for
# Python 3.14, as of May 2026); wrapt: github.com/pyodide/pyodide-recipes, packages/wrapt.
PYODIDE = {
    "contourpy": "1.3.3",
    "fonttools": "4.62.1",
    "kiwisolver": "1.5.0",
    "matplotlib": "3.10.8",
    "numpy": "2.4.3",
    "pandas": "3.0.2",
    "pillow": "12.2.0",
    "pydantic-core": "2.41.5",
    "scipy": "1.17.1",
    "wrapt": "",
}

# What a comparison with its picture imports, beyond Python's own library. No more, so that
# what starts quickly and runs in a browser stays so.
IMPORTED = {
    "PIL",
    "annotated_types",
    "cycler",
    "dateutil",
    "fontTools",
    "gametheory_orders",
    "kiwisolver",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "packaging",
    "pydantic",
    "pydantic_core",
    "pyparsing",
    "scipy",
    "typing_extensions",
    "typing_inspection",
}
# Others bring these along where they happen to be installed.
BESIDE = {"charset_normalizer", "cython_runtime", "six", "backports", "contourpy", "pytz"}
# The lowest releases of matplotlib and pydantic do without these.
BESIDE |= {"fontTools", "typing_inspection"}


def normal(name: str) -> str:
    """Return a distribution's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> dict[str, metadata.Distribution]:
    """Return all distributions that the core needs at run time, those of others included."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement(text) for text in PROJECT["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = normal(requirement.name)
        if name not in found:
            found[name] = metadata.distribution(name)
            waiting += [Requirement(text) for text in found[name].requires or []]
    return found


def is_pure(distribution: metadata.Distribution) -> bool:
    """Say whether a wheel has no compiled part."""
    files = distribution.files or []
    wheel = distribution.read_text("WHEEL") or ""
    compiled = [file for file in files if file.suffix in (".so", ".pyd", ".dylib")]
    return "Root-Is-Purelib: true" in wheel and not compiled


def test_every_runtime_dependency_is_pure_python_or_in_pyodide() -> None:
    compiled = {name for name, each in needed().items() if not is_pure(each)}
    assert compiled <= set(PYODIDE), f"not in Pyodide: {sorted(compiled - set(PYODIDE))}"
    # And the list holds nothing that the core does not need.
    assert set(PYODIDE) <= set(needed())


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_what_pyodide_has_is_recent_enough(text: str) -> None:
    requirement = Requirement(text)
    version = PYODIDE.get(normal(requirement.name))
    if version:
        assert requirement.specifier.contains(version)


def test_what_a_comparison_imports_is_written_down() -> None:
    code = (
        "import sys; before = set(sys.modules); import gametheory_orders as gto;"
        "gto.plot(gto.compare('climate'));"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    public = {name for name in done.stdout.split() if not name.startswith("_")}
    found = public - set(sys.stdlib_module_names) - BESIDE
    assert found == IMPORTED - BESIDE


def test_nothing_that_serves_the_page_is_imported_by_the_core() -> None:
    code = "import sys, gametheory_orders.explorer.export; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name in ("marimo", "uvicorn", "starlette", "playwright", "matplotlib", "pandas"):
        assert name not in done.stdout.split(), name
