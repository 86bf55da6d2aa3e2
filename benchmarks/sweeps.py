"""Parameter studies: a million linear-quadratic games against a loop over ``solve``; two workers.

Run it with the environment in which the package is installed::

    python benchmarks/sweeps.py [POINTS]

200,000 points of a Latin hypercube under five orders over fifteen states are a million games
(POINTS takes fewer). The loop's time is that of a sample of the same games, times their number.
Targets: at least 100 times faster than the loop; two workers at least 1.7 times one (on a machine
with two free processors, on games that are solved one by one).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time

from gametheory_orders import CooperationGame, load_issue, load_order, solve
from gametheory_orders.statics.outputs import read_outputs
from gametheory_orders.statics.parameters import vary
from gametheory_orders.statics.sweeps import Axis, Design, Study, run_sweep

ORDERS = ("g6_consensus", "g6_four_of_six", "charter_unanimity", "charter_majority", "club_joint")
SAMPLE = 20
"""Points of the loop, each under five orders."""


def million(points: int) -> Study:
    """Return the study: what tomorrow is worth, the price, and two states' figures."""
    axes = [
        Axis("patience", low=0.2, high=0.95),
        Axis("price", low=10.0, high=100.0),
        Axis("scale.capacity.China", low=0.5, high=2.0),
        Axis("scale.gdp.India", low=0.5, high=2.0),
    ]
    orders = tuple(map(load_order, ORDERS))
    outputs = ("agreed.level", "level", "effectiveness", "needed_patience")
    design = Design("latin_hypercube", points)
    return Study(load_issue("climate"), orders, axes, design, outputs, "million", chunk=4096)


def loop_seconds(study: Study) -> float:
    """Return the seconds that a loop over ``solve`` takes for a game, from a sample."""
    step = max(1, study.size // SAMPLE)
    chosen = range(0, step * SAMPLE, step)
    begun = time.perf_counter()
    for point in chosen:
        settings = study.points.settings(point)
        for order in study.orders:
            issue, varied, how = vary(study.issue, order, settings)
            read_outputs(solve(CooperationGame(issue, varied), **how), study.outputs)
    return (time.perf_counter() - begun) / (len(chosen) * len(study.orders))


def speed(points: int) -> None:
    """Print the times of the sweep and of the loop."""
    study = million(points)
    before = loop_seconds(study)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        found = run_sweep(study, folder)
        sweep = time.perf_counter() - begun
    loop = 0.5 * (before + loop_seconds(study)) * len(found)
    print(f"{len(found):,} games, 15 states, {len(ORDERS)} orders, {study.chunks} chunks on disk")
    print(f"sweep              {sweep:10.1f} s  ({found.solved} games solved one by one)")
    print(f"loop, extrapolated {loop:10.1f} s  (from {2 * SAMPLE * len(ORDERS)} games)")
    print(f"times faster       {loop / sweep:10.1f}    (target 100)")


def workers(points: int = 1200) -> None:
    """Print the times of one and two workers on games that are solved one by one.

    On a machine that is busy wall times say little; what two workers spend in all, start-up
    included, says how well the work divides.
    """
    orders = (load_order("charter_majority"), load_order("pledge_differentiated"))
    axes = [Axis("price", low=10.0, high=100.0)]
    design = Design("latin_hypercube", points)
    study = Study(load_issue("climate"), orders, axes, design, ("gap",), "workers", chunk=10)
    wall, spent = {}, {}
    for count in (1, 2):
        begun, before = time.perf_counter(), sum(os.times()[:4])
        run_sweep(study, workers=count)
        wall[count], spent[count] = time.perf_counter() - begun, sum(os.times()[:4]) - before
        print(f"{count} at work: {wall[count]:6.1f} s, {spent[count]:6.1f} s of processor time")
    print(f"two are {wall[1] / wall[2]:.2f} times as fast as one (target 1.7)")
    print(f"with two free processors {2 * spent[1] / spent[2]:.2f}, from processor time")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Print both comparisons."""
    speed(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
    print()
    workers()


if __name__ == "__main__":
    main()
