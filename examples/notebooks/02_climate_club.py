"""Design a climate club: the tariff that makes a large club hold together."""

# %% [markdown]
# # Design a climate club
#
# **Question.** Everybody gains from a cleaner atmosphere, whoever pays for it. Could a tariff on
# those outside make states join a climate club, and how high must it be?
#
# The figures are those of William Nordhaus (2015) for fifteen regions. Members charge 25 dollars
# a ton, and put the same tariff on all they import from outside.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

climate = gto.load_issue("climate")
sizes = {}
for tariff in (0.0, 0.01, 0.02, 0.03):
    (club,) = gto.stable_coalitions(climate, price=25.0, tariff=tariff)
    sizes[tariff] = club.size
    outside = ", ".join(club.outside_margins) if club.size > 8 else "all"
    print(f"tariff {tariff:.0%}: {club.size} members, E = {club.effectiveness:.3f}")
    print(f"    outside: {outside or 'nobody'}")

# %% [markdown]
# **What it says.** A club is stable if no member gains by leaving and nobody outside gains by
# joining. Without a tariff nobody joins. At one percent nine regions do, at two percent all but
# India and South Africa, at three percent everybody. E is the share of what could be gained by
# perfect cooperation: small tariffs bring nearly all of it.

# %%
figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
regimes = gto.tariff_regimes(climate, prices=[12.5, 25.0, 50.0])
ax = gto.plot(regimes, ax=ax)
assert sizes == {0.0: 0, 0.01: 9, 0.02: 13, 0.03: 15}

# %% [markdown]
# **What it says.** The dearer the membership, the higher the tariff must be. A club that charges
# twice as much needs more than twice the tariff before everybody is in.

# %%
(club,) = gto.stable_coalitions(climate, price=25.0, tariff=0.02)
losers = sorted((gain, state) for state, gain in club.gains.items() if gain < 0)
for gain, state in losers:
    print(f"{state}: {gain:.2f} bn US$ a year")
assert {state for _, state in losers} - set(club.members) == {"Safrica"}
assert club.gains["India"] > 0

# %% [markdown]
# **What it says.** Three are worse off than in a world without any cooperation. South Africa stays
# outside and pays the tariff. China and Eurasia are *in*: they join because the tariff would cost
# them more. India stays outside and gains all the same. A club that works by a tariff is kept by
# some who never wanted it, and whether it is legitimate is another question.
#
# ## Exercises
#
# **Exercise 1.** Find the smallest tariff, to a tenth of a percent, at which India joins.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** `club.margins` says what each member would lose by leaving. Who is closest to
# leaving, and what would keep it in more firmly?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** With `concept="exclusive"` the members may refuse to let somebody in. How many
# clubs are stable then, and how much does the best of them do?

# %%
answer = None  # your lines here
