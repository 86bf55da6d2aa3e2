"""Charter, club, concert or coalition on an issue of your own."""

# %% [markdown]
# # Charter, club, concert or coalition on your own issue
#
# **Question.** Five states share a river and want to warn each other of floods. Which of the four
# ways to cooperate should they take?
#
# All that is needed is a table: what a warning is worth to each state (*stake*), how much of it a
# state provides for a given effort (*capacity*), and how many people live there.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import gametheory_orders as gto

table = pd.DataFrame(
    {
        "id": ["Metropole", "Island", "Steppe", "Delta", "Ridge"],
        "stake": [5.0, 4.0, 1.5, 4.5, 2.0],  # million euros a year for one more station
        "capacity": [2.0, 1.0, 1.0, 2.0, 1.0],  # stations for one million euros of effort
        "population": [80, 3, 40, 160, 20],
    }
)
basin = gto.World.from_frame(table, name="basin")
floods = gto.PublicGood(basin, name="flood warning", numeraire="million euros a year")
orders = [
    gto.charter(quota="unanimity", name="charter, all agree"),
    gto.charter(quota="2/3", name="charter, two thirds"),
    gto.club(where="stake >= 4", name="club of the worried"),
    gto.concert(count=2, by="capacity", name="concert of two"),
    gto.coalition(weight="differentiated", name="coalition of pledges"),
]
found = gto.compare(floods, orders)
print(found)
best = max(found, key=lambda one: one.effectiveness)
assert best.outcome.game.order.name == "charter, two thirds"

# %% [markdown]
# **What it says.** A line is one order: who is in, which share E of the possible gain it delivers,
# how legitimate it is (L), the gap between the two, and to which rule the rest is lost. Here the
# charter with two thirds delivers most, and no other is more legitimate; the concert delivers
# least.

# %%
figure, ax = plt.subplots(figsize=(8, 4.6), layout="constrained")
ax = gto.plot(found, ax=ax, kind="shortfall")

# %% [markdown]
# **What it says.** Each bar is all that could be gained: what is delivered, and what is lost
# because some are not in, because those who are in decide on too little, and because they would not
# keep more. The club and the concert lose most to those who are left out; the charter of all to its
# veto; the coalition of pledges to states that would rather stay out than pledge more.

# %%
for one in found:
    outcome = one.outcome
    blocked = ", ".join(outcome.blocked_by) or "nobody"
    print(f"{outcome.game.order.name}: blocked by {blocked}", end="")
    patience = outcome.needed_patience
    print("" if patience is None else f", needs patience {patience:.2f}")

# %% [markdown]
# **What it says.** The Steppe, which cares least, holds the charter down. With two thirds it is
# outvoted, and whether it then keeps its part depends on its patience: .88 is needed, and .9 is
# what we have assumed. The best order here is the one that rests on the shakiest assumption.
#
# ## Exercises
#
# **Exercise 1.** Change the table into an issue that you know. Keep the units of all stakes alike.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Raise the stake of the Steppe step by step. From where on does the charter of all
# deliver most?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Add a sixth order that does better than the five on effectiveness *and* on
# legitimacy, or give a reason why there is none.

# %%
answer = None  # your lines here
