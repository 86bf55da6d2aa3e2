"""``run`` and ``exercise`` killed at any moment: what was reported as done is there, and whole."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from killing import fourcs, kill_after, processes, seconds_of

STUDY = """
[study]
name = "pond"
issue = "pond-model.toml"
orders = ["pact"]
outputs = ["effectiveness"]
seed = 1
chunk = 1
[[parameter]]
name = "patience"
values = [0.2, 0.6, 0.9]
[[parameter]]
name = "stake.A"
low = 0.5
high = 2.0
steps = 3
"""
MODEL = (
    '[issue]\nname = "pond"\nfamily = "public_good"\n'
    + "".join(f'[[state]]\nid = "{s}"\nstake = 1.0\ncapacity = 1.0\n' for s in "ABC")
    + '[order]\nname = "pact"\nfour_c = "charter"\nmembership = { rule = "universal" }\n'
    'decision = { rule = "unanimity" }\nenforcement = { rule = "reciprocity" }\n'
)
# Differ from run to run: times, and how often it was begun.
OF_THE_RUN = {"manifest.json", "log.txt"}
SHEETS = 6
CHUNKS = 9


@pytest.fixture(scope="module")
def context() -> Iterator[Any]:
    with processes() as found:
        yield found


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder, by path; what was being written when killed has no name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".part")
    }


def promised(folder: Path) -> int:
    """Check all that a manifest vouches for; return how much that is."""
    if not (folder / "manifest.json").exists():
        return 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = [*manifest["inputs"], *manifest["outputs"]]
    for entry in listed:
        data = (folder / entry["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["path"]
    return len(listed)


def kill_runs(context: Any, place: Path, times: int, seed: int) -> None:
    draw = random.Random(seed)
    (place / "pond.toml").write_text(STUDY, encoding="utf-8")
    (place / "pond-model.toml").write_text(MODEL, encoding="utf-8")
    log, number = place / "done", 0
    folder = place / "whole"
    command = ["run", str(place / "pond.toml"), "--quiet", "-o"]
    # The first of all processes also waits for the server of processes.
    seconds_of(context, [[*command, str(place / "first")]], log)
    longest = seconds_of(context, [[*command, str(folder)]], log)
    whole = {name: data for name, data in files_of(folder).items() if name not in OF_THE_RUN}
    assert len([name for name in whole if name.startswith("chunks/chunk-")]) == CHUNKS
    killed = kept_promises = 0
    folder = place / "0"
    # Until something was promised and at stake, too.
    while killed < times or not kept_promises:
        before = files_of(folder)
        done = kill_after(context, [[*command, str(folder)]], log, draw.uniform(0.0, longest))
        killed += not done
        after = files_of(folder)
        assert before.keys() <= after.keys(), "nothing lost"
        same = {name: data for name, data in after.items() if name not in OF_THE_RUN}
        assert same == {name: whole[name] for name in same}, "each file whole"
        assert not done or same == whole
        kept_promises += promised(folder) > 0
        if not done and draw.random() < 0.5:
            assert fourcs(*command, str(folder)) == 0
            chunks = sum(name.startswith("chunks/chunk-") for name in after)
            notes = (folder / "log.txt").read_text(encoding="utf-8")
            assert f"{CHUNKS} chunks, {chunks} of them finished before" in notes
        # A folder that is finished is run into again, so that its manifest is at stake too.
        if draw.random() < 0.3:
            number += 1
            folder = place / str(number)


def test_runs_killed_five_times(context: Any, tmp_path: Path) -> None:
    kill_runs(context, tmp_path, 5, seed=1)


@pytest.mark.long
def test_runs_killed_a_hundred_times(context: Any, tmp_path: Path) -> None:
    kill_runs(context, tmp_path, 100, seed=2)


def kill_exercises(context: Any, place: Path, times: int, seed: int) -> None:
    draw = random.Random(seed)
    forms = {"md": "md", "html": "html", "tex": "tex", "ipynb": "ipynb"}
    commands, sheets = [], []
    for number in range(SHEETS):
        form = draw.choice(sorted(forms))
        sheets.append(f"{number}.{form}")
        commands.append(
            ["exercise", "vetoes", "--number", "3", "--seed", str(number), "--format", form, "-o"]
        )
    whole, log = place / "whole", place / "done"
    whole.mkdir()

    def into(folder: Path) -> list[list[str]]:
        return [
            [*command[:-1], "--output", str(folder / sheet)]
            for command, sheet in zip(commands, sheets, strict=True)
        ]

    # The first of all processes also waits for the server of processes.
    longest = min(seconds_of(context, into(whole), log) for _ in range(2))
    wanted = files_of(whole)
    assert sorted(wanted) == sorted(sheets)
    killed = number = reported = 0
    while killed < times or not reported:
        number += 1
        folder = place / str(number)
        folder.mkdir()
        # What was there before must not be lost to a sheet that is not finished.
        earlier = {sheet: b"an earlier sheet\n" for sheet in sheets if draw.random() < 0.5}
        for sheet, data in earlier.items():
            (folder / sheet).write_bytes(data)
        done = kill_after(context, into(folder), log, draw.uniform(0.0, longest))
        killed += len(done) < SHEETS
        reported += len(done)
        found = files_of(folder)
        for place_in_order, sheet in enumerate(sheets):
            if place_in_order in done:
                assert found[sheet] == wanted[sheet], "reported, so there"
            elif sheet in earlier or sheet in found:
                assert found[sheet] in (wanted[sheet], earlier.get(sheet)), "whole or untouched"


def test_exercises_killed_five_times(context: Any, tmp_path: Path) -> None:
    kill_exercises(context, tmp_path, 5, seed=3)


@pytest.mark.long
def test_exercises_killed_a_hundred_times(context: Any, tmp_path: Path) -> None:
    kill_exercises(context, tmp_path, 100, seed=4)
