"""Nothing from a file is ever run: no module can, and hostile files do not.

Builds on: file_mutations.py (its watch and its scraps of code). It is not: the random search.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import gametheory_orders
from file_mutations import CODE, SENTINEL, alarm, watched
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.worlds import expressions
from good_files import POND, Kind, fault, kinds

SOURCE = Path(gametheory_orders.__file__).parent
RUNNERS = {
    *("eval", "exec", "compile", "__import__", "execfile", "input", "breakpoint"),
    *("sympify", "parse_expr", "lambdify", "parse_latex", "literal_eval", "pickle", "cPickle"),
    *("marshal", "shelve", "dill", "joblib", "yaml", "runpy", "codeop", "system", "popen"),
    *("subprocess", "Popen", "check_call", "getoutput", "spawn", "execv"),
    *("read_pickle", "to_pickle", "query", "numexpr", "S", "import_module", "SourceFileLoader"),
    *("ExpressionParser", "numpy_load", "allow_pickle", "fromstring_function"),
}
"""Names that run text or bytes as code, start a program or load by a name that may be given."""
ATTRIBUTES = {"system", "popen", "spawn"}
"""These only as os.system and the like: alone they are words for other things."""
ALLOWED = {
    # Modules of ours by names that stand in the source beside the line, none from a file.
    "__init__.py": {"import_module"},
    "classroom/exercises/catalogue.py": {"import_module"},
    "classroom/sheets/formats.py": {"import_module"},
    "plots/__init__.py": {"import_module"},
    "statics/claims/checks.py": {"import_module"},
    "statics/symbolic/results.py": {"import_module"},
    # A neighbour's library (pandas, nashpy, ...) by a name that the caller's line holds.
    "games/doors.py": {"import_module"},
}
"""The few places that use one of them, each with the reason beside it."""


def _used(path: Path) -> Iterator[tuple[int, str]]:
    """Return the lines at which a file names something that runs code, called or handed on."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Name):
            names = [node.id] if node.id not in ATTRIBUTES else []
        elif isinstance(node, ast.Attribute):
            # re.compile makes a pattern, not code.
            pattern = node.attr == "compile" and getattr(node.value, "id", "") == "re"
            names = [] if pattern else [node.attr]
        elif isinstance(node, ast.Import):
            names = [part for each in node.names for part in each.name.split(".")]
        elif isinstance(node, ast.ImportFrom):
            names = [*(node.module or "").split("."), *(each.name for each in node.names)]
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            names = [node.arg]
        for name in names:
            if name in RUNNERS:
                yield getattr(node, "lineno", 0), name


def test_no_module_can_run_text_as_code() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for _, name in _used(path):
            found.setdefault(str(path.relative_to(SOURCE)), set()).add(name)
    assert found == ALLOWED


def test_that_search_finds_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(
        "import pickle\nfrom ast import literal_eval\nimport os\nrun = eval\n"
        "os.system('x')\nsympy.sympify(text)\nbuiltins.exec(text)\n"
        "import re\nre.compile('x')\nnp.load(p, allow_pickle=True)\n"
    )
    assert [name for _, name in sorted(_used(path))] == [
        *("pickle", "literal_eval", "eval", "system", "sympify", "exec", "allow_pickle"),
    ]


HOSTILE = (
    *CODE,
    "9**9**9",
    "9" * 1_000_000,
    "(" * 1_000_000,
    "-" * 1_000_000 + "1",
    "not " * 100_000 + "1",
    "a.b.c",
    "stake.__class__.__mro__",
    "__builtins__",
    "[x for x in ()]",
    "stake if stake else stake",
    "stake := 1",
    "f'{stake}'",
    "import os",
    "stake; import os",
    "lambda: 0",
    "'a' * 10000000",
    "stake @ stake",
    "stake % 2",
    "stake // 2",
    "~stake",
    "max(stake, key=print)",
    "total(*stake)",
    "open('/etc/passwd')",
    "\x00stake",
    "ｅｖａｌ('1')",
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_expressions_are_refused_at_once(text: str) -> None:
    begun = time.monotonic()
    with watched() as seen, alarm(5), pytest.raises(ModelError) as error:
        # A name alone is an expression: it is refused as the name of no column.
        expressions.evaluate(expressions.parse(text), {"stake": np.ones(2)})
    assert time.monotonic() - begun < 5
    assert not seen
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


def _planted(text: str) -> Iterator[tuple[str, Kind, str]]:
    """Return good files with hostile text wherever an expression or a number in words stands."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", "\\u0000") + '"'
    quoted = quoted.replace("\u2028", "\\u2028")
    pond = kinds()["public good"]
    yield "derived", pond, POND.replace('"factor * stake"', quoted)
    universal = 'membership = { rule = "universal" }'
    assert universal in POND
    where = f'membership = {{ rule = "criterion", where = {quoted} }}'
    yield "where", pond, POND.replace(universal, where)
    yield "quota", pond, POND.replace("quota = 2", f"quota = {quoted}")
    minimum = f'membership = {{ rule = "minimum", share = {quoted} }}'
    yield "share", pond, POND.replace(universal, minimum)
    yield "nfg", kinds()["nfg"], kinds()["nfg"].text.replace(" 8", f" {quoted}")
    yield "table", kinds()["long table"], f"A,payoff of A\nx,{text}\n"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_files_are_refused_and_run_nothing(text: str, tmp_path: Path) -> None:
    for what, kind, whole in _planted(text):
        path = kind.write(tmp_path, whole)
        with watched() as seen, alarm():
            ended = list(kind.read(path))
        for command, done in ended:
            assert fault(done) is None, f"{what}, {command[0]}"
            assert done.code == 2, f"{what}, {command[0]} took {text[:40]!r}"
        assert not [each for each in seen if "dlopen" not in each]
        assert not (tmp_path / SENTINEL).exists()
        assert not Path(SENTINEL).exists()
