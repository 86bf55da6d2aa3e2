"""The command ``fourcs``: entry point, exit codes, and every failure in one line.

Builds on app.py (the commands) and output.py. Nothing heavy is imported here.
Not here: what a command does.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

DONE, NO_ANSWER, WRONG_INPUT, BROKEN, INTERRUPTED = 0, 1, 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``fourcs`` and leave the process with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Raises
    ------
    SystemExit
        Always: 0 done, 1 no answer exists, 2 the input is wrong.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing escapes but what debugging asks for."""
    debugging = bool(os.environ.get("FOURCS_DEBUG"))
    try:
        if not debugging:
            import warnings

            # A library's warning would be a second line beside ours.
            warnings.simplefilter("ignore")
        return _run(list(arguments))
    except KeyboardInterrupt:
        _tell("fourcs: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has seen enough; Python must not try to flush again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if debugging:
            raise
        _tell(
            f"fourcs: internal error, {type(error).__name__}: {error} "
            "(please report it; FOURCS_DEBUG=1 shows where)"
        )
        return BROKEN


def _run(arguments: list[str]) -> int:
    from gametheory_orders.cli.app import invoke
    from gametheory_orders.cli.output import Document
    from gametheory_orders.cli.usage import usage_line
    from gametheory_orders.foundations.errors import ModelError, NoAnswer

    try:
        document = invoke(arguments)
        if isinstance(document, Document):
            document.emit()
            if document.message:
                _tell(document.message)
            return document.code
        if document == INTERRUPTED:
            # The parser has swallowed it on its way.
            raise KeyboardInterrupt
        sys.stdout.flush()
        return document if isinstance(document, int) else DONE
    except ModelError as error:
        _tell(error.line())
        return WRONG_INPUT
    except NoAnswer as error:
        _tell(f"no answer: {error}")
        return NO_ANSWER
    except Exception as error:
        if type(error).__name__ == "Abort":
            raise KeyboardInterrupt from None
        line = usage_line(error)
        if line is None:
            raise
        _tell(line)
        return WRONG_INPUT


def _tell(message: str) -> None:
    line = "".join(c if c.isprintable() else "?" for c in " ".join(message.split()))
    # Where nobody listens, the exit code still says it.
    with contextlib.suppress(OSError):
        print(line.encode("ascii", "backslashreplace").decode(), file=sys.stderr)


__all__ = ["main", "run"]
