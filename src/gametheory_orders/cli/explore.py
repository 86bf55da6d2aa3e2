"""The command that opens the interactive page: ``explore``.

Builds on app.py, which it registers on; everything heavy is imported inside the command.
Not here: the page and its server (explorer).
"""

from __future__ import annotations

from typing import Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.output import Document
from gametheory_orders.foundations.errors import ModelError


@app.command()
def explore(
    issue: Annotated[
        str, typer.Argument(metavar="ISSUE_OR_FILE", help="What it opens with.")
    ] = "climate",
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="By default this machine only.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", help="By default any that is free.")
    ] = 0,
    headless: Annotated[
        bool, typer.Option("--headless", help="Open no browser; only print the address.")
    ] = False,
) -> Document:
    """Open a page in the browser: pick a problem and an order, change it, see what follows."""
    if not 0 <= port <= 65535:
        raise ModelError("--port", port, "a number from 0 (any that is free) to 65535")
    if not host.strip():
        raise ModelError("--host", repr(host), "an address such as 127.0.0.1")
    from gametheory_orders.explorer.serve import LOCAL, check_installed, serve

    check_installed()

    def tell(address: str) -> None:
        typer.echo(f"the page is at {address} (Ctrl+C ends it)", err=True)
        if host not in (LOCAL, "localhost", "::1"):
            typer.echo("others who can reach this machine can open it too", err=True)

    serve(issue, host=host, port=port, headless=headless, tell=tell)
    return Document("")
