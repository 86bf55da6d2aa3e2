"""Starts the interactive page: on this machine only unless told otherwise, and never to edit.

Builds on marimo and uvicorn, which the extra ``notebooks`` brings. Not here: the page (app.py).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from gametheory_orders.explorer.session import open_problem
from gametheory_orders.foundations.errors import ModelError

LOCAL = "127.0.0.1"
INSTALL = 'pip install "gametheory-orders[notebooks]"'
HEAD = '<meta name="description" content="Four ways for states to cooperate, to try out.">'
Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


def check_installed() -> None:
    """Raise in one line if what the page runs on is not installed."""
    for name in ("marimo", "uvicorn"):
        if importlib.util.find_spec(name) is None:
            raise ModelError("fourcs explore", f"no {name}", f"it installed: {INSTALL}")


def page(issue: str) -> App:
    """Return the page as a web application that serves it to read, not to edit.

    Parameters
    ----------
    issue : str
        What it opens with: a bundled issue, or the path of a model file.
    """
    # Whoever runs the page asked for nothing else: no look for newer versions.
    os.environ.setdefault("MARIMO_SKIP_UPDATE_CHECK", "1")
    import marimo

    def tell(app: App) -> App:
        async def told(scope: Scope, receive: Any, send: Any) -> None:
            scope["meta"] = {"issue": issue}
            await app(scope, receive, send)

        return told

    builder: Any = marimo.create_asgi_app(
        quiet=True, include_code=False, session_ttl=120, html_head=HEAD
    )
    path = str(Path(__file__).with_name("app.py"))
    found: App = builder.with_app(path="/", root=path, middleware=[tell]).build()
    return found


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens at host and port; port 0 is any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        why = error.strerror or str(error)
        raise ModelError(f"--host {host} --port {port}", why, "an address that is free") from None
    found.listen()
    return found


def serve(
    issue: str,
    *,
    host: str = LOCAL,
    port: int = 0,
    headless: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the page until interrupted, and end the process then.

    Parameters
    ----------
    issue : str
        A bundled issue, or the path of a model file; it is read before anything is served.
    host : str
        By default this machine only.
    port : int
        0 for any free one.
    headless : bool
        Whether no browser is opened.
    tell : callable
        Is given the address once the page is there.

    Raises
    ------
    ModelError
        If marimo is not installed, the model is wrong, or the address is taken.
    """
    open_problem(issue)
    check_installed()
    import uvicorn

    with listening_socket(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        config = uvicorn.Config(
            page(issue), log_level="error", lifespan="on", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        tell(address)
        if not headless:
            opening = threading.Timer(1.0, webbrowser.open, [address])
            opening.daemon = True
            opening.start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    _leave()


def _leave() -> None:
    """End the process: threads of pages that are still open would be waited for without end."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(0)
