"""Usage errors (unknown command, option, missing argument) in one line.

Builds on foundations.errors. The parser's own errors are known by what they carry, as it
moves its classes between versions. Not here: errors in models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name


def unknown_command(arguments: Sequence[str], commands: Sequence[str]) -> ModelError | None:
    """Return the error if no command is named, or one that there is not."""
    if not arguments:
        return ModelError("fourcs", "no command", f"one of: {', '.join(commands)} (or --help)")
    first = arguments[0]
    if first.startswith("-") or first in commands:
        return None
    error = unknown_name("fourcs", first, commands, "one command")
    return ModelError("fourcs", f"a command {first!r}", error.expected, error.nearest)


def usage_line(error: Exception) -> str | None:
    """Return a parser's error as one line, None if it is none."""
    if not hasattr(error, "format_message") or not hasattr(error, "exit_code"):
        return None
    context: Any = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "fourcs"
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption" and context is not None:
        known = [name for each in context.command.params for name in each.opts if name[:1] == "-"]
        wrong = unknown_name(where, str(option), [*known, "--help"], "one option")
        return ModelError(where, f"an option {option}", wrong.expected, wrong.nearest).line()
    parameter: Any = getattr(error, "param", None)
    if type(error).__name__ == "MissingParameter" and parameter is not None:
        name = getattr(parameter, "metavar", None) or str(parameter.name).upper()
        return ModelError(where, "no argument", f"{name} (see {where} --help)").line()
    return f"{where}: {error.format_message()}"
