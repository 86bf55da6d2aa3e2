"""In a world of equals, more members are no harder to hold together.

If all states are alike and agree on what is best for all, a member that breaks its word gains
half of what the breach then costs it in every period, be they two or forty. The patience that
the deal needs is one half for any number. What does shrink with numbers is what a state does
on its own. That large groups often fail to keep deals is due to how different their members
are, or to who watches whom, not to how many they are.

Run: python examples/size_does_not_hurt.py
"""

import gametheory_orders as gto

needed = []
for n in (2, 5, 10, 20, 40):
    world = gto.World([f"S{i}" for i in range(n)], {"stake": [1.0] * n, "capacity": [1.0] * n})
    order = gto.charter(quota="unanimity")
    outcome = gto.solve(gto.CooperationGame(gto.PublicGood(world), order))
    found = gto.assess(outcome)
    needed.append(outcome.needed_patience)
    print(
        f"{n:3d} states: level {outcome.level:5.1f}, E {found.effectiveness:.3f}, "
        f"needs patience {outcome.needed_patience:.3f}"
    )
    assert abs(found.effectiveness - 1) < 1e-9

assert all(abs(value - 0.5) < 1e-9 for value in needed)

# Make one of five different, and the number changes at once.
world = gto.World([f"S{i}" for i in range(5)], {"stake": [1.0] * 4 + [0.2], "capacity": [1.0] * 5})
game = gto.CooperationGame(gto.PublicGood(world), gto.charter(quota=4))
outcome = gto.solve(game)
print(f"  one of five cares little: {outcome.binding_state} needs {outcome.needed_patience:.3f}")
assert outcome.binding_state == "S4"
assert outcome.needed_patience > 0.5
