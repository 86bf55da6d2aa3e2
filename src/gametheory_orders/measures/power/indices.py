"""The power indices: Shapley-Shubik, Banzhaf, Coleman, Deegan-Packel, Holler.

Each is a weighting of swings (counting.py) or of minimal winning coalitions. With s the size of a
coalition without i, and n players::

    Shapley-Shubik  sum of swings_i(s) s! (n - 1 - s)! / n!
    Banzhaf         sum of swings_i(s) / 2^(n-1), or as a share of everybody's swings

Builds on orders.voting and counting.py; exact (ints and Fractions) unless floats are asked for.
Not here: a priori unions (unions.py), abstention (ternary.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.measures.power.counting import Count, count
from gametheory_orders.measures.power.multilinear import shapley_by_quadrature
from gametheory_orders.measures.power.probability import acceptance, criticality
from gametheory_orders.measures.power.result import Number, PowerIndices
from gametheory_orders.orders.voting.coalitions import minimal_cells
from gametheory_orders.orders.voting.simple_game import SimpleGame

NOBODY = "nobody ever wins: all power is 0"
INDICES = (
    "shapley_shubik",
    "banzhaf",
    "coleman",
    "deegan_packel",
    "holler",
)


def _remark(found: Count) -> str:
    return "" if found.active else NOBODY


def _shapley(found: Count, n: int) -> tuple[Fraction, ...]:
    size = len(found.active)
    factors = [math.factorial(s) * math.factorial(size - 1 - s) for s in range(size)]
    known: dict[int, Fraction] = {}
    out = [Fraction(0)] * n
    for i, swings in found.swings.items():
        if id(swings) not in known:
            # Sizes from the number of those who matter on carry no swing.
            total = sum(f * swing for f, swing in zip(factors, swings, strict=False))
            known[id(swings)] = Fraction(total, math.factorial(size))
        out[i] = known[id(swings)]
    return tuple(out)


def shapley_shubik(game: SimpleGame, *, exact: bool = True) -> PowerIndices:
    """Return the Shapley-Shubik index: who is pivotal in a random order.

    Parameters
    ----------
    game : SimpleGame
        The game.
    exact : bool
        Fractions; False gives floats by quadrature of the multilinear extension, with the
        estimated error in the result (for one weighted quota, with or without vetoers).

    Raises
    ------
    NoAnswer
        If the game is too large to count.

    Notes
    -----
    Source: Shapley and Shubik 1954, American Political Science Review 48.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> council = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    >>> power = shapley_shubik(quota_game(council, 9, veto=council[:5]))
    >>> str(power["P0"]), str(power["E9"])
    ('421/2145', '4/2145')
    """
    if not exact:
        values, error, method = shapley_by_quadrature(game.normal, game.n)
        return PowerIndices(
            game.players, {"shapley_shubik": values}, "shapley_shubik", {}, game.name, method, error
        )
    found = count(game.normal, game.n)
    columns = {"shapley_shubik": _shapley(found, game.n)}
    return PowerIndices(
        game.players, columns, "shapley_shubik", {}, game.name, found.method, 0.0, _remark(found)
    )


def _swing_totals(found: Count, n: int) -> tuple[int, ...]:
    out = [0] * n
    idle = n - len(found.active)
    for i, swings in found.swings.items():
        out[i] = sum(swings) << idle
    return tuple(out)


def _figures(found: Count, n: int) -> dict[str, Number]:
    winning = found.winning << n - len(found.active)
    return {"winning_coalitions": winning, "power_to_act": Fraction(winning, 2**n)}


def shares(values: Sequence[int]) -> tuple[Fraction, ...]:
    """Return figures as shares of their sum; all 0 if it is 0."""
    total = sum(values)
    return tuple(Fraction(value, total) if total else Fraction(0) for value in values)


def _banzhaf(found: Count, n: int) -> dict[str, tuple[Number, ...]]:
    swings = _swing_totals(found, n)
    return {
        "banzhaf_swings": swings,
        "banzhaf": shares(swings),
        "banzhaf_absolute": tuple(Fraction(swing, 2 ** (n - 1)) for swing in swings),
    }


def banzhaf(
    game: SimpleGame, *, probability: object = None, engine: str | None = None
) -> PowerIndices:
    """Return Banzhaf power: how often a player decides, all coalitions being equally likely.

    The columns are the number of swings, the normalised index (its shares) and the absolute one
    (swings out of 2^(n-1), the probability of deciding).

    Parameters
    ----------
    game : SimpleGame
        The game.
    probability : number, text or mapping of str to those, optional
        With which probability each player is in favour, independently ("2/3" or 0.4); default
        1/2. Otherwise the columns are the probability of deciding and its shares.
    engine : str, optional
        A key of ``measures.power.counting.ENGINES``; by default the one that fits.

    Raises
    ------
    NoAnswer
        If the game is too large to count.

    Notes
    -----
    Source: Banzhaf 1965, Rutgers Law Review 19; Dubey and Shapley 1979.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> power = banzhaf(weighted_game({"A": 7, "B": 7, "C": 1, "D": 1, "E": 1}, 9))
    >>> str(power["A"]), str(power["C"]), power.of("banzhaf_swings")["A"]
    ('2/7', '1/7', 8)
    """
    if probability is not None:
        return _at_probability(game, probability)
    found = count(game.normal, game.n, sized=False, engine=engine)
    return PowerIndices(
        game.players,
        _banzhaf(found, game.n),
        "banzhaf",
        _figures(found, game.n),
        game.name,
        found.method,
        0.0,
        _remark(found),
    )


def _at_probability(game: SimpleGame, probability: object) -> PowerIndices:
    chance = acceptance(probability, game.players)
    act, decides, method = criticality(game.normal, chance)
    total = sum(decides, Fraction(0))
    columns: dict[str, tuple[Number, ...]] = {
        "acceptance": tuple(chance),
        "banzhaf": tuple(value / total if total else Fraction(0) for value in decides),
        "banzhaf_absolute": tuple(decides),
    }
    return PowerIndices(
        game.players,
        columns,
        "banzhaf_absolute",
        {"power_to_act": act},
        game.name,
        method,
        0.0,
        "" if total else "nobody ever decides at these probabilities",
    )


def power_to_act(game: SimpleGame, *, probability: object = None) -> Fraction:
    """Return Coleman's power of a collectivity to act: the share of coalitions that win.

    Parameters
    ----------
    game : SimpleGame
        The game.
    probability : number, text or mapping of str to those, optional
        As for :func:`banzhaf`: the probability that a proposal passes.

    Notes
    -----
    Source: Coleman 1971, in Lieberman (ed.), Social Choice.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> council = [f"P{i}" for i in range(5)] + [f"E{i}" for i in range(10)]
    >>> str(power_to_act(quota_game(council, 9, veto=council[:5])))
    '53/2048'
    """
    if probability is not None:
        return criticality(game.normal, acceptance(probability, game.players))[0]
    found = count(game.normal, game.n, sized=False)
    return Fraction(found.winning, 2 ** len(found.active))


def coleman(game: SimpleGame) -> PowerIndices:
    """Return Coleman's powers: to initiate and to prevent by player, to act for the whole.

    To prevent is the share of winning coalitions that a player can break (1 for a vetoer), to
    initiate the share of losing ones that it can make win.

    Notes
    -----
    Source: Coleman 1971, in Lieberman (ed.), Social Choice.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> power = coleman(quota_game(["A", "B", "C", "D"], 3, veto=["A"]))
    >>> str(power.of("coleman_prevent")["A"]), str(power.of("coleman_initiate")["A"])
    ('1', '1/3')
    """
    found = count(game.normal, game.n, sized=False)
    return PowerIndices(
        game.players,
        _coleman(found, game.n),
        "coleman_prevent",
        _figures(found, game.n),
        game.name,
        found.method,
        0.0,
        _remark(found),
    )


def _coleman(found: Count, n: int) -> dict[str, tuple[Number, ...]]:
    swings = _swing_totals(found, n)
    winning = found.winning << n - len(found.active)
    losing = 2**n - winning
    return {
        "coleman_prevent": tuple(Fraction(s, winning) if winning else Fraction(0) for s in swings),
        "coleman_initiate": tuple(Fraction(s, losing) for s in swings),
    }


def _minimal(game: SimpleGame) -> tuple[tuple[Fraction, ...], tuple[int, ...], int]:
    """Return Deegan-Packel, how many minimal winning coalitions hold each player, and all."""
    grid, cells = minimal_cells(game)
    shared = [Fraction(0)] * game.n
    holding = [0] * game.n
    total = 0
    for index in cells:
        profile = grid.cell(int(index))
        ways = math.prod(math.comb(m, k) for m, k in zip(grid.counts, profile, strict=True))
        total += ways
        for group, k in zip(grid.types, profile, strict=True):
            if not k:
                continue
            inside = ways * k // len(group)
            for i in group:
                holding[i] += inside
                shared[i] += Fraction(inside, sum(profile))
    return tuple(s / total if total else s for s in shared), tuple(holding), total


def deegan_packel(game: SimpleGame) -> PowerIndices:
    """Return the Deegan-Packel index: equal shares of equally likely minimal winning coalitions.

    Notes
    -----
    Source: Deegan and Packel 1978, International Journal of Game Theory 7.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> [str(v) for v in deegan_packel(weighted_game({"A": 3, "B": 2, "C": 1, "D": 1}, 4))]
    ['3/8', '5/24', '5/24', '5/24']
    """
    values, _, total = _minimal(game)
    return PowerIndices(
        game.players,
        {"deegan_packel": values},
        "deegan_packel",
        {"minimal_winning_coalitions": total},
        game.name,
        "grid",
        0.0,
        "" if total else NOBODY,
    )


def holler(game: SimpleGame) -> PowerIndices:
    """Return the Holler (public good) index: shares in minimal winning coalitions.

    Notes
    -----
    Source: Holler 1982, Political Studies 30; Holler and Packel 1983.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import weighted_game
    >>> [str(v) for v in holler(weighted_game({"A": 3, "B": 2, "C": 1, "D": 1}, 4))]
    ['1/3', '2/9', '2/9', '2/9']
    """
    _, holding, total = _minimal(game)
    return PowerIndices(
        game.players,
        {"holler": shares(holding), "public_good_index": holding},
        "holler",
        {"minimal_winning_coalitions": total},
        game.name,
        "grid",
        0.0,
        "" if total else NOBODY,
    )


def power_indices(
    game: SimpleGame, indices: Sequence[str] = ("shapley_shubik", "banzhaf", "coleman")
) -> PowerIndices:
    """Return several indices side by side, counted once.

    Parameters
    ----------
    game : SimpleGame
        The game.
    indices : sequence of str
        Of: shapley_shubik, banzhaf, coleman, deegan_packel, holler.

    Raises
    ------
    NoAnswer
        If the game is too large to count.

    Examples
    --------
    >>> from gametheory_orders.orders.voting import quota_game
    >>> power = power_indices(quota_game(["A", "B", "C"], 2))
    >>> power.figures["winning_coalitions"], str(power["A"])
    (4, '1/3')
    """
    for position, name in enumerate(indices):
        if name not in INDICES:
            raise unknown_name(f"indices[{position}]", name, INDICES, "one")
    if not indices:
        raise ModelError("indices", "none", f"some of: {', '.join(INDICES)}")
    found = count(game.normal, game.n, sized="shapley_shubik" in indices)
    columns: dict[str, tuple[Number, ...]] = {}
    if game.weights is not None:
        columns["weight"] = game.weights
    figures: dict[str, Number] = _figures(found, game.n)
    for name in indices:
        if name == "shapley_shubik":
            columns["shapley_shubik"] = _shapley(found, game.n)
        elif name == "banzhaf":
            columns |= _banzhaf(found, game.n)
        elif name == "coleman":
            columns |= _coleman(found, game.n)
        else:
            one = deegan_packel(game) if name == "deegan_packel" else holler(game)
            columns |= one.columns
            figures |= one.figures
    main = next(name for name in columns if name.startswith(indices[0]))
    return PowerIndices(
        game.players, columns, main, figures, game.name, found.method, 0.0, _remark(found)
    )
