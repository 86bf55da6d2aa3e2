"""Parameter studies: which parameters take which values, and what comes out at each point.

Builds on statics.parameters, outputs and closed_forms. A study (study.py) has axes and a design
(design.py); points are worked out in batches (batches.py), chunk by chunk, each kept on disk as
soon as it is finished (chunks.py, engine.py). Not here: reading study files (files/studies.py).
"""

from gametheory_orders.statics.sweeps.design import Axis, Design
from gametheory_orders.statics.sweeps.engine import run_sweep
from gametheory_orders.statics.sweeps.study import Study
from gametheory_orders.statics.sweeps.table import SweepTable

__all__ = ["Axis", "Design", "Study", "SweepTable", "run_sweep"]
