"""What ``list``, ``show`` and ``check`` look up in files.

Builds on files. Not here: how it is shown (screen.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gametheory_orders.files import (
    bundled,
    load_institution,
    load_orders,
    load_reform,
    load_world,
    read_model,
    shown_path,
)
from gametheory_orders.files.comparing import check_fit
from gametheory_orders.files.sources import KINDS, read_toml
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result


def listed() -> dict[str, list[dict[str, Any]]]:
    """Return the bundled models by kind, each with its title."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        found[kind] = []
        for name, path in bundled(kind).items():
            # A plan of reform is an institution that is not there yet.
            key = "institution" if kind == "reforms" else kind[:-1]
            table = read_toml(path).get(key, {})
            entry = {"name": name, "title": table.get("title", "")}
            if kind == "orders":
                entry |= {"four_c": table.get("four_c"), "issues": table.get("issues", [])}
            if kind in ("institutions", "reforms"):
                entry |= {"four_c": table.get("four_c")}
            found[kind].append(entry)
    return found


def described(name: str) -> tuple[str, Result, list[Path]]:
    """Return the kind of a bundled model, the model, and its files."""
    issues, orders, worlds, institutions, reforms = (bundled(kind) for kind in KINDS)
    if name in issues:
        found = read_model(name).issue
        files = [issues[name]]
        world = read_toml(issues[name])["issue"].get("world")
        return "issue", found, [*files, *([worlds[world]] if world in worlds else [])]
    if name in orders:
        return "order", load_orders(name)[0], [orders[name]]
    if name in institutions:
        return "institution", load_institution(name), [institutions[name]]
    if name in reforms:
        return "reform", load_reform(name), [reforms[name]]
    if name in worlds:
        return "world", load_world(name), [worlds[name]]
    names = [*issues, *orders, *worlds, *institutions, *reforms]
    raise unknown_name("fourcs show", name, names, "a bundled model")


def checked(name: str) -> dict[str, Any]:
    """Return what a file holds; raises for what is wrong with it, orders on their issue too."""
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        for kind in KINDS:
            path = bundled(kind).get(name, path)
    tables = read_toml(path)
    if "world" in tables and "issue" not in tables:
        world = load_world(path)
        return {"world": world.name, "states": world.n}
    if "institution" in tables:
        institution = load_institution(path)
        return {"institution": institution.name, "members": len(institution.ids)}
    if tables and set(tables) <= {"order", "hybrid"}:
        return {"orders": [order.name for order in load_orders(path)]}
    if not tables:
        raise ModelError(
            shown_path(path), "nothing", "an [issue], [order], [world] or [institution] table"
        )
    model = read_model(path)
    for order in model.default_orders():
        check_fit(model.issue, order)
    return {
        "issue": model.issue.name,
        "family": model.issue.family,
        "states": model.issue.n,
        "orders": [each.order.name for each in model.default_orders()],
    }
