"""A concert of great powers: six act, fifteen are affected."""

# %% [markdown]
# # A concert of great powers
#
# **Question.** Six powers meet, agree and act. What do the other nine get, and what did they have
# to say about it?

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

climate = gto.load_issue("climate")
found = gto.compare(climate, ["g6_consensus"])["g6_consensus"]
outcome = found.outcome
gains = outcome.to_frame().groupby("member")["gain"].sum()
print(f"the six gain {gains[True]:.1f}, the other nine {gains[False]:.1f} bn US$ a year")
print(f"effectiveness {found.effectiveness:.3f}, legitimacy {found.legitimacy.index:.3f}")
values = found.legitimacy.values
for name in ("representation_states", "representation_people", "power_sqrt_people"):
    print(f"    {name}: {values[name]:.3f}")

# %% [markdown]
# **What it says.** Nearly half of what the six bring about goes to nine regions that add nothing to
# it. In this the concert is generous. Its legitimacy has several sides: the six are 40 percent of
# the regions and stand for 53 percent of all people.

# %%
figure, ax = plt.subplots(figsize=(7, 5.4), layout="constrained")
ax = gto.plot(outcome, ax=ax)
assert round(float(gains[False])) == 8

# %% [markdown]
# **What it says.** A bar is how much a region abates each year. The six have agreed on one price of
# carbon. It makes those abate most who can do it cheaply, China above all.

# %%
leavers = outcome.to_frame().query("`would leave` == True")["state"]
print("would gain by leaving:", ", ".join(leavers))
print("blocked by:", ", ".join(outcome.blocked_by))
print(f"needs a patience of {outcome.needed_patience:.2f}, for {outcome.binding_state}")

# %% [markdown]
# **What it says.** The members keep the agreement, as breaking it would end it. But four of the six
# would rather be among the nine, openly, and let the others act: a concert lasts as long as nobody
# thinks of that. China would like less than the others and sets the level for all.
#
# ## Exercises
#
# **Exercise 1.** Let `gto.concert(count=k, by="gdp")` choose the members. How do effectiveness and
# legitimacy change with k from 2 to 8?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Leave Russia out. Does the concert of five deliver more or less than that of six,
# and why?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** In the issue `"spheres"` two powers settle matters at the expense of others:
# `gto.compare("spheres")`. What is different from climate?

# %%
answer = None  # your lines here
