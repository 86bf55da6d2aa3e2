"""The game theory of international order: charters, clubs, concerts and coalitions.

An issue (what is at stake) under an order (who is in, who decides, what makes them keep it) is
a cooperation game. Solve it, assess it, compare orders::

    import gametheory_orders as gto

    print(gto.compare("climate"))

Names are loaded when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = {
    "foundations.errors": ("ModelError", "NoAnswer"),
    "worlds.world": ("World",),
    "issues": ("Issue", "PublicGood", "TradeLinks"),
    "orders": (
        "Order",
        "charter",
        "club",
        "coalition",
        "concert",
        "Criterion",
        "Fixed",
        "Largest",
        "OpenEntry",
        "Universal",
        "Consensus",
        "FixedLevel",
        "Joint",
        "Pledge",
        "Quota",
        "Unanimity",
        "Binding",
        "NoEnforcement",
        "Reciprocity",
        "Tariff",
    ),
    "games": ("CooperationGame", "Outcome"),
    "solvers.solve": ("solve",),
    "measures.assess": ("Assessment", "assess"),
    "measures.compare": ("Comparison",),
    "orders.institution": ("Institution",),
    "measures.institutions": ("institution_gridlock", "institution_power"),
    "measures.reform": ("compare_reforms",),
    "files": (
        "compare",
        "load_game",
        "load_institution",
        "load_issue",
        "load_order",
        "load_reform",
        "load_world",
    ),
    "plots": ("plot",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = [
    "Assessment",
    "Binding",
    "Comparison",
    "Consensus",
    "CooperationGame",
    "Criterion",
    "Fixed",
    "FixedLevel",
    "Institution",
    "Issue",
    "Joint",
    "Largest",
    "ModelError",
    "NoAnswer",
    "NoEnforcement",
    "OpenEntry",
    "Order",
    "Outcome",
    "Pledge",
    "PublicGood",
    "Quota",
    "Reciprocity",
    "Tariff",
    "TradeLinks",
    "Unanimity",
    "Universal",
    "World",
    "__version__",
    "assess",
    "charter",
    "club",
    "coalition",
    "compare",
    "compare_reforms",
    "concert",
    "institution_gridlock",
    "institution_power",
    "load_game",
    "load_institution",
    "load_issue",
    "load_order",
    "load_reform",
    "load_world",
    "plot",
    "solve",
]

if TYPE_CHECKING:
    from gametheory_orders.files import (
        compare,
        load_game,
        load_institution,
        load_issue,
        load_order,
        load_reform,
        load_world,
    )
    from gametheory_orders.foundations.errors import ModelError, NoAnswer
    from gametheory_orders.games import CooperationGame, Outcome
    from gametheory_orders.issues import Issue, PublicGood, TradeLinks
    from gametheory_orders.measures.assess import Assessment, assess
    from gametheory_orders.measures.compare import Comparison
    from gametheory_orders.measures.institutions import institution_gridlock, institution_power
    from gametheory_orders.measures.reform import compare_reforms
    from gametheory_orders.orders import (
        Binding,
        Consensus,
        Criterion,
        Fixed,
        FixedLevel,
        Joint,
        Largest,
        NoEnforcement,
        OpenEntry,
        Order,
        Pledge,
        Quota,
        Reciprocity,
        Tariff,
        Unanimity,
        Universal,
        charter,
        club,
        coalition,
        concert,
    )
    from gametheory_orders.orders.institution import Institution
    from gametheory_orders.plots import plot
    from gametheory_orders.solvers.solve import solve
    from gametheory_orders.worlds.world import World


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
