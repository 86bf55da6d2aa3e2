"""Write a game as an oTree project: settings, one app, its pages, its bots.

Builds on plan.py and cases.py. The app's code is the same for every game (project/); what differs
is one file of plain data, model.py. Not here: reading what was played (debrief.py).
"""

from __future__ import annotations

import html
import importlib.resources
import pprint
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gametheory_orders.classroom.otree.cases import scripts
from gametheory_orders.classroom.otree.plan import Table, model_data, proposals
from gametheory_orders.classroom.otree.seats import check_entry, seats_of
from gametheory_orders.classroom.otree.words import readme, rules_in_words
from gametheory_orders.files import load_game
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result
from gametheory_orders.foundations.results import Table as ShownTable
from gametheory_orders.games import CooperationGame
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.solvers.solve import solve

APP = "cooperation"
MOST_ROUNDS = 50
PAGES = (
    "Head",
    "Introduction",
    "Invite",
    "Join",
    "Propose",
    "Vote",
    "Pledge",
    "Act",
    "Sanction",
    "Results",
    "Final",
)


@dataclass(frozen=True, eq=False)
class OTreeProject(Result):
    """What was written.

    Parameters
    ----------
    folder : Path
        Where it stands.
    name : str
        Name of the session in oTree.
    seats, robots : tuple of str
        States played by people, and by the computer.
    rounds, seed : int
        As asked for.
    files : tuple of str
        Paths inside the folder.
    cases : tuple of str
        What the bots play.
    data : dict
        What model.py holds.
    """

    folder: Path
    name: str
    seats: tuple[str, ...]
    robots: tuple[str, ...]
    rounds: int
    seed: int
    files: tuple[str, ...]
    cases: tuple[str, ...]
    data: dict[str, Any]

    def table(self) -> ShownTable:
        """Return the seats, one a row, with what the model expects for each."""
        data = self.data
        rows = []
        for seat in data["seats"]:
            gain = data["predicted"]["payoffs"][seat] - data["reference_payoffs"][seat]
            rows.append([data["names"][seat], seat in data["predicted"]["members"], gain])
        title = f"{data['issue']} under {data['order']}: an oTree project in {self.folder}"
        return ShownTable(["seat", "member", "expected gain"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return what was written as plain values."""
        return {
            "folder": str(self.folder),
            "name": self.name,
            "seats": list(self.seats),
            "robots": list(self.robots),
            "rounds": self.rounds,
            "seed": self.seed,
            "files": list(self.files),
            "cases": list(self.cases),
        }


def export_otree(
    issue: str | Path | Issue | CooperationGame,
    order: str | Path | Order | None = None,
    folder: str | Path = "play",
    *,
    rounds: int = 4,
    states: Sequence[str] | None = None,
    seed: int = 0,
) -> OTreeProject:
    """Write an issue under an order as an oTree project that people can play.

    Parameters
    ----------
    issue : str, path, Issue or CooperationGame
        As for :func:`~gametheory_orders.load_game`; or the game itself, without an order.
    order : str, path or Order, optional
        Under which order; not needed if the file holds just one.
    folder : str or path
        Where to write; it must be new or empty.
    rounds : int
        Rounds that are played, up to 50.
    states : sequence of str, optional
        States that people play, at most 16 (8 where each chooses whether to be in); the computer
        plays the others as the model expects. By default all that fit, those who vote, or those
        most affected.
    seed : int
        Which participant gets which state, and the luck of monitoring.

    Raises
    ------
    ModelError
        If an argument is wrong, the folder is not empty, or the game has a rule or a payoff that
        an app cannot carry.
    NoAnswer
        If the game has no stable membership.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = export_otree("climate", "g6_consensus", folder)
    >>> len(done.seats), done.cases
    (15, ('equilibrium', 'all_yes', 'one_blocks', 'one_breaks'))
    """
    where = Path(_text(folder))
    _whole(rounds, "rounds", 1, MOST_ROUNDS)
    _whole(seed, "seed", 0, 2**31 - 1)
    game = _game(issue, order)
    check_entry(game)
    seats = seats_of(game, states)
    if len(seats) < 2:
        raise ModelError("states", f"{len(seats)} state", "at least 2 seats")
    outcome = solve(game)
    table = Table(game, outcome, seats, proposals(game, outcome))
    data = model_data(table, rounds, seed)
    data["words"] = rules_in_words(table)
    data["cases"] = scripts(table)
    name = session_name(data)
    texts = project_texts(data, name)
    _write(where, texts)
    ids = game.world.ids
    return OTreeProject(
        where,
        name,
        tuple(ids[i] for i in seats),
        tuple(state for i, state in enumerate(ids) if i not in seats),
        rounds,
        seed,
        tuple(texts),
        tuple(case["name"] for case in data["cases"]),
        data,
    )


def _text(folder: object) -> str | Path:
    if not isinstance(folder, str | Path) or not str(folder).strip():
        raise ModelError("folder", folder, "the path of a folder")
    return folder


def _whole(value: object, where: str, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ModelError(where, value, f"a whole number from {low} to {high}")


def _game(
    issue: str | Path | Issue | CooperationGame, order: str | Path | Order | None
) -> CooperationGame:
    if isinstance(issue, CooperationGame):
        if order is not None:
            raise ModelError("order", str(order), "none beside a game, which has its own")
        return issue
    return load_game(issue, order)


def session_name(data: dict[str, Any]) -> str:
    """Return a name for the session that is safe in addresses and commands.

    Examples
    --------
    >>> session_name({"issue": "climate", "order": "g6 <consensus>"})
    'climate_g6_consensus'
    """
    words = re.findall(r"[a-z0-9]+", f"{data['issue']} {data['order']}".lower())
    return "_".join(words)[:60] or "game"


def project_texts(data: dict[str, Any], name: str) -> dict[str, str]:
    """Return the files of the project: their paths and texts."""
    session = {
        "name": name,
        # oTree shows it without escaping.
        "display_name": _shown(f"{data['issue']}: {data['order']}"),
        "app_sequence": [APP],
        "num_demo_participants": len(data["seats"]),
    }
    names = f'"""What oTree calls the session."""\n\nSESSION = {_literal(session)}\n'
    model = '"""The figures of this game, and what the model expects of it. Plain data."""\n\n'
    return {
        "README.md": readme(data, name),
        "requirements.txt": _template("requirements.txt"),
        # oTree wants the folder, whatever is in it.
        "_static/global/empty.css": "",
        "settings.py": _template("settings.py.txt"),
        "session_names.py": names,
        f"{APP}/__init__.py": _template("app.py.txt"),
        f"{APP}/flow.py": _template("flow.py.txt"),
        f"{APP}/rules.py": _template("rules.py.txt"),
        f"{APP}/model.py": f"{model}MODEL = {_literal(data)}\n",
        f"{APP}/tests.py": _template("tests.py.txt"),
        **{f"{APP}/{page}.html": _template(f"{page}.html") for page in PAGES},
    }


def _shown(text: str) -> str:
    """Return a text that is shown as it is where neither HTML nor oTree's tags are escaped."""
    return html.escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _literal(value: Any) -> str:
    """Return plain data as Python; ASCII, so that no name can break out of its quotes."""
    text = pprint.pformat(value, width=100, compact=True, sort_dicts=False)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _template(name: str) -> str:
    found = importlib.resources.files("gametheory_orders.classroom.otree") / "project" / name
    return found.read_text(encoding="utf-8")


def _write(folder: Path, texts: dict[str, str]) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ModelError("folder", str(folder), "a new or an empty folder")
        for path, text in texts.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ModelError("folder", f"{folder}: {error.strerror}", "a folder to write in") from None
