"""Every example in README.md and docs/ runs, and its output is what the page shows.

Builds on: the pages themselves, and the package as it is installed.
It is not: a test of the library's results; those stand in the other folders.

Of each page, in order and in one empty folder:

- ```python blocks run in one namespace; lines that start with `>>>` are compared
  with the output shown below them.
- In ```console blocks every line `$ fourcs ...` (or `$ .venv/bin/fourcs ...`)
  is run and must exit 0. Output shown below it must match, trailing blanks aside;
  `...` stands for any text, and alone on a line for any number of lines.
  Other commands (`$ pip ...`) are shown to the reader, not run here.

A fragment that is not meant to run is fenced as ```text, ```toml or ```py.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from gametheory_orders.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted(p for p in (ROOT / "docs").rglob("*.md") if "_build" not in p.parts),
]
FENCE = re.compile(
    r"^(?P<indent>[ ]*)(?P<ticks>`{3,})(?P<language>python|console)[ ]*\n"
    r"(?P<body>.*?)^(?P=indent)(?P=ticks)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"(?:\.venv/bin/)?fourcs(?:\s|$)")
SCREEN = {"COLUMNS": "100", "NO_COLOR": "1"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """One fenced block and the line of the page on which its body starts."""

    language: str
    body: str
    line: int


@dataclass(frozen=True)
class Command:
    """One `$ ...` line of a console block and the output shown below it."""

    text: str
    expected: str
    line: int


def blocks_of(text: str) -> list[Block]:
    """Return the python and console blocks of a page, in order."""
    found = []
    for match in FENCE.finditer(text):
        indent = match["indent"]
        body = "".join(line.removeprefix(indent) for line in match["body"].splitlines(True))
        found.append(Block(match["language"], body, text.count("\n", 0, match.start("body")) + 1))
    return found


def commands_of(block: Block) -> list[Command]:
    """Split a console block at its `$` lines; a trailing backslash continues one."""
    commands: list[Command] = []
    lines = block.body.splitlines()
    at = 0
    while at < len(lines):
        start = at
        if not lines[at].startswith("$ "):
            raise AssertionError(f"line {block.line + at}: output without a command above it")
        text = lines[at][2:]
        while text.endswith("\\"):
            at += 1
            text = text[:-1] + lines[at].removeprefix("> ")
        at += 1
        shown = []
        while at < len(lines) and not lines[at].startswith("$ "):
            shown.append(lines[at])
            at += 1
        commands.append(Command(text, "\n".join(shown), block.line + start))
    return commands


def matches(expected: str, actual: str) -> bool:
    """Compare output with what a page shows; see the module's text for `...`."""
    pattern = ""
    for line in expected.strip("\n").splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pieces = [re.escape(piece) for piece in line.rstrip().split("...")]
            pattern += ".*".join(pieces) + r"\n"
    lines = [line.rstrip() for line in actual.strip("\n").splitlines()]
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def run_python(block: Block, page: str, namespace: dict[str, object]) -> None:
    """Run one python block; prompts make it a doctest."""
    if block.body.lstrip().startswith(">>>"):
        test = doctest.DocTestParser().get_doctest(
            block.body, namespace, page, page, block.line - 1
        )
        # The parser copies the namespace; later blocks need what this one defines.
        test.globs = namespace
        report: list[str] = []
        failed = doctest.DocTestRunner(optionflags=FLAGS).run(
            test, out=report.append, clear_globs=False
        )
        assert failed.failed == 0, "".join(report)
        return
    # Blank lines in front make a traceback show the page's own line.
    exec(compile("\n" * (block.line - 1) + block.body, page, "exec"), namespace)


def run_command(command: Command, page: str) -> None:
    """Run one fourcs line: of the README as it is installed, else in this process.

    Each process costs a second of imports, and there are a hundred lines.
    """
    where = f"{page}:{command.line}: $ {command.text}"
    words = shlex.split(command.text, comments=True)
    for word in words:
        if word in {"|", ">", ">>", "<", "&&", "||", ";", "&"}:
            raise AssertionError(f"{where}\nno shell here, so no {word}")
    code, out, err = (installed if page == "README.md" else here)(words[1:])
    assert code == 0, f"{where}\nexit {code}\n{err}"
    if command.expected.strip():
        assert matches(command.expected, out), (
            f"{where}\n--- the page shows\n{command.expected}\n--- it prints\n{out}"
        )


def installed(arguments: list[str]) -> tuple[int, str, str]:
    """Run fourcs as a command of this environment; return exit code, stdout, stderr."""
    folder = Path(sys.executable).parent
    program = next((p for p in (folder / "fourcs", folder / "fourcs.exe") if p.exists()), None)
    assert program is not None, f"fourcs is not installed beside {sys.executable}"
    done = subprocess.run(
        [str(program), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, **SCREEN, "PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout, done.stderr


def here(arguments: list[str]) -> tuple[int, str, str]:
    """Run fourcs in this process; return exit code, stdout, stderr."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name, value in SCREEN.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as left:
            main(arguments)
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


def run_page(text: str, page: str) -> int:
    """Run a page's blocks in order and return how many pieces were run."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    ran = 0
    for block in blocks_of(text):
        if block.language == "python":
            run_python(block, page, namespace)
            ran += 1
            continue
        for command in commands_of(block):
            if COMMAND.match(command.text):
                run_command(command, page)
                ran += 1
    return ran


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with pictures drawn to nowhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    return tmp_path


@pytest.mark.usefixtures("empty_folder")
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    ran = run_page(text, name)
    if name == "README.md":
        assert ran > 0, "the README shows no example that runs"
    # A fence that the pattern above cannot read would pass unseen.
    fences = re.findall(r"^[ ]*`{3,}(?:python|console)\b", text, re.MULTILINE)
    assert len(fences) == len(blocks_of(text)), f"{name}: a fence is not closed or has options"


# The gate itself, seen to fail on planted faults.


@pytest.mark.usefixtures("empty_folder")
@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("```python\nassert 1 + 1 == 3\n```\n", AssertionError),
        ("```python\n>>> 1 + 1\n3\n```\n", AssertionError),
        ("```python\nx = 1\n```\n\n```python\nunknown\n```\n", NameError),
        ("```console\n$ fourcs no-such-command\n```\n", AssertionError),
        ("```console\n$ fourcs --version\nnot this\n```\n", AssertionError),
        ("```console\n$ fourcs --version | cat\n```\n", AssertionError),
        ("```console\noutput without a command\n```\n", AssertionError),
    ],
)
def test_a_wrong_page_fails(body: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run_page(body, "planted.md")


@pytest.mark.usefixtures("empty_folder")
def test_blocks_of_one_page_share_a_namespace() -> None:
    text = (
        "```python\nx = 2\n```\ntext\n- item\n\n  ```python\n  >>> y = x + 1\n  >>> y\n  3\n  ```\n"
    )
    assert run_page(text + "```python\nassert y == 3\n```\n", "planted.md") == 3


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("a  \nb", "a\nb   \n", True),
        ("a ... c", "a b c", True),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("a\n...", "a\nb", True),
        ("a", "a\nb", False),
        ("a\n...\nd", "a\nb\nc", False),
        ("a.c", "abc", False),
    ],
)
def test_matching_of_shown_output(expected: str, actual: str, same: bool) -> None:
    assert matches(expected, actual) is same
