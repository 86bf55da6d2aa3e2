"""Engine: generating functions, for one weighted quota among many different players.

c[v] counts coalitions of total weight v; its value is a polynomial in the size of the coalition,
packed into one Python integer (the power of size is a shift by n + 1 bits, wide enough for any
count). A player joins by c[v] += c[v - w] << shift. Leaving one out is a division by 1 + x, done
only where a swing can be: with S the sums of c up to v, the sums without the player are
P[v] = S[v] - x P[v - w]. Builds on problem.py; exact. Sources: Mann and Shapley 1962 (after
Cantor); Kronecker substitution for the packing. Not here: several weighted quotas.
"""

from __future__ import annotations

from itertools import accumulate

from gametheory_orders.measures.power.problem import Found, Problem, types_of
from gametheory_orders.orders.voting.formula import Atom, dual

MOST_WORK = 40_000_000


def suits(problem: Problem) -> bool:
    """Say whether the problem is of the right kind and small enough."""
    atom = problem.weighted
    if atom is None:
        return False
    width = problem.top * (problem.n + 1) if problem.top > 1 else problem.n + 1
    work = _window(problem, atom) * problem.n
    return work <= MOST_WORK and work * width <= 8 * 10**11


def _window(problem: Problem, atom: Atom) -> int:
    if problem.formula == atom:
        return min(atom.least, atom.total - atom.least + 1)
    return atom.total


def by_generating_functions(problem: Problem) -> Found:
    """Return swings and winning coalitions by size, from counts by weight and size.

    Examples
    --------
    >>> by_generating_functions(Problem(Atom((3, 2, 2), 4), (1, 1, 1))).swings[0]
    ((0,), [0, 2, 0, 0])
    """
    atom = problem.weighted
    assert atom is not None
    if problem.formula == atom and 2 * atom.least > atom.total + 1:
        return _mirrored(problem, atom)
    bars = problem.bars()
    shift = problem.n + 1
    counts = _counts(problem, atom, max(bars) - 1, shift)
    below = list(accumulate(counts))
    sizes = problem.sizes()
    losing = _by_bars(below, bars, shift)
    wins = [every - lost for every, lost in zip(sizes, losing, strict=True)]
    return Found(
        wins,
        [(g, _swings(problem, atom, g[0], below, bars)) for g in types_of(problem)],
    )


def _mirrored(problem: Problem, atom: Atom) -> Found:
    """Work on the dual, whose quota is the smaller: swings are the same from the other side."""
    blocking = dual(atom)
    found = by_generating_functions(Problem(blocking, problem.steps))
    last = problem.top - 1
    sizes = problem.sizes()
    wins = [sizes[s] - found.wins[last - s] for s in range(problem.top)]
    swings = []
    for group, counts in found.swings:
        others = last - problem.steps[group[0]]
        flipped = [counts[others - s] if s <= others else 0 for s in range(problem.top)]
        swings.append((group, flipped))
    return Found(wins, swings)


def _counts(problem: Problem, atom: Atom, most: int, shift: int) -> list[int]:
    counts = [1]
    # Light players first: the lists stay short for longest.
    for weight, step in sorted(zip(atom.weights, problem.steps, strict=True)):
        by = step * shift
        if weight == 0:
            counts = [value + (value << by) for value in counts]
            continue
        length = min(len(counts) + weight, most + 1)
        grown = counts + [0] * (length - len(counts))
        if by:
            for v in range(weight, length):
                grown[v] += counts[v - weight] << by
        else:
            for v in range(weight, length):
                grown[v] += counts[v - weight]
        counts = grown
    return counts


def _at(below: list[int], v: int) -> int:
    if v < 0 or not below:
        return 0
    return below[v] if v < len(below) else below[-1]


def _by_bars(below: list[int], bars: list[int], shift: int) -> list[int]:
    packed = {bar: _at(below, bar - 1) for bar in set(bars)}
    return [_digit(packed[bar], size, shift) for size, bar in enumerate(bars)]


def _digit(packed: int, size: int, shift: int) -> int:
    return packed >> size * shift & ((1 << shift) - 1)


def _swings(problem: Problem, atom: Atom, i: int, below: list[int], bars: list[int]) -> list[int]:
    weight, step, shift = atom.weights[i], problem.steps[i], problem.n + 1
    last = problem.top - 1 - step
    known: dict[int, int] = {}

    def up_to(v: int) -> int:
        if v not in known:
            known[v] = _without(below, v, weight, (step * shift, problem.top * shift))
        return known[v]

    out = []
    for size in range(problem.top):
        if size > last:
            out.append(0)
            continue
        loses, joined = bars[size], bars[size + step]
        high = _digit(up_to(loses - 1), size, shift)
        low = _digit(up_to(joined - weight - 1), size, shift)
        out.append(high - low)
    return out


def _without(below: list[int], v: int, weight: int, bits: tuple[int, int]) -> int:
    """Return the packed sums up to v without one player, by P[v] = S[v] - x P[v - weight]."""
    by, width = bits
    if v < 0:
        return 0
    if weight == 0:
        # The player doubles (or shifts and adds to) every count: divide by 1 + x.
        total = _at(below, v)
        return total // (1 + (1 << by))
    mask = (1 << width) - 1
    out = 0
    for u in range(v % weight, v + 1, weight):
        out = (_at(below, u) - (out << by)) & mask
    return out
