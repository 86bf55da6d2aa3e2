"""The Security Council in ten lines: who decides, who can block."""

# %% [markdown]
# # The Security Council in ten lines
#
# **Question.** Fifteen states sit in the Security Council, and each has one vote. Who decides?
#
# A proposal passes with nine votes, if none of the five permanent members votes no. We count in
# how many of the possible votes a member makes the difference.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

council = gto.load_institution("unsc")
rule = council.simple_game()
found = gto.institution_power(council)
share = gto.shapley_shubik(rule)
print("can block alone:", ", ".join(gto.vetoers(rule)))
print("power of the United States:", share["USA"], "and of Brazil:", share["BRA"])
print("share of all coalitions that win:", gto.power_to_act(rule))

# %% [markdown]
# **What it says.** Each of the five can block alone. Put the fifteen in a random order and let
# them say yes one after the other: in 421 of 2145 orders it is the United States whose yes
# decides, in 4 of 2145 it is Brazil. Five seats hold 98 percent of this power. Of all ways to say
# yes or no only 53 in 2048, about one in forty, let anything pass.

# %%
figure, ax = plt.subplots(figsize=(7, 4.6), layout="constrained")
ax = gto.plot(found, ax=ax)

# %% [markdown]
# **What it says.** Both scales are logarithmic. Power here is the chance that one's own vote makes
# the difference, as a share of the sum (Banzhaf). The votes are equal, the power is not: it has two
# levels, whoever sits there. The line shows what power would be fair to people, if each state's
# grows with the square root of its number of people (Penrose, 1946): China and Brazil have less
# than that, France and Malta more.

# %%
blocking = gto.minimal_blocking(rule)
print(blocking)
weights = {state: 7 if state in gto.vetoers(rule) else 1 for state in rule.players}
print("same rule, with weights:", gto.equivalent(rule, gto.weighted_game(weights, 39)))
assert blocking.count == 125
assert 5 * share["USA"] > 0.98

# %% [markdown]
# **What it says.** There are 125 smallest groups that can stop a proposal: each permanent member,
# and each seven of the ten elected ones. The veto is a number of votes in disguise: give seven
# votes to each of the five, one to each of the others, and ask for 39 of 45.
#
# ## Exercises
#
# **Exercise 1.** Take the veto away and keep the nine votes: `gto.quota_game(rule.players, 9)`.
# How much power has a member now?

# %%
answer = None  # your line here

# %% [markdown]
# **Exercise 2.** Before 1966 there were six elected members and seven votes were needed
# (`"unsc_1945"`). Has the reform given power to the elected?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** `gto.power_to_act(rule, probability=0.9)` lets each member say yes with nine
# chances in ten. Which probability would let every second proposal pass?

# %%
answer = None  # your lines here
