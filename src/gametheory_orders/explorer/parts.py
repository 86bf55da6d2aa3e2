"""All that the page shows below the order's three figures, in its order.

Builds on drawing.py and plane.py. Not here: the parts themselves.
"""

from __future__ import annotations

from gametheory_orders.explorer.drawing import account, legitimacy_bars, who
from gametheory_orders.explorer.plane import plane
from gametheory_orders.explorer.session import Screen


def details(screen: Screen) -> str:
    """Return who is in, what is lost where, the plane, and the legitimacy vector.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import Choice, look
    >>> "Who blocks" in details(look(Choice("climate", order="g6_consensus")))
    True
    """
    parts = [who(screen), account(screen), plane(screen), legitimacy_bars(screen)]
    return '<div class="fx-results">' + "".join(parts) + "</div>"
