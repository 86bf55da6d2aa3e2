"""Exported oTree projects, read without oTree: the rules and the figures as they stand there.

Not here: running the pages (tests/classroom/test_otree_bots.py).
"""

from __future__ import annotations

import importlib
import itertools
import sys
import types
from pathlib import Path
from typing import Any

COUNT = itertools.count()


def rules_of(folder: Path) -> Any:
    """Import the rules of an exported app, beside its figures, without its pages."""
    name = f"exported_app_{next(COUNT)}"
    package = types.ModuleType(name)
    package.__path__ = [str(folder / "cooperation")]
    sys.modules[name] = package
    return importlib.import_module(f"{name}.rules")
