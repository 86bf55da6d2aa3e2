"""Hold the answers of several Pythons, or of other releases of the dependencies, together.

    python .ci/answers.py write FOLDER        the answers of this Python, one document a command
    python .ci/answers.py compare FOLDER...   exit 1, and what differs, unless all agree

Numbers that are not whole may differ in their last digits, since numpy and scipy may sum in
another order: by 1e-9 of their size. Everything else is the same to the letter.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMANDS = {
    "compare-climate": "compare climate",
    "compare-vaccine": "compare vaccine",
    "compare-rice": "compare rice",
    "solve": "solve climate --order charter_two_thirds",
    "power-unsc": "power unsc",
    "power-imf": "power imf",
    "gridlock": "gridlock unsc",
    "coalitions": "coalitions climate --price 25 --tariff 0.02",
    "statics": "statics closing_the_gap",
    "frontier": "frontier climate",
    "exercises": "exercise all --seed 2023 --key",
    "sweep": "sweep climate_patience --quiet",
}
CLOSE, TINY = 1e-9, 1e-12


def write(folder: Path) -> None:
    """Write the documents, and one SHA-256 of them all."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = hashlib.sha256()
    for name, command in COMMANDS.items():
        words = [sys.executable, "-m", "gametheory_orders", *command.split(), "--json"]
        done = subprocess.run(words, capture_output=True, check=False)
        # 1 says that no answer exists, which is an answer too.
        if done.returncode not in (0, 1) or not done.stdout:
            sys.exit(f"fourcs {command}: exit code {done.returncode}\n{done.stderr.decode()}")
        (folder / f"{name}.json").write_bytes(done.stdout)
        whole.update(done.stdout)
    print(f"Python {platform.python_version()}: {len(COMMANDS)} documents, {whole.hexdigest()}")


def differences(a: Any, b: Any, where: str = "") -> list[str]:
    """Return where two documents say something else."""
    if isinstance(a, float) and isinstance(b, float):
        fine = abs(a - b) <= TINY + CLOSE * max(abs(a), abs(b))
        return [] if fine else [f"{where}: {a!r}, {b!r}"]
    if isinstance(a, dict) and isinstance(b, dict) and list(a) == list(b):
        return [line for key in a for line in differences(a[key], b[key], f"{where}.{key}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = enumerate(zip(a, b, strict=True))
        return [line for i, (x, y) in pairs for line in differences(x, y, f"{where}[{i}]")]
    same = type(a) is type(b) and a == b
    return [] if same else [f"{where}: {str(a)[:200]}, {str(b)[:200]}"]


def compare(folders: list[Path]) -> None:
    """Compare each folder with the first."""
    first, *others = folders
    wrong = []
    for other in others:
        equal = 0
        for name in COMMANDS:
            texts = [(folder / f"{name}.json").read_bytes() for folder in (first, other)]
            equal += texts[0] == texts[1]
            found = differences(*map(json.loads, texts))
            wrong += [f"{name}, {first} and {other}: {line}" for line in found[:5]]
        print(f"{other}: {equal} of {len(COMMANDS)} documents the same to the letter")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"The same answers in {len(folders)} folders.")


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "write" and len(rest) == 1:
        write(Path(rest[0]))
    elif what == "compare" and len(rest) > 1:
        compare([Path(name) for name in rest])
    else:
        sys.exit(__doc__)
