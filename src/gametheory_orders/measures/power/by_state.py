"""Power of states under a decision rule, for the legitimacy vector.

Builds on counting.py and the voting rules of orders. Not here: simple games with named players
(indices.py).
"""

from __future__ import annotations

from fractions import Fraction

from gametheory_orders.measures.power.counting import count
from gametheory_orders.measures.power.indices import shares
from gametheory_orders.orders.voting import BallotRule


def banzhaf_swings(rule: BallotRule) -> list[int]:
    """Return each state's number of swings, length n; zero for those who do not vote.

    A swing is a coalition of voters that wins with the state and loses without it.

    Examples
    --------
    >>> import numpy as np
    >>> from gametheory_orders import Quota, World
    >>> states = [f"S{i}" for i in range(15)]
    >>> rule = Quota(quota=9, veto=states[:5]).voting_rule(World(states, {}), np.ones(15, bool))
    >>> swings = banzhaf_swings(rule)
    >>> swings[0], swings[14]
    (848, 84)
    """
    n = len(rule.voters)
    found = count(rule.formula, n, sized=False)
    out = [0] * n
    idle = int(rule.voters.sum()) - len(found.active)
    for i, swings in found.swings.items():
        out[i] = sum(swings) << idle
    return out


def banzhaf_power(rule: BallotRule) -> list[Fraction]:
    """Return normalised Banzhaf power, length n; all zero if nobody can ever decide.

    Source: Banzhaf 1965, Rutgers Law Review 19.

    Examples
    --------
    >>> import numpy as np
    >>> from gametheory_orders import Unanimity, World
    >>> rule = Unanimity().voting_rule(World(["A", "B"], {}), np.ones(2, bool))
    >>> [str(share) for share in banzhaf_power(rule)]
    ['1/2', '1/2']
    """
    return list(shares(banzhaf_swings(rule)))
