"""Thirteen ways of cooperating on climate, side by side.

Run: python examples/compare_climate.py
"""

import gametheory_orders as gto

found = gto.compare("climate")
print(found)

# Who is on the frontier: no other order is better in both effectiveness and legitimacy.
print("\nfrontier:", ", ".join(found.frontier))

# Agreed is not delivered: two thirds of all states agree on nearly everything ...
two_thirds = found["charter_two_thirds"]
print(
    f"\ntwo thirds: agreed {two_thirds.agreed.effectiveness:.3f}, "
    f"delivered {two_thirds.effectiveness:.3f}, "
    f"because {two_thirds.outcome.binding_state} would need a patience of "
    f"{two_thirds.outcome.needed_patience:.2f}"
)

# ... and what all can accept, all keep.
unanimity = found["charter_unanimity"]
assert len(found) == 13
assert round(found.stake, 2) == 62.21
assert two_thirds.agreed.effectiveness > 0.99
assert two_thirds.effectiveness < 0.72
assert unanimity.agreed.effectiveness == unanimity.effectiveness
assert "club_tariff_3" in found.frontier
