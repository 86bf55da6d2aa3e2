"""Processes that work through ``fourcs``, are killed at any moment, and say what was done.

Builds on a server of processes that has read the package already. Not here: what must hold.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# For the server of processes: it reads these once, for all that are killed.
import pytest

from gametheory_orders.cli import main

START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
# One list for all test files: the server is started once, by whichever comes first.
READ_BEFORE = ["sweep_studies", "killing"]


@contextlib.contextmanager
def processes() -> Iterator[Any]:
    """Give a way to start processes that have read the package already."""
    with pytest.MonkeyPatch.context() as patch:
        # The server of processes starts anew and finds modules by this alone.
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        found: Any = multiprocessing.get_context(START)
        if START == "forkserver":
            found.set_forkserver_preload(READ_BEFORE)
        yield found


def fourcs(*arguments: str) -> int:
    """Run a command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def work(commands: list[list[str]], log: str) -> None:
    """Run commands one after the other; note each in the log once it has said it is done."""
    with Path(log).open("ab", buffering=0) as notes, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        for number, command in enumerate(commands):
            if fourcs(*command):
                raise SystemExit(f"failed: {command}")
            notes.write(f"{number}\n".encode())


def kill_after(context: Any, commands: list[list[str]], log: Path, seconds: float) -> set[int]:
    """Start the commands, kill them after so many seconds; return the numbers of those done."""
    log.unlink(missing_ok=True)
    process = context.Process(target=work, args=(commands, str(log)))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    assert process.exitcode in {0, -9}, process.exitcode
    return {int(line) for line in log.read_text().split()} if log.exists() else set()


def seconds_of(context: Any, commands: list[list[str]], log: Path) -> float:
    """Return how long the commands take when nobody kills them."""
    begun = time.monotonic()
    done = kill_after(context, commands, log, 120.0)
    assert done == set(range(len(commands)))
    return time.monotonic() - begun
