"""An independent referee: saved results rechecked from their models by slow, plain code.

Builds on files, for the models. It shares no code with the solvers and measures that it checks.
Not here: the command line (cli).
"""

from gametheory_orders.referee.exact import ExactOutcome, solve_exactly
from gametheory_orders.referee.result import Verification
from gametheory_orders.referee.verify import verify

__all__ = ["ExactOutcome", "Verification", "solve_exactly", "verify"]
