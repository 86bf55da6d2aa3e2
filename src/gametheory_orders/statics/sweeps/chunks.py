"""Chunks on disk: each written as a whole or not at all, and known when it is damaged.

Builds on foundations. A chunk file is one line of JSON, then the figures as raw bytes; the line
has the SHA-256 of everything. Not here: which chunks there are to do (engine.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.sweeps.batches import ChunkValues

SCHEMA = 1
NOTES = "sweep.json"
_NOT_WRITTEN = (*(ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError),)
"""What bytes that no sweep wrote can raise."""


class DamagedChunk(ModelError):
    """A chunk file that is not what was written."""


class _Damage(ValueError):
    """What is wrong with a chunk, in words."""


class Unwritable(ModelError):
    """A file that could not be written: the disk is full, or the folder is closed."""


def chunk_path(folder: Path, index: int) -> Path:
    """Return the file of a chunk.

    Examples
    --------
    >>> chunk_path(Path("out"), 7).name
    'chunk-000007.bin'
    """
    return folder / f"chunk-{index:06d}.bin"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is either there as a whole or not at all.

    Raises
    ------
    Unwritable
        If it cannot be written; what was there before is still there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        _forget(part)
        found = error.strerror or type(error).__name__
        raise Unwritable(str(path), found, "a folder with room that can be written to") from None
    except BaseException:
        _forget(part)
        raise


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


def write_chunk(folder: Path, digest: str, index: int, found: ChunkValues) -> None:
    """Write a finished chunk.

    Parameters
    ----------
    folder : Path
        Of the sweep.
    digest : str
        Of the study.
    index : int
        Number of the chunk.
    found : ChunkValues
        What was worked out.
    """
    payload = found.values.astype("<f8").tobytes() + found.why.astype("u1").tobytes()
    head = {
        "schema": SCHEMA,
        "study": digest,
        "chunk": index,
        "seed": [1, index],
        "shape": list(found.values.shape),
        "solved": found.solved,
        "reasons": list(found.reasons),
    }
    head["sha256"] = _sum(head, payload)
    line = json.dumps(head, sort_keys=True).encode() + b"\n"
    write_whole(chunk_path(folder, index), line + payload)


def read_chunk(folder: Path, digest: str, index: int) -> ChunkValues | None:
    """Return a finished chunk, None if there is none.

    Raises
    ------
    DamagedChunk
        If the file is not what was written for this study.
    """
    path = chunk_path(folder, index)
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedChunk(str(path), error.strerror or "unreadable", "a chunk") from None
    line, _, payload = data.partition(b"\n")
    try:
        head = json.loads(line)
        wanted = head.pop("sha256")
        if _sum(head, payload) != wanted:
            raise _Damage("a checksum that does not fit")
        if (head["study"], head["chunk"]) != (digest, index):
            raise _Damage("the chunk of another study or place")
        shape = tuple(int(size) for size in head["shape"])
        count = int(np.prod(shape))
        values = np.frombuffer(payload, dtype="<f8", count=count).reshape(shape).astype(float)
        why = np.frombuffer(payload, dtype="u1", count=count, offset=8 * count).reshape(shape)
    except _NOT_WRITTEN as error:
        told = isinstance(error, _Damage)
        said = f"a damaged chunk ({error if told else 'not what was written'})"
        raise DamagedChunk(str(path), said, "the chunk as it was written") from None
    return ChunkValues(values, why.copy(), tuple(head["reasons"]), int(head["solved"]))


def _bytes_of(path: Path) -> bytes:
    """Return what a file holds; a pipe in its place would be waited for without end."""
    if path.exists() and not path.is_file():
        raise OSError("not a file")
    return path.read_bytes()


def _sum(head: Mapping[str, Any], payload: bytes) -> str:
    text = json.dumps(head, sort_keys=True).encode()
    return hashlib.sha256(text + b"\n" + payload).hexdigest()


def read_notes(folder: Path) -> dict[str, Any] | None:
    """Return what a folder says of its sweep, None if it is empty of any."""
    path = folder / NOTES
    try:
        found = json.loads(_bytes_of(path).decode("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        raise ModelError(str(path), "something unreadable", "the notes of a sweep") from None
    if not isinstance(found, dict) or "digest" not in found:
        raise ModelError(str(path), "something else", "the notes of a sweep")
    return found
