"""All equilibria of random two-player games: ratios to nashpy, quantecon and Gambit, one run.

Run it where the package is installed; peers that are missing are shown as missing::

    python benchmarks/equilibria.py [--nashpy] [--largest 13]

Payoffs are integers 0..99. Solvers take turns on the same game, so that a busy machine slows all;
a ratio is that of the medians. Answers are compared as well: a peer's count in brackets where it
differs from ours. Warm times: the first call of each (quantecon's compiles) is shown apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.nash import nash_equilibria

ROUNDS = 7
SLOW = {"nashpy", "gambit"}
TARGETS = "targets: nashpy/ours >= 500 at 8; ours/quantecon <= 2, bare <= 1.2, from 8; Gambit > 1"


def quantecon() -> Callable[[Any, Any], Callable[[], Any]] | None:
    try:
        import quantecon.game_theory as gt
    except ImportError:
        return None

    def prepare(A: Any, B: Any) -> Callable[[], Any]:
        game = gt.NormalFormGame((gt.Player(A), gt.Player(B.T.copy())))
        return lambda: gt.vertex_enumeration(game)

    return prepare


def gambit() -> Callable[[Any, Any], Callable[[], Any]] | None:
    try:
        import pygambit
    except ImportError:
        return None

    def prepare(A: Any, B: Any) -> Callable[[], Any]:
        game = pygambit.Game.from_arrays(A, B)
        return lambda: pygambit.nash.enummixed_solve(game, rational=False).equilibria

    return prepare


def nashpy() -> Callable[[Any, Any], Callable[[], Any]] | None:
    try:
        import nashpy as nash
    except ImportError:
        return None
    return lambda A, B: lambda: list(nash.Game(A + 1, B + 1).vertex_enumeration())


def ours(A: Any, B: Any) -> Callable[[], Any]:
    game = NormalFormGame.from_arrays(A, B)
    return lambda: nash_equilibria(game)


def bare(A: Any, B: Any) -> Callable[[], Any]:
    game = NormalFormGame.from_arrays(A, B)
    return lambda: nash_equilibria(game, certify=False)


def cells(found: Any) -> set[tuple[float, ...]]:
    """Return equilibria as rounded numbers, to compare."""
    rounded = []
    for profile in found:
        if hasattr(profile, "mixed_strategies"):
            flat = [float(p) for _, mixed in profile.mixed_strategies() for _, p in mixed]
        else:
            flat = [float(p) for side in profile for p in side]
        rounded.append(tuple(round(p, 5) + 0.0 for p in flat))
    return set(rounded)


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def main() -> None:
    """Print the table of ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nashpy", action="store_true", help="with nashpy (seconds to minutes)")
    parser.add_argument("--largest", type=int, default=13)
    parser.add_argument("--games", type=int, default=5)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    peers = {"quantecon": quantecon(), "gambit": gambit()}
    if arguments.nashpy:
        peers["nashpy"] = nashpy()
    for name, make in peers.items():
        if make is None:
            print(f"{name}: not installed, left out")
    makers = {"ours": ours, "bare": bare} | {k: v for k, v in peers.items() if v is not None}
    small = np.array([[3, 1], [0, 2]])
    for name, make in makers.items():
        print(f"first call of {name}: {seconds(make(small, small))[0]:.3f} s")
    print(TARGETS)
    print(f"{'m x m':>6} {'found':>6} " + " ".join(f"{name + ' ms':>14}" for name in makers))
    for m in (4, 6, 8, 9, 10, 11, 12, 13):
        if m > arguments.largest:
            break
        measure(m, makers, arguments.games)


def measure(m: int, makers: dict[str, Any], games: int) -> None:
    """Print one line of times, one of ratios to ours, for games of one size."""
    times: dict[str, list[float]] = {name: [] for name in makers}
    wrong = dict.fromkeys(makers, 0)
    played = dict.fromkeys(makers, 0)
    total = 0
    slow: set[str] = {"nashpy"} if m > 8 else set()
    slow |= {"gambit"} if m > 11 else set()
    for seed in range(games):
        generator = np.random.default_rng(seed)
        A, B = generator.integers(0, 100, (2, m, m))
        truth = cells(nash_equilibria(A, B))
        total += len(truth)
        runs = {
            name: make(A, B)
            for name, make in makers.items()
            if name not in slow and (name not in SLOW or seed < 2 or m <= 6)
        }
        for turn in range(ROUNDS):
            for name, run in runs.items():
                if turn and name in SLOW:
                    continue
                taken, found = seconds(run)
                times[name].append(taken)
                if not turn:
                    wrong[name] += cells(found) != truth
                    played[name] += 1
    middle = {name: statistics.median(t) if t else float("nan") for name, t in times.items()}
    line = " ".join(f"{middle[name] * 1e3:14.3f}" for name in makers)
    print(f"{m:6} {total:6} {line}")
    line = " ".join(f"{middle[name] / middle['ours']:13.2f}x" for name in makers)
    print(f"{'':6} {'ratio':>6} {line}")
    line = " ".join(f"{f'{wrong[name]} of {played[name]}':>14}" for name in makers)
    print(f"{'':6} {'differ':>6} {line}", flush=True)


if __name__ == "__main__":
    main()
