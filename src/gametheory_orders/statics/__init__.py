"""What changes what: proved comparative statics, parameter studies, the ledger of claims."""

from gametheory_orders.statics.symbolic import (
    Derivation,
    NamedResult,
    derive,
    named_result,
    named_results,
    prove_sign,
    sign,
)

__all__ = [
    "Derivation",
    "NamedResult",
    "derive",
    "named_result",
    "named_results",
    "prove_sign",
    "sign",
]
