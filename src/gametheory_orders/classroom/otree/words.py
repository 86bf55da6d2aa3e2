"""The rules of a game in plain sentences, for the first page and the README of an app.

Builds on plan.py. Not here: any figure that the app works with.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gametheory_orders.classroom.otree.plan import Table
from gametheory_orders.orders import (
    Exclusion,
    Penalty,
    Quota,
    Reciprocity,
    Review,
    Sanctions,
    Tariff,
    Transfers,
    Unanimity,
)

ENTRY = {
    "open": "Whoever wants to is in; everybody chooses anew in each round.",
    "minimum": "Whoever wants to is in, but nothing is in force before enough are in.",
    "invitation": "One state invites, and those invited say yes or no.",
}


def rules_in_words(table: Table) -> list[str]:
    """Return who is in, who decides and what enforces it, one sentence each."""
    game = table.game
    membership = game.order.membership
    if membership.endogenous:
        lines = [ENTRY[membership.rule]]
    elif game.members.all():
        lines = ["All states are in."]
    else:
        lines = [f"{int(game.members.sum())} of {game.world.n} states are in; the others are not."]
    return [*lines, *_decision(table), *_enforcement(table)]


def _decision(table: Table) -> list[str]:
    votes, order = table.votes, table.game.order
    if table.pledges:
        return ["Each member pledges its own part; nobody can veto it."]
    if votes is None:
        return ["The level is given, and nobody votes on it."]
    turn = "One state makes the proposal." if votes.agenda == "closed" else "They take turns."
    lines = [f"A level is proposed and put to the vote. {turn}"]
    members = table.game.members
    if isinstance(votes, Unanimity):
        lines.append("Everybody who votes can block.")
    elif isinstance(votes, Quota):
        rule = votes.voting_rule(table.game.world, members)
        total = sum(w for w, v in zip(rule.weights, rule.voters, strict=True) if v)
        most = "more than" if rule.strict else "at least"
        lines.append(f"It takes {most} {float(rule.needed):g} of {float(total):g} votes.")
        if rule.veto.any():
            names = ", ".join(_names(table, rule.veto & rule.voters))
            lines.append(f"Each of these can veto: {names}.")
    costs = votes.blocking_costs(table.game.world)
    if np.isfinite(costs).all() and costs.any():
        lines.append("Voting no costs something if nothing is agreed.")
    if order.decision.rule in ("all", "any", "then"):
        lines.append("Several votes count together; the voting rule works them out.")
    return lines


def _enforcement(table: Table) -> list[str]:
    order = table.game.order
    if order.assured:
        return ["What is agreed is done."]
    lines: list[str] = []
    reciprocity = order.enforced_by(Reciprocity)
    if reciprocity is not None:
        periods = reciprocity.reversion
        count = "one round" if periods in (1, "renegotiation_proof") else f"{periods} rounds"
        long = "for good" if periods in ("nash", "dissolve") else f"for {count}"
        lines.append(f"If the deal is seen to be broken, it is off {long}.")
    said = {
        Sanctions: "Whoever is seen to break the deal can be sanctioned, by a vote.",
        Review: "Whoever is seen to break the deal loses reputation.",
        Tariff: "Members levy a tariff on those outside.",
        Penalty: "Members penalise those outside.",
        Exclusion: "Those outside miss a part of what members bring about.",
        Transfers: "Members share their gain by payments among them.",
    }
    lines += [text for kind, text in said.items() if order.enforced_by(kind) is not None]
    return lines or ["Nothing makes anybody keep the deal."]


def _names(table: Table, mask: np.ndarray) -> list[str]:
    names = table.game.world.names
    return [str(names.get(state, state)) for state in table.game.world.members(mask)]


README = """# {title}

An oTree project: {issue} under {order}, {seats} seats, {rounds} rounds.

It needs Python 3.11 and the packages in requirements.txt, best in an environment of their own:

    python3.11 -m venv .venv
    . .venv/bin/activate
    pip install -r requirements.txt
    otree test
    otree devserver

Open http://localhost:8000, choose the session, and give one link to each participant. For a class
over a network set OTREE_ADMIN_PASSWORD, OTREE_SECRET_KEY, OTREE_PRODUCTION=1 and
OTREE_AUTH_LEVEL=STUDY, and start `otree prodserver 8000`.

A session needs a multiple of {seats} participants. The seed {seed} says who plays which state.

## Rules

{rules}

## What the model expects

{expected}

After the session, download the data (wide format) and run `fourcs debrief results.csv` with the
same issue and order.
"""


def readme(data: dict[str, Any], name: str) -> str:
    """Return the README of a project; names from the model are shown as code, in one line."""
    predicted = data["predicted"]
    if predicted["level"] is None:
        expected = "Nothing is agreed, or nothing that is agreed is kept."
    else:
        members = ", ".join(data["names"][i] for i in predicted["members"])
        expected = f"In force: {quoted(data['levels'][predicted['level']])}. Members: "
        expected += f"{quoted(members)}."
    return README.format(
        title=quoted(name),
        issue=quoted(data["issue"]),
        order=quoted(data["order"]),
        seats=len(data["seats"]),
        rounds=data["rounds"],
        seed=data["seed"],
        rules="\n".join(f"- {quoted(line) if _odd(line) else line}" for line in data["words"]),
        expected=expected,
    )


def _odd(line: str) -> bool:
    return any(char in line for char in "<>{}[]`\\*_\n")


def quoted(text: str) -> str:
    """Return a text as Markdown code in one line, whatever it holds.

    Examples
    --------
    >>> quoted("a `b`" + chr(10) + "<c>")
    "`a 'b' <c>`"
    """
    return "`" + " ".join(text.replace("`", "'").split()) + "`"
