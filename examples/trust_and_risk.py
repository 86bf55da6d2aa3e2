"""The security dilemma as a stag hunt: the better equilibrium, the safer one, and trust.

Run: python examples/trust_and_risk.py
"""

from fractions import Fraction

import gametheory_orders as gto


def dilemma(betrayed):
    """Return the game of two states that arm or trust; ``betrayed``: trusted one that arms."""
    one = [[4, betrayed], [3, 2]]
    two = [[4, 3], [betrayed, 2]]
    moves = ("trust", "arm")
    return gto.NormalFormGame.from_arrays(one, two, players=("A", "B"), actions=(moves, moves))


found = gto.nash_equilibria(dilemma(0))
print(found)
better = gto.select_equilibrium(found, "payoff_dominance")
safer = gto.select_equilibrium(found, "risk_dominance")
print(f"\n{better}\n\n{safer}\n")

# Both trust, both arm, and a mixture between them: these are all there are.
assert found.complete
assert found.exact
assert len(found) == 3

# Trusting is best for both, and arming is what one does who is unsure of the other.
assert found.describe(0, better.equilibria[0][0]) == "trust"
assert found.describe(0, safer.equilibria[0][0]) == "arm"

# How sure must one be? In the mixture the other trusts just so often that one does not care.
needed = found[1][1][0]
print(f"trust pays if the other trusts with a probability of at least {needed}")
assert needed == Fraction(2, 3)

# Where defence has the advantage, the betrayed lose less, and less trust is needed (Jervis 1978).
print("\nbetrayed get   trust needed   the safer equilibrium")
history = []
for betrayed in (Fraction(-2), Fraction(0), Fraction(1), Fraction(3, 2)):
    found = gto.nash_equilibria(dilemma(betrayed))
    needed = found[1][1][0]
    chosen = gto.select_equilibrium(found, "risk_dominance").equilibria
    safer = " or ".join(found.describe(0, x) for x, _ in chosen)
    history.append((needed, safer))
    print(f"{betrayed!s:>12}   {needed!s:>12}   {safer}")

assert [needed for needed, _ in history] == [
    Fraction(4, 5),
    Fraction(2, 3),
    Fraction(1, 2),
    Fraction(1, 3),
]
assert history[0][1] == history[1][1] == "arm"
assert history[3][1] == "trust"
assert history[2][1] == "trust: 1/2, arm: 1/2"  # a tie: neither is safer
