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
    "solvers.stable_coalitions": ("stable_coalitions",),
    "solvers.symmetric_types": ("stable_types",),
    "solvers.coalition_structures": ("stable_structures",),
    "solvers.tariff_regimes": ("tariff_regimes",),
    "solvers.transfers": ("share_gains", "transfer_stable"),
    "solvers.farsighted": ("farsighted_sizes",),
    "solvers.largest_consistent_set": ("largest_consistent_set",),
    "solvers.binding_agreements": ("binding_agreements",),
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
    "binding_agreements",
    "charter",
    "club",
    "coalition",
    "compare",
    "compare_reforms",
    "concert",
    "farsighted_sizes",
    "institution_gridlock",
    "institution_power",
    "largest_consistent_set",
    "load_game",
    "load_institution",
    "load_issue",
    "load_order",
    "load_reform",
    "load_world",
    "plot",
    "share_gains",
    "solve",
    "stable_coalitions",
    "stable_structures",
    "stable_types",
    "tariff_regimes",
    "transfer_stable",
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
    from gametheory_orders.solvers.binding_agreements import binding_agreements
    from gametheory_orders.solvers.coalition_structures import stable_structures
    from gametheory_orders.solvers.farsighted import farsighted_sizes
    from gametheory_orders.solvers.largest_consistent_set import largest_consistent_set
    from gametheory_orders.solvers.solve import solve
    from gametheory_orders.solvers.stable_coalitions import stable_coalitions
    from gametheory_orders.solvers.symmetric_types import stable_types
    from gametheory_orders.solvers.tariff_regimes import tariff_regimes
    from gametheory_orders.solvers.transfers import share_gains, transfer_stable
    from gametheory_orders.worlds.world import World


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
