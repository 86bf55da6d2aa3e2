"""Worlds, issues and orders from model files, bundled or the user's own.

Builds on every room below. Reading is in sources.py, what a file may hold in schema.py, and
worlds.py, orders.py and issues.py make the objects. Not here: printing, exit codes (cli).
"""

from gametheory_orders.files.comparing import compare, delivered_by_patience, load_game
from gametheory_orders.files.institutions import (
    institution_names,
    load_institution,
    load_reform,
)
from gametheory_orders.files.issues import Model, load_issue, read_model
from gametheory_orders.files.orders import Placed, find_orders, load_order, load_orders, no_order
from gametheory_orders.files.sources import bundled, models_folder, shown_path
from gametheory_orders.files.worlds import load_world

__all__ = [
    "Model",
    "Placed",
    "bundled",
    "compare",
    "delivered_by_patience",
    "find_orders",
    "institution_names",
    "load_game",
    "load_institution",
    "load_issue",
    "load_order",
    "load_orders",
    "load_reform",
    "load_world",
    "models_folder",
    "no_order",
    "read_model",
    "shown_path",
]
