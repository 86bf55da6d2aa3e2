"""A sweep killed at any moment goes on where it was, and its table is the same to the last bit."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.statics.sweeps import run_sweep
from killing import processes
from sweep_studies import MANY, many, same, work_on_many


@pytest.fixture(scope="module")
def context() -> Iterator[Any]:
    with processes() as found:
        yield found


def chunks(folder: Path) -> list[Path]:
    return sorted(folder.glob("chunk-*.bin"))


def kill_at_work(context: Any, folder: Path, after: float) -> bool:
    """Start a sweep and kill it once it is at work; say whether that was before its end."""
    begun = len(chunks(folder))
    process = context.Process(target=work_on_many, args=(str(folder),))
    process.start()
    # From when it works: starting takes longer than all the rest.
    while process.is_alive() and len(chunks(folder)) <= begun:
        time.sleep(0.02)
    time.sleep(after)
    process.kill()
    process.join()
    return len(chunks(folder)) < MANY


def kill_and_resume(context: Any, folder: Path, times: int, seed: int) -> None:
    draw = random.Random(seed)
    whole = run_sweep(many())
    killed, place = 0, 0
    while killed < times:
        here = folder / str(place)
        here.mkdir(exist_ok=True)
        before = {path: path.read_bytes() for path in chunks(here)}
        early = kill_at_work(context, here, draw.uniform(0.0, 0.15))
        killed += early
        assert all(path.read_bytes() == data for path, data in before.items()), "nothing twice"
        assert len(chunks(here)) > len(before)
        # Some sweeps are killed again and again before they end.
        if not early or draw.random() < 0.3:
            kept = len(chunks(here))
            found = run_sweep(many(), here)
            assert found.resumed == kept, "nothing lost"
            assert same(found, whole)
            place += 1


def test_killed_five_times(context: Any, tmp_path: Path) -> None:
    kill_and_resume(context, tmp_path, 5, seed=1)


@pytest.mark.long
def test_killed_a_hundred_times(context: Any, tmp_path: Path) -> None:
    kill_and_resume(context, tmp_path, 100, seed=2)
