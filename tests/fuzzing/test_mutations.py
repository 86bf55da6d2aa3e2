"""Good files broken at random: whatever they hold, one line, in time, and no code is run.

Builds on: file_mutations.py. It is not: a test of what is said.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from file_mutations import broken_files, check, searched
from good_files import Kind


@settings(
    max_examples=500,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(case=broken_files())
def test_no_file_whatever_does_harm(case: tuple[Kind, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(*case, Path(folder))


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_twenty_thousand_files_in_two_gigabytes(part: int) -> None:
    """In a process of its own, whose memory is held to 2 GiB; other files in every run."""
    seed = int.from_bytes(os.urandom(4), "big")
    code = f"from file_mutations import searched; print(searched(5000, {seed}))"
    here = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": here, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-3000:]}"
    assert int(done.stdout.split()[-1]) == 5000


def test_the_search_itself_finds_a_planted_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory_orders.files import sources

    def careless(path: Path, *_: object) -> str:
        return path.read_bytes().decode("ascii")

    monkeypatch.setattr(sources, "read_text", careless)
    with pytest.raises(AssertionError, match="UnicodeDecodeError"):
        searched(2000, 1, limit=False)
