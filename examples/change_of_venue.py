"""A change of venue: what each body cannot change, on the line of ideal points of 2012.

A member likes a policy less the further it is from its own ideal point. A status quo is stuck in a
body if no group that can decide there would like to move it. All such points form an interval.

Run: python examples/change_of_venue.py
"""

import gametheory_orders as gto

VENUES = ("p5", "g6", "unsc", "g7", "unga_two_thirds", "unga")
stuck = {}
for name in VENUES:
    body = gto.load_institution(name)
    stuck[name] = found = gto.institution_gridlock(body).interval
    print(
        f"{name:16s} length {float(found.length):.3f}, from {float(found.low):6.3f} "
        f"({', '.join(found.low_held_by)}) to {float(found.high):6.3f} "
        f"({', '.join(found.high_held_by)})"
    )

# From the Council to a club of its vetoers to a concert of six: not one status quo is set free,
# because China and the United States are the two ends of each.
ends = {(found.low, found.high) for found in (stuck["p5"], stuck["g6"], stuck["unsc"])}
assert len(ends) == 1
assert round(float(stuck["g6"].length), 2) == 3.53
assert stuck["g6"].low_held_by == ("CHN",)
assert stuck["g6"].high_held_by == ("USA",)
# What does set them free is to leave one of the two out, or to let a vote decide.
assert stuck["g7"].length < stuck["g6"].length
assert round(float(stuck["unga_two_thirds"].length), 3) == 0.669
assert stuck["unga"].length < 0.01

# Before one knows where members stand: the Council is stuck two times in three, and almost all of
# that is the veto. The rule of nine votes adds a third of a percentage point.
council = gto.load_institution("unsc").voting_rule()
expected = gto.expected_gridlock(council)
only_vetoes = gto.expected_gridlock("unanimity", 5)
print(f"\nexpected, ideal points drawn by lot: {expected} = {float(expected):.4f}")
assert str(expected) == "575/858"
assert str(only_vetoes) == "2/3"
assert 0.003 < expected - only_vetoes < 0.004
