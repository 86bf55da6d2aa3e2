"""Maximal Nash subsets and components: which extreme equilibria may be mixed with which.

Builds on nothing. The extreme equilibria are the edges of a bipartite graph between the two
players' vertices; the set of all equilibria is the union, over the maximal bicliques U x V, of
conv U x conv V, and its connected parts are those of the graph (Avis, Rosenberg, Savani and von
Stengel 2010, Enumeration of Nash equilibria for two-player games, Economic Theory 42, 9-37).
Not here: finding the equilibria.
"""

from __future__ import annotations

from collections.abc import Sequence


class TooManyCliques(Exception):
    """More maximal bicliques than allowed."""


def maximal_bicliques(
    edges: Sequence[tuple[int, int]], limit: int = 100_000
) -> list[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """Return the maximal bicliques of a bipartite graph, and which connected part each is in.

    Examples
    --------
    >>> maximal_bicliques([(0, 0), (0, 1), (1, 1)])
    [((0,), (0, 1), 0), ((0, 1), (1,), 0)]
    """
    neighbours: dict[int, int] = {}
    for one, other in edges:
        neighbours[one] = neighbours.get(one, 0) | 1 << other
    # Right sides of maximal bicliques: all non-empty intersections of neighbourhoods.
    closed: set[int] = set()
    for own in neighbours.values():
        closed |= {own & known for known in closed if own & known}
        closed.add(own)
        if len(closed) > limit:
            raise TooManyCliques
    part: dict[int, int] = {}
    groups: list[int] = []
    for own in neighbours.values():
        touching = [g for g in groups if g & own]
        groups = [g for g in groups if not g & own]
        merged = own
        for g in touching:
            merged |= g
        groups.append(merged)
    cliques = []
    for right in closed:
        left = tuple(sorted(k for k, own in neighbours.items() if own & right == right))
        cliques.append((left, _members(right)))
    cliques.sort()
    out = []
    for left, right_side in cliques:
        group = next(g for g in groups if g >> right_side[0] & 1)
        out.append((left, right_side, part.setdefault(group, len(part))))
    return out


def _members(mask: int) -> tuple[int, ...]:
    return tuple(k for k in range(mask.bit_length()) if mask >> k & 1)
