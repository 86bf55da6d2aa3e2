"""Pledge and review: three ways to ask for more, and where they end."""

# %% [markdown]
# # Pledge and review
#
# **Question.** Everybody says what it will do, and every few years all look at it again. Do the
# pledges rise?
#
# We measure a pledge by how much of the other states' benefit it takes into account: 0 for none,
# 1 for as much as its own. Nobody is forced: a state leaves if it is better off outside.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

climate = gto.load_issue("climate")
weights = gto.self_enforcing_weights(climate)
print(f"one weight for all: {weights.common:.4f}, held down by {weights.binding_state}")
print(f"    brings {weights.effectiveness_common:.3f} of what is possible")
print(f"a weight for each: brings {weights.effectiveness_by_state:.3f}")

# %% [markdown]
# **What it says.** If all must pledge alike, the most reluctant one sets the measure for all: South
# Africa, at half a percent. If each sets its own, 36 times as much is reached. This is the bargain
# of Paris: *nationally determined* is weak for each, and strong for all together.

# %%
names = {"by_state": "what each can keep", "blind": "more, whatever they can keep"}
names["common"] = "the same of all"
figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
ends = {}
for review, name in names.items():
    ends[review] = gto.ratchet(climate, start=0.001, share=0.25, review=review)
    reached = list(ends[review].effectiveness[:45])
    reached += reached[-1:] * (45 - len(reached))  # it has settled
    ax.plot(reached, label=name, linewidth=2)
ax.set(xlabel="reviews held", ylabel="effectiveness E", ylim=(0, 0.4))
ax.legend(frameon=False, title="what a review asks")
assert [round(end.effectiveness[-1], 3) for end in ends.values()] == [0.356, 0.084, 0.010]

# %% [markdown]
# **What it says.** Each review asks for a quarter more than was kept. A review that asks the same
# of all is soon stuck. One that asks of each what it can keep climbs to the best there is. A blind
# one, which asks for more whatever they can keep, rises first and then drives out one state after
# another.

# %%
blind = ends["blind"]
last = None
for turn, left in enumerate(blind.left):
    if left:
        last = turn
        print(f"review {turn}: {', '.join(left)} leaves")
print("still there:", ", ".join(blind.members[-1]))
assert last is not None

# %% [markdown]
# **What it says.** The ratchet breaks where it is pulled hardest. In the end the European Union and
# the United States are left, who do all they can for each other, and it is little.
#
# ## Exercises
#
# **Exercise 1.** Let reviews ask for 5 percent more in place of 25 (`share=0.05`). What changes,
# the end or the time?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Where does the blind review do best, and how could states know when to stop?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** `gto.breadth_depth(10)` has ten equal states. Is it better that three do all they
# can, or that ten do a little?

# %%
answer = None  # your lines here
