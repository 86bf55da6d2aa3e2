"""The patience that an agreement needs: of each member, and of all.

Builds on critical_patience.py and automaton.py. All keep a profile until one deviates who can gain
by it, then revert to an equilibrium of the stage game for ever. Not here: other reversions of an
order's own rules (compliance.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.games import CooperationGame
from gametheory_orders.games.nodes import as_json
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.games.repeated_game import RepeatedGame
from gametheory_orders.solvers.critical_patience import critical_patience, repeated_game
from gametheory_orders.solvers.pure_nash import pure_nash
from gametheory_orders.solvers.repeated.automaton import Automaton
from gametheory_orders.solvers.repeated.patience import Number, share, stage_and_patience


@dataclass(frozen=True, eq=False)
class AgreementPatience(Result):
    """What patience a profile needs, and whether the players have it.

    Parameters
    ----------
    stage : NormalFormGame
        What is played in each period.
    profile : tuple of str
        What is to be kept.
    needed : mapping from player to Fraction or float
        The critical patience of each; infinity where no patience is enough.
    patience : mapping from player to Fraction
        What each has, times the chance that the game goes on.
    margins : mapping from player to Fraction
        What each loses by its best one-shot deviation; negative where it gains, 0 for a player
        with no other action.
    """

    stage: NormalFormGame
    profile: tuple[str, ...]
    needed: Mapping[str, Fraction | float]
    patience: Mapping[str, Fraction]
    margins: Mapping[str, Fraction]

    concept = "subgame-perfect equilibrium with reversion to a stage equilibrium for ever"

    @property
    def agreement(self) -> Fraction | float:
        """The patience that the agreement needs if all have the same: the largest of all."""
        return max(self.needed.values())

    @property
    def binding(self) -> str:
        """The player that needs most."""
        return max(self.needed, key=lambda name: self.needed[name])

    @property
    def breakers(self) -> tuple[str, ...]:
        """Who would break it at its own patience."""
        return tuple(name for name, margin in self.margins.items() if margin < 0)

    @property
    def kept(self) -> bool:
        """Whether nobody would break it."""
        return not self.breakers

    def table(self) -> Table:
        """Return one row a player: needed patience, own patience, margin, whether it keeps."""
        rows = [
            [
                name,
                float(self.needed[name]),
                float(self.patience[name]),
                float(self.margins[name]),
                self.margins[name] >= 0,
            ]
            for name in self.needed
        ]
        shown = "none" if math.isinf(self.agreement) else f"{float(self.agreement):.3f}"
        title = f"needed patience of the agreement: {shown}, because of {self.binding}"
        return Table(["player", "needed", "patience", "margin", "keeps"], rows, title)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, fractions as strings."""
        found: dict[str, Any] = plain(
            {
                "concept": self.concept,
                "profile": self.profile,
                "agreement": _json(self.agreement),
                "binding": self.binding,
                "kept": self.kept,
                "breakers": self.breakers,
                "players": {
                    name: {
                        "needed": _json(self.needed[name]),
                        "patience": as_json(self.patience[name]),
                        "margin": as_json(self.margins[name]),
                    }
                    for name in self.needed
                },
            }
        )
        return found


def _json(value: Fraction | float) -> str | float:
    return value if isinstance(value, float) else as_json(value)


def agreement_patience(
    game: CooperationGame | RepeatedGame,
    profile: Sequence[Any] | None = None,
    reversion: Sequence[Any] | None = None,
    *,
    termination_risk: Number = 0,
) -> AgreementPatience:
    """Return the critical patience of each player and of the agreement, and who would break it.

    Parameters
    ----------
    game : CooperationGame or RepeatedGame
        Of a cooperation game the compliance stage is taken, at most 12 members, as if reversion
        for ever were what enforces it; for more members see ``solve(game).needed``.
    profile : sequence of actions, optional
        What is to be kept; of a cooperation game that all keep what they agreed.
    reversion : sequence of actions, optional
        A pure equilibrium of the stage; by default the one that the deviator likes least (of a
        cooperation game that all are on their own).
    termination_risk : number
        The chance that there is no next period, from 0 to 1.

    Raises
    ------
    ModelError
        If the stage has no pure equilibrium, or the reversion is none.

    Source: Friedman, Review of Economic Studies 38 (1971).

    Examples
    --------
    >>> from gametheory_orders import load_game
    >>> found = agreement_patience(load_game("climate", "g6_consensus"))
    >>> found.binding, round(float(found.agreement), 4), found.kept
    ('Russia', 0.5496, True)
    """
    if isinstance(game, CooperationGame):
        if profile is not None or reversion is not None:
            expected = "none: of a cooperation game it is that all keep what they agreed"
            raise ModelError("profile", "a profile or a reversion", expected)
        game = repeated_game(game)
        profile, reversion = ("keep",) * game.stage.n, ("defect",) * game.stage.n
    if not isinstance(game, RepeatedGame):
        raise ModelError("game", type(game).__name__, "a CooperationGame or a RepeatedGame")
    stage, own = stage_and_patience(game)
    if profile is None:
        raise ModelError("profile", "none", f"{stage.n} actions, one for each player")
    risk = share(termination_risk, "termination_risk")
    patience = tuple(d * (1 - risk) for d in own)
    needed = critical_patience(stage, profile, reversion)
    margins = _margins(stage, stage.cell(profile), reversion, patience, needed)
    cell = stage.cell(profile)
    names = tuple(names[s] for names, s in zip(stage.actions, cell, strict=True))
    players = stage.players
    return AgreementPatience(
        stage,
        names,
        needed,
        dict(zip(players, patience, strict=True)),
        dict(zip(players, margins, strict=True)),
    )


def _margins(
    stage: NormalFormGame,
    cell: tuple[int, ...],
    reversion: Sequence[Any] | None,
    patience: tuple[Fraction, ...],
    needed: Mapping[str, Fraction | float],
) -> tuple[Fraction, ...]:
    """Return each player's margin at the profile, from the automaton."""
    if reversion is None:
        stable = pure_nash(stage).cells
        worst = [min((payoffs.item(c), c) for c in stable)[1] for payoffs in stage.payoffs]
    else:
        worst = [stage.cell(reversion)] * stage.n
    n = stage.n
    loops = ({0: 1}, *({k + 1: 1} for k in range(n)))
    # Who gains nothing by deviating is forgiven: it might like the reversion better.
    first = tuple(0 if needed[name] == 0 else k + 1 for k, name in enumerate(stage.players))
    punish = (first, *((k + 1,) * n for k in range(n)))
    machine = Automaton(stage, patience, (cell, *worst), loops, punish)
    return tuple(margin or Fraction(0) for margin in machine.margins[0])
