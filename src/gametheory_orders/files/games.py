"""Games from files, whatever their format: .nfg, .efg, .csv, .toml.

Builds on gambit.py and tables.py. Not here: solving them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gametheory_orders.files.gambit import read_efg, read_nfg
from gametheory_orders.files.tables import read_matrix_game, read_table
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import ExtensiveFormGame
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash import EquilibriumSet
from gametheory_orders.solvers.nash import nash_equilibria as solve_for_nash

READERS: Mapping[str, Callable[[str | Path], NormalFormGame | ExtensiveFormGame]] = {
    ".nfg": read_nfg,
    ".efg": read_efg,
    ".csv": read_table,
    ".toml": read_matrix_game,
}
"""The reader of each format, by the file's ending."""


def read_game(source: str | Path) -> NormalFormGame | ExtensiveFormGame:
    """Read a game from a file; the ending says the format.

    Parameters
    ----------
    source : str or path
        Ends in .nfg or .efg (Gambit), .csv (a payoff table) or .toml (family matrix_game).

    Raises
    ------
    ModelError
        If the ending is another, or the file is wrong.

    Examples
    --------
    >>> read_game("game.xlsx")
    Traceback (most recent call last):
    gametheory_orders.foundations.errors.ModelError: game.xlsx: found .xlsx, expected a file \
that ends in .nfg, .efg, .csv, .toml
    """
    ending = Path(source).suffix.lower()
    if ending not in READERS:
        expected = f"a file that ends in {', '.join(READERS)}"
        raise ModelError(str(source), ending or "no ending", expected)
    return READERS[ending](source)


def nash_equilibria(A: Any, B: Any = None, **options: Any) -> EquilibriumSet:
    """Return all extreme equilibria of a two-player game, given as payoffs or as a file.

    Parameters
    ----------
    A : array-like, DataFrame, NormalFormGame, nashpy.Game, or str or path
        The row player's payoffs, a whole game, or a file that :func:`read_game` reads (a tree
        is taken in its reduced normal form).
    B : array-like, optional
        The column player's payoffs.
    **options
        As for :func:`~gametheory_orders.solvers.nash.nash_equilibria`.

    Returns
    -------
    EquilibriumSet
        Iterates over the equilibria.

    Examples
    --------
    >>> len(nash_equilibria([[-3, 3], [-3, 5]], [[2, 7], [4, 2]]))
    2
    """
    if isinstance(A, str | Path):
        game = read_game(A)
        A = game.normal_form() if isinstance(game, ExtensiveFormGame) else game
    return solve_for_nash(A, B, **options)
