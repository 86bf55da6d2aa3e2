"""Patience and the promise: how much tomorrow must count."""

# %% [markdown]
# # Patience and the promise
#
# **Question.** No court enforces what great powers promise each other. When do they keep it?
#
# A state that breaks its word gains once. From then on the others do no more than suits them. It
# keeps its word if what it loses later weighs more. *Patience* is the weight of next year against
# this one, from 0 to 1.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

ORDERS = ["g6_consensus", "g6_four_of_six", "charter_unanimity"]
found = gto.compare("climate", ORDERS)
for name in ORDERS:
    outcome = found[name].outcome
    print(f"{name}: needs patience {outcome.needed_patience:.3f}, for {outcome.binding_state}")
assert found["g6_four_of_six"].outcome.needed_patience > 1

# %% [markdown]
# **What it says.** Six powers that agree by consensus keep their word from a patience of .55 on.
# Russia is the one that needs it. What four of the six decide would need more than 1: China would
# not keep it however patient it is. Being outvoted is not the same as being bound.

# %%
figure, ax = plt.subplots(figsize=(7, 4.6), layout="constrained")
lines = gto.delivered_by_patience("climate", ORDERS)
ax = gto.plot(lines, ax=ax)

# %% [markdown]
# **What it says.** The lines show what is delivered. Below .498 the six keep nothing at all. Then
# comes a range in which they keep less than what they could agree on, and at last the agreement
# itself. The charter of all fifteen needs more patience, and delivers more once it has it.

# %%
outcome = found["g6_consensus"].outcome
needed = outcome.to_frame().dropna(subset=["needed patience"])
needed = needed.sort_values("needed patience")
print(needed[["state", "needed patience"]].to_string(index=False))
assert needed["state"].iloc[-1] == "Russia"

# %% [markdown]
# **What it says.** The European Union would keep this agreement even if it cared little for
# tomorrow. The deal is only as strong as its least willing member. Asking less of Russia would do
# more for trust than making everybody else more patient.
#
# ## Exercises
#
# **Exercise 1.** Let only Russia be impatient: `patience={"US": 0.9, ..., "Russia": 0.5}` in
# `gto.compare`. What is delivered, and what would be without Russia?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** A state discounts at 5 percent a year. What is its patience if the others find
# out after one year? After five years? (Patience is 1 / 1.05 to the power of the years.)

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** With `foresight="naive"` the six promise without asking what will be kept. Compare
# what is delivered at a patience of .52.

# %%
answer = None  # your lines here
