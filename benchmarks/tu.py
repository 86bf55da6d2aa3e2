"""TU values: times of this package, and as ratios to coopgame-py where it is installed.

Run it with the environment in which the package is installed::

    python benchmarks/tu.py [rounds]

Both compute the same games in one run, turn by turn, and their answers are compared. Targets: the
Shapley value of a table game of 20 players no slower than the peer's, the nucleolus of 16 at most
3 times its time (ours with Kohlberg's certificate). A peer that is missing is shown as that.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gametheory_orders import TUGame, nucleolus, shapley_value
from gametheory_orders.games.tu_game import coalition_sizes

ROUNDS = 5
SAME = 1e-6
"""Largest difference of two answers, as a share of the largest worth."""


def random_games() -> list[tuple[str, str, TUGame, float]]:
    """Return the concept, what it is computed of, the game, and the most times the peer's time."""
    rng = np.random.default_rng(0)

    def game(worths: Any) -> TUGame:
        worths[0] = 0
        n = len(worths).bit_length() - 1
        return TUGame([f"P{i}" for i in range(n)], worths)

    sixteen = coalition_sizes(16)
    whole = rng.integers(0, 100, 2**16)
    # Enough for everybody that there is an imputation.
    whole[-1] = 1600
    near = sixteen * rng.uniform(0, 1, 2**16)
    squares = sixteen**2.0 + rng.uniform(0, 1, 2**16)
    uniform = rng.uniform(0, 1, 2**16)
    uniform[-1] = 16.0
    return [
        ("shapley", "n = 16, uniform worths", game(rng.uniform(0, 1, 2**16)), 1.0),
        ("shapley", "n = 20, uniform worths", game(rng.uniform(0, 1, 2**20)), 1.0),
        ("nucleolus", "n = 16, uniform worths", game(uniform), 3.0),
        ("nucleolus", "n = 16, whole worths", game(whole), 3.0),
        ("nucleolus", "n = 16, size times uniform", game(near), 3.0),
        ("nucleolus", "n = 16, nearly size squared", game(squares), 3.0),
    ]


def medians(runs: list[Callable[[], Any]], rounds: int) -> tuple[list[float], list[Any]]:
    """Return the median wall times of things run turn by turn, and what they returned."""
    times: list[list[float]] = [[] for _ in runs]
    found: list[Any] = [None] * len(runs)
    for _ in range(rounds):
        for position, run in enumerate(runs):
            start = time.perf_counter()
            found[position] = run()
            times[position].append(time.perf_counter() - start)
    return [statistics.median(each) for each in times], found


def against(peer: Any, concept: str, game: TUGame, rounds: int) -> tuple[float, str, float | None]:
    """Return our time, what is said of the peer, and ours as a multiple of its time."""

    def ours() -> Any:
        return (shapley_value if concept == "shapley" else nucleolus)(game)

    if peer is None:
        (mine,), _ = medians([ours], rounds)
        return mine, "not installed", None
    theirs = peer.Game(game.floats[1:].tolist())
    try:
        (mine, took), (x, y) = medians([ours, lambda: getattr(peer, concept)(theirs)], rounds)
    except Exception as error:
        (mine,), _ = medians([ours], rounds)
        return mine, f"fails: {type(error).__name__}", None
    other = np.array([float(v) for v in (y["allocation"] if isinstance(y, dict) else y)])
    apart = float(np.abs(x.array - other).max())
    said = f"{took:.4f} s, answers {'agree' if apart <= SAME * game.scale else 'DIFFER'}"
    return mine, f"{said} ({apart:.0e})", mine / took


def main() -> None:
    """Print one line a game."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    try:
        peer = importlib.import_module("coopgame")
    except ImportError:
        peer = None
    print(f"{'computed':40} {'median s':>9}  ratio  target  coopgame-py")
    for concept, what, game, most in random_games():
        mine, said, ratio = against(peer, concept, game, rounds)
        shown = "     -" if ratio is None else f"{ratio:6.2f}"
        met = "" if ratio is None else ("met" if ratio <= most else "MISSED")
        print(f"{concept + ', ' + what:40} {mine:9.4f} {shown}  {most:g} {met:6}  {said}")


if __name__ == "__main__":
    main()
