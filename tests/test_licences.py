"""The default install holds nothing under the GPL, or under a licence nobody has looked at.

Builds on docs/_ext/licences.py and the metadata of what is installed.
It is not: a reading of the licence texts.
"""

from __future__ import annotations

import importlib.util
import sys
from email.message import Message
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs/_ext/licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


licences: Any = load()


class Package:
    """A package that says this of its licence."""

    def __init__(self, *said: tuple[str, str]) -> None:
        self.metadata = Message()
        for key, value in said:
            self.metadata[key] = value


def test_the_default_install_is_free_of_the_gpl() -> None:
    found = licences.needed()
    assert {"numpy", "scipy", "contourpy", "mpmath"} <= set(found)
    assert licences.refused(found) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("License-Expression", "MIT")], "MIT"),
        ([("License-Expression", "GPL-3.0-or-later")], "GPL-3.0-or-later"),
        ([("License", "Apache-2.0")], "Apache-2.0"),
        (
            [("License", "whatever"), ("Classifier", "License :: OSI Approved :: MIT License")],
            "MIT",
        ),
        ([("License", "Do as you like, but ...")], "unknown"),
        ([], "unknown"),
        ([("Classifier", "License :: Other/Proprietary License")], "unknown"),
        (
            [
                ("Classifier", "License :: OSI Approved :: MIT License"),
                ("Classifier", "License :: OSI Approved :: GNU General Public License (GPL)"),
            ],
            "MIT AND unknown",
        ),
    ],
)
def test_what_a_package_says(said: list[tuple[str, str]], expected: str) -> None:
    package = Package(*said)
    assert licences.licence_of(package.metadata) == expected
    fine = expected in licences.ALLOWED
    assert licences.refused({"it": package}) == ([] if fine else [f"it: {expected}"])


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("MIT AND AGPL-3.0-only", False),
        ("GPL-3.0-only OR Apache-2.0", True),
        ("GPL-3.0-only OR Apache-2.0 AND LGPL-3.0-only", False),
        ("MIT AND (GPL-2.0-only OR BSD-2-Clause)", True),
        ("MIT AND (GPL-2.0-only OR LicenseRef-Own)", False),
        ("Apache-2.0 WITH LLVM-exception", False),
        ("(MIT", False),
        ("MIT)", False),
        ("MIT AND", False),
        ("", False),
        ("unknown", False),
    ],
)
def test_an_expression_is_read_as_spdx_means_it(expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed


def test_the_table_has_a_row_for_each() -> None:
    rows = licences.lines()[2:]
    assert len(rows) == len(licences.needed())
    assert any(row.startswith("| numpy | ") and row.endswith("directly |") for row in rows)
    assert any(row.startswith("| mpmath | ") and row.endswith("by another |") for row in rows)
