"""The nucleolus and the prenucleolus of a TU game.

Complaints are excesses e(S, x) = v(S) - x(S). The prenucleolus makes the sorted complaints of all
coalitions lexicographically least among payoffs with x(N) = v(N); the nucleolus does so where
nobody has less than alone. A sequence of linear programs: least largest excess, hold the coalitions
that have it in every solution, least largest excess of the others, and so on. The levels found then
give the payoffs by exact elimination. Builds on coalition_programs.py; checked by kohlberg.py,
which shares no code with it but sums over subsets. Not here: the least core.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gametheory_orders.foundations.errors import NoAnswer
from gametheory_orders.foundations.tolerances import PROGRAM
from gametheory_orders.games.allocation import TU_VALUES, Allocation
from gametheory_orders.games.tu_game import TUGame, too_many
from gametheory_orders.solvers.coalition_programs import Span, least_excess
from gametheory_orders.solvers.elimination import solve_exactly
from gametheory_orders.solvers.kohlberg import kohlberg

MOST_PLAYERS = 20
INSTEAD = "shapley_value (to 24), or stable_types for equal states"

Equation = tuple[int, int | None]
"""A coalition and the stage at whose excess it is held; None: it has its worth."""


def nucleolus(game: TUGame) -> Allocation:
    """Return the nucleolus.

    Parameters
    ----------
    game : TUGame
        The game.

    Returns
    -------
    Allocation
        Exact for exact games. The certificate is Kohlberg's: excess levels, each with the number
        of coalitions that reach it and the rank of all so far, every collection balanced.

    Raises
    ------
    NoAnswer
        If there is no imputation: the players have more alone than together; says how much.
    ModelError
        If there are more than 20 players.

    Notes
    -----
    Sources: Schmeidler 1969, SIAM Journal on Applied Mathematics 17; Kohlberg 1971, the same 20.

    Examples
    --------
    An estate of 200 and claims of 100, 200, 300 (Mishnah Kethubot 93a; Aumann and Maschler 1985):

    >>> from gametheory_orders.games.tu_game import tu_game
    >>> claims = {"A": 100, "B": 200, "C": 300}
    >>> estate = tu_game("ABC", lambda s: max(0, 200 - sum(claims[i] for i in "ABC" if i not in s)))
    >>> [float(value) for value in nucleolus(estate)]
    [50.0, 75.0, 75.0]
    """
    alone = [game.value((player,)) for player in game.players]
    if sum(alone) > game.grand and float(sum(alone) - game.grand) > PROGRAM * game.scale:
        raise no_imputation(game)
    return _found(game, "nucleolus", rational=True)


def prenucleolus(game: TUGame) -> Allocation:
    """Return the prenucleolus: the nucleolus without the condition that nobody has less than alone.

    Parameters, errors and certificate are those of :func:`nucleolus`, but it always exists.

    Examples
    --------
    >>> from gametheory_orders.games.tu_game import tu_game
    >>> game = tu_game("ABC", {"AB": 1, "A": 0, "B": 0, "C": 1, "ABC": 1}, default=0)
    >>> [str(value) for value in prenucleolus(game)]
    ['1/4', '1/4', '1/2']
    """
    return _found(game, "prenucleolus", rational=False)


def no_imputation(game: TUGame) -> NoAnswer:
    """Return the error for a game whose players have more alone than together."""
    alone = {player: game.value((player,)) for player in game.players}
    total = sum(alone.values())
    witness = {
        "alone": {player: float(value) for player, value in alone.items()},
        "sum": float(total),
        "together": float(game.grand),
    }
    return NoAnswer(
        f"{game.name}: no imputation, players have {total} alone and {game.grand} together; "
        "the prenucleolus exists",
        witness,
    )


def _found(game: TUGame, concept: str, rational: bool) -> Allocation:
    too_many(game.n, MOST_PLAYERS, INSTEAD)
    equations, stages, guess = _stages(game, rational)
    values = _solve(game, equations, stages, guess)
    check = kohlberg(game, values, rational=rational)
    if not check.holds:
        raise NoAnswer(f"{game.name}: rounding spoilt its {concept}", check.to_dict())
    tolerance = 0.0 if game.exact else PROGRAM * game.scale
    method = f"{stages} linear programs, coalitions added as needed"
    return Allocation(game, concept, values, method, tolerance, check.to_dict())


def _stages(game: TUGame, rational: bool) -> tuple[list[Equation], int, np.ndarray]:
    """Return which coalitions are held at the excess of which stage, stages, and the payoffs."""
    n, scale = game.n, game.scale
    worths = game.floats / scale
    singles = np.array([1 << i for i in range(n)])
    floors = worths[singles] if rational else None
    everybody = 2**n - 1
    span = Span(n)
    span.add(everybody)
    given = [(everybody, float(worths[-1]))]
    equations: list[Equation] = [(everybody, None)]
    rows = np.concatenate([singles, everybody - singles])
    stage, payoffs = 0, np.full(n, worths[-1] / n)
    while span.rank < n:
        found = least_excess(worths, span.outside(), given, rows, floors)
        payoffs, before = found.payoffs, span.rank
        held = [(code, stage, worths[code] - found.excess) for code in found.codes]
        held += [(1 << i, None, worths[1 << i]) for i in found.floored]  # type: ignore[misc]
        for code, level, payoff in held:
            equations.append((code, level))
            if span.add(code):
                given.append((code, float(payoff)))
        if span.rank == before:
            raise NoAnswer(f"{game.name}: rounding hides which coalitions bind", len(span.codes))
        rows, stage = found.rows, stage + 1
    return equations, stage, payoffs * scale


def _solve(
    game: TUGame, equations: list[Equation], stages: int, guess: np.ndarray
) -> tuple[int | float | Fraction, ...]:
    """Return the payoffs that the binding coalitions and the unknown excess levels determine."""
    n = game.n
    left = np.zeros((len(equations), n + stages), dtype=np.int64)
    for row, (code, stage) in enumerate(equations):
        left[row, :n] = code >> np.arange(n) & 1
        if stage is not None:
            left[row, n + stage] = 1
    codes = [code for code, _ in equations]
    if game.exact:
        right = [Fraction(game.values[code]) for code in codes]
        found = solve_exactly(left.tolist(), right)
        if found is None:
            raise NoAnswer(f"{game.name}: rounding hides which coalitions bind", codes)
        return tuple(found[:n])
    floats = np.linalg.lstsq(left.astype(float), game.floats[codes], rcond=None)[0][:n]
    if np.abs(floats - guess).max() > np.sqrt(PROGRAM) * game.scale:
        return tuple(guess.tolist())
    return tuple(floats.tolist())


TU_VALUES.add("nucleolus")(nucleolus)
TU_VALUES.add("prenucleolus")(prenucleolus)
