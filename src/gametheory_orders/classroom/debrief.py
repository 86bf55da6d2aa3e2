"""What a class played, set against what the model expects.

Builds on played.py, files, solvers and measures. Not here: the app that was played
(classroom/otree), reading what came of it (played.py).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gametheory_orders.classroom.played import Move, Play
from gametheory_orders.files import load_game
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.foundations.results import Result, Table, plain, show
from gametheory_orders.games import Outcome
from gametheory_orders.issues import Issue
from gametheory_orders.measures.assess import assess
from gametheory_orders.orders import Order
from gametheory_orders.solvers.solve import solve


@dataclass(frozen=True)
class Round:
    """One round of one group, judged.

    Parameters
    ----------
    group : str
        Which table.
    round : int
        Which round.
    deal : bool or None
        Whether there was a deal; None where the file does not say.
    effectiveness : float or None
        Share of the possible gain that was reached; None if not all states' payoffs are known.
    gain, expected_gain : float
        What the states at the table gained against no cooperation, played and in the model.
    vetoed, left, broke : tuple of str
        Who alone kept a level from being agreed; who was in the round before, or is in by the
        model in the first, and is out; who broke the deal.
    """

    group: str
    round: int
    deal: bool | None
    effectiveness: float | None
    gain: float
    expected_gain: float
    vetoed: tuple[str, ...]
    left: tuple[str, ...]
    broke: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Debrief(Result):
    """A session set against the model's answer.

    Parameters
    ----------
    outcome : Outcome
        The model's answer.
    effectiveness, legitimacy : float
        Of the model's answer, as delivered.
    rounds : tuple of Round
        What was played.
    source : str
        Where it was read.
    """

    outcome: Outcome
    effectiveness: float
    legitimacy: float
    rounds: tuple[Round, ...]
    source: str = ""

    def gap(self, played: Round) -> float | None:
        """Return a round's effectiveness less the order's legitimacy."""
        return None if played.effectiveness is None else played.effectiveness - self.legitimacy

    def records(self) -> list[dict[str, Any]]:
        """Return one record a round."""
        return [
            {
                **plain(vars(each)),
                "gap": plain(self.gap(each)),
                "expected_effectiveness": plain(self.effectiveness),
            }
            for each in self.rounds
        ]

    def table(self) -> Table:
        """Return one row a round."""
        game = self.outcome.game
        rows = [
            [
                each.group,
                each.round,
                each.deal,
                each.effectiveness,
                self.gap(each),
                each.gain,
                each.expected_gain,
                list(each.vetoed) or None,
                list(each.left) or None,
                list(each.broke) or None,
            ]
            for each in self.rounds
        ]
        columns = ["group", "round", "deal", "E", "gap", "gain", "model's gain"]
        columns += ["vetoed", "left", "broke"]
        return Table(columns, rows, f"{game.issue.name} under {game.order.name}, as played")

    def to_dict(self) -> dict[str, Any]:
        """Return the whole comparison as plain values."""
        game = self.outcome.game
        found: dict[str, Any] = plain(
            {
                "issue": game.issue.name,
                "order": game.order.name,
                "source": self.source,
                "expected": {
                    "effectiveness": self.effectiveness,
                    "legitimacy": self.legitimacy,
                    "gap": self.effectiveness - self.legitimacy,
                    "members": self.outcome.members,
                    "level": self.outcome.level,
                    "blocked_by": self.outcome.blocked_by,
                    "defectors": self.outcome.defectors,
                    "leavers": self.outcome.delivered.leavers,
                },
            }
        )
        return {**found, "rounds": self.records()}

    def sentences(self) -> list[str]:
        """Return what the model expects and what was played, in sentences."""
        game, outcome = self.outcome.game, self.outcome
        expected = "that nothing is agreed, or nothing that is agreed is kept"
        if outcome.delivered.agreement.reached:
            what = "a deal"
            if outcome.level is not None:
                members = outcome.delivered.agreement.members
                what = game.issue.shown_level(members, outcome.level)
            expected = f"{what}, with {len(outcome.members)} of {game.world.n} states in"
        lines = [
            f"The model expects {expected}: E is {show(self.effectiveness)}, L is "
            f"{show(self.legitimacy)}, and the gap {show(self.effectiveness - self.legitimacy)}."
        ]
        if outcome.blocked_by:
            lines.append(f"More is blocked by {', '.join(outcome.blocked_by)}.")
        dealt = [each for each in self.rounds if each.deal]
        if any(each.deal is not None for each in self.rounds):
            lines.append(f"There was a deal in {len(dealt)} of {len(self.rounds)} rounds.")
        for words, name in (
            ("Alone kept a level from being agreed", "vetoed"),
            ("Stayed out or left", "left"),
            ("Broke the deal", "broke"),
        ):
            counts: dict[str, int] = {}
            for each in self.rounds:
                for state in getattr(each, name):
                    counts[state] = counts.get(state, 0) + 1
            if counts:
                said = ", ".join(f"{state} ({count})" for state, count in sorted(counts.items()))
                lines.append(f"{words}, and in how many rounds: {said}.")
        return lines

    def sheet(self, form: str = "text") -> str:
        """Return the debrief sheet as "text", "md" (Markdown) or "html".

        Raises
        ------
        ModelError
            If the form is none of these.
        """
        if form not in ("text", "md", "html"):
            raise unknown_name("form", form, ("text", "md", "html"), "one")
        table, lines = self.table(), self.sentences()
        if form == "html":
            body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
            title = html.escape(table.title)
            head = f'<meta charset="utf-8"><title>{title}</title>'
            body += table.html()
            return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>\n"
        if form == "text":
            return "\n".join([*lines, "", table.text(), ""])
        cells = [[_cell(show(value)) for value in row] for row in table.rows]
        rows = [table.columns, ["---"] * len(table.columns), *cells]
        marked = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join(
            [f"# {_cell(table.title)}", "", *(f"- {_cell(x)}" for x in lines), "", *marked, ""]
        )


def _cell(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    special = "\\`*_{}[]<>#|"
    return "".join("\\" + char if char in special else char for char in " ".join(text.split()))


def debrief(
    play: Play, issue: str | Path | Issue, order: str | Path | Order | None = None
) -> Debrief:
    """Set what was played against the model's answer.

    Parameters
    ----------
    play : Play
        From :func:`read_play`.
    issue, order
        What was played, as for :func:`~gametheory_orders.load_game`.

    Raises
    ------
    ModelError
        If a state that played is none of the issue's.
    NoAnswer
        If the game has no stable membership.

    Examples
    --------
    >>> from gametheory_orders import load_game, solve
    >>> game = load_game("climate", "g6_consensus")
    >>> payoffs = solve(game).payoffs
    >>> found = debrief(
    ...     Play(tuple(Move("1", 1, state, payoffs[state]) for state in payoffs)),
    ...     "climate",
    ...     "g6_consensus",
    ... )
    >>> round(found.rounds[0].effectiveness, 4) == round(found.effectiveness, 4)
    True
    """
    if not isinstance(play, Play):
        raise ModelError("play", type(play).__name__, "what read_play returns")
    game = load_game(issue, order)
    for move in play.moves:
        game.world.index(move.state, f"{play.source or 'play'}: state")
    outcome = solve(game)
    judged = assess(outcome)
    rounds = []
    before: dict[str, set[str]] = {}
    for group, number, moves in play.rounds():
        rounds.append(_judge(outcome, group, number, moves, before.get(group)))
        if any(move.member is not None for move in moves):
            before[group] = {move.state for move in moves if move.member}
    return Debrief(
        outcome,
        float(judged.effectiveness),
        float(judged.legitimacy.index),
        tuple(rounds),
        play.source,
    )


def _judge(
    outcome: Outcome, group: str, number: int, moves: Sequence[Move], before: set[str] | None
) -> Round:
    game = outcome.game
    world = game.world
    at = [world.index(move.state) for move in moves]
    alone, best = game.reference_payoffs, float(game.first_best_payoffs.sum())
    scores = np.array([move.score for move in moves])
    told = [move.total for move in moves if move.total is not None]
    total = told[0] if told else float(scores.sum()) if len(moves) == world.n else None
    stake = best - float(alone.sum())
    effectiveness = None
    if total is not None and stake > 0:
        effectiveness = (total - float(alone.sum())) / stake
    known = [move for move in moves if move.member is not None]
    inside = {move.state for move in known if move.member}
    expected = set(outcome.members) if before is None else before
    deals = [move.deal for move in moves if move.deal is not None]
    return Round(
        group,
        number,
        deals[0] if deals else None,
        effectiveness,
        float((scores - alone[at]).sum()),
        float((outcome.delivered.payoffs - alone)[at].sum()),
        tuple(move.state for move in moves if move.blocked),
        tuple(move.state for move in known if move.state in expected - inside),
        tuple(move.state for move in moves if move.broke),
    )
