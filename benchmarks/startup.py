"""Whole-process start-up, as ratios to importing the libraries underneath.

Run it with the environment in which the package is installed::

    python benchmarks/startup.py

Each pair of commands is run in turn, so that a busy machine slows both; the ratio is that of
the medians. Targets: compare at most 2, help at most 3.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

START = "from gametheory_orders.cli import main; main()"
PAIRS = [
    (
        "fourcs compare climate",
        ["-c", START, "compare", "climate"],
        "import numpy, scipy.optimize, pandas",
        2.0,
    ),
    ("fourcs --help", ["-c", START, "--help"], "import numpy", 3.0),
    ("import gametheory_orders", ["-c", "import gametheory_orders"], "import numpy", 2.0),
]
ROUNDS = 11


def seconds(arguments: list[str], folder: str) -> float:
    """Return the wall time of one process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=folder, check=True, env=os.environ, capture_output=True
    )
    return time.perf_counter() - start


def main() -> None:
    """Print the table of ratios."""
    heads = ("command", "median s", "baseline", "median s", "ratio", "target")
    print("{:28} {:>9} {:38} {:>9} {:>6} {:>6}".format(*heads))
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, baseline, target in PAIRS:
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(seconds(arguments, folder))
                theirs.append(seconds(["-c", baseline], folder))
            # The first round warms the disk cache.
            one, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
            print(
                f"{name:28} {one:9.3f} {baseline:38} {other:9.3f} {one / other:6.2f} {target:6.1f}"
            )


if __name__ == "__main__":
    main()
