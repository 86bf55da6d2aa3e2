"""The game theory of international order: charters, clubs, concerts and coalitions.

An issue (what is at stake) under an order (who is in, who decides, what makes them keep it) is
a cooperation game. Solve it, assess it, compare orders::

    import gametheory_orders as gto

    print(gto.compare("climate"))

Names are loaded when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# The stub beside this file says the same to type checkers; a test holds the two together.
_ROOMS = {
    "foundations.errors": (
        "ModelError",
        "NoAnswer",
    ),
    "worlds.world": ("World",),
    "issues": (
        "CollectiveAction",
        "Issue",
        "MatrixGame",
        "PublicGood",
        "SpatialPolicy",
        "TradeLinks",
    ),
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
    "games": (
        "CooperationGame",
        "Outcome",
    ),
    "solvers.solve": ("solve",),
    "games.tu_game": ("TUGame", "tu_game", "tu_game_of"),
    "solvers.shapley_value": ("shapley_value",),
    "solvers.banzhaf_value": ("banzhaf_value",),
    "solvers.owen_value": ("owen_value",),
    "solvers.nucleolus": ("nucleolus", "prenucleolus"),
    "solvers.core": ("core", "in_core"),
    "solvers.least_core": ("least_core",),
    "solvers.stable_coalitions": ("stable_coalitions",),
    "solvers.symmetric_types": ("stable_types",),
    "solvers.coalition_structures": ("stable_structures",),
    "solvers.tariff_regimes": ("tariff_regimes",),
    "solvers.transfers": ("share_gains", "transfer_stable"),
    "solvers.farsighted": ("farsighted_sizes",),
    "solvers.largest_consistent_set": ("largest_consistent_set",),
    "solvers.binding_agreements": ("binding_agreements",),
    "measures.assess": (
        "Assessment",
        "assess",
    ),
    "measures.compare": ("Comparison",),
    "orders.institution": ("Institution",),
    "measures.institutions": (
        "institution_gridlock",
        "institution_power",
    ),
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
    "orders.voting": (
        "SimpleGame",
        "TernaryGame",
        "all_of",
        "any_of",
        "compose",
        "equivalent",
        "minimal_blocking",
        "minimal_winning",
        "nakamura_number",
        "quota_game",
        "ternary_game",
        "trade_robust",
        "unanimity_game",
        "vetoers",
        "weighted_game",
    ),
    "games.simple_game": ("simple_game",),
    "measures.power": (
        "PowerIndices",
        "banzhaf",
        "banzhaf_owen",
        "coleman",
        "deegan_packel",
        "holler",
        "majority_deficit",
        "owen",
        "power_indices",
        "power_to_act",
        "representation",
        "shapley_shubik",
        "ternary_banzhaf",
    ),
    "solvers.gridlock": ("gridlock_interval",),
    "solvers.expected_gridlock": (
        "expected_gridlock",
        "sample_gridlock",
    ),
    "solvers.winset": ("winset",),
    "solvers.bargaining": ("bargaining_equilibrium",),
    "games.normal_form": ("NormalFormGame",),
    "games.extensive_form": ("ExtensiveFormGame",),
    "games.repeated_game": ("RepeatedGame",),
    "solvers.critical_patience": ("critical_patience", "repeated_game"),
    "solvers.nash": (
        "EquilibriumSet",
        "lemke_howson",
        "select_equilibrium",
        "zero_sum",
    ),
    "solvers.equilibria": ("equilibria",),
    "solvers.pure_nash": ("pure_nash",),
    "solvers.dominance": (
        "rationalisable",
        "strict_dominance",
        "weak_dominance",
    ),
    "solvers.security": ("security_levels",),
    "solvers.correlated": (
        "coarse_correlated_equilibrium",
        "correlated_equilibrium",
    ),
    "solvers.symmetric_mixed": ("symmetric_mixed",),
    "solvers.potential": ("exact_potential",),
    "solvers.evolutionary": ("evolutionarily_stable",),
    "solvers.backward_induction": ("backward_induction",),
    "solvers.sequence_form": ("zero_sum_tree",),
    "solvers.stages": (
        "compliance_game",
        "decision_tree",
        "membership_game",
    ),
    "files.games": ("nash_equilibria", "read_game"),
    "solvers.agenda": ("agenda_setter",),
    "statics.symbolic": (
        "derive",
        "named_result",
        "named_results",
        "prove_sign",
    ),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = ["__version__"]
__all__.extend(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
