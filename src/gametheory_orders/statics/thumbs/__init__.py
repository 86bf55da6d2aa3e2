"""Rules of thumb for when to choose which C, each tried on random worlds and told its failures."""

from gametheory_orders.statics.thumbs.evaluation import evaluate
from gametheory_orders.statics.thumbs.records import (
    Checked,
    Failure,
    RuleOfThumb,
    RulesOfThumb,
    Tally,
)

__all__ = ["Checked", "Failure", "RuleOfThumb", "RulesOfThumb", "Tally", "evaluate"]
