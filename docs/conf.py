"""Sphinx configuration: MyST pages, and an API reference made from the docstrings."""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "gametheory_orders"
author = "the gametheory_orders authors"
project_copyright = f"2026, {author}"
release = metadata.version("gametheory-orders")
version = release

extensions = [
    "claims_table",
    "concept_cards",
    "gallery",
    "licences",
    "myst_parser",
    "rules_table",
    "statics_table",
    "thumbs_table",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
templates_path = ["_templates"]
exclude_patterns = ["_build"]
html_static_path = ["_static"]
html_css_files = ["wide.css", "gallery.css"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# One page for each name in gametheory_orders.__all__, and no list to keep by hand.
# The names live in their rooms, so "imported" ones are the ones that count.
autosummary_generate = True
autosummary_imported_members = True
autosummary_ignore_module_all = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"

napoleon_google_docstring = False
napoleon_numpy_docstring = True
napoleon_use_rtype = False
# Types in docstrings are prose ("array, shape (n,)"): as fields, Sphinx would link each n.
napoleon_use_param = False
# Attributes are listed once, from the docstring, not again from the class body.
napoleon_custom_sections = [("Attributes", "params_style")]

# A docstring's References list may hold what no sentence points to.
suppress_warnings = ["ref.footnote"]

# A lesson is read from top to bottom: its tables need the width more than a menu.
html_sidebars = {"tutorial/**": [], "gallery/**": []}
html_theme = "pydata_sphinx_theme"
html_title = "gametheory_orders"
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
}


def _prose_first_line(*event):
    """Keep napoleon from reading "A share, shape (n,): why" as a type and a text."""
    what, lines = event[1], event[-1]
    if what in {"property", "attribute", "data"} and lines:
        lines[0] = lines[0].replace(": ", " \N{EN DASH} ", 1)


def setup(app):
    app.connect("autodoc-process-docstring", _prose_first_line, priority=100)
