"""What changes what: proved comparative statics, parameter studies, the ledger of claims."""

from gametheory_orders.statics.symbolic import (
    NamedResult,
    named_result,
    named_results,
    prove_sign,
)

__all__ = ["NamedResult", "named_result", "named_results", "prove_sign"]
