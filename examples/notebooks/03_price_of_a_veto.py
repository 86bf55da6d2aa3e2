"""The price of a veto: one rule exchanged, all else equal."""

# %% [markdown]
# # The price of a veto
#
# **Question.** Six great powers decide by consensus: each can block. What would they gain if four
# of the six were enough?

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

SIX = ["US", "China", "EU", "Russia", "Japan", "India"]
climate = gto.load_issue("climate")
consensus = gto.concert(members=SIX, name="all six agree")
majority = gto.concert(members=SIX, quota=4, name="four of six")
found = gto.compare(climate, [consensus, majority])
for name in ("all six agree", "four of six"):
    one = found[name]
    print(f"{name}: agreed {one.agreed.effectiveness:.3f}, delivered {one.effectiveness:.3f}")
    print(f"    blocked by {', '.join(one.outcome.blocked_by) or 'nobody'}")

# %% [markdown]
# **What it says.** Effectiveness is the share of the possible gain. With consensus the six agree
# on 27 percent and keep it; China alone holds the level down. Outvoting it, they agree on 50
# percent. But only 43 percent is delivered: who was outvoted does not keep the deal unless keeping
# it pays. A third of the price of the veto is on paper only.

# %%
costs = [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5]
agreed, delivered = [], []
for cost in costs:
    order = gto.concert(members=SIX, blocking_cost=cost, name="costly veto")
    one = gto.compare(climate, [order])["costly veto"]
    agreed.append(one.agreed.effectiveness)
    delivered.append(one.effectiveness)
figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
ax.plot(costs, agreed, "o--", color="#888888", label="agreed")
ax.plot(costs, delivered, "o-", color="#1b6ca8", label="delivered")
ax.set(xlabel="what blocking costs (bn US$ a year)", ylabel="effectiveness E", ylim=(0, 0.6))
ax.legend(frameon=False, loc="lower right")
assert agreed == sorted(agreed)
assert agreed[0] == delivered[0]

# %% [markdown]
# **What it says.** Between a veto and none lies a veto that costs something: blocking a friend's
# plan is not free. The dearer it is to block, the more is agreed. What is *delivered* stops rising
# at about .75 bn US$: from there on it is keeping one's word, and no longer the veto, that binds.
#
# ## Exercises
#
# **Exercise 1.** Whose veto is the dearest? Take one state at a time out of `SIX` and compare what
# the other five deliver by consensus.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Solve "four of six" with `patience=0.95` in `gto.compare`. How much of the price
# on paper becomes real?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Who gains and who loses when the veto goes? Compare
# `found[name].outcome.payoffs` state by state.

# %%
answer = None  # your lines here
