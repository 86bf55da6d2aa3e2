"""Plans for the Security Council compared: power, gridlock, and who would have to agree to lose.

An amendment of the Charter needs two thirds of all states and each of the five permanent members.
A state is taken to favour a plan if it does not lose power by it. Nothing else counts here.

Run: python examples/council_reforms.py
"""

import gametheory_orders as gto

PLANS = (
    "uniting_for_consensus",
    "g4",
    "ezulwini",
    "regional_seats",
    "eu_single_seat",
    "double_veto",
    "no_veto",
)
today = gto.load_reform("today")
plans = [gto.load_reform(name) for name in PLANS]

shares = gto.compare_reforms(today, plans)
print(shares)

# By shares of power nobody can win unless somebody loses, and the five hold nearly all there is.
assert not any(shares[name].passes for name in PLANS)
assert all(shares[name].in_favour >= shares[name].needed for name in PLANS)
# With one seat for the European Union it is the two who would give up theirs that stand in the way.
assert shares["eu_single_seat"].permanent_against == ("FRA", "GBR")

# Count the probability of deciding instead. It can rise for all at once, where more gets passed.
chances = gto.compare_reforms(today, plans, index="banzhaf_absolute")
passing = [name for name in PLANS if chances[name].passes]
print("\nby the probability of deciding these pass:", ", ".join(passing))
assert passing == ["double_veto", "no_veto"]
# Eleven vetoes leave so little to decide that every state loses.
assert chances["ezulwini"].in_favour == 0

# More equal and more able to act than today, both: these three, by any of the three targets.
better = shares.dominate("sqrt_people")
print("better than today in equity and in power to act:", ", ".join(better))
assert set(better) == {"eu_single_seat", "double_veto", "no_veto"}
assert set(better) == set(shares.dominate("equal")) == set(shares.dominate("people"))
# Larger councils with the same vetoes stall a little more often, not less.
assert shares["today"].expected_gridlock < shares["g4"].expected_gridlock
