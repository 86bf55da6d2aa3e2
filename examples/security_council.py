"""The Security Council in ten lines: who decides, who can block, how often anything passes.

Run: python examples/security_council.py
"""

from fractions import Fraction

import gametheory_orders as gto

council = gto.load_institution("unsc").simple_game()
share = gto.shapley_shubik(council)
decides = gto.banzhaf(council).of("banzhaf_absolute")
for member in ("USA", "BRA"):
    print(f"{member}: {share[member]} of all power, decides in {float(decides[member]):.4f}")
print("can block alone:", ", ".join(gto.vetoers(council)))
print("share of coalitions that win:", gto.power_to_act(council))
print(gto.minimal_blocking(council))

# The five hold 98 percent of power in a random order. These are fractions, not roundings.
assert (share["USA"], share["BRA"]) == (Fraction(421, 2145), Fraction(4, 2145))
assert 5 * share["USA"] == Fraction(421, 429)

# One permanent member blocks, or any seven of the ten elected.
assert gto.minimal_blocking(council).count == 5 + 120

# The veto is a number of votes in disguise: seven for each of the five, 39 of 45 to pass.
votes = {state: 7 if state in gto.vetoers(council) else 1 for state in council.players}
assert gto.equivalent(council, gto.weighted_game(votes, 39))

# Coin tosses are not a forecast. If each member favours a proposal with nine chances in ten, three
# in five of them pass; at one in two it is one in 39.
assert gto.power_to_act(council) == Fraction(53, 2048)
assert round(float(gto.power_to_act(council, probability=0.9)), 2) == 0.59
