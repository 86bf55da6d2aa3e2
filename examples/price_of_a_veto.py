"""The price of a veto: the six powers by consensus, and with one rule exchanged.

Run: python examples/price_of_a_veto.py
"""

import gametheory_orders as gto

SIX = ["US", "China", "EU", "Russia", "Japan", "India"]
climate = gto.load_issue("climate")

consensus = gto.concert(members=SIX, name="all six agree")
outvoted = gto.concert(members=SIX, quota=4, name="four of six decide")
found = gto.compare(climate, [consensus, outvoted])
print(found)

with_veto, without = found["all six agree"], found["four of six decide"]
agreed = without.agreed.effectiveness - with_veto.agreed.effectiveness
delivered = without.effectiveness - with_veto.effectiveness
print(f"\nprice of the veto, as agreed:    {agreed:.3f}")
print(f"price of the veto, as delivered: {delivered:.3f}")

# Outvoting gets more agreed than is kept: part of the price is only on paper.
assert round(agreed, 3) == 0.235
assert round(delivered, 3) == 0.163
assert with_veto.outcome.needed_patience < 1 < without.outcome.needed_patience

# Between the two: what if blocking consensus costs something (bn US$ a year)?
levels = []
for cost in (0.0, 0.1, 0.5, 1.0):
    order = gto.concert(members=SIX, blocking_cost=cost)
    outcome = gto.solve(gto.CooperationGame(climate, order))
    levels.append(outcome.agreed.agreement.level)
    print(f"blocking costs {cost:.1f}: agreed {levels[-1]:.2f}, delivered {outcome.level:.2f}")
assert levels == sorted(levels)
