"""A vote, one after another, as a tree: who speaks first need not say yes.

Three states would all like a measure to pass (worth 2 to each), and each would rather not be
seen voting for it (a cost of 1). Two votes are enough.

Run: python examples/vote_as_a_tree.py
"""

import gametheory_orders as gto
from gametheory_orders.games.extensive_form import decision, leaf

STATES = ("A", "B", "C")


def votes(*so_far):
    """Return the tree that is left after some have voted (True is yes)."""
    if len(so_far) == len(STATES):
        passed = 2 if sum(so_far) >= 2 else 0
        return leaf(*(passed - yes for yes in so_far))
    return decision(STATES[len(so_far)], {"yes": votes(*so_far, True), "no": votes(*so_far, False)})


roll_call = gto.ExtensiveFormGame.from_tree(votes(), STATES, "a roll call")
print(roll_call)

# Solved from the end: the last looks at what is missing, the one before expects that.
perfect = gto.backward_induction(roll_call)
print(f"\none after another: {perfect.path()}, payoffs {perfect.payoffs[0]}")
assert perfect.complete
assert perfect.exact
assert len(perfect) == 1
assert perfect.path() == ["no", "yes", "yes"]
assert perfect.payoffs == ((2, 1, 1),)

# All at once: any two may be the ones who vote yes, or nothing passes because nobody starts.
at_once = gto.NormalFormGame.from_function(
    lambda *no: tuple((2 if sum(no) <= 1 else 0) - (1 - own) for own in no),
    [("yes", "no")] * 3,
    STATES,
)
pure = gto.pure_nash(at_once)
print(f"\nall at once:\n{pure}")
assert sorted(cell.count("yes") for cell in pure) == [0, 2, 2, 2]

# The tree has equilibria too that rest on votes nobody would cast if it came to that.
normal = roll_call.normal_form()
plans = gto.pure_nash(normal)
outcomes = {normal.payoff(cell) for cell in plans.cells}
print(f"\nequilibria of the tree's normal form: {len(plans)}, with payoffs {sorted(outcomes)}")
assert (2, 1, 1) in outcomes
assert len(outcomes) > 1
