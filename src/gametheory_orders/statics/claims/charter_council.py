"""Checks of the claims about limits, agents, rivalry and deadlock in the charter (20 to 25, 35).

Builds on charter_worlds.py. Not here: reform, and standing up to an aggressor (charter_reform.py),
or the claims' words (models/claims/charter_reform.toml).
"""

from __future__ import annotations

import numpy as np

from gametheory_orders.foundations.tolerances import CLAIM, CLAIM_PROGRAM
from gametheory_orders.issues import PublicGood, public_good
from gametheory_orders.orders import charter
from gametheory_orders.orders.voting import SimpleGame, quota_game, weighted_game
from gametheory_orders.solvers.agenda import agenda_setter
from gametheory_orders.solvers.delegation import agency_drift
from gametheory_orders.solvers.gridlock import gridlock_interval
from gametheory_orders.statics.claims.charter_worlds import FIVE, WEST, council_points, shifted
from gametheory_orders.statics.claims.checks import Finding, Models, check
from gametheory_orders.statics.claims.club_worlds import (
    agreed_level,
    falls,
    figures,
    good,
    rises,
    share_of_gain,
    solved,
)
from gametheory_orders.statics.claims.coalition_worlds import points


@check(20, bound=("US",))
def modest_limits(models: Models, bound: tuple[str, ...] | None = None) -> Finding:
    """Compare what a common limit on free choice brings each state with what it costs."""
    issue = models.issue("climate")
    assert isinstance(issue, PublicGood)
    inside = issue.world.mask(bound or issue.world.ids)
    base = issue.payoffs(issue.reference())
    levels = (1.0, 3.0, 6.0, 12.0, 25.0)
    price, losers, winners = [], [], []
    for level in levels:
        actions = issue.level_actions(inside, level)
        now = issue.payoffs(actions)
        gains = (now - base)[inside]
        # What the limit costs: what a state could add for itself if it alone were free of it.
        freedom = (issue.deviation_payoffs(actions) - now)[inside]
        brought = float((gains + freedom).sum())
        price.append(float(freedom.sum()) / brought if brought > CLAIM else 1.0)
        losers.append(int((gains < -CLAIM).sum()))
        winners.append(int((gains > CLAIM).sum()))
    rng = np.random.default_rng(20)
    drawn = 0
    for _ in range(20):
        world = good(rng.uniform(0.5, 1.5, 8).tolist(), rng.uniform(0.5, 1.5, 8).tolist())
        everyone = np.ones(8, dtype=bool)
        low = float(world.stakes.max()) * 1.1
        after = world.payoffs(world.level_actions(everyone, low))
        drawn += bool((after > world.payoffs(world.reference())).all())
    evidence = (
        f"If no region of the climate world that is bound may price carbon below "
        f"{figures(levels, 0)}, "
        f"{figures(winners, 0)} of {int(inside.sum())} bound gain and {figures(losers, 0)} lose; "
        f"what they could add by being free of the limit, each alone, is {figures(price)} of what "
        f"the limits of the others bring them. In {drawn} of 20 random worlds "
        f"a limit a tenth above what the keenest does by itself makes everybody better off."
    )
    helped = [x for x, won, lost in zip(levels, winners, losers, strict=True) if won and not lost]
    hurt = [level for level, lost in zip(levels, losers, strict=True) if lost]
    if not helped:
        return Finding("fails", evidence, counterexample={"level": min(hurt), "gain": 0})
    if not hurt:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        condition=f"the limit is modest (nobody loses up to a price of {max(helped):g}), "
        "and binds all",
        counterexample={"level": min(hurt), "lose": losers[levels.index(min(hurt))]},
    )


@check(21, votes="gdp")
def who_pays_decides(models: Models, votes: str = "equal") -> Finding:
    """Find how much money goes past a budget that the payers do not decide on."""
    world = models.world("states")
    at = points(world)
    due = {s: float(world.columns["gdp"][world.index(s)]) for s in at}
    due = {s: money for s, money in due.items() if not np.isnan(money)}
    at = {s: at[s] for s in due}
    total = sum(due.values())
    alike = quota_game(list(at), "majority")
    by_dues = weighted_game(due, "majority")
    costs = (0.25, 0.5, 1.0, 2.0, 3.0)

    def budget(game: SimpleGame) -> tuple[float, float, list[float]]:
        """Return where the money goes, how far from the payers, and what goes past it."""
        middle = gridlock_interval(game, at)
        decided = float(middle.low + middle.high) / 2
        away = {s: abs(x - decided) for s, x in at.items()}
        past = [sum(m for s, m in due.items() if away[s] > c) / total for c in costs]
        return decided, sum(m * away[s] for s, m in due.items()) / total, past

    decided, far, past = budget(alike if votes == "equal" else by_dues)
    other, near, least = budget(by_dues)
    share = {s: 1 / len(at) if votes == "equal" else m / total for s, m in due.items()}
    mismatch = sum(abs(share[s] - due[s] / total) for s in at) / 2
    evidence = (
        f"If dues follow output, {mismatch:.2f} of the votes are not where the dues are. The "
        f"middle voter stands at {decided:.2f}, and the money {far:.2f} away from it on average; "
        f"if votes followed dues, at {other:.2f} and {near:.2f}. If earmarking money costs "
        f"{figures(costs)} on the same line, {figures(past)} of all money is earmarked, against "
        f"{figures(least)}."
    )
    if far <= near + 0.05:
        return Finding("fails", evidence, counterexample={"farther": round(far - near, 3)})
    more = [c for c, a, b in zip(costs, past, least, strict=True) if a > b]
    fewer = [c for c in costs if c not in more]
    if not fewer:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        condition=f"the claim is about where money goes; more is earmarked for it at costs of "
        f"{figures(more)} only",
        counterexample={"cost": fewer[0], "less_earmarked": True},
    )


@check(22, veto=False)
def mirror_of_members(models: Models, veto: bool = True) -> Finding:
    """Follow what is decided as the agent, a permanent or an elected member moves a little."""
    council = models.institution("unsc")
    at = council_points(models)
    game = council.simple_game() if veto else quota_game(council.ids, 9)
    step = 0.01
    elected = [state for state in at if state not in FIVE]
    low, high = min(at.values()), max(at.values())
    rng = np.random.default_rng(22)
    wishes, starts = rng.uniform(low, high, 40), rng.uniform(low - 2, high + 2, 40)
    room = gridlock_interval(game, at)
    middle = float(room.low + room.high) / 2

    def decided(now: dict[str, float], more: float = 0.0) -> np.ndarray:
        """Return what is decided in each case if the secretariat proposes."""
        pairs = zip(wishes + more, starts, strict=True)
        return np.array([float(agenda_setter(game, now, a, s).policy) for a, s in pairs])

    def done(now: dict[str, float], more: float = 0.0) -> np.ndarray:
        """Return what is done if it acts first, and the Council must overrule it."""
        acts = (agency_drift(game, now, agent=a, mandate=middle) for a in wishes + more)
        return np.array([float(act.policy) for act in acts])

    moved = {}
    for way in (decided, done):
        was = way(at)
        five, ten = (way(shifted(at, dict.fromkeys(g, step))) for g in (FIVE, elected))
        changes = (five, ten, way(at, step))
        moved[way] = [float(np.abs(now - was).mean()) / step for now in changes]
    stuck = np.mean([room.contains(start) for start in starts])
    evidence = (
        f"In 40 random cases a secretariat proposes and the Council accepts or not. If the five "
        f"permanent members, the ten elected ones or the secretariat move by one, what is decided "
        f"moves by {figures(moved[decided])} on average; {stuck:.2f} of the cases are stuck. If "
        f"the secretariat acts first and the Council would have to overrule it, by "
        f"{figures(moved[done])}."
    )
    if moved[decided][0] < max(moved[decided][1:]):
        return Finding("mixed", evidence)
    if moved[done][0] > moved[done][2]:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        condition="the secretariat can only propose; where vetoes keep the Council from "
        "overruling it, it does as it likes",
        counterexample={"acts_first": True, "moves_with_secretariat": round(moved[done][2], 2)},
    )


def _among_equals(n: int, weight: float, patience: float) -> tuple[float, float, float]:
    """Return the gain of n equal rivals alone, as agreed by all, and as kept.

    Their total stake and capacity are the same whatever their number; gains are counted without
    what each feels of the others' gains.
    """
    plain = good([10 / n] * n, [10 / n] * n)
    issue = public_good(plain.world.with_columns({"rivalry": np.full(n, weight)}))
    found = solved(issue, charter(quota="unanimity", patience=patience))
    taken = (
        issue.reference(),
        found.agreed.agreement.actions,
        found.delivered.agreement.actions,
    )
    alone, agreed, kept = (share_of_gain(plain, actions) for actions in taken)
    return alone, agreed, kept


@check(23, rivalry=0.0)
def rivals(models: Models, rivalry: float = 0.9) -> Finding:
    """Follow what rivals do alone, agree on and keep, as they mind each other's gains."""
    weights = tuple(rivalry * part for part in (0.0, 1 / 3, 2 / 3, 1.0))
    rows = {n: np.array([_among_equals(n, w, 0.55) for w in weights]) for n in (2, 10)}
    patient = _among_equals(2, weights[-1], 0.95)[2]
    climate = models.issue("climate")
    assert isinstance(climate, PublicGood)
    pair = climate.world.mask(("US", "China"))
    done = []
    for weight in weights:
        world = climate.world.with_columns({"rivalry": np.where(pair, weight, 0.0)})
        done.append(share_of_gain(climate, public_good(world).reference()))
    evidence = (
        f"If each minds the mean gain of the others with a weight of {figures(weights)}, two "
        f"large rivals alone reach {figures(rows[2][:, 0])} of the possible gain and ten smaller "
        f"ones {figures(rows[10][:, 0])}. Two agree on "
        f"{figures(rows[2][:, 1])}; at a patience of 0.55 they keep {figures(rows[2][:, 2])} of "
        f"the gain, and ten {figures(rows[10][:, 2])}; at 0.95 two keep "
        f"{patient:.2f} under the worst rivalry. In the climate world the US and "
        f"China as rivals take what all do alone to "
        f"{figures(done, 3)}."
    )
    worse = falls(done) and all(falls(each[:, 0]) and falls(each[:, 2]) for each in rows.values())
    fewer = bool((rows[2][-1, [0, 2]] < rows[10][-1, [0, 2]]).all())
    if not worse:
        lost = round(float(rows[2][0, 2] - rows[2][-1, 2]), 3)
        return Finding("fails", evidence, counterexample={"rivalry": rivalry, "lost": lost})
    if not fewer:
        return Finding("mixed", evidence)
    if patient < rows[2][0, 2] - CLAIM_PROGRAM:
        return Finding("holds", evidence)
    return Finding(
        "holds_if",
        evidence,
        condition="rivals act alone, or are not patient enough to keep what they agree on",
        counterexample={"rivalry": rivalry, "patience": 0.95, "kept": round(patient, 3)},
    )


@check(24, veto=False)
def cold_war(models: Models, veto: bool = True) -> Finding:
    """Follow what is stuck in the Council as the five permanent members move apart."""
    council = models.institution("unsc")
    at = council_points(models)
    game = council.simple_game() if veto else quota_game(council.ids, 9)
    steps = (0.0, 0.5, 1.0, 1.5)
    world = points(models.world("states"))
    quarrels = np.linspace(min(world.values()), max(world.values()), 200)
    lengths, open_to = [], []
    for step in steps:
        side = {s: step / 2 if s in WEST else -step / 2 for s in FIVE}
        room = gridlock_interval(game, shifted(at, side))
        lengths.append(float(room.length))
        open_to.append(float(np.mean([not room.contains(x) for x in quarrels])))
    growth = np.diff(lengths) / np.diff(steps)
    evidence = (
        f"If the three Western and the two other permanent members move apart by "
        f"{figures(steps, 1)}, {figures(lengths)} of the line of votes is stuck in the Council. "
        f"Of 200 questions over the whole line it can change something in {figures(open_to)}."
    )
    if np.allclose(growth, 1.0) and falls(open_to):
        return Finding(
            "holds", f"{evidence} For each unit that they move apart one unit more is stuck."
        )
    return Finding("fails", evidence, counterexample={"apart": steps[-1], "stuck": lengths[-1]})


@check(25, rule="majority")
def agents(models: Models, rule: str = "2/3") -> Finding:
    """Check that an agent has more room as principals differ, and uses less if watched."""
    rng = np.random.default_rng(25)
    widths, watched = (0.25, 0.5, 0.75, 1.0), (0.0, 0.25, 0.5, 0.75)
    room, drift = np.zeros(4), np.zeros(4)
    wider = less = 0
    for drawn in rng.random((20, 9)):
        lengths = [float(agency_drift(rule, list(width * drawn)).room.length) for width in widths]
        middle = float(np.median(drawn))
        far = [
            float(
                agency_drift(
                    rule,
                    list(drawn),
                    agent=middle + 0.5,
                    mandate=middle,
                    monitoring=seen,
                    sanction=1.2,
                ).drift
            )
            for seen in watched
        ]
        wider += rises(lengths)
        less += far == sorted(far, reverse=True)
        room += np.array(lengths) / 20
        drift += np.array(far) / 20
    council = float(
        agency_drift(models.institution("unsc").simple_game(), council_points(models)).room.length
    )
    evidence = (
        f"Nine principals who differ by {figures(widths)} of the line leave an agent "
        f"{figures(room, 3)} of it on average, more at each step in {wider} of 20 draws. An agent "
        f"that is seen to stray with a chance of {figures(watched)} strays by {figures(drift, 3)} "
        f"on average, never farther in {less} of the draws. The Security Council "
        f"leaves its agent {council:.2f} of the line of votes."
    )
    if wider == less == 20 and drift[-1] < drift[0]:
        return Finding("holds", evidence)
    if not wider and drift.max() == 0.0:
        most = round(float(drift.max()), 3)
        return Finding("fails", evidence, counterexample={"principals": 9, "drift": most})
    return Finding("mixed", evidence)


@check(35, quota="majority")
def lowest_common_denominator(models: Models, quota: str = "unanimity") -> Finding:
    """Check that the level which all accept falls with their number and their differences."""
    rng = np.random.default_rng(35)
    sizes, spreads = (3, 6, 12, 24), (0.0, 0.3, 0.6, 0.9)
    order = charter(quota=quota)
    by_size, by_spread = np.zeros(4), np.zeros(4)
    shrinks = 0
    for _ in range(10):
        drawn = rng.random(sizes[-1])
        depth = [
            agreed_level(good((0.5 + drawn[:n]).tolist()), order) / (0.5 + drawn[:n]).sum()
            for n in sizes
        ]
        by_size += np.array(depth) / 10
        centred = (drawn - drawn.mean()) / np.abs(drawn - drawn.mean()).max()
        levels = [
            agreed_level(good((1 + s * centred).tolist()), order) / sizes[-1] for s in spreads
        ]
        shrinks += falls(levels)
        by_spread += np.array(levels) / 10
    climate = models.issue("climate")
    assert isinstance(climate, PublicGood)
    found = agreed_level(climate, order)
    two_thirds, most = (agreed_level(climate, charter(quota=q)) for q in ("2/3", "majority"))
    ratio = climate.stakes / climate.capacities
    lowest = float(climate.capacities.sum() * ratio.min())
    evidence = (
        f"Groups of {figures(sizes, 0)} random states agree on {figures(by_size)} of the best "
        f"level, on average of 10 draws; {sizes[-1]} states whose stakes differ by "
        f"{figures(spreads, 1)} of the mean on {figures(by_spread)}. In the climate world they "
        f"agree on a price of {found:.2f} of {climate.stakes.sum():.1f}, where the least keen "
        f"wants {lowest:.2f}; two thirds would agree on {two_thirds:.2f}, a majority on "
        f"{most:.2f}."
    )
    if falls(by_size) and shrinks == 10 and found < two_thirds:
        return Finding("holds", evidence)
    return Finding("mixed", evidence)
