"""A game as an oTree project, to be played by people on their own screens.

Builds on games and solvers; the exported app itself needs oTree alone. Not here: how a session
went (classroom/debrief.py).
"""

from gametheory_orders.classroom.otree.export import OTreeProject, export_otree

__all__ = ["OTreeProject", "export_otree"]
