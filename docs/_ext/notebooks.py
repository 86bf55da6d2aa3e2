"""Notebooks from plain scripts: reads cells, writes .ipynb files, draws the gallery's pictures.

A notebook is a script in examples/notebooks/ whose cells begin with ``# %%``. It is the source:
the .ipynb beside it is made from it. Run: python docs/_ext/notebooks.py [--pictures FOLDER].
It is not a converter for scripts in general: only cells of text and of code are known.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import runpy
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "notebooks"
MARK = "# %%"
TEXT = "# %% [markdown]"
DPI = 144


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, ``markdown`` or ``code``, and its text."""

    kind: str
    text: str

    @property
    def is_stub(self) -> bool:
        """Whether it is the place where a student writes an answer."""
        return self.kind == "code" and self.text.startswith("answer = None")


def scripts() -> list[Path]:
    """Return the scripts, in their order."""
    return sorted(FOLDER.glob("[0-9][0-9]_*.py"))


def cells_of(script: Path) -> list[Cell]:
    """Return the cells of a script; what stands above the first one is for programmers."""
    found: list[tuple[str, list[str]]] = []
    for line in script.read_text(encoding="utf-8").splitlines():
        if line in (MARK, TEXT):
            found.append(("markdown" if line == TEXT else "code", []))
        elif line.startswith(MARK):
            raise ValueError(f"{script.name}: a cell that begins with {line!r}")
        elif found:
            found[-1][1].append(line)
    return [Cell(kind, _text(kind, lines, script)) for kind, lines in found]


def _text(kind: str, lines: list[str], script: Path) -> str:
    if kind == "markdown":
        wrong = [line for line in lines if line and line != "#" and not line.startswith("# ")]
        if wrong:
            raise ValueError(f"{script.name}: code in a cell of text: {wrong[0]!r}")
        lines = [line[2:] for line in lines]
    return "\n".join(lines).strip("\n")


def title_of(script: Path) -> str:
    """Return the first heading."""
    return re.search(r"^# (.+)$", cells_of(script)[0].text, re.MULTILINE)[1]


def question_of(script: Path) -> str:
    """Return what the notebook asks, on one line."""
    (found,) = re.findall(r"\*\*Question\.\*\* (.*?)(?:\n\n|\Z)", cells_of(script)[0].text, re.S)
    return " ".join(found.split())


def ipynb(script: Path) -> str:
    """Return a script as a Jupyter notebook (format 4.5), without outputs."""
    cells = []
    for number, cell in enumerate(cells_of(script), 1):
        made = {
            "cell_type": cell.kind,
            "id": f"cell-{number}",
            "metadata": {},
            "source": cell.text.splitlines(keepends=True),
        }
        if cell.kind == "code":
            made |= {"execution_count": None, "outputs": []}
        cells.append(made)
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book = {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def run(script: Path, picture: Path | None = None) -> str:
    """Run a script from top to bottom and return what it prints; keep its one picture."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    printed = io.StringIO()
    plt.close("all")
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(script))
        (number,) = plt.get_fignums()
        if picture is not None:
            plt.figure(number).savefig(picture, dpi=DPI, metadata={"Software": None})
    finally:
        plt.close("all")
    return printed.getvalue()


def main() -> None:
    """Write the .ipynb files, or the pictures into a folder."""
    parser = argparse.ArgumentParser(description="Make the notebooks anew from their scripts.")
    parser.add_argument("--pictures", metavar="FOLDER", type=Path)
    asked = parser.parse_args()
    for script in scripts():
        if asked.pictures is None:
            script.with_suffix(".ipynb").write_text(ipynb(script), "utf-8", newline="\n")
        else:
            asked.pictures.mkdir(parents=True, exist_ok=True)
            run(script, asked.pictures / f"{script.stem}.png")


if __name__ == "__main__":
    main()
