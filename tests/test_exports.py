"""The package's lazy names and its stub for type checkers name the same things."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import gametheory_orders as gto


def stub_names() -> dict[str, str]:
    source = Path(gto.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    return {
        alias.name: node.module or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_every_exported_name_is_in_the_stub_and_from_the_same_room():
    stub = stub_names()
    assert set(stub) == set(gto.__all__) - {"__version__"}
    for name, module in stub.items():
        assert getattr(importlib.import_module(module), name) is getattr(gto, name)


def test_a_name_that_does_not_exist_is_an_attribute_error():
    assert not hasattr(gto, "no_such_name")
