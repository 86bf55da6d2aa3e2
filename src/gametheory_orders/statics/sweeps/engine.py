"""Work out a study chunk by chunk: resumable, in any number of workers, always the same table.

Builds on batches.py and chunks.py. What a chunk holds depends on the study and its number alone,
so that it does not matter who works it out, or in which order. Not here: how progress is shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.sweeps.batches import ChunkValues, work_out
from gametheory_orders.statics.sweeps.chunks import (
    NOTES,
    SCHEMA,
    DamagedChunk,
    Unwritable,
    read_chunk,
    read_notes,
    write_chunk,
    write_whole,
)
from gametheory_orders.statics.sweeps.design import Points
from gametheory_orders.statics.sweeps.study import Study
from gametheory_orders.statics.sweeps.table import SweepTable

MOST_WAITING = 64
"""Chunks handed to an executor and not yet back."""
MOST_WORKERS = 256

Progress = Callable[[int, int], Any]


def run_sweep(
    study: Study,
    folder: str | Path | None = None,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    recompute_damaged: bool = False,
) -> SweepTable:
    """Work out a parameter study.

    Parameters
    ----------
    study : Study
        What is varied and what is wanted.
    folder : str or path, optional
        Where finished chunks are kept. A sweep that was stopped goes on where it was; without a
        folder nothing is kept.
    workers : int
        Processes; 1 is this one.
    executor : concurrent.futures.Executor, optional
        In place of processes of its own: threads, processes, or a cluster's
        (``dask.distributed.Client().get_executor()``).
    progress : callable, optional
        Called with the number of points done, and of all, at the start and after each chunk.
    recompute_damaged : bool
        Whether chunks that are not what was written are worked out again; else they are an
        error.

    Returns
    -------
    SweepTable
        The same to the last bit whatever the workers, and however often it was stopped.

    Raises
    ------
    ModelError
        If the folder holds another study, a chunk is damaged, a file cannot be written (finished
        chunks stay), or the model cannot be at a point.

    Examples
    --------
    >>> from gametheory_orders import load_issue, load_order
    >>> from gametheory_orders.statics.sweeps import Axis
    >>> study = Study(
    ...     load_issue("climate"),
    ...     [load_order("g6_consensus")],
    ...     [Axis("patience", (0.5, 0.9))],
    ...     outputs=["level"],
    ... )
    >>> run_sweep(study).values[:, 0, 0].round(4).tolist()
    [6.8554, 8.9867]
    """
    if isinstance(workers, bool) or not isinstance(workers, int) or not 0 < workers <= MOST_WORKERS:
        raise ModelError("workers", workers, f"a whole number from 1 to {MOST_WORKERS}")
    if not isinstance(study, Study):
        raise ModelError("study", type(study).__name__, "a Study")
    place = None if folder is None else _open(Path(folder), study)
    done = _finished(place, study, recompute_damaged)
    resumed = len(done)
    rest = [index for index in range(study.chunks) if index not in done]
    told = _Told(progress, study, sum(len(each.values) for each in done.values()))
    with _executor(executor, workers, len(rest)) as found:
        for index, chunk in _each(study, rest, found):
            done[index] = chunk
            if place is not None:
                _keep(place, study, index, chunk)
            told.more(len(chunk.values))
    return SweepTable.of(study, [done[i] for i in range(study.chunks)], resumed)


class _Told:
    """Tells of progress in points."""

    def __init__(self, progress: Progress | None, study: Study, done: int) -> None:
        self.progress, self.all, self.done = progress, study.size, done
        self.more(0)

    def more(self, points: int) -> None:
        self.done += points
        if self.progress is not None:
            self.progress(self.done, self.all)


def _open(folder: Path, study: Study) -> Path:
    """Return the folder, made or found to be this study's; say what changed if it is not."""
    from gametheory_orders import __version__

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise ModelError(str(folder), found, "a folder that can be made") from None
    notes = read_notes(folder)
    document = study.to_dict()
    if notes is None:
        import json

        fresh = {
            "schema": SCHEMA,
            "digest": study.digest,
            "version": __version__,
            "study": document,
        }
        text = json.dumps(fresh, indent=1, allow_nan=False)
        write_whole(folder / NOTES, (text + "\n").encode())
        return folder
    if notes["digest"] != study.digest:
        before = notes.get("study")
        changed = _changed(before if isinstance(before, dict) else {}, document)
        raise ModelError(
            str(folder),
            f"chunks of another study ({', '.join(changed) or 'the model'} changed since)",
            "the study that was begun there, or a new folder",
        )
    if notes.get("version") != __version__:
        found = f"chunks made by version {notes.get('version')}"
        raise ModelError(str(folder), found, f"chunks of version {__version__}, or a new folder")
    return folder


def _changed(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [key for key in now if before.get(key) != now[key]]


def _finished(folder: Path | None, study: Study, recompute: bool) -> dict[int, ChunkValues]:
    """Return the chunks that are there, each checked."""
    done: dict[int, ChunkValues] = {}
    if folder is None:
        return done
    for index in range(study.chunks):
        try:
            found = read_chunk(folder, study.digest, index)
        except DamagedChunk as error:
            if recompute:
                continue
            expected = f"{error.expected}; --recompute-damaged works it out again"
            raise ModelError(error.where, error.found, expected) from None
        if found is not None:
            done[index] = found
    return done


def _keep(folder: Path, study: Study, index: int, chunk: ChunkValues) -> None:
    try:
        write_chunk(folder, study.digest, index, chunk)
    except Unwritable as error:
        kept = sum(1 for _ in folder.glob("chunk-*.bin"))
        said = f"{error.expected}; {kept} of {study.chunks} chunks are finished and kept"
        raise ModelError(error.where, error.found, said) from None


def _part(points: Points, study: Study, index: int) -> tuple[Points, int]:
    start = index * study.chunk
    return points.part(start, start + study.chunk), start


def _each(
    study: Study, rest: list[int], executor: Executor | None
) -> Iterator[tuple[int, ChunkValues]]:
    """Yield chunks as they are finished."""
    points = study.points
    if executor is None:
        for index in rest:
            part, start = _part(points, study, index)
            yield index, work_out(study, part, start, index)
        return
    # Without what the study remembers: its points go with each chunk.
    bare = replace(study)
    waiting: dict[Future[ChunkValues], int] = {}
    queue = iter(rest)
    try:
        while True:
            for index in itertools.islice(queue, MOST_WAITING - len(waiting)):
                part, start = _part(points, study, index)
                waiting[executor.submit(work_out, bare, part, start, index)] = index
            if not waiting:
                return
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=waiting.__getitem__):
                yield waiting.pop(future), _result(future)
    finally:
        for future in waiting:
            future.cancel()


def _result(future: Future[ChunkValues]) -> ChunkValues:
    try:
        return future.result()
    except BrokenExecutor as error:
        found = f"a worker that stopped ({type(error).__name__})"
        raise ModelError("workers", found, "workers that run; finished chunks are kept") from None


class _executor:
    """The executor to use, and whether it is ours to close."""

    def __init__(self, given: Executor | None, workers: int, chunks: int) -> None:
        self.given, self.own = given, None
        if given is None and workers > 1 and chunks > 1:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            # The same on every system, and safe beside the threads of a progress bar.
            self.own = ProcessPoolExecutor(
                min(workers, chunks), mp_context=multiprocessing.get_context("spawn")
            )

    def __enter__(self) -> Executor | None:
        return self.given if self.own is None else self.own

    def __exit__(self, *problem: object) -> None:
        if self.own is not None:
            self.own.shutdown(wait=problem[0] is None, cancel_futures=True)
