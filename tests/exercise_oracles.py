"""The answers of exercises worked out from their figures alone, sharing no code with the package.

One function a template, entered under its id; it is given the figures drawn, and the options where
one is to be chosen. It returns the answer: a number, a tuple, a set of names, a set of pairs, or
the option in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction as F
from itertools import chain, combinations, permutations, product
from math import isqrt
from typing import Any

import numpy as np

ORACLES: dict[str, Callable[..., Any]] = {}


def oracle(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        assert name not in ORACLES
        ORACLES[name] = function
        return function

    return enter


def subsets(of: Sequence[Any]) -> list[tuple[Any, ...]]:
    return list(chain.from_iterable(combinations(of, size) for size in range(len(of) + 1)))


# --- votes ---------------------------------------------------------------------------------------


@oracle("shapley-shubik-index")
def pivotal(votes, quota, state):
    orders = list(permutations(votes))
    hits = 0
    for order in orders:
        before = sum(votes[each] for each in order[: order.index(state)])
        hits += before < quota <= before + votes[state]
    return F(hits, len(orders))


@oracle("banzhaf-index")
def swings(votes, quota, state):
    counts = dict.fromkeys(votes, 0)
    for group in subsets(list(votes)):
        whole = sum(votes[each] for each in group)
        for each in group:
            counts[each] += whole >= quota > whole - votes[each]
    return F(counts[state], sum(counts.values()))


@oracle("states-without-power")
def powerless(votes, quota):
    needed = set()
    for group in subsets(list(votes)):
        whole = sum(votes[each] for each in group)
        needed |= {each for each in group if whole >= quota > whole - votes[each]}
    return set(votes) - needed


@oracle("smallest-passing-groups")
def smallest(votes, quota):
    passing = [set(g) for g in subsets(list(votes)) if sum(votes[s] for s in g) >= quota]
    return sum(not any(other < group for other in passing) for group in passing)


def chance(size, quota, vetoes):
    ways = sum(
        sum(ballot) >= quota and all(ballot[:vetoes]) for ballot in product((0, 1), repeat=size)
    )
    return F(ways, 2**size)


@oracle("power-to-act")
def acting(size, quota, vetoes):
    return chance(size, quota, vetoes)


@oracle("who-has-a-veto")
def veto(votes, quota):
    return {s for s in votes if sum(votes[other] for other in votes if other != s) < quota}


@oracle("blocking-without-veto")
def block(size, quota, vetoes):
    return next(n for n in range(1, size - vetoes + 1) if size - n < quota)


@oracle("power-of-a-veto")
def veto_power(size, quota, vetoes):
    hits = 0
    orders = list(permutations(range(size)))
    for order in orders:
        for place in range(1, size + 1):
            if place >= quota and set(range(vetoes)) <= set(order[:place]):
                hits += order[place - 1] == 0
                break
    return F(hits, len(orders))


@oracle("beyond-the-law")
def beyond(states, quota, vetoes, protects):
    out = set()
    for target in states:
        against = {target} | {p for p, wards in protects.items() if target in wards}
        for_it = [s for s in states if s not in against]
        if len(for_it) < quota or against & set(states[:vetoes]):
            out.add(target)
    return out


@oracle("enlarging-a-council")
def enlarge(size, quota, vetoes, options):
    def of(plan):
        more = 0 if plan.startswith("no new") else 1
        seats = vetoes + (plan.startswith("one more state with a veto"))
        return chance(size + more, quota + ("one more vote" in plan), seats)

    return max(options, key=of)


# --- lines ---------------------------------------------------------------------------------------

QUARTERS = np.arange(-40 * 4, 60 * 4 + 1) / 4


def safe(points, wins):
    """Status quos on a grid that no other policy of the grid beats."""
    ideal = np.array(list(points.values()), float)
    near = np.abs(ideal[:, None] - QUARTERS)
    inside = (min(ideal) <= QUARTERS) & (max(ideal) >= QUARTERS)
    return [QUARTERS[i] for i in np.flatnonzero(inside) if not wins(near[:, [i]] > near).any()]


@oracle("gridlock-interval")
def gridlock(points, quota):
    left = safe(points, lambda likes: likes.sum(axis=0) >= quota)
    return F(left[0]), F(left[-1])


@oracle("gridlock-with-vetoes")
def gridlock_vetoes(points, quota, vetoers):
    seats = [list(points).index(each) for each in vetoers]
    left = safe(points, lambda likes: (likes.sum(axis=0) >= quota) & likes[seats].all(axis=0))
    return F(left[-1]) - F(left[0])


@oracle("blocking-at-a-cost")
def costly(points, cost):
    step = F(1, 4)
    grid = [step * n for n in range(-20, 140)]
    up = [x for x in grid if any(x + step > p + cost for p in points.values())]
    down = [x for x in grid if any(x - step < p - cost for p in points.values())]
    return min(up), max(down)


@oracle("beating-the-status-quo")
def beats(points, status_quo):
    ideal = np.array(list(points.values()), float)[:, None]
    likes = np.abs(ideal - QUARTERS) < np.abs(ideal - status_quo)
    won = QUARTERS[2 * likes.sum(axis=0) > len(points)]
    return F(won.min()) - F(1, 4), F(won.max()) + F(1, 4)


@oracle("agenda-setter")
def setter(points, status_quo, setter):
    ideal = np.array(list(points.values()), float)[:, None]
    passes = 2 * (np.abs(ideal - QUARTERS) <= np.abs(ideal - status_quo)).sum(axis=0) > len(points)
    return F(min(QUARTERS[passes], key=lambda y: abs(y - points[setter])))


@oracle("consensus-or-majority")
def rules(points, status_quo, proposal, options):
    size = len(points)
    yes = sum(abs(p - proposal) < abs(p - status_quo) for p in points.values())
    return options[sum(yes >= needed for needed in (size // 2 + 1, size - 1, size))]


@oracle("who-loses")
def loses(points, status_quo, proposal):
    return {s for s, p in points.items() if (p - proposal) ** 2 > (p - status_quo) ** 2}


# --- bargaining ----------------------------------------------------------------------------------


@oracle("proposer-share")
def proposer(size, quota, patience):
    # v = (1 - (q - 1) d v) / n + (q - 1) / n * d v, the chance of being paid being (q - 1) / n.
    paid = (quota - 1) * patience
    value = F(1, size) / (1 + paid / size - F(quota - 1, size) * patience)
    return 1 - paid * value


@oracle("cheapest-posse")
def posse(strength, price, needed):
    able = [g for g in subsets(list(strength)) if sum(strength[s] for s in g) >= needed]
    return set(min(able, key=lambda g: sum(price[s] for s in g)))


# --- tables --------------------------------------------------------------------------------------

UP, SIDE = ("top", "middle", "bottom"), ("left", "right")


def stable_cells(rows, columns):
    height, width = len(rows), len(rows[0])
    return {
        (i, j)
        for i, j in product(range(height), range(width))
        if all(rows[k][j] <= rows[i][j] for k in range(height))
        and all(columns[i][k] <= columns[i][j] for k in range(width))
    }


@oracle("pure-equilibria")
def pure(rows, columns):
    return {(UP[i], SIDE[j]) for i, j in stable_cells(rows, columns)}


@oracle("iterated-dominance")
def dominance(rows, columns):
    names = ("left", "centre", "right")
    left, right = [0, 1, 2], [0, 1, 2]
    while len(left) * len(right) > 1:
        before = len(left), len(right)
        for i, k in permutations(left, 2):
            if i in left and all(rows[i][j] < rows[k][j] for j in right):
                left.remove(i)
                break
        for j, k in permutations(right, 2):
            if j in right and all(columns[i][j] < columns[i][k] for i in left):
                right.remove(j)
                break
        assert (len(left), len(right)) != before, "it does not end in one cell"
    return {(UP[left[0]], names[right[0]])}


@oracle("stag-hunt-equilibria")
def hunt(high, alone, out):
    # Indifferent at p: high p = alone p + out (1 - p).
    p = F(out) / (high - alone + out)
    assert high * p == alone * p + out * (1 - p)
    return {("join", "join"), ("stay out", "stay out"), (str(p), str(p))}


@oracle("risk-dominance")
def risk(high, alone, out):
    # The larger product of what each loses by leaving the equilibrium alone.
    return "both join" if (high - alone) ** 2 > out**2 else "both stay out"


@oracle("threat-tree")
def threat(comply, punish, options, **rest):
    passed = rest["pass"]
    reply = punish if punish[1] > passed[1] else passed
    if comply[0] > reply[0]:
        return options[0]
    return options[1] if reply is punish else options[2]


@oracle("cost-of-no-agreement")
def dilemma(reward, temptation, punishment):
    rows = [[punishment, temptation], [0, reward]]
    columns = [[punishment, 0], [temptation, reward]]
    ((i, j),) = stable_cells(rows, columns)
    best = max(rows[a][b] + columns[a][b] for a in (0, 1) for b in (0, 1))
    return F(rows[i][j] + columns[i][j], best)


@oracle("mixed-equilibrium")
def mixed(rows, columns):
    assert not stable_cells(rows, columns)
    (a, b), (c, d) = columns
    p = F(d - c, a - b - c + d)
    (e, f), (g, h) = rows
    q = F(h - f, e - f - g + h)
    assert a * p + c * (1 - p) == b * p + d * (1 - p)
    assert e * q + f * (1 - q) == g * q + h * (1 - q)
    return p, q


@oracle("crisis")
def crisis(prize, clash):
    p = 1 - F(clash, prize + clash)
    return p * p


@oracle("volunteer")
def volunteer(gain, cost):
    square = F(cost, gain)
    root = F(isqrt(square.numerator), isqrt(square.denominator))
    assert root * root == square
    return root**3


@oracle("inspection")
def inspection(cost, harm, gain, fine):
    return 1 - F(harm - cost, harm)


@oracle("needed-trust")
def trust(joint, safe):
    return F(safe, joint)


# --- repeated ------------------------------------------------------------------------------------


@oracle("critical-patience")
def critical(temptation, reward, punishment):
    d = 1 - F(reward - punishment, temptation - punishment)
    assert reward / (1 - d) == temptation + d * punishment / (1 - d)
    return d


@oracle("length-of-punishment")
def length(temptation, reward, punishment, patience):
    lost, periods = F(0), 0
    while lost < temptation - reward:
        periods += 1
        lost += patience**periods * (reward - punishment)
    return periods


@oracle("agreement-that-may-end")
def ending(temptation, reward, punishment, patience):
    return 1 - critical(temptation, reward, punishment) / patience


@oracle("breach-that-may-pass-unseen")
def unseen(temptation, reward, punishment, seen):
    gain, loss = F(temptation - reward), seen * (reward - punishment)
    d = 1 / (1 + loss / gain)
    value = reward / (1 - d)
    after = seen * punishment / (1 - d) + (1 - seen) * value
    assert value == temptation + d * after
    return d


@oracle("patience-of-a-group")
def group(size, benefit, cost):
    each = size * benefit - cost
    d = 1 - F(each, (size - 1) * benefit)
    assert each / (1 - d) == (size - 1) * benefit
    return d


@oracle("who-would-break-it")
def breakers(gains, losses, patience):
    return {s for s in gains if gains[s] * (1 - patience) > losses[s] * patience}


@oracle("linked-issues")
def linked(trade, arms):
    gain, loss = trade[0] + arms[0], trade[1] + arms[1]
    return F(gain, gain + loss)


@oracle("link-or-separate")
def link(trade, arms, patience, options):
    def holds(gain, loss):
        return gain * (1 - patience) <= loss * patience

    apart = holds(*trade) + holds(*arms)
    together = 2 * holds(trade[0] + arms[0], trade[1] + arms[1])
    return options[{(1, 2): 0, (1, 0): 1, (2, 2): 2, (0, 0): 3}[apart, together]]


# --- goods ---------------------------------------------------------------------------------------


def payoff(stake, capacity, mine, every):
    return stake * sum(every) - F(mine) * mine / (2 * capacity)


def joint(stakes, inside):
    """Contributions with capacity 1 if those inside decide together."""
    whole = sum(stakes[i] for i in inside)
    return [F(whole if i in inside else stakes[i]) for i in range(len(stakes))]


def leaving(stakes, inside, i):
    stay, left = joint(stakes, inside), joint(stakes, [k for k in inside if k != i])
    return payoff(stakes[i], 1, left[i], left) - payoff(stakes[i], 1, stay[i], stay)


@oracle("free-riding")
def free(stakes, capacities):
    # Best replies on a fine grid would do; the payoff is a parabola with this peak.
    alone = sum(s * k for s, k in zip(stakes, capacities, strict=True))
    together = sum(sum(stakes) * k for k in capacities)
    return F(alone, together)


@oracle("exit-penalty")
def penalty(size, inside, stake):
    return leaving([stake] * size, list(range(inside)), 0)


@oracle("stable-size")
def stable(size, stake, cost):
    return max(m for m in range(1, size + 1) if leaving([stake] * size, list(range(m)), 0) <= cost)


@oracle("who-leaves")
def leavers(stakes):
    figures, every = list(stakes.values()), list(range(len(stakes)))
    return {name for i, name in enumerate(stakes) if leaving(figures, every, i) > 0}


@oracle("consensus-or-majority-level")
def levels(stakes):
    size, figures = len(stakes), list(stakes.values())
    grid = range(0, 9 * size + 2)
    peaks = [max(grid, key=lambda q: s * size * q - F(q * q, 2)) for s in figures]

    def reached(needed):
        return max(q for q in grid if sum(q <= peak for peak in peaks) >= needed)

    return F(reached(size)), F(reached(size // 2 + 1))


@oracle("weakest-link")
def weakest(stakes, capacities):
    def holds(level):
        return all(
            max(range(level + 1), key=lambda q: s * q - F(q * q, 2 * k)) == level
            for s, k in zip(stakes.values(), capacities.values(), strict=True)
        )

    return max(level for level in range(0, 55) if holds(level))


@oracle("best-shot")
def best_shot(stakes, capacities):
    def own(i, given):
        return max(
            range(0, 60),
            key=lambda q: (stakes[i] * max(q, given) - F(q * q, 2 * capacities[i]), -q),
        )

    out = set()
    for i in stakes:
        gives = own(i, 0)
        if all(own(j, gives) == 0 for j in stakes if j != i):
            out.add(i)
    return out


@oracle("critical-mass")
def mass(size, needed, gain, cost):
    def gets(profile, i):
        return (gain if sum(profile) >= needed else 0) - cost * profile[i]

    count = 0
    for profile in product((0, 1), repeat=size):
        others = [(*profile[:i], 1 - profile[i], *profile[i + 1 :]) for i in range(size)]
        count += all(gets(profile, i) >= gets(other, i) for i, other in enumerate(others))
    return count


# --- clubs and pledges ---------------------------------------------------------------------------


@oracle("club-size")
def club(fixed, crowding):
    return min(range(1, 200), key=lambda m: F(fixed, m) + crowding * m)


@oracle("tariff-against-exit")
def tariff(price, stake, exports):
    # What the others do is the same before and after.
    others = [F(price)] * 3
    stay = payoff(stake, 1, F(price), [F(price), *others])
    leave = payoff(stake, 1, F(stake), [F(stake), *others])
    return (leave - stay) / exports


@oracle("criterion-club")
def criterion(worth, able, floor, power):
    return {s for s in worth if worth[s] >= floor} & {s for s in able if able[s] >= power}


def pledge_gain(pledging, stake, weight):
    """What one of so many equal states gains by withdrawing its pledge."""

    def given(m):
        return stake + weight * (m - 1) * stake

    stay = payoff(stake, 1, given(pledging), [given(pledging)] * pledging)
    rest = [given(pledging - 1)] * (pledging - 1)
    return payoff(stake, 1, F(stake), [F(stake), *rest]) - stay


@oracle("largest-pledge")
def largest(size, stake):
    # The gain is a w^2 + b w: two values give its root.
    one, two = pledge_gain(size, stake, F(1)), pledge_gain(size, stake, F(2))
    a = (two - 2 * one) / 2
    return -(one - a) / a


@oracle("breadth-of-pledges")
def breadth(size, stake, weight):
    return max(m for m in range(2, size + 1) if pledge_gain(m, stake, weight) <= 0)


@oracle("depth-of-pledges")
def depth(size, weight):
    def each(q):
        return payoff(1, 1, q, [q] * size)

    none, best = each(F(1)), each(F(size))
    return (each(1 + weight * (size - 1)) - none) / (best - none)


@oracle("pledge-and-review")
def review(costs, reputation, precision):
    return {s for s, cost in costs.items() if cost <= precision * reputation}


# --- sharing and measures ------------------------------------------------------------------------


def by_group(worth):
    return {frozenset(key.split("+")): gain for key, gain in worth.items() if key}


def average(players, worth, player):
    total = 0
    orders = list(permutations(players))
    for order in orders:
        before = frozenset(order[: order.index(player)])
        total += worth.get(before | {player}, 0) - worth.get(before, 0)
    return F(total, len(orders))


@oracle("shapley-value")
def shapley(worth, state):
    groups = by_group(worth)
    return average(sorted(max(groups, key=len)), groups, state)


def objects(groups, shares):
    return any(sum(shares[s] for s in group) < gain for group, gain in groups.items())


@oracle("most-in-the-core")
def core(worth, state):
    groups = by_group(worth)
    names = sorted(max(groups, key=len))
    every = groups[frozenset(names)]
    found = []
    for a in range(every + 1):
        for b in range(every + 1 - a):
            shares = dict(zip(names, (a, b, every - a - b), strict=True))
            if not objects(groups, shares):
                found.append(shares[state])
    return max(found)


@oracle("stable-division")
def division(worth, options):
    groups = by_group(worth)
    names = sorted(max(groups, key=len))
    (found,) = (
        shares for shares in options if not objects(groups, dict(zip(names, shares, strict=True)))
    )
    return ", ".join(f"{name} {share}" for name, share in zip(names, found, strict=True))


@oracle("effectiveness")
def effectiveness(size, stake, level):
    def each(q):
        return payoff(stake, 1, F(q), [F(q)] * size)

    best = max(each(q) for q in range(0, 50))
    return (each(level) - each(stake)) / (best - each(stake))


@oracle("who-is-represented")
def represented(people, members):
    inside = sum(people[each] for each in members)
    return F(len(members), len(people)), F(inside, sum(people.values()))


@oracle("the-gap")
def gap(states, people, power, consent, effectiveness):
    square = (states + people + power) / 3 * consent
    root = F(isqrt(square.numerator), isqrt(square.denominator))
    assert root * root == square
    return effectiveness - root


@oracle("reading-a-frontier")
def frontier(effect, legit):
    return {
        a for a in effect if not any(effect[b] > effect[a] and legit[b] > legit[a] for b in effect)
    }


RULES = ("participation", "decision", "enforcement")


@oracle("shortfall-account")
def account(cells, rule):
    groups = {frozenset(key.split("+")) - {""}: value for key, value in cells.items()}
    return average(RULES, groups, rule)


@oracle("first-repair")
def repair(cells):
    return max(RULES, key=lambda rule: cells[rule])
