"""Every comparison with slack goes through one module, each tolerance with its meaning in words.

Builds on the source as syntax trees. It is not: a test of any tolerance's size.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gametheory_orders
from gametheory_orders.foundations import tolerances

SOURCE = Path(gametheory_orders.__file__).parent
SMALLEST_FIGURE = 1e-5
"""Numbers of this size or below are tolerances, not figures."""
COMPARISONS = ("isclose", "allclose", "assert_allclose")
NO_COMPARISONS = {
    ("plots/power.py", 1e-6): "the least distance between ticks",
    ("solvers/pledges.py", 1e-15): "a precision that a program is asked for",
    ("solvers/pledges.py", 1e-13): "a precision that a program is asked for",
    ("solvers/pledges.py", 1e-12): "a precision that a program is asked for",
    ("statics/claims/club_outside.py", 1e-6): "a capacity of a state without emissions",
}
"""Small numbers that nothing is compared with, and what they are."""


def small_literals(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """Return small numbers, by line; those that tell a program when to stop are left out."""
    stops: set[ast.AST] = set()
    for node in ast.walk(tree):
        named: list[tuple[str, ast.AST]] = []
        if isinstance(node, ast.Dict):
            named = [
                (str(getattr(key, "value", "")), value)
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        elif isinstance(node, ast.Call) and _called(node) not in COMPARISONS:
            named = [(each.arg or "", each.value) for each in node.keywords]
        for name, value in named:
            if name.endswith(("tol", "tolerance")):
                stops |= set(ast.walk(value))
    for node in ast.walk(tree):
        number = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if number and node not in stops:
            assert isinstance(node, ast.Constant)
            assert isinstance(node.value, float)
            if 0 < abs(node.value) <= SMALLEST_FIGURE:
                yield node.lineno, node.value


def comparisons_with_literals(tree: ast.AST) -> Iterator[int]:
    """Return lines at which isclose or allclose is given a number of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in COMPARISONS:
            given = [each.value for each in node.keywords if each.arg in TOLERANCES]
            if any(isinstance(v, ast.Constant) and v.value not in (0, 0.0) for v in given):
                yield node.lineno


TOLERANCES = ("rtol", "atol", "rel_tol", "abs_tol", "rel", "abs")


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_no_tolerance_stands_outside_its_module() -> None:
    found, seen = [], set()
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name == "foundations/tolerances.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, value in small_literals(tree):
            if (name, value) in NO_COMPARISONS:
                seen.add((name, value))
            else:
                found.append(f"{name}:{line}: {value:g}")
        found += [f"{name}:{line}: a literal tolerance" for line in comparisons_with_literals(tree)]
    assert found == []
    assert seen == set(NO_COMPARISONS)


def test_the_search_finds_planted_tolerances() -> None:
    planted = ast.parse(
        "a = x < 1e-9\nb = np.isclose(x, y, rtol=0.01)\nc = root(f, options={'xtol': 1e-13})\n"
        "d = np.allclose(x, y, atol=1e-8)\ne = 0.5"
    )
    assert list(small_literals(planted)) == [(1, 1e-9), (4, 1e-8)]
    assert list(comparisons_with_literals(planted)) == [2, 4]


def test_every_tolerance_has_its_meaning_in_words() -> None:
    tree = ast.parse(Path(tolerances.__file__).read_text(encoding="utf-8"))
    named = {}
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            named[node.targets[0].id] = str(after.value.value) if said else ""  # type: ignore[union-attr]
    assert len(named) > 30
    assert [name for name, text in named.items() if len(text.split()) < 6] == []
    # A name that nothing uses would be a tolerance that nobody has.
    source = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py"))
    assert [name for name in named if source.count(name) < 2] == []
