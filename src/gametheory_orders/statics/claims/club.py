"""Checks of the claims about the club (36 to 55).

Builds on every lower room. Not here: the claims' words (models/claims/club.toml).
"""

from __future__ import annotations
