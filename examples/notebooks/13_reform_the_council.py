"""Reform the Council: seven plans, and who would have to agree to lose."""

# %% [markdown]
# # Reform the Council
#
# **Question.** Everybody wants to reform the Security Council, and nothing happens. Which plans
# would be better, and who stands in the way?
#
# An amendment needs two thirds of all states, and each of the five permanent members.

# %%
import matplotlib.pyplot as plt

import gametheory_orders as gto

PLANS = ["uniting_for_consensus", "g4", "ezulwini", "regional_seats"]
PLANS += ["eu_single_seat", "double_veto", "no_veto"]
plans = [gto.load_reform(name) for name in PLANS]
found = gto.compare_reforms(gto.load_reform("today"), plans)
for name in PLANS:
    plan = found[name]
    against = ", ".join(plan.permanent_against) or "nobody"
    print(f"{name}: {plan.in_favour} of 193 do not lose, against of the five: {against}")
assert not any(found[name].passes for name in PLANS)

# %% [markdown]
# **What it says.** A state is taken to favour a plan if it does not lose power by it. Every plan
# has more than two thirds, and none passes: shares of power add up to one, the five hold nearly
# all of it, and they would have to vote for less.

# %%
figure, ax = plt.subplots(figsize=(7, 4.6), layout="constrained")
beside = {"today": (7, -10), "g4": (-7, -12), "uniting_for_consensus": (8, 2)}
beside |= {"regional_seats": (-8, 4), "eu_single_seat": (-8, 4)}
for name in ["today", *PLANS]:
    plan = found[name]
    x, y = float(plan.power_to_act), plan.equity["sqrt_people"]
    ax.plot(x, y, "s" if name == "today" else "o", color="black" if name == "today" else "#1b6ca8")
    place = beside.get(name, (7, 4))
    side = "left" if place[0] > 0 else "right"
    ax.annotate(name, (x, y), xytext=place, textcoords="offset points", ha=side)
ax.set(xlabel="share of coalitions that can act (logarithmic)", xscale="log")
ax.set(ylabel="equity of power (1: fair by people)", xlim=(3e-4, 1), ylim=(0, 0.65))
better = found.dominate("sqrt_people")
assert set(better) == {"eu_single_seat", "double_veto", "no_veto"}

# %% [markdown]
# **What it says.** To the right a council can act more often, upwards power is spread more evenly
# over people. New seats alone move it little, and a little to the left. New vetoes spread power
# among more states and leave none to act. Three plans are better on both: one seat for the European
# Union, two vetoes needed to block, and none.

# %%
chances = gto.compare_reforms(gto.load_reform("today"), plans, index="banzhaf_absolute")
print("pass, if states count how often they decide:", [n for n in PLANS if chances[n].passes])

# %% [markdown]
# **What it says.** Where shares add up to one, somebody must lose. The *chance to decide* does not
# add up to anything: where more passes, everybody decides more often. By that measure even the
# five gain when the veto is weakened. Whether a plan can pass depends on what states count.
#
# ## Exercises
#
# **Exercise 1.** Design a plan of your own: copy a file from `fourcs show g4` and change its seats.
# Is it better than today on both?

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 2.** Who loses most in number of people under `"uniting_for_consensus"`? See
# `found[name].gains`.

# %%
answer = None  # your lines here

# %% [markdown]
# **Exercise 3.** `found[name].expected_gridlock` says how much a council cannot change. Which plans
# make it smaller?

# %%
answer = None  # your lines here
