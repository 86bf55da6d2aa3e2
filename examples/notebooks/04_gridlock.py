"""Who blocks whom: what six bodies cannot change, on one line."""

# %% [markdown]
# # Who blocks whom
#
# **Question.** When a council is stuck, is another one more able to act?
#
# Put all states on a line, by how they voted in the General Assembly in 2012. A state likes a
# policy less the further it is from its own place. What is in force can be changed only if enough
# members would like to move it the same way. The places that cannot be changed form an interval.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

BODIES = {
    "unsc": "Security Council",
    "p5": "its five permanent members",
    "g6": "six great powers",
    "g7": "G7",
    "unga_two_thirds": "General Assembly, two thirds",
    "unga": "General Assembly, majority",
}
stuck = {}
for name in BODIES:
    stuck[name] = gto.institution_gridlock(gto.load_institution(name)).interval
    one = stuck[name]
    ends = f"{one.low_held_by[0]} and {one.high_held_by[0]}"
    print(f"{name}: length {float(one.length):.2f}, held by {ends}")
assert stuck["unsc"].length == stuck["g6"].length == stuck["p5"].length

# %% [markdown]
# **What it says.** The Security Council, its five permanent members alone and a group of six great
# powers are stuck on exactly the same things, as China and the United States are the two ends of
# each. A change of venue frees nothing as long as both of them have to agree.

# %%
figure, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
for row, name in enumerate(BODIES):
    low, high = float(stuck[name].low), float(stuck[name].high)
    ax.barh(row, high - low, left=low, height=0.5, color="#1b6ca8")
    ax.text(low - 0.06, row, stuck[name].low_held_by[0], ha="right", va="center")
    ax.text(high + 0.06, row, stuck[name].high_held_by[0], va="center")
ax.set_yticks(range(len(BODIES)), BODIES.values())
ax.invert_yaxis()
ax.set(xlabel="place on the line of votes, 2012", xlim=(-1.5, 3.4))
ax.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# **What it says.** A bar is what the body cannot change, with the states that hold its ends. The
# G7 is stuck on less because China is not in it. In the Assembly, where a vote decides, almost
# nothing is stuck; what it cannot do is make anybody comply.

# %%
council = gto.load_institution("unsc").voting_rule()
print("expected length, members drawn by lot:", gto.expected_gridlock(council))
print("five vetoes and nothing else:", gto.expected_gridlock("unanimity", 5))

# %% [markdown]
# **What it says.** Before one knows where members stand, the council is expected to be stuck on
# 575 of 858 parts of the line. Five vetoes alone make that two thirds already. The rule of nine
# votes adds a third of a percentage point.
#
# ## Exercises
#
# **Exercise 1.** Add `"nato"` and `"brics"` to `BODIES`. Who holds their ends, and why?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Which permanent member would have to go for the interval of the council to shrink
# most? Compare the places in `stuck["p5"].ideal_points`.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** How does the expected length grow with the number of vetoes? Try
# `gto.expected_gridlock("unanimity", n)` for n from 2 to 10 and guess the formula.

# %%
answer = None  # your lines here
