"""When games have many equilibria: the better one, the safer one, and trust."""

# %% [markdown]
# # When games have many equilibria
#
# **Question.** Two states would both be best off if both disarmed. Why do they arm?
#
# Each chooses to trust or to arm. Who trusts and is betrayed gets nothing.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto
from gametheory_orders.plots.equilibria import plot_best_responses

moves = ("trust", "arm")
game = gto.NormalFormGame.from_arrays(
    [[4, 0], [3, 2]], [[4, 3], [0, 2]], players=("A", "B"), actions=(moves, moves)
)
found = gto.nash_equilibria(game)
print(found)

# %% [markdown]
# **What it says.** In an equilibrium nobody gains by changing alone. There are three, and the first
# line says that these are all. Both trusting is one, and so is both arming: if the other arms, it
# is best to arm. The third is a mixture in which either does not care.

# %%
better = gto.select_equilibrium(found, "payoff_dominance")
safer = gto.select_equilibrium(found, "risk_dominance")
print("better:", found.describe(0, better.equilibria[0][0]))
print("safer:", found.describe(0, safer.equilibria[0][0]))
needed = found[1][1][0]
print("trust pays if the other trusts with a probability of at least", needed)
assert str(needed) == "2/3"

# %% [markdown]
# **What it says.** Theory alone does not choose. The better equilibrium needs each to be sure of
# the other with two chances in three. Who knows nothing, and gives both moves the same chance,
# arms. This is the security dilemma of Robert Jervis (1978): nobody is wicked, and both arm.

# %%
figure, ax = plt.subplots(figsize=(5.4, 5.4), layout="constrained")
ax = plot_best_responses(found, ax=ax)

# %% [markdown]
# **What it says.** Each line is the best that one state can do, given the chance that the other
# trusts. Where the lines meet are the equilibria. The square in which both end up trusting is
# small: both must start out fairly sure of the other.
#
# ## Exercises
#
# **Exercise 1.** How much must a betrayed state get, in place of 0, for trust to be the safer move?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** In a game of chicken both would rather swerve than crash, and each would rather
# that the other does. Write its payoffs and find its equilibria.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** Let a betrayal bring 5 in place of 3: now arming is best whatever the other does.
# The two play again and again. From which patience on is trust kept, if a betrayal ends it for
# ever? See `gto.critical_patience(game, ("trust", "trust"))`.

# %%
answer = None  # your lines here
