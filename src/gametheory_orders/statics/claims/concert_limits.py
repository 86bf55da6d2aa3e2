"""Checks of the claims about the concert: what it cannot do (67 to 77).

Builds on club_worlds.py. Not here: how it works among the powers (concert.py), or the claims'
words (models/claims/concert.toml).
"""

from __future__ import annotations
