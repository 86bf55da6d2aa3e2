"""Every script in examples/ runs to its end; its own asserts are the test.

Builds on: the scripts, and the package as it is installed.
It is not: a test of the numbers beyond what the scripts assert.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "examples"
SCRIPTS = sorted(FOLDER.glob("*.py"))


def run(script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in an empty folder, warnings as errors as in all tests."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "MPLBACKEND": "Agg", "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_script(script: Path, tmp_path: Path) -> None:
    done = run(script, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "an example shows something"
    assert "\nassert " in script.read_text(encoding="utf-8"), "an example ends in asserts"
    assert not list(tmp_path.iterdir()), "an example leaves no files behind"


def test_every_script_is_listed() -> None:
    assert SCRIPTS
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in SCRIPTS if f"`{p.name}`" not in listed] == []


def test_a_wrong_script_fails(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("assert 1 + 1 == 3\n", encoding="utf-8")
    assert run(planted, tmp_path).returncode != 0
