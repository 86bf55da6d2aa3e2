"""The command that opens the page: what it refuses, where it listens, and that it cannot edit."""

from __future__ import annotations

import ast
import importlib.util
import socket
from pathlib import Path

import pytest

from gametheory_orders.cli import main
from gametheory_orders.explorer import serve
from gametheory_orders.foundations.errors import ModelError

APP = Path(serve.__file__).with_name("app.py")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["explore", *arguments])
    out, err = capsys.readouterr()
    assert (caught.value.code, out, err.count("\n")) == (2, "", 1)
    return err


def test_without_marimo_one_line_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "marimo" else real(name)
    )
    said = refused(capsys)
    assert said == (
        "fourcs explore: found no marimo, expected it installed: "
        'pip install "gametheory-orders[notebooks]"\n'
    )


def test_what_is_wrong_is_told_before_anything_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(serve, "check_installed", lambda: None)
    monkeypatch.setattr(serve, "page", lambda issue: pytest.fail("it was served"))
    assert refused(capsys, "--port", "65536").startswith("--port: found 65536")
    assert "'--port'" in refused(capsys, "--port", "many")
    assert refused(capsys, "--host", " ").startswith("--host")
    assert "no such issue or file" in refused(capsys, "climte")
    broken = tmp_path / "broken.toml"
    broken.write_text("[issue]\nname = 3\n", encoding="utf-8")
    assert "issue.name" in refused(capsys, str(broken))


def test_it_listens_on_this_machine_only_at_a_free_port() -> None:
    with serve.listening_socket(serve.LOCAL, 0) as found:
        host, port = found.getsockname()
        assert host == "127.0.0.1"
        assert port > 0
        with pytest.raises(ModelError) as caught:
            serve.listening_socket(serve.LOCAL, port)
        assert caught.value.line().startswith(f"--host 127.0.0.1 --port {port}: found ")
    with pytest.raises(ModelError):
        serve.listening_socket("256.1.1.1", 0)


def test_by_default_the_command_names_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}
    monkeypatch.setattr(serve, "check_installed", lambda: None)
    monkeypatch.setattr(serve, "serve", lambda issue, **how: asked.update(how, issue=issue))
    with pytest.raises(SystemExit) as caught:
        main(["explore"])
    assert caught.value.code == 0
    del asked["tell"]
    assert asked == {"issue": "climate", "host": "127.0.0.1", "port": 0, "headless": False}


def test_a_host_that_others_reach_is_said_aloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "check_installed", lambda: None)
    monkeypatch.setattr(serve, "serve", lambda issue, *, tell, **how: tell("http://0.0.0.0:1/"))
    with pytest.raises(SystemExit):
        main(["explore", "--host", "0.0.0.0"])
    assert "others who can reach this machine can open it too" in capsys.readouterr().err


def test_the_page_is_a_thin_skin_that_takes_no_figure_of_its_own() -> None:
    """No cell of the page names a room below the explorer, or evaluates anything."""
    tree = ast.parse(APP.read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not named & {"eval", "exec", "compile", "__import__", "open"}
    rooms = {
        str(node.module).split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").count(".")
    }
    assert rooms == {"explorer", "foundations"}


def test_nothing_below_the_skin_imports_marimo() -> None:
    for path in APP.parent.glob("*.py"):
        if path.name not in ("app.py", "serve.py"):
            assert "import marimo" not in path.read_text(encoding="utf-8"), path.name


def test_a_free_port_is_one_that_can_be_reached() -> None:
    with (
        serve.listening_socket(serve.LOCAL, 0) as found,
        socket.create_connection(found.getsockname(), timeout=2) as caller,
    ):
        assert caller.getpeername() == found.getsockname()
