"""Charter of the United Nations, article 108: two thirds of the members and all permanent ones."""

import math

from gametheory_orders.orders.voting import minimal_blocking, minimal_winning, quota_game, vetoers


def test_an_amendment_is_blocked_by_65_states_or_by_any_one_permanent_member():
    names = [f"P{i}" for i in range(5)] + [f"S{i}" for i in range(188)]
    amendment = quota_game(names, "2/3", veto=names[:5])
    blocking = minimal_blocking(amendment)
    assert vetoers(amendment) == tuple(names[:5])
    assert blocking.smallest == 1
    assert sorted(blocking.profiles) == [(0, 65), (1, 0)]
    assert blocking.count == 5 + math.comb(188, 65)
    assert minimal_winning(amendment).profiles == ((5, 124),)
    assert minimal_blocking(quota_game(names, "2/3")).smallest == 65
