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
        "public_good",
    ),
    "orders": (
        "Order",
        "charter",
        "club",
        "coalition",
        "concert",
        "Criterion",
        "ExclusiveEntry",
        "Fixed",
        "Invitation",
        "Largest",
        "MinimumParticipation",
        "OpenEntry",
        "SequentialAdmission",
        "Universal",
        "Consensus",
        "FixedLevel",
        "Joint",
        "Pledge",
        "Quota",
        "Unanimity",
        "Binding",
        "Exclusion",
        "NoEnforcement",
        "Penalty",
        "Reciprocity",
        "Review",
        "Sanctions",
        "Tariff",
        "Transfers",
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
    "solvers.core_vertices": ("core_vertices",),
    "solvers.least_core": ("least_core",),
    "solvers.tu_properties": (
        "is_balanced",
        "is_convex",
        "is_superadditive",
        "is_totally_balanced",
    ),
    "solvers.characteristic_functions": ("characteristic_function",),
    "solvers.partition_function": ("partition_function",),
    "solvers.stable_coalitions": ("stable_coalitions",),
    "solvers.symmetric_types": ("stable_types",),
    "solvers.coalition_structures": ("stable_structures",),
    "solvers.tariff_regimes": ("tariff_regimes",),
    "solvers.posse": ("posse",),
    "solvers.club_size": ("club_size",),
    "solvers.hub_and_spoke": ("hub_and_spoke",),
    "solvers.depth_by_admission": ("depth_by_admission", "expected_depth"),
    "solvers.minimum_participation": ("participation_clauses",),
    "solvers.go_it_alone": ("go_it_alone",),
    "solvers.rival_clubs": ("rival_clubs",),
    "solvers.transfers": ("share_gains", "transfer_stable"),
    "solvers.farsighted": ("farsighted_sizes",),
    "solvers.largest_consistent_set": ("largest_consistent_set",),
    "solvers.binding_agreements": ("binding_agreements",),
    "solvers.binding_process": ("binding_process",),
    "solvers.equilibrium_binding_agreements": ("equilibrium_binding_agreements",),
    "solvers.governance_rules": (
        "majority_approval",
        "thermostat_payoffs",
        "unanimous_approval",
    ),
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
        "delivered_by_patience",
        "load_game",
        "load_institution",
        "load_issue",
        "load_order",
        "load_reform",
        "load_world",
    ),
    "plots": ("plot",),
    "classroom.otree": ("export_otree",),
    "classroom.debrief": ("debrief",),
    "classroom.played": ("read_play",),
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
    "solvers.repeated": (
        "Automaton",
        "MonitoredGame",
        "Trigger",
        "agreement_patience",
        "effective_patience",
        "equilibrium_payoffs",
        "finite_horizon",
        "getting_even",
        "monitoring_bound",
        "periods_needed",
        "public_good_patience",
        "punishment_length",
        "renegotiation_proof",
        "signal_patience",
        "smallest_group",
        "symmetric_payoffs",
        "trigger_patience",
        "trigger_value",
        "trust_threshold",
        "weakly_renegotiation_proof",
    ),
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
    "files.claims": ("load_claims",),
    "files.games": ("nash_equilibria", "read_game"),
    "files.studies": ("read_study",),
    "statics.sweeps": ("Axis", "Design", "Study", "SweepTable", "run_sweep"),
    "solvers.agenda": ("agenda_setter",),
    "solvers.sanctions": ("sanction_reach",),
    "solvers.sanction_remedies": (
        "AudienceCost",
        "OutsideCoalition",
        "Override",
    ),
    "solvers.linkage": ("link_games", "linkage"),
    "solvers.issue_bundles": ("best_partition",),
    "solvers.pledge_review": ("self_enforcing_weights",),
    "solvers.ratchet": ("ratchet",),
    "solvers.breadth_depth": ("breadth_depth",),
    "solvers.review_precision": ("review_precision",),
    "solvers.leadership": (
        "hedging",
        "leaders_choice",
        "needed_reliability",
        "patience_under",
    ),
    "solvers.mobilisation": ("mobilisation",),
    "solvers.self_enforcing_voting": (
        "grandfathered_quota",
        "self_enforcing_quota",
    ),
    "statics.parameters": ("parameter_names", "vary"),
    "statics.outputs": ("output_names", "read_output"),
    "statics.numeric.ranges": ("Range",),
    "statics.numeric.study": ("parameter_study",),
    "statics.numeric.phases": ("phase_diagram",),
    "statics.numeric.tornado": ("tornado",),
    "statics.numeric.sobol": ("sobol_indices",),
    "statics.numeric.ranks": ("ranks_under_ranges",),
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
