"""Best-response polytopes in integers: solving one basis, walking all vertices, following a path.

Builds on integers alone. A polytope here is {x in R^d : x >= 0, R x <= 1} with positive integer
rows R; its labels are bits: bit i for x_i = 0, bit d + c for a tight row c. Every vertex is kept
as integers (numerators, denominator). This is the slow, transparent road beside bimatrix.py.
Not here: floating point, and anything about equilibria but the path of Lemke and Howson (1964).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import TypeAlias

Rows: TypeAlias = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Vertex:
    """A vertex x = numerators / denominator with the bits of all its labels."""

    labels: int
    numerators: tuple[int, ...]
    denominator: int


class TooMany(Exception):
    """More vertices than allowed."""


class Infeasible(Exception):
    """The basis is regular, but its point lies outside the polytope."""


def solve_basis(rows: Rows, d: int, labels: int) -> Vertex | None:
    """Return the vertex at which d given labels hold, None where they do not fix a point.

    Raises
    ------
    Infeasible
        Where the point they fix lies outside.
    """
    support = [i for i in range(d) if not labels >> i & 1]
    tight = [c for c in range(len(rows)) if labels >> (d + c) & 1]
    if len(support) != len(tight):
        return None
    solved = solve_ones([[rows[c][i] for i in support] for c in tight])
    if solved is None:
        return None
    values, denominator = solved
    if values and min(values) < 0:
        raise Infeasible
    found = 0
    numerators = [0] * d
    for i, value in zip(support, values, strict=True):
        numerators[i] = value
    for i, value in enumerate(numerators):
        if not value:
            found |= 1 << i
    for c, row in enumerate(rows):
        slack = denominator - sum(map(mul, row, numerators))
        if slack < 0:
            raise Infeasible
        if not slack:
            found |= 1 << (d + c)
    return Vertex(found, tuple(numerators), denominator)


def solve_ones(matrix: list[list[int]]) -> tuple[list[int], int] | None:
    """Return integers (z, q), q > 0, with M z = q (1, ..., 1); None where M is singular.

    Fraction-free Gauss-Jordan elimination (Bareiss 1968): every division is exact.

    Examples
    --------
    >>> solve_ones([[2, 1], [1, 3]])
    ([2, 1], 5)
    """
    k = len(matrix)
    table = [[*row, 1] for row in matrix]
    last = 1
    for step in range(k):
        pivot_row = next((r for r in range(step, k) if table[r][0]), None)
        if pivot_row is None:
            return None
        if pivot_row != step:
            table[step], table[pivot_row] = table[pivot_row], table[step]
        head, *pivot = table[step]
        for r in range(k):
            if r == step:
                continue
            factor, *rest = table[r]
            if factor:
                table[r] = [
                    (head * a - factor * b) // last for a, b in zip(rest, pivot, strict=True)
                ]
            else:
                table[r] = [head * a // last for a in rest]
        table[step] = pivot
        last = head
    if last < 0:
        return [-row[0] for row in table], -last
    return [row[0] for row in table], last


class Tableau:
    """The simplex tableau of R x + s = 1 in integers, with lexicographic ties (no cycling).

    Variables 0..d-1 are x, variables d.. are the slacks s. All entries share the denominator
    ``last`` (Edmonds' integer pivoting).
    """

    def __init__(self, rows: Rows, d: int) -> None:
        n = len(rows)
        self.d, self.n = d, n
        self.table = [[1, *(int(c == r) for c in range(n)), *row] for r, row in enumerate(rows)]
        self.basis = [d + r for r in range(n)]
        self.last = 1

    def _column(self, variable: int) -> int:
        return 1 + (variable - self.d if variable >= self.d else self.n + variable)

    def leaving_row(self, entering: int) -> int:
        """Return the row of the lexicographically smallest ratio."""
        s = self._column(entering)
        best = -1
        for r, row in enumerate(self.table):
            if row[s] > 0 and (best < 0 or self._smaller(row, self.table[best], s)):
                best = r
        return best

    def _smaller(self, one: list[int], two: list[int], s: int) -> bool:
        # Columns 0..n are the right-hand side and the first basis: never equal throughout.
        p, q = one[s], two[s]
        for k in range(self.n + 1):
            left, right = one[k] * q, two[k] * p
            if left != right:
                return left < right
        raise AssertionError("two rows of a basis are dependent")

    def pivot(self, entering: int, row: int) -> int:
        """Bring a variable into the basis in a row; return the one that leaves."""
        s, last = self._column(entering), self.last
        pivot = self.table[row]
        head = pivot[s]
        for r, other in enumerate(self.table):
            if r != row:
                factor = other[s]
                self.table[r] = [
                    (head * a - factor * b) // last for a, b in zip(other, pivot, strict=True)
                ]
        self.last = head
        leaving, self.basis[row] = self.basis[row], entering
        return leaving

    def vertex(self) -> Vertex:
        """Return the vertex of the present basis."""
        labels = (1 << (self.d + self.n)) - 1
        numerators = [0] * self.d
        for variable, row in zip(self.basis, self.table, strict=True):
            if row[0]:
                labels ^= 1 << variable
                if variable < self.d:
                    numerators[variable] = row[0]
        return Vertex(labels, tuple(numerators), self.last)


def all_vertices(rows: Rows, d: int, limit: int) -> dict[int, Vertex]:
    """Return every vertex but the origin, by its labels, walking over all lexicographic bases.

    The bases that are lexicographically feasible are the vertices of a simple polytope near this
    one, whose graph is connected; each vertex of this one has at least one such basis.

    Raises
    ------
    TooMany
        Beyond ``limit`` bases.
    """
    tableau = Tableau(rows, d)
    everything = (1 << (d + len(rows))) - 1
    basis = everything ^ ((1 << d) - 1)
    seen = {basis}
    found: dict[int, Vertex] = {}
    # Each step: candidates still to try, and how to pivot back to where we came from.
    stack: list[tuple[list[int], int, int]] = [(list(range(d)), -1, -1)]
    while stack:
        candidates, back, back_row = stack[-1]
        if not candidates:
            stack.pop()
            if back >= 0:
                basis ^= (1 << back) | (1 << tableau.pivot(back, back_row))
            continue
        entering = candidates.pop()
        row = tableau.leaving_row(entering)
        there = basis ^ (1 << entering) ^ (1 << tableau.basis[row])
        if there in seen:
            continue
        seen.add(there)
        if len(seen) > limit:
            raise TooMany
        leaving = tableau.pivot(entering, row)
        basis = there
        vertex = tableau.vertex()
        found.setdefault(vertex.labels, vertex)
        outside = everything ^ there
        stack.append(([v for v in range(d + len(rows)) if outside >> v & 1], leaving, row))
    found.pop((1 << d) - 1, None)
    return found


def lemke_howson_path(rows_p: Rows, rows_q: Rows, label: int) -> tuple[Vertex, Vertex, bool]:
    """Return the vertices at the end of the path that drops a label first, and if it had ties.

    Lexicographic ties, so that it ends in every game, degenerate ones too (von Stengel 2002,
    Handbook of Game Theory 3, ch. 45).

    Parameters
    ----------
    rows_p, rows_q : positive integer rows
        Of the row player's polytope {x : B^T x <= 1} and the column player's {y : A y <= 1}.
    label : int
        0..m-1 the row player's actions, m..m+n-1 the column player's.
    """
    m, n = len(rows_q), len(rows_p)
    tableaux = (Tableau(rows_p, m), Tableau(rows_q, n))
    ties = False
    side, entering = (0, label) if label < m else (1, label - m)
    while True:
        tableau = tableaux[side]
        leaving = tableau.pivot(entering, tableau.leaving_row(entering))
        ties = ties or not all(line[0] for line in tableau.table)
        # Labels of the game: the row player's actions first. P holds them as 0..m+n-1; in Q the
        # variables y come first, so that its labels are turned round.
        name = leaving if side == 0 else (leaving + m if leaving < n else leaving - n)
        if name == label:
            return tableaux[0].vertex(), tableaux[1].vertex(), ties
        side = 1 - side
        entering = name if side == 0 else (name - m if name >= m else name + n)
