"""Write a figure to a file: the same bytes each time, and the whole file or nothing.

Builds on matplotlib, imported by whoever made the figure. Not here: what is drawn.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.plots.common import DPI, ENDINGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A date in the file would make every run another file.
DATELESS = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}


def picture_path(path: str | os.PathLike[str]) -> Path:
    """Return where a picture goes; raises if its ending is not .png, .svg or .pdf."""
    found = Path(path)
    ending = found.suffix.lower()
    if ending not in ENDINGS:
        raise ModelError(str(found), ending or "no ending", f"an ending of: {', '.join(ENDINGS)}")
    return found


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure; what was there before stays until the new file is whole.

    Raises
    ------
    ModelError
        If the file cannot be written.
    """
    ending = path.suffix.lower()
    written = io.BytesIO()
    figure.savefig(written, format=ending[1:], dpi=DPI, metadata=DATELESS[ending])
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            # A device or a pipe must not be replaced by a file.
            target.write_bytes(written.getvalue())
            return
        try:
            part.write_bytes(written.getvalue())
            part.replace(target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise ModelError(str(path), found, "a file that can be written") from None
