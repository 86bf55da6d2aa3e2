"""Good files broken at random, by bytes, words and tables; and a watch over who reads them.

Builds on: good_files.py. Used by the tests of fuzzing, in this process and in one of its own.
It is not: a list of known faults; those stand in the tests of each reader and in fuzzing/.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from good_files import Kind, at, fault, kinds, leaves, toml

LONGEST = 10.0
"""Seconds that a command may take on whatever file."""
SENTINEL = "sentinel-of-the-fuzzing"
"""A file that only code from a file could make."""
CODE = (
    f"__import__('os').system('touch {SENTINEL}')",
    f"open('{SENTINEL}', 'w')",
    f"(lambda: open('{SENTINEL}', 'w'))()",
    f"().__class__.__bases__[0].__subclasses__()[0]('{SENTINEL}')",
    f"exec(\"open('{SENTINEL}','w')\")",
    f"$(touch {SENTINEL})",
    f"`touch {SENTINEL}`",
    f"!!python/object/apply:os.system ['touch {SENTINEL}']",
    "9**9**9**9",
    "{0.__class__.__init__.__globals__}",
    "%s%n%x",
)
VALUES: tuple[Any, ...] = (
    *(True, False, 0, 1, 2, -1, 3.5, -0.0, 1e99, 1e308, 5e-324, 10**400, 2**63, -(2**31)),
    *(float("nan"), float("inf"), -float("inf"), "", " ", "x", "A", "B", "2/3", "55%", "1/0"),
    *("majority", "population", "stake", "stake > 1", "stake / 0", "total(stake)", "é\u202e\u0301"),
    *("x" * 5000, "(" * 5000, "a.b", "../../etc/passwd", "/dev/zero", "/", ".", "\x00", "\ud800"),
    *([], {}, [[]], [{}], ["A", "A"], [0.5, 0.5], {"rule": "open"}, {"A": 1.0}, {"*": 0}),
    *({"rule": "pledge", "weight": 0.3}, {"rule": "joint"}, {"rule": "sequential", "by": "stake"}),
    *({"rule": "penalty", "share": 0.5}, {"rule": "sanctions"}, {"rule": "tariff", "rate": 0.1}),
    *("universal", "open", "exclusive", "quota", "consensus", "reciprocity", "binding", "review"),
    *(
        "public_good",
        "collective_action",
        "spatial_policy",
        "matrix_game",
        "best_shot",
        "threshold",
    ),
    *CODE,
)
WORDS = (
    *(
        "nan",
        "-1",
        "0",
        "1e99",
        "1e999",
        '"x"',
        "true",
        "[]",
        "{}",
        '"2/3"',
        "[[state]]",
        "[order]",
    ),
    *(
        "=",
        '"',
        "'",
        '"""',
        "#",
        ",",
        ";",
        "{",
        "}",
        "[",
        "]",
        "\n",
        "\r\n",
        "\t",
        "\x00",
        "9" * 400,
    ),
    *(
        "\\",
        "\\u0000",
        "\ufeff",
        "\u2028",
        "é",
        "-0.0",
        "1/0",
        "0x10",
        "1_000",
        "1979-05-27",
        "p",
        "c",
    ),
    *("t", "NFG", "EFG", "payoff of A", "student", "null", "NaN", "Infinity"),
    *CODE,
)
BYTES = (
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xfe\xff", b"\r", b"\r\n", b"\n", b'"'),
    *(b"\xc3", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"[" * 3000, b"{" * 3000, b"a." * 3000, b"-"),
)
_TOKEN = re.compile(r'"[^"\n]*"|[\w.+-]+|\s+|.', re.DOTALL)


@st.composite
def _bytes(draw: st.DrawFn, kind: Kind) -> bytes:
    """Return the good file with bytes dropped, doubled, changed or put in."""
    text = kind.text.encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = min(len(text), start + draw(st.integers(1, 20)))
        what = draw(st.sampled_from(["drop", "double", "change", "put", "cut", "windows", "utf16"]))
        if what == "drop":
            text = text[:start] + text[end:]
        elif what == "double":
            text = text[:end] + text[start:]
        elif what == "change":
            text = text[:start] + draw(st.binary(min_size=1, max_size=3)) + text[start + 1 :]
        elif what == "put":
            text = text[:start] + draw(st.sampled_from(BYTES)) + text[start:]
        elif what == "cut":
            text = text[:start]
        elif what == "windows":
            text = text.replace(b"\n", b"\r\n")
        elif draw(st.integers(0, 9)) == 0:
            text = text.decode("utf-8", "replace").encode("utf-16")
    return text


@st.composite
def _words(draw: st.DrawFn, kind: Kind) -> str:
    """Return the good file with words dropped, doubled, exchanged, or scraps in their place."""
    words = _TOKEN.findall(kind.text)
    solid = [place for place, word in enumerate(words) if not word.isspace()]
    for _ in range(draw(st.integers(1, 4))):
        place, other = (draw(st.sampled_from(solid)) for _ in range(2))
        what = draw(st.sampled_from(["drop", "double", "scrap", "scrap", "scrap", "swap", "text"]))
        if what == "drop":
            words[place] = ""
        elif what == "double":
            words[place] = f"{words[place]} {words[place]}"
        elif what == "scrap":
            words[place] = draw(st.sampled_from(WORDS))
        elif what == "swap":
            words[place], words[other] = words[other], words[place]
        else:
            words[place] = draw(st.text(max_size=8))
    return "".join(words)


@st.composite
def _tables(draw: st.DrawFn, kind: Kind) -> str:
    """Return the good file with values and keys of its tables changed, dropped, moved, nested."""
    tree = copy.deepcopy(kind.tree)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in leaves(tree) if path] or [()]))
        if not path:
            break
        path = path[: draw(st.integers(1, len(path)))] if draw(st.booleans()) else path
        above, last = at(tree, path[:-1]), path[-1]
        what = draw(st.sampled_from(["value"] * 4 + ["drop", "key", "double", "deep", "move"]))
        if what == "value":
            above[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        elif what == "drop":
            del above[last]
        elif what == "key" and isinstance(above, dict):
            above[draw(st.sampled_from(["", "x", "rule", "weights", "a b"]))] = above.pop(last)
        elif what == "double" and isinstance(above, list):
            above.append(copy.deepcopy(above[last]))
        elif what == "deep":
            for _ in range(draw(st.sampled_from([1, 2, 60]))):
                above[last] = [above[last]]
        else:
            other = draw(st.sampled_from([path for path in leaves(tree) if path] or [()]))
            above[last] = copy.deepcopy(at(tree, other))
    # Lone surrogates are refused by neither emitter; they end up as bytes that are no text.
    return toml(tree) if kind.ending == "toml" else json.dumps(tree)


@st.composite
def broken_files(draw: st.DrawFn) -> tuple[Kind, str | bytes]:
    """Return a kind and a good file of it, broken."""
    kind = kinds()[draw(st.sampled_from(sorted(kinds())))]
    ways: list[Any] = [_bytes, _words] if kind.tree is None else [_bytes, _words, _tables, _tables]
    text: str | bytes = draw(draw(st.sampled_from(ways))(kind))
    return kind, text


class TookTooLong(BaseException):
    """A command that did not come to an end; the command line must not swallow it."""


@contextlib.contextmanager
def alarm(seconds: float = LONGEST) -> Iterator[None]:
    """Raise TookTooLong if what is inside takes longer."""

    def ring(*_: object) -> None:
        raise TookTooLong(f"more than {seconds} s")

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


_FORBIDDEN = (
    *("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "subprocess.Popen"),
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "pty.spawn", "webbrowser.open"),
    *("os.kill", "os.chmod", "os.chown", "pickle.find_class", "ctypes.dlopen"),
)
_WATCHING: list[list[str]] = []


@cache
def _hook_once() -> None:
    """Enter the hook, which nothing takes out again."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _WATCHING:
        return
    if event in _FORBIDDEN:
        _WATCHING[-1].append(f"{event} {arguments!r}"[:200])
    if event == "open" and isinstance(arguments[0], str | bytes) and len(arguments) == 3:
        flags = arguments[2]
        name = os.fsdecode(arguments[0])
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        inside = name.startswith(tempfile.gettempdir()) or name == os.devnull
        if writing and not inside and "__pycache__" not in name:
            _WATCHING[-1].append(f"open for writing {name!r}"[:200])


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """Note what is started, connected or written outside of the scratch folder inside."""
    _hook_once()
    _WATCHING.append([])
    try:
        yield _WATCHING[-1]
    finally:
        _WATCHING.pop()


def check(kind: Kind, text: str | bytes, folder: Path) -> None:
    """Read a broken file by every command for it; nothing bad may happen."""
    path = kind.write(folder, text)
    begun = time.monotonic()
    with watched() as seen, alarm():
        ended = list(kind.read(path))
    assert time.monotonic() - begun < LONGEST
    for command, done in ended:
        wrong = fault(done)
        assert wrong is None, f"{kind.name}, {command[0]}: {wrong}\n{text!r}"
    # Linking a library of its own is no code from a file.
    assert not [each for each in seen if not each.startswith("ctypes.dlopen (None")], seen
    assert not (folder / SENTINEL).exists()
    assert not Path(SENTINEL).exists()


MEMORY = 2 * 2**30
"""Bytes that reading whatever file may take."""


def searched(count: int, seed: int, limit: bool = True) -> int:
    """Read so many broken files; return how many. With a limit the process keeps to MEMORY."""
    import resource

    import hypothesis

    if limit:
        kinds()  # what the library itself maps comes first
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seen = 0

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=broken_files())
    def search(case: tuple[Kind, str | bytes]) -> None:
        nonlocal seen
        with tempfile.TemporaryDirectory() as folder:
            check(*case, Path(folder))
        seen += 1

    search()
    return seen
