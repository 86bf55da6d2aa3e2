"""Colours and markers: one for each of the four Cs everywhere, and greys for the three rules.

Builds on nothing; the four colours are those of Okabe and Ito (2008), safe for the colour-blind.
Not here: how pictures are made (plots.py).
"""

from __future__ import annotations

from collections.abc import Mapping

FOUR_C_COLOURS: Mapping[str, str] = {
    "charter": "#0072B2",
    "club": "#E69F00",
    "concert": "#009E73",
    "coalition": "#CC79A7",
}
"""The fixed colour of each C."""

FOUR_C_TEXT_COLOURS: Mapping[str, str] = {
    "charter": "#005A8C",
    "club": "#835900",
    "concert": "#00664A",
    "coalition": "#96406F",
}
"""The same hues, dark enough to be read as letters on white."""

FOUR_C_MARKERS: Mapping[str, str] = {
    "charter": "o",
    "club": "s",
    "concert": "^",
    "coalition": "D",
}
"""A shape for each C, so that no picture depends on colour alone."""

RULE_COLOURS: Mapping[str, str] = {
    "participation": "#3B4252",
    "decision": "#B4BAC6",
    "enforcement": "#E3E6EB",
}
"""What is delivered has hue; what is lost to a rule is grey, lighter or darker than any C."""

VETO_HATCH = "////"
"""Laid over the decision's grey for the part that is owed to the veto."""

INK = "#222222"
QUIET = "#767676"
FAINT = "#C9CDD4"
"""Letters; remarks and leader lines; the frontier and other things in the background."""
