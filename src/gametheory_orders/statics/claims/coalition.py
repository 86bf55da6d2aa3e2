"""Checks of the claims about the coalition (78 to 110).

Builds on every lower room. Not here: the claims' words (models/claims/coalition.toml).
"""

from __future__ import annotations
