"""Stable coalitions: times and memory of this package against its targets.

Run it with the environment in which the package is installed::

    python benchmarks/coalitions.py [28]

Targets (seconds): the 44 regimes of the climate club 3; random states under joint decision, n = 20
in 1, 24 in 8, 28 (only if asked for) in 150; all under 512 MiB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gametheory_orders import (
    PublicGood,
    World,
    load_issue,
    stable_coalitions,
    stable_structures,
    stable_types,
    tariff_regimes,
    transfer_stable,
)


def random_good(n: int, seed: int = 1) -> PublicGood:
    rng = np.random.default_rng(seed)
    columns = {"stake": rng.uniform(0.5, 2, n), "capacity": rng.uniform(0.5, 2, n)}
    return PublicGood(World([f"S{i}" for i in range(n)], columns))


def types_of_193() -> PublicGood:
    stakes = np.repeat([4.0, 2.0, 1.0, 0.5], [3, 20, 70, 100])
    return PublicGood(World([f"S{i}" for i in range(193)], {"stake": stakes, "capacity": stakes}))


def report(name: str, run: Callable[[], Any], target: float | None = None) -> None:
    start = time.perf_counter()
    found = run()
    taken = time.perf_counter() - start
    # Linux counts in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mib = peak / (2**20 if sys.platform == "darwin" else 2**10)
    against = (
        "" if target is None else f"  target {target:g} s: {'met' if taken <= target else '-'}"
    )
    print(f"{name:<44} {taken:8.2f} s  {mib:6.0f} MiB  {len(found)} found{against}")


def main() -> None:
    climate = load_issue("climate")
    report("44 regimes", lambda: tariff_regimes(climate, [12.5, 25.0, 50.0, 100.0]), 3)
    report("44 regimes, groups too", lambda: tariff_regimes(climate, [25.0] * 4, groups=True))
    report("15 regions, transfers", lambda: transfer_stable(climate))
    report("193 states of four types", lambda: stable_types(types_of_193(), price="joint"))
    structures = random_good(10, 0)
    report("partitions of 10", lambda: stable_structures(structures, "exclusive"))
    proof = random_good(10)
    report(
        "coalition-proof, 10", lambda: stable_coalitions(proof, "coalition_proof", price="joint")
    )
    for n, target in ((20, 1.0), (24, 8.0), (28, 150.0)):
        if n < 28 or "28" in sys.argv[1:]:
            good = random_good(n)
            report(f"open, {n}", lambda good=good: stable_coalitions(good, price="joint"), target)


if __name__ == "__main__":
    main()
