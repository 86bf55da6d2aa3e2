"""What ``coalitions`` looks up, and how it is shown.

Builds on files, solvers and screen.py. Not here: JSON and CSV (output.py), pictures (plots).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gametheory_orders.cli.output import Canvas, Document
from gametheory_orders.cli.screen import grid_text, paragraphs, wrapped
from gametheory_orders.files import load_issue
from gametheory_orders.foundations.errors import ModelError, NoAnswer
from gametheory_orders.foundations.results import Table, plain
from gametheory_orders.foundations.results import show as cell_text
from gametheory_orders.foundations.tolerances import SHOWN
from gametheory_orders.solvers.entry_game import EntryGame, entry_game
from gametheory_orders.solvers.stable_coalitions import StableCoalitions, stable_coalitions
from gametheory_orders.solvers.transfers import TransferStable, share_gains, transfer_stable

MOST_ROWS = 24
WORDS = {
    "open": "Stable: nobody gains by leaving or by joining alone.",
    "exclusive": "Stable: nobody gains by leaving, and nobody who would gain by joining is let in.",
    "internal": "Internally stable: nobody gains by leaving alone.",
    "external": "Externally stable: nobody gains by joining alone.",
    "strong": "Strong: no group gains, each of it, by changing sides together.",
    "coalition_proof": "Coalition-proof: no group gains by changing sides together to where no "
    "part of it would move on.",
    "farsighted": "Farsighted: in the largest consistent set of moves by groups.",
}


@dataclass(frozen=True)
class Found:
    """What was asked for.

    Parameters
    ----------
    stable : StableCoalitions
        The stable coalitions.
    transfers : TransferStable or None
        What transfers can hold, if asked for.
    """

    stable: StableCoalitions
    transfers: TransferStable | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the document."""
        found = self.stable.to_dict()
        if self.transfers is not None:
            found["transfers"] = self.transfers.to_dict()
        return found

    def records(self) -> list[Mapping[str, Any]]:
        """Return the rows for CSV: stable coalitions, or those that transfers can hold."""
        if self.transfers is None:
            rows: list[Mapping[str, Any]] = self.stable.to_dict()["stable"]
            return rows
        held = self.transfers
        return [
            {
                "members": list(held.members(j)),
                "size": len(held.members(j)),
                "effectiveness": float(held.effectiveness[j]),
                "surplus": float(held.surplus[j]),
            }
            for j in range(len(held))
        ]


def coalitions(
    source: str,
    *,
    price: str | None,
    tariff: str | None,
    concept: str,
    transfers: bool,
    reaction: str,
) -> Found:
    """Return the stable coalitions of an issue, and what transfers can hold if asked.

    Raises
    ------
    NoAnswer
        If there is none; the witness is the document to show.
    """
    issue = load_issue(source)
    charged = _price(price)
    rate = 0.0 if tariff is None else _number(tariff, "--tariff", "a share, such as 0.02")
    how: dict[str, Any] = {"price": charged, "tariff": rate, "reaction": reaction}
    try:
        held = transfer_stable(entry_game(issue, **how)) if transfers else None
        try:
            return Found(stable_coalitions(issue, concept, **how), held)
        except NoAnswer as error:
            game = entry_game(issue, **how)
            raise NoAnswer(str(error), _nothing(game, concept, error.witness, held)) from None
    except ModelError as error:
        raise _option(error) from None


def _nothing(
    game: EntryGame, concept: str, witness: object, held: TransferStable | None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "issue": game.issue.name,
        "concept": concept,
        "price": game.price,
        "tariff": game.tariff,
        "reaction": game.reaction,
        "stable": [],
        "witness": witness,
    }
    if held is not None:
        found["transfers"] = held.to_dict()
    return found


def _price(text: str | None) -> float | str | None:
    if text is None or text == "joint":
        return text
    return _number(text, "--price", 'a number above 0, or "joint"')


def _number(text: str, where: str, wanted: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ModelError(where, repr(text), wanted) from None


def _option(error: ModelError) -> ModelError:
    """Return an error about an option under the option's name."""
    if error.where in ("price", "tariff", "concept", "reaction"):
        return ModelError(f"--{error.where}", error.found, error.expected, error.nearest)
    return error


def coalitions_text(found: Found, canvas: Canvas) -> str:
    """Return the stable coalitions, one in full if there is only one, and what they say."""
    stable = found.stable
    game = stable.game
    # The issue's title may name a price of its own.
    parts = [wrapped(f"{game.issue.name}: {_regime(game)}", canvas.width), ""]
    if len(stable) == 1 and stable[0].size:
        table = stable[0].table()
        drawn = grid_text(Table(table.columns, sorted(table.rows, key=lambda r: not r[1])), canvas)
    else:
        table = stable.table()
        drawn = grid_text(Table(table.columns, table.rows[:MOST_ROWS]), canvas)
    parts.append(drawn + paragraphs(_words(found), canvas.width))
    return "\n".join(parts)


def _regime(game: EntryGame) -> str:
    if game.issue.family != "public_good":
        return "members do what is best for them together"
    charge = "the sum of their stakes" if game.price == "joint" else f"{game.price:g}"
    return f"members charge {charge}, tariff {game.tariff * 100:g} percent"


def nothing_stable(error: NoAnswer, form: str, output: str | None) -> Document:
    """Return the document that says nothing is stable, and what shows it."""
    message, found = f"no answer: {error}", plain(error.witness)
    if form == "json":
        return Document.json({"schema": 1, "error": str(error), **found}, output, 1, message)
    text = nothing_text(found["witness"]) if form == "text" else ""
    return Document(text, output if text else None, 1, message)


def nothing_text(witness: Mapping[str, Any]) -> str:
    """Return in words what shows that nothing is stable: who moves on from where."""
    lines = []
    for step in witness.get("cycle", []):
        members = ", ".join(step["members"]) or "nobody"
        lines.append(f"{members}: {step['mover']} {step['move']} and gains {step['gain']:.3g}")
    for step in witness.get("deviations", []):
        members = ", ".join(step["members"]) or "nobody"
        parts = [f"{', '.join(step[way])} {way}" for way in ("leave", "join") if step[way]]
        least = min(step["gains"].values())
        lines.append(f"{members}: {' and '.join(parts)}, each gaining {least:.3g} or more")
    return "".join(f"- {line}\n" for line in lines)


def _words(found: Found) -> list[str]:
    stable = found.stable
    game = stable.game
    lines = [WORDS[stable.concept]]
    if len(stable) > MOST_ROWS:
        lines.append(f"{len(stable) - MOST_ROWS} more rows: --csv has all.")
    if len(stable) == 1 and not stable[0].size:
        lines.append("The only stable set of members is the empty one: nobody joins.")
    elif len(stable) == 1:
        (one,) = stable
        losers = [state for state, gain in one.gains.items() if gain < -SHOWN * abs(game.stake)]
        members = f"{one.size} member{'s' * (one.size != 1)}"
        lines.append(f"{members}, E = {cell_text(one.effectiveness)}.")
        if one.outside_margins:
            lines.append(f"Outside: {', '.join(one.outside_margins)}.")
        if losers:
            lines.append(f"Worse off than without cooperation: {', '.join(losers)}.")
    lines.append(
        f"Margin: what a state would lose by changing sides alone; gain: against no cooperation; "
        f"both in {game.issue.numeraire}. {stable.checked} sets were gone through."
    )
    if found.transfers is not None:
        lines += _about_transfers(found.transfers)
    if game.issue.source:
        lines.append(f"Source: {game.issue.source}.")
    return lines


def _about_transfers(held: TransferStable) -> list[str]:
    if not len(held):
        return ["Transfers can hold no coalition of two or more."]
    best = held.best
    share = float(held.effectiveness[held.best_position])
    shared = share_gains(held.game, best).transfers
    pays = [f"{state} {cell_text(-amount)}" for state, amount in shared.items() if amount < 0]
    gets = [f"{state} {cell_text(amount)}" for state, amount in shared.items() if amount > 0]
    lines = [
        f"With transfers {len(held)} coalitions of two or more can be held together, "
        f"{len(held.stable_codes)} of them so that nobody more can be paid to join. The most "
        f"effective is {', '.join(best)}, E = {cell_text(share)}."
    ]
    if pays and gets:
        lines.append(
            f"Sharing its surplus equally, {', '.join(pays)} pays; {', '.join(gets)} receives."
        )
    return lines
