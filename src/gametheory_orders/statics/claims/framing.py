"""Checks of the claims about the framing (1 to 7).

Builds on every lower room. Not here: the claims' words (models/claims/framing.toml).
"""

from __future__ import annotations
