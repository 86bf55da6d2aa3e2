"""The gap between what is done and who consented: thirteen orders on one plane."""

# %% [markdown]
# # The gap between what is done and who consented
#
# **Question.** Must one choose between an order that acts and an order that all have agreed to?
#
# We put thirteen ways to cooperate on climate side by side. *Effectiveness* is the share of the
# possible gain that is delivered. *Legitimacy* says for how many the members stand and how evenly
# they decide. The *gap* is effectiveness less legitimacy.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

found = gto.compare("climate")
frame = found.to_frame().sort_values("gap")
print(frame[["order", "C", "E", "L", "gap"]].round(3).to_string(index=False))

# %% [markdown]
# **What it says.** Eleven of thirteen gaps are below zero: most orders are more legitimate than
# effective, and what they lack is deeds. Only the clubs with a tariff of two or three percent do
# more than their members stand for.

# %%
figure, ax = plt.subplots(figsize=(8.4, 6.2), layout="constrained")
ax = gto.plot(found, ax=ax)
positive = frame[frame["gap"] > 0]["order"].tolist()
assert sorted(positive) == ["club_tariff_2", "club_tariff_3"]

# %% [markdown]
# **What it says.** The line joins the orders that no other beats on both. Up and to the right is
# better. The lower right corner holds pledges that everybody signs and that change little; the
# upper left one is empty, as nobody who is few does much on a problem of all.

# %%
for name in ("charter_unanimity", "charter_two_thirds", "club_tariff_2", "g6_consensus"):
    lost = found[name].shortfall.share
    parts = {rule: lost[rule] for rule in ("participation", "decision", "enforcement")}
    worst = max(parts, key=parts.get)
    print(f"{name}: loses most to {worst}, {parts[worst]:.2f} of what is possible")

# %% [markdown]
# **What it says.** What is missing has an author. The unanimous charter loses it where it decides,
# the same charter with two thirds where it should be kept, and the concert of six in part to those
# who are not in it. Change the rule that loses most, not the one that looks worst.
#
# ## Exercises
#
# **Exercise 1.** Solve all thirteen with `patience=0.5`. Which orders fall, and which do not move?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** The index of legitimacy weighs three numbers equally. Give all weight to people:
# `weights={"representation_people": 1.0}`. Does the line change?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Which one rule of `g6_consensus` would you change, and what does that cost in
# legitimacy? Build it with `gto.concert(...)` and compare.

# %%
answer = None  # your lines here
