"""Repeated games: what can be kept for ever, for a while, and under noise.

Payoff sets (payoff_set.py), noisy signals (strongly_symmetric.py, triggers.py), a known last period
(finite_horizon.py), renegotiation (renegotiation.py), closed forms (thresholds.py), and the
automaton that certifies an equilibrium (automaton.py). Critical patience of a profile stands in
critical_patience.py. Not here: the enforcement rules of orders (compliance.py).
"""

from gametheory_orders.solvers.repeated.agreement import AgreementPatience, agreement_patience
from gametheory_orders.solvers.repeated.automaton import Automaton
from gametheory_orders.solvers.repeated.finite_horizon import (
    FinitePayoffs,
    finite_horizon,
    periods_needed,
)
from gametheory_orders.solvers.repeated.patience import effective_patience
from gametheory_orders.solvers.repeated.payoff_set import RepeatedPayoffs, equilibrium_payoffs
from gametheory_orders.solvers.repeated.renegotiation import (
    RenegotiationProof,
    getting_even,
    renegotiation_proof,
    weakly_renegotiation_proof,
)
from gametheory_orders.solvers.repeated.strongly_symmetric import (
    MonitoredGame,
    SymmetricPayoffs,
    symmetric_payoffs,
)
from gametheory_orders.solvers.repeated.thresholds import (
    public_good_patience,
    smallest_group,
    trust_threshold,
)
from gametheory_orders.solvers.repeated.triggers import (
    PunishmentLength,
    Trigger,
    monitoring_bound,
    punishment_length,
    signal_patience,
    trigger_patience,
    trigger_value,
)

__all__ = [
    "AgreementPatience",
    "Automaton",
    "FinitePayoffs",
    "MonitoredGame",
    "PunishmentLength",
    "RenegotiationProof",
    "RepeatedPayoffs",
    "SymmetricPayoffs",
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
]
