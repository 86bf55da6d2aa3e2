"""A directive that shows every notebook with its picture, drawn anew in each build.

Builds on notebooks.py and the scripts in examples/notebooks/. It is not a list kept by hand, and no
picture is stored: none can show what the code no longer does.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import notebooks
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

PICTURES = Path(__file__).resolve().parents[1] / "gallery" / "pictures"


def draw(app) -> None:
    """Run all notebooks in one process, and keep their pictures."""
    command = [sys.executable, "-W", "error", notebooks.__file__, "--pictures", str(PICTURES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ExtensionError(f"a notebook does not run:\n{done.stderr}")


def card(script: Path) -> list[str]:
    """Return one notebook in Markdown: picture, title, question, files."""
    place = f"../../examples/notebooks/{script.stem}"
    title = notebooks.title_of(script)
    return [
        ":::{container} card-of-gallery",
        f"```{{image}} pictures/{script.stem}.png",
        f":alt: The picture of the notebook {title}",
        f":target: ../_images/{script.stem}.png",
        "```",
        "",
        f"**{title}**",
        "",
        notebooks.question_of(script),
        "",
        f"{{download}}`notebook <{place}.ipynb>`, {{download}}`script <{place}.py>`",
        ":::",
        "",
    ]


class Gallery(SphinxDirective):
    """``{gallery}``: all notebooks."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Parse the generated Markdown in place."""
        lines = ["::::{container} gallery", ""]
        for script in notebooks.scripts():
            self.env.note_dependency(str(script))
            lines += card(script)
        lines.append("::::")
        holder = nodes.container()
        holder.document = self.state.document
        text = StringList(lines, source="the notebooks")
        self.state.nested_parse(text, self.content_offset, holder)
        return holder.children


def setup(app) -> dict[str, object]:
    """Register the directive, and draw the pictures before pages are read."""
    app.add_directive("gallery", Gallery)
    app.connect("builder-inited", draw)
    return {"version": "1", "parallel_read_safe": True}
