"""``fourcs`` in this process, for the tests of the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from gametheory_orders.cli import main


class Done(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def fourcs(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run ``fourcs`` with these arguments; return exit code, stdout and stderr."""

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = capsys.readouterr()
        return Done(int(caught.value.code or 0), out, err)

    return run
