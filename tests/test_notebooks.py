"""Every notebook runs from top to bottom, is built as promised, and is what its script says.

Builds on docs/_ext/notebooks.py and the scripts in examples/notebooks/.
It is not: a test of the figures beyond what the notebooks assert.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load() -> ModuleType:
    path = ROOT / "docs" / "_ext" / "notebooks.py"
    spec = importlib.util.spec_from_file_location("notebooks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["notebooks"] = module
    spec.loader.exec_module(module)
    return module


notebooks: Any = load()
SCRIPTS = notebooks.scripts()
each = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def test_there_are_enough_and_all_are_listed() -> None:
    assert len(SCRIPTS) >= 12
    listed = (notebooks.FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)`", listed, re.MULTILINE) == [path.stem for path in SCRIPTS]
    made = sorted(path.stem for path in notebooks.FOLDER.glob("*.ipynb"))
    assert made == [path.stem for path in SCRIPTS]


@each
def test_it_runs_and_draws_one_picture(script: Path, tmp_path: Path) -> None:
    printed = notebooks.run(script, tmp_path / "picture.png")
    assert printed.strip()
    assert (tmp_path / "picture.png").stat().st_size > 5_000


@each
def test_the_stored_notebook_is_what_the_script_says(script: Path) -> None:
    """Made anew by: python docs/_ext/notebooks.py."""
    stored = script.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert stored == notebooks.ipynb(script), "run: python docs/_ext/notebooks.py"


@each
def test_its_code_is_the_scripts_code(script: Path) -> None:
    """Read back without the writer: what runs in Jupyter is what the test above has run."""
    book = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    code = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    text = script.read_text(encoding="utf-8")
    lines = [line for line in text.split("# %%", 1)[1].splitlines() if line]
    plain = [line for line in lines if not line.startswith("# ") and line not in ("#", "# %%")]
    read = [line for one in code for line in one.splitlines() if line and not line.startswith("# ")]
    assert read == plain[1:]  # what is left of the first mark
    for cell in book["cells"]:
        assert re.fullmatch(r"cell-\d+", cell["id"])
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
        else:
            assert set(cell) == {"cell_type", "id", "metadata", "source"}


@each
def test_it_is_built_as_promised(script: Path) -> None:
    cells = notebooks.cells_of(script)
    code = [cell for cell in cells if cell.kind == "code" and not cell.is_stub]
    lines = [line for cell in code for line in cell.text.splitlines() if line.strip()]
    counted = [line for line in lines if not re.match(r"import |from |assert ", line)]
    assert 10 <= len(counted) <= 30
    for cell, after in itertools.pairwise(cells):
        if cell.kind == "code" and not cell.is_stub:
            assert after.text.startswith("**What it says.**"), cell.text
    text = "\n".join(cell.text for cell in cells if cell.kind == "markdown")
    assert re.findall(r"^\*\*Exercise (\d)\.\*\*", text, re.MULTILINE) == ["1", "2", "3"]
    assert [cell.is_stub for cell in cells if cell.kind == "code"][-3:] == [True] * 3
    assert sum(cell.is_stub for cell in cells) == 3
    assert "assert " in "\n".join(lines), "what the text relies on is asserted"
    assert notebooks.question_of(script).endswith("?")


def test_a_wrong_script_fails(tmp_path: Path) -> None:
    """The gates themselves, seen to fail."""
    wrong = tmp_path / "01_wrong.py"
    for text in ("# %%\nassert 1 + 1 == 3\n", "# %%\nprint(1)\n"):
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises((AssertionError, ValueError)):
            notebooks.run(wrong)
    for text in ("# %% [markdown]\nprint(1)\n", "# %% [raw]\n# text\n"):
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="cell"):
            notebooks.cells_of(wrong)
