"""Voting power: times of this package, and as ratios to peers that are installed.

Run it with the environment in which the package is installed::

    python benchmarks/power.py

Peers (``powerindices``, ``powerindex``) are optional; a peer that is missing, fails, or gives a
wrong figure is shown as that. Targets (seconds): 193 equal states, both indices, .2; the IMF's 190
members, exact Banzhaf 1, exact Shapley-Shubik 30, floats 3; the EU Council 2.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from typing import Any

from gametheory_orders import load_world
from gametheory_orders.measures.power import banzhaf, power_indices, shapley_shubik
from gametheory_orders.orders.voting import all_of, any_of, quota_game, weighted_game

ROUNDS = 3
EU = (
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU "
    "SVK SVN ESP SWE"
)


def seconds(run: Callable[[], Any]) -> float:
    """Return the median wall time."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ours() -> list[tuple[str, float, float]]:
    """Return what is computed, its time and its target."""
    names = [f"S{i}" for i in range(193)]
    imf = load_world("imf")
    votes = dict(zip(imf.ids, imf.column("imf_votes").tolist(), strict=True))
    states = load_world("states")
    everyone = dict(zip(states.ids, states.column("population").tolist(), strict=True))
    people = {state: everyone[state] for state in EU.split()}
    rows = []
    for quota in ("majority", "2/3"):
        game = quota_game(names, quota)
        rows.append((f"UNGA {quota}, both indices", seconds(lambda g=game: power_indices(g)), 0.2))
    for quota in ("50%", "70%", "85%"):
        game = weighted_game(votes, quota)
        rows.append((f"IMF {quota}, Banzhaf", seconds(lambda g=game: banzhaf(g)), 1.0))
        exact = seconds(lambda g=game: shapley_shubik(g))
        rows.append((f"IMF {quota}, Shapley-Shubik", exact, 30.0))
        floats = seconds(lambda g=game: shapley_shubik(g, exact=False))
        rows.append((f"IMF {quota}, Shapley-Shubik in floats", floats, 3.0))
    council = any_of(
        all_of(quota_game(people, 15), weighted_game(people, "65%")), quota_game(people, 24)
    )
    rows.append(("EU Council of 27, both indices", seconds(lambda: power_indices(council)), 2.0))
    return rows


def peers() -> list[tuple[str, str, str]]:
    """Return the same game here and there: what, which peer, ratio or why there is none."""
    unsc = [7] * 5 + [1] * 10
    chairs = [1658, 615, 609, 534, 403, 403, 400, 387, 365, 347, 322, 310, 305, 304, 300]
    chairs += [297, 280, 260, 255, 240, 220, 200, 165, 150]
    cases = [("UNSC [39; 7x5, 1x10]", unsc, 39), ("24 chairs", chairs, sum(chairs) * 7 // 10)]
    cases.append(("UNGA 129 of 193", [1] * 193, 129))
    rows = []
    for what, weights, quota in cases:
        game = weighted_game(weights, quota)
        mine = seconds(lambda g=game: power_indices(g, ["shapley_shubik", "banzhaf"]))
        right = [float(value) for value in shapley_shubik(game)]
        for name, call in (("powerindices", _powerindices), ("powerindex", _powerindex)):
            try:
                peer = importlib.import_module(name)
                found = call(peer, quota, weights)
                wrong = max(abs(a - b) for a, b in zip(found, right, strict=True)) > 1e-6
                if wrong:
                    rows.append((what, name, "wrong figures"))
                    continue
                theirs = seconds(lambda p=peer, c=call, q=quota, w=weights: c(p, q, w))
                rows.append((what, name, f"{theirs / mine:.1f} times our time"))
            except ImportError:
                rows.append((what, name, "not installed"))
            except Exception as error:
                rows.append((what, name, f"fails: {type(error).__name__}"))
    return rows


def _powerindices(peer: Any, quota: int, weights: list[int]) -> list[float]:
    return [float(value) for value in peer.compute_ssi(quota, weights)]


def _powerindex(peer: Any, quota: int, weights: list[int]) -> list[float]:
    game = peer.Game(quota=quota, weights=weights)
    game.calc_shapley_shubik()
    return list(game.shapley_shubik)


def main() -> None:
    """Print both tables."""
    print(f"{'computed':40} {'median s':>9} {'target':>7}")
    for what, took, target in ours():
        print(f"{what:40} {took:9.4f} {target:7.1f}")
    print()
    print(f"{'Shapley-Shubik (and Banzhaf here)':40} {'peer':14} its time")
    for what, name, said in peers():
        print(f"{what:40} {name:14} {said}")


if __name__ == "__main__":
    main()
