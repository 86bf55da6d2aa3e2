"""The frontier of the climate issue: over a thousand designs, solved and judged.

Run it with the environment in which the package is installed::

    python benchmarks/designs.py

Target: at least 1,000 different designs in at most 20 seconds of one processor, under each of the
three solution concepts; the default space holds more, and its time is scaled to 1,000.
"""

from __future__ import annotations

import sys
import time

from gametheory_orders import design_frontier
from gametheory_orders.measures.designs import CONCEPTS

ENOUGH, SECONDS = 1_000, 20.0


def main() -> int:
    """Print the times; return 1 if a target is missed."""
    missed = 0
    for concept in CONCEPTS:
        begun = time.process_time()
        found = design_frontier("climate", concept=concept)
        seconds = time.process_time() - begun
        designs = len(found.designs)
        each = seconds / designs
        print(
            f"{concept}: {len(found.space)} combinations, {designs} designs in {seconds:.1f} s, "
            f"{ENOUGH} in {ENOUGH * each:.1f} s"
        )
        missed += designs < ENOUGH or ENOUGH * each > SECONDS
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
