"""Checks of the claims about navigating among the four (111 to 119).

Builds on every lower room. Not here: the claims' words (models/claims/navigating.toml).
"""

from __future__ import annotations
