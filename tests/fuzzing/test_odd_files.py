"""Files that are odd as files: empty, folders, pipes, loops, closed, huge, of other encodings.

Builds on: good_files.py, file_mutations.py (its alarm). It is not: a test of what stands in them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from file_mutations import LONGEST, alarm, watched
from good_files import Kind, fault, kinds

NAMES = [name for name in sorted(kinds()) if name != "manifest"]


def _folder(path: Path, text: str) -> None:
    path.mkdir()


def _loop(path: Path, text: str) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path, text: str) -> None:
    path.symlink_to("gone")


def _pipe(path: Path, text: str) -> None:
    os.mkfifo(path)


def _device(path: Path, text: str) -> None:
    path.symlink_to("/dev/zero")


def _empty(path: Path, text: str) -> None:
    path.write_bytes(b"")


def _nul(path: Path, text: str) -> None:
    path.write_bytes(b"\x00" * 1000)


def _random(path: Path, text: str) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _wide(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-16"))


def _latin(path: Path, text: str) -> None:
    path.write_bytes(("é" + text).encode("latin-1"))


def _huge(path: Path, text: str) -> None:
    with path.open("wb") as stream:
        stream.truncate(3_000_000_000)


def _one_line(path: Path, text: str) -> None:
    path.write_text("x" * 1_000_000, encoding="utf-8")


def _nested(path: Path, text: str) -> None:
    path.write_text("[" * 200_000, encoding="utf-8")


def _dotted(path: Path, text: str) -> None:
    path.write_text("a." * 50_000 + "a = 1", encoding="utf-8")


def _quotes(path: Path, text: str) -> None:
    path.write_text('"' * 1_000_001, encoding="utf-8")


REFUSED = {
    "a folder": _folder,
    "a link to itself": _loop,
    "a link to nothing": _dangling,
    "a pipe": _pipe,
    "a device": _device,
    "nothing": _empty,
    "NULs": _nul,
    "random bytes": _random,
    "UTF-16": _wide,
    "three gigabytes": _huge,
    "a million letters": _one_line,
    "deep lists": _nested,
    "deep keys": _dotted,
    "quotes": _quotes,
}


def ended(kind: Kind, path: Path) -> list[int]:
    """Return the exit codes on a file, in time, each failure in one line."""
    codes = []
    with watched() as seen, alarm(LONGEST):
        for command, done in kind.read(path):
            wrong = fault(done)
            assert wrong is None, f"{kind.name}, {command}: {wrong}"
            codes.append(done.code)
    assert not [each for each in seen if "dlopen" not in each]
    return codes


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_is_no_text_of_its_kind_is_refused(what: str, tmp_path: Path) -> None:
    for name in NAMES:
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        path = kinds()[name].write(folder, "")
        path.unlink()
        REFUSED[what](path, kinds()[name].text)
        assert 2 in ended(kinds()[name], path), f"{name}: {what} was taken"


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever is root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    for name in NAMES:
        path = kinds()[name].write(tmp_path, kinds()[name].text)
        path.chmod(0)
        assert 2 in ended(kinds()[name], path)
        path.chmod(0o600)


def _with_mark(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("write", [_with_mark, _windows])
def test_marks_and_line_ends_of_other_systems_are_read(
    write: Callable[[str], bytes], tmp_path: Path
) -> None:
    for name in NAMES:
        path = kinds()[name].write(tmp_path, write(kinds()[name].text))
        assert set(ended(kinds()[name], path)) == {0}, name


@pytest.mark.parametrize("make", [_folder, _loop, _pipe, _device, _random, _nested, _empty])
def test_a_manifest_of_any_kind_is_refused(
    make: Callable[[Path, str], None], tmp_path: Path
) -> None:
    make(tmp_path / "manifest.json", "")
    assert ended(kinds()["manifest"], tmp_path / "manifest.json") == [2]


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "models/../../secret", "a\nb"])
@pytest.mark.parametrize("key", ["file", "inputs", "outputs"])
def test_a_manifest_does_not_lead_out_of_its_folder(name: str, key: str, tmp_path: Path) -> None:
    tree = kinds()["manifest"].tree
    tree[key] = name if key == "file" else [{"path": name, "sha256": ""}]
    path = kinds()["manifest"].write(tmp_path, json.dumps(tree))
    ((_, done),) = kinds()["manifest"].read(path)
    assert done.code == 2
    assert f"manifest.json: {key}: found {name!r}, expected a path inside the folder" in done.err
