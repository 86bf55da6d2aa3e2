"""Comparative statics that are proved: formulas, their signs, and derivations from the model."""

from gametheory_orders.statics.symbolic.certificates import Certificate
from gametheory_orders.statics.symbolic.checker import accepts, flaw
from gametheory_orders.statics.symbolic.derivation import Derivation
from gametheory_orders.statics.symbolic.derive import derive
from gametheory_orders.statics.symbolic.domains import Domain, Variable, domain
from gametheory_orders.statics.symbolic.proofs import Proof, Static
from gametheory_orders.statics.symbolic.prover import prove_sign
from gametheory_orders.statics.symbolic.results import (
    NamedResult,
    NamedResults,
    named_result,
    named_results,
)
from gametheory_orders.statics.symbolic.signs import Signs, sign

__all__ = [
    "Certificate",
    "Derivation",
    "Domain",
    "NamedResult",
    "NamedResults",
    "Proof",
    "Signs",
    "Static",
    "Variable",
    "accepts",
    "derive",
    "domain",
    "flaw",
    "named_result",
    "named_results",
    "prove_sign",
    "sign",
]
