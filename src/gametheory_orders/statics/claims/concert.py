"""Checks of the claims about the concert (56 to 77).

Builds on every lower room. Not here: the claims' words (models/claims/concert.toml).
"""

from __future__ import annotations
