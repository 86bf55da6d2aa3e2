"""The IMF's votes and 85 percent: the same votes, three majorities."""

# %% [markdown]
# # The IMF's votes and 85 percent
#
# **Question.** The United States has about a sixth of the votes at the International Monetary Fund.
# How much power is that?
#
# Ordinary decisions need more than half of the votes, some 70 percent, the weightiest 85.

# %%
import math

import matplotlib.pyplot as plt

import gametheory_orders as gto

fund = gto.load_institution("imf")
votes = dict(zip(fund.ids, fund.simple_game().weights, strict=True))
total = sum(votes.values())
print(f"the United States has {votes['USA']} of {total} votes: {votes['USA'] / total:.1%}")
for quota in ("majority", "70%", "85%"):
    rule = fund.simple_game(quota)
    blocking = ", ".join(gto.vetoers(rule)) or "nobody"
    print(f"{quota}: {float(gto.power_to_act(rule)):.1e} of coalitions win, {blocking} can block")

# %% [markdown]
# **What it says.** The votes are the same in all three. At 85 percent the United States can block
# alone, as its votes are more than 15 percent; nobody else can. And of all coalitions three in a
# million win.

# %%
shares = [51, 55, 60, 65, 70, 75, 80, 85, 90, 95]
power, prevent = [], []
for share in shares:
    rule = fund.simple_game(math.ceil(total * share / 100))
    found = gto.power_indices(rule, ("banzhaf", "coleman"))
    power.append(float(found.of("banzhaf")["USA"]))
    prevent.append(float(found.of("coleman_prevent")["USA"]))
figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
ax.plot(shares, prevent, "o-", color="#c1440e", label="power to prevent (Coleman)")
ax.plot(shares, power, "o-", color="#1b6ca8", label="share of power (Banzhaf)")
ax.axhline(votes["USA"] / total, color="#888888", linestyle=":", label="share of votes")
ax.set(xlabel="votes needed (percent)", ylabel="the United States", ylim=(-0.03, 1.03))
ax.legend(frameon=False, loc="center right")
assert prevent == sorted(prevent)
assert power == sorted(power, reverse=True)

# %% [markdown]
# **What it says.** A higher quota gives the largest member more power to *prevent*, and a smaller
# share of the power to *bring about*, until at 95 percent almost everybody matters equally, which
# is to say hardly at all. Whether 85 percent is good for Washington depends on which it wants.

# %%
groups = {
    "the five BRICS": gto.load_institution("brics").ids,
    "the G7": gto.load_institution("g7").ids,
    "members of the EU": gto.load_institution("eu_council").ids,
}
for name, states in groups.items():
    held = sum(votes.get(state, 0) for state in states)
    print(f"{name}: {held / total:.1%} of votes, blocks 85 percent: {held > total * 0.15}")

# %% [markdown]
# **What it says.** The BRICS together fall just short of the 15 percent that would let them block.
# The members of the EU hold far more, if they vote as one, and they rarely do.
#
# ## Exercises
#
# **Exercise 1.** How many votes would China need to block alone, and who would have to give them?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Make the EU one bloc: `fund.simple_game("85%").with_bloc("EU", states)`. Who can
# block now?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Which quota would bring the share of power of the United States closest to its
# share of votes?

# %%
answer = None  # your lines here
