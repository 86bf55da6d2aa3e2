"""A sweep's folder through any history: stopped, damaged, lost chunks, other workers.

A machine draws the history; beside it stands what the folder must hold. Whatever happened, the
table in the end is the same to the last bit.
"""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.sweeps import run_sweep
from gametheory_orders.statics.sweeps.chunks import chunk_path
from sweep_studies import same, small

STUDY = small()
WHOLE = run_sweep(STUDY)
ALL = range(STUDY.chunks)


class Stopped(Exception):
    """What the progress of a sweep that is to stop raises."""


class Folder(RuleBasedStateMachine):
    """The folder of a sweep, and the chunks that must be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.kept: set[int] = set()
        self.damaged: set[int] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def go(self, **how: Any) -> Any:
        found = run_sweep(STUDY, self.folder, **how)
        assert same(found, WHOLE)
        return found

    @rule(chunks=st.integers(0, STUDY.chunks - 1))
    @precondition(lambda self: not self.damaged)
    def stop_after_some_chunks(self, chunks: int) -> None:
        done: list[int] = []

        def progress(points: int, of: int) -> None:
            done.append(points)
            if len(done) > chunks and points < of:
                raise Stopped

        missing = [index for index in ALL if index not in self.kept]
        if chunks < len(missing):
            with pytest.raises(Stopped):
                self.go(progress=progress)
        else:
            self.go(progress=progress)
        self.kept |= set(missing[:chunks])
        assert done == sorted(done)

    @rule()
    @precondition(lambda self: not self.damaged)
    def finish(self) -> None:
        assert self.go().resumed == len(self.kept)
        self.kept = set(ALL)

    @rule(workers=st.integers(2, 3))
    @precondition(lambda self: not self.damaged)
    def finish_with_other_workers(self, workers: int) -> None:
        with ThreadPoolExecutor(workers) as executor:
            assert self.go(executor=executor).resumed == len(self.kept)
        self.kept = set(ALL)

    @rule(data=st.data())
    @precondition(lambda self: self.kept)
    def lose_a_chunk(self, data: st.DataObject) -> None:
        index = data.draw(st.sampled_from(sorted(self.kept)))
        chunk_path(self.folder, index).unlink()
        self.kept.remove(index)

    @rule(data=st.data(), where=st.floats(0, 0.999))
    @precondition(lambda self: self.kept)
    def damage_a_chunk(self, data: st.DataObject, where: float) -> None:
        index = data.draw(st.sampled_from(sorted(self.kept)))
        path = chunk_path(self.folder, index)
        content = bytearray(path.read_bytes())
        content[int(where * len(content))] ^= 0x55
        path.write_bytes(content)
        self.kept.remove(index)
        self.damaged.add(index)

    @rule()
    @precondition(lambda self: self.damaged)
    def damage_is_refused(self) -> None:
        before = self.contents()
        with pytest.raises(ModelError, match="recompute-damaged"):
            self.go()
        assert self.contents() == before

    @rule()
    @precondition(lambda self: self.damaged)
    def work_damaged_chunks_out_again(self) -> None:
        assert self.go(recompute_damaged=True).resumed == len(self.kept)
        self.kept, self.damaged = set(ALL), set()

    @rule()
    def refuse_another_study(self) -> None:
        if not list(self.folder.iterdir()):
            return
        with pytest.raises(ModelError):
            run_sweep(small(seed=8), self.folder)

    def contents(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    @invariant()
    def nothing_done_is_lost_and_nothing_else_is_there(self) -> None:
        there = {index for index in ALL if chunk_path(self.folder, index).exists()}
        assert there == self.kept | self.damaged


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=5, stateful_step_count=10)


@pytest.mark.long
def test_many_histories() -> None:
    run_state_machine_as_test(Folder, settings=settings(max_examples=300, stateful_step_count=25))
