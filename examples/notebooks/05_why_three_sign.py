"""Why three sign: the size of a coalition that nobody wants to leave."""

# %% [markdown]
# # Why three sign
#
# **Question.** Ten equal states could all gain by cleaning the air together. How many will sign a
# treaty that each is free to leave?
#
# Signatories do what is best for all of them together, the others what is best for themselves.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

n = 10
world = gto.World([f"S{i}" for i in range(1, n + 1)], {"stake": [1.0] * n, "capacity": [1.0] * n})
air = gto.PublicGood(world, name="clean air")
inside, outside = {}, {}
for k in range(1, 8):
    treaty = gto.club(members=world.ids[:k], decision="joint", enforcement=gto.Binding())
    payoffs = gto.solve(gto.CooperationGame(air, treaty)).payoffs
    inside[k], outside[k] = payoffs["S1"], payoffs["S10"]
    print(f"{k} signatories: each gets {inside[k]:.1f}, each state outside {outside[k]:.1f}")

# %% [markdown]
# **What it says.** The more sign, the better for everybody, and best for those outside, who breathe
# the same air and pay less. A signatory of a treaty of three gets 11.5. If it leaves, the treaty
# has two signatories and it is outside: 11.5 as well. So it stays, just so. In a treaty of four it
# gets 14, and outside a treaty of three 15.5. It leaves.

# %%
figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
sizes = list(range(2, 8))
ax.plot(sizes, [inside[k] for k in sizes], "o-", color="#1b6ca8", label="if it stays")
ax.plot(sizes, [outside[k - 1] for k in sizes], "o--", color="#c1440e", label="if it leaves")
ax.axvline(3, color="#888888", linewidth=1, linestyle=":")
ax.set(xlabel="signatories", ylabel="what a signatory gets")
ax.legend(frameon=False)
assert inside[3] == outside[2]
assert inside[4] < outside[3]

# %% [markdown]
# **What it says.** The lines meet at three and part after it. Three is the largest number that
# holds together, and it is three for ten states as for a hundred.

# %%
for number in (3, 5, 8):
    ids = [f"S{i}" for i in range(1, number + 1)]
    some = gto.World(ids, {"stake": [1.0] * number, "capacity": [1.0] * number})
    best = gto.stable_coalitions(gto.PublicGood(some), price="joint").best
    print(f"{number} states: {best.size} sign, E = {best.effectiveness:.2f}")
    assert best.size == 3

# %% [markdown]
# **What it says.** With three states the treaty does everything there is to do. With eight, three
# signatories reach 18 percent of the possible gain. It is not that large treaties are hard to
# write: they are easy to leave. (Carlo Carraro and Domenico Siniscalco, 1993; Scott Barrett, 1994.)
#
# ## Exercises
#
# **Exercise 1.** Give one state ten times the stake of the others. Who signs now?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** `reaction="dissolve"` in `gto.stable_coalitions` lets the treaty end when anybody
# leaves. How many sign then, and is the threat believable?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Show with pencil and paper that a coalition of k equal states is kept only if
# k is at most 3. Use that a member abates k, one outside abates 1, and the cost of q is q^2/2.

# %%
answer = None  # your lines here
