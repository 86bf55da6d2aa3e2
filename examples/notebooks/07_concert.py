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

# %% [markdown]
# **What it says.** Nearly half of what the six bring about goes to states that do nothing for it.
# In this the concert is generous. Its legitimacy index is .68: the six stand for most people and
# for much of the weight, and for six of fifteen voices.

# %%
figure, ax = plt.subplots(figsize=(9, 6.5), layout="constrained")
gto.plot(outcome, ax=ax)
assert round(float(gains[False])) == 8

# %% [markdown]
# **What it says.** The six move away from what each would do alone; the others have no reason to.
# Whoever is the largest emitter carries most of the action.

# %%
legitimacy = found.legitimacy
for name in ("representation_units", "representation_people", "consent_states", "veto_share"):
    print(f"{name}: {getattr(legitimacy, name):.3f}")

# %% [markdown]
# **What it says.** Legitimacy is not one number. By heads counted in people the six represent
# more than half of the world, by regions fewer. The paper asks who consented: here nobody outside
# the six was asked.
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
