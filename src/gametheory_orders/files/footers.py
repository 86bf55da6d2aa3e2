"""What stands below a table in a paper: version, files with their hashes, seed.

Builds on sources.py. Not here: how notes look in a format (foundations/tables.py), or a whole
replication package (replication.py).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from gametheory_orders.files.sources import KINDS, bundled, find, models_folder, shown_path
from gametheory_orders.foundations.errors import ModelError

MOST_NAMED = 3
"""Files of the user's own beyond this number are told by one hash of them all."""


def footer(*sources: str | Path, seed: int | None = None) -> tuple[str, ...]:
    """Return the notes that say what a table was made from.

    Bundled files are fixed by the version, so only the first source is named with its hash, and
    the user's own; what is left is told as a number of files, with one hash of their list.

    Parameters
    ----------
    *sources : str or path
        Bundled names, or paths of model files; the first one is the model that was asked about.
    seed : int, optional
        Of the random numbers, where there were any.

    Returns
    -------
    tuple of str
        For ``notes`` of ``to_latex``, ``to_markdown``, ``to_html`` and ``to_csv``.

    Raises
    ------
    ModelError
        If a file is not there or cannot be read, or the seed is no whole number.

    Notes
    -----
    The hash of a list is that of the lines ``HASH  NAME`` sorted by name, each ended by a line
    feed: what ``sha256sum`` prints of the files, hashed once more.

    Examples
    --------
    >>> for note in footer("climate", seed=7):
    ...     print(note[:21])
    gametheory_orders 0.1
    climate.toml: SHA-256
    """
    from gametheory_orders import __version__

    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise ModelError("seed", seed, "a whole number")
    first = f"gametheory_orders {__version__}" + ("" if seed is None else f", seed {seed}")
    paths = list(dict.fromkeys(_path(source) for source in sources))
    models = models_folder().resolve()
    own = [path for path in paths if models not in path.resolve().parents]
    named = list(dict.fromkeys([*paths[:1], *own]))[:MOST_NAMED]
    notes = [f"{path.name}: SHA-256 {_hash(path)}" for path in named]
    rest = [path for path in paths if path not in named]
    if rest:
        listed = sorted((Path(shown_path(path)).as_posix(), _hash(path)) for path in rest)
        text = "".join(f"{digest}  {name}\n" for name, digest in listed)
        files = f"{len(rest)} more file{'s' * (len(rest) != 1)}"
        whose = ", all bundled" if not set(rest) & set(own) else ""
        digest = hashlib.sha256(text.encode()).hexdigest()
        notes.append(f"{files}{whose}: SHA-256 {digest} of their list")
    return (first, *notes)


def _path(source: str | Path) -> Path:
    if isinstance(source, str):
        for kind in (*KINDS, "studies"):
            if source in bundled(kind):
                return bundled(kind)[source]
    return source if isinstance(source, Path) else find(source, "issues")


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise ModelError(str(path), found, "a file that can be read") from None
