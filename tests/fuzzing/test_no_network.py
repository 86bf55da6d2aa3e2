"""No command reaches for the network: sockets are forbidden while each runs its main path.

Builds on: good_files.py. It is not: a test of the page in the browser (explore serves it).
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import typer

from good_files import POND, STUDY, fourcs, kinds

MAIN_PATHS: dict[str, list[tuple[str, ...]]] = {
    "compare": [("climate",), ("climate", "--json"), ("climate", "--plot", "DIR/a.png")],
    "solve": [("climate", "--order", "g6_consensus")],
    "power": [("unsc",)],
    "gridlock": [("g6",)],
    "coalitions": [("climate",)],
    "equilibria": [("DIR/any.nfg",)],
    "list": [()],
    "show": [("climate",)],
    "new": [("DIR/new.toml",)],
    "check": [("DIR/pond.toml",)],
    "sweep": [("DIR/study.toml",)],
    "run": [("DIR/study.toml", "-o", "DIR/run")],
    "replicate": [("DIR/run",)],
    "claims": [("104",)],
    "statics": [(), ("deep_coalition",)],
    "thumbs": [()],
    "exercise": [("equilibria", "--format", "html"), ("equilibria", "--key", "--json")],
    "grade": [("DIR/a.csv", "--key", "DIR/key.json")],
    "frontier": [("DIR/pond.toml",)],
    "advise": [("DIR/pond.toml", "--draws", "8")],
    "play": [("spheres", "--order", "spheres_concert", "--out", "DIR/game")],
    "debrief": [("DIR/played.csv", "--model", "spheres", "--order", "spheres_concert")],
    "verify": [("DIR/power.json",)],
}
SERVES = {"explore"}
"""Listens on this machine alone; its tests say so."""


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Forbid sockets and look-ups of names; return what was tried."""
    tried: list[str] = []

    def refuse(*args: Any, **_: Any) -> Any:
        tried.append(repr(args)[:100])
        raise OSError("no network here")

    class Refused(socket.socket):
        def __init__(self, *args: Any, **how: Any) -> None:
            refuse(*args, **how)

    monkeypatch.setattr(socket, "socket", Refused)
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_every_command_has_a_main_path_here() -> None:
    from gametheory_orders.cli import app

    app.invoke(["--version"])
    commands = set(getattr(typer.main.get_command(app.app), "commands", {}))
    assert commands == {*MAIN_PATHS, *SERVES}


def test_no_command_opens_a_socket(no_sockets: list[str], tmp_path: Path) -> None:
    (tmp_path / "pond.toml").write_text(POND)
    (tmp_path / "study.toml").write_text(STUDY)
    (tmp_path / "played.csv").write_text("round,state,score\n1,East,3\n1,West,3\n")
    (tmp_path / "power.json").write_text(fourcs("power", "g6", "--json").out)
    (tmp_path / "key.json").write_text(kinds()["key"].text)
    (tmp_path / "a.csv").write_text(kinds()["answers"].text)
    kinds()["nfg"].write(tmp_path, kinds()["nfg"].text)
    for command, paths in MAIN_PATHS.items():
        for words in paths:
            done = fourcs(command, *(word.replace("DIR", str(tmp_path)) for word in words))
            assert done.code == 0, f"{command} {words}: {done.err}"
    assert no_sockets == []


def test_sockets_are_indeed_forbidden(no_sockets: list[str]) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.socket()
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("127.0.0.1", 1))
    assert len(no_sockets) == 2
