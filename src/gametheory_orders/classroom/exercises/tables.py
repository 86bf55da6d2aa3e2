"""Exercises on payoff tables: pure equilibria, dominance, trees, risk.

Builds on games.normal_form and the solvers of equilibria. Not here: mixing (mixed.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gametheory_orders.classroom.exercises.answers import Choice, Equilibria, Number
from gametheory_orders.classroom.exercises.drawing import Draw, reject
from gametheory_orders.classroom.exercises.template import Question, template
from gametheory_orders.classroom.exercises.wording import both, listing, plural, worked
from gametheory_orders.games.normal_form import NormalFormGame
from gametheory_orders.solvers.dominance import strict_dominance
from gametheory_orders.solvers.nash import nash_equilibria, select_equilibrium
from gametheory_orders.solvers.pure_nash import pure_nash

TOPIC = "nash"
Payoffs = tuple[tuple[int, ...], ...]


def shown(
    rows: Payoffs, columns: Payoffs, row_names: Sequence[str], names: Sequence[str], head: str
) -> tuple[list[str], list[list[str]]]:
    """Return a payoff table: its headings and its rows, the row player's payoff first."""
    body = [
        [name, *(f"{a}, {b}".replace("-", "−") for a, b in zip(mine, theirs, strict=True))]
        for name, mine, theirs in zip(row_names, rows, columns, strict=True)
    ]
    return [head, *names], body


def draw_table(draw: Draw, height: int, width: int) -> tuple[Payoffs, Payoffs]:
    """Return payoffs of two players with no tie where one has to compare."""
    rows = tuple(draw.wholes(0, 9, width) for _ in range(height))
    columns = tuple(draw.wholes(0, 9, width) for _ in range(height))
    reject(any(len({row[j] for row in rows}) < height for j in range(width)))
    reject(any(len(set(row)) < width for row in columns))
    return rows, columns


def table_text(row: str, column: str) -> str:
    """Return how a payoff table is read."""
    return (
        f"{row} chooses a row and {column} a column, at the same time. In each cell the first "
        f"number is what {row} gets, the second what {column} gets."
    )


def table_game(
    rows: Payoffs,
    columns: Payoffs,
    players: Sequence[str],
    names: Sequence[Sequence[str]],
) -> NormalFormGame:
    """Return a payoff table as a game."""
    return NormalFormGame.from_arrays(rows, columns, players=players, actions=names)


def pair(cell: Sequence[str]) -> str:
    """Return a pair of actions in brackets."""
    return f"({', '.join(cell)})"


@template(
    "pure-equilibria",
    "Equilibria of a table",
    four_c="all",
    topics=(TOPIC, "equilibria"),
    difficulty=1,
)
def pure(draw: Draw) -> Question:
    """Ask for all equilibria in pure strategies of a small table."""
    names = (("top", "middle", "bottom"), ("left", "right"))
    rows, columns = draw_table(draw, 3, 2)
    row, column = draw.states(2)
    game = table_game(rows, columns, (row, column), names)
    found = tuple(tuple(cell) for cell in pure_nash(game))
    reject(not found)
    best = max(
        ((rows[i][j] + columns[i][j], i, j) for i in range(3) for j in range(2)),
    )
    wrong = (names[0][best[1]], names[1][best[2]])
    reject(wrong in found)
    reject(sum(rows[i][j] + columns[i][j] == best[0] for i in range(3) for j in range(2)) > 1)
    replies = [names[0][max(range(3), key=lambda i: rows[i][j])] for j in range(2)]
    answers = [names[1][max(range(2), key=lambda j: columns[i][j])] for i in range(3)]
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "Which cells are Nash equilibria: neither state gains by changing its own choice "
            "alone?",
        ],
        Equilibria(found, names),
        [
            f"{row}'s best reply is {replies[0]} to left and {replies[1]} to right.",
            f"{column}'s best reply is "
            + listing([f"{reply} to {name}" for reply, name in zip(answers, names[0], strict=True)])
            + ".",
            f"Both reply best to each other in {plural(len(found), 'cell')}: "
            f"{listing([pair(cell) for cell in found])}.",
        ],
        pair(wrong),
        "This cell has the largest sum of payoffs. An equilibrium need not have it: what counts "
        "is whether a state gains by changing its choice alone.",
        {"rows": rows, "columns": columns},
        head,
        body,
    )


@template(
    "iterated-dominance",
    "What reasonable states would not do",
    four_c="all",
    topics=("dominance", "equilibria"),
    difficulty=2,
)
def dominance(draw: Draw) -> Question:
    """Ask what survives the elimination of strictly dominated actions."""
    names = (("top", "middle", "bottom"), ("left", "centre", "right"))
    rows, columns = draw_table(draw, 3, 3)
    # Most tables cannot be solved so: they are thrown away before the solver looks at them.
    reject(not _struck_to_one(rows, columns))
    row, column = draw.states(2)
    found = strict_dominance(table_game(rows, columns, (row, column), names))
    reject(not found.solved or len(found.steps) != 4)
    # Only what another single action beats: no step needs a mixture.
    reject(any(len(step.dominated_by) != 1 for step in found.steps))
    (mine,), (theirs,) = found.actions
    best = max((rows[i][j] + columns[i][j], i, j) for i in range(3) for j in range(3))
    wrong = (names[0][best[1]], names[1][best[2]])
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "Strike a choice that is worse than another one of the same state whatever the other "
            "state does. Go on with what is left, until nothing can be struck.",
            "Which cell is left?",
        ],
        Equilibria(((mine, theirs),), names),
        [
            *(
                f"For {step.player} {step.action} is worse than {step.dominated_by[0][0]} "
                "whatever the other state may still do: it is struck."
                for step in found.steps
            ),
            f"What is left is {pair((mine, theirs))}.",
        ],
        pair(wrong),
        "This cell has the largest sum of payoffs, but at least one of its two choices has been "
        "struck.",
        {"rows": rows, "columns": columns},
        head,
        body,
    )


def _struck_to_one(rows: Payoffs, columns: Payoffs) -> bool:
    mine, theirs = set(range(3)), set(range(3))
    going = True
    while going:
        worse = {i for i in mine if any(all(rows[k][j] > rows[i][j] for j in theirs) for k in mine)}
        mine -= worse
        out = {
            j
            for j in theirs
            if any(all(columns[i][k] > columns[i][j] for i in mine) for k in theirs)
        }
        theirs -= out
        going = bool(worse or out)
    return len(mine) == len(theirs) == 1


def draw_hunt(draw: Draw) -> tuple[int, int, int]:
    """Return what joining brings if both do, and staying out if the other joins or does not."""
    both_join = draw.whole(5, 12)
    out_alone = draw.whole(1, both_join - 1)
    out_both = draw.whole(1, out_alone)
    return both_join, out_alone, out_both


@template(
    "stag-hunt-equilibria",
    "Joining when it takes both",
    four_c="coalition",
    topics=(TOPIC, "equilibria", "stag hunt", "mixed equilibria"),
    difficulty=2,
)
def hunt(draw: Draw) -> Question:
    """Ask for all equilibria of a stag hunt, the mixed one included."""
    names = (("join", "stay out"),) * 2
    high, alone, out = draw_hunt(draw)
    rows: Payoffs = ((high, 0), (alone, out))
    columns: Payoffs = ((high, alone), (0, out))
    row, column = draw.states(2)
    equilibria = nash_equilibria(rows, columns, players=(row, column), actions=names)
    found: list[tuple[str, ...]] = []
    for profile in equilibria:
        found.append(
            tuple(
                "join" if first == 1 else "stay out" if first == 0 else str(first)
                for first, _ in profile
            )
        )
    reject(len(found) != 3)
    chance = Fraction(out, high - alone + out)
    reject(chance.denominator > 20)
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "Which Nash equilibria are there? For a state that mixes, give the probability with "
            "which it joins in place of a choice.",
        ],
        Equilibria(tuple(found), names),
        [
            f"If the other joins, joining is best ({high} against {alone}); if it stays out, "
            f"staying out is best ({out} against 0). So (join, join) and (stay out, stay out) "
            "are equilibria.",
            f"A state mixes only if both choices bring it the same. If the other joins with "
            f"probability p, joining brings {high} × p, and staying out {alone} × p + {out} × "
            f"(1 − p).",
            f"They are equal at p = {out}/({high} − {alone} + {out}) = {both(chance)}, for both "
            "states.",
        ],
        "(join, join); (stay out, stay out)",
        "These are the two in pure strategies. There is a third one, in which both mix.",
        {"high": high, "alone": alone, "out": out},
        head,
        body,
    )


@template(
    "risk-dominance",
    "The safer equilibrium",
    four_c="coalition",
    topics=("risk dominance", "stag hunt", "equilibria"),
    difficulty=2,
)
def risk(draw: Draw) -> Question:
    """Ask which equilibrium of a stag hunt is risk dominant."""
    high, alone, out = draw_hunt(draw)
    names = (("join", "stay out"),) * 2
    rows: Payoffs = ((high, 0), (alone, out))
    columns: Payoffs = ((high, alone), (0, out))
    row, column = draw.states(2)
    found = nash_equilibria(rows, columns, players=(row, column), actions=names)
    reject(high - alone == out)
    (chosen,) = select_equilibrium(found, "risk_dominance").equilibria
    options = ("both join", "both stay out")
    right = options[0] if chosen[0][0] == 1 else options[1]
    # Where the better equilibrium is the safer one too there is little to ask.
    reject(right == options[0] and draw.whole(0, 2) > 0)
    answer = Choice(right, options)
    other = next(letter for letter, option in answer.lettered() if option != right)
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "Both joining and both staying out are Nash equilibria. The risk-dominant one is that "
            "whose choice is best for a state that holds the other's two choices for equally "
            "likely.",
            "Which equilibrium is risk dominant?",
        ],
        answer,
        [
            f"With even chances joining brings ({high} + 0)/2 = {both(Fraction(high, 2))}.",
            f"Staying out brings ({alone} + {out})/2 = {both(Fraction(alone + out, 2))}.",
            f"So it is that in which {right}.",
        ],
        other,
        "Both joining pays most if both do, which does not make it safe."
        if right == options[1]
        else "Staying out is not always safer: here it brings less against even chances.",
        {"high": high, "alone": alone, "out": out},
        head,
        body,
    )


@template(
    "threat-tree",
    "Is the threat carried out?",
    four_c="club",
    topics=("trees", "backward induction", "threats"),
    difficulty=1,
)
def threat(draw: Draw) -> Question:
    """Ask what happens by backward induction in a game of a threat."""
    from gametheory_orders.games.extensive_form import ExtensiveFormGame, decision, leaf
    from gametheory_orders.solvers.backward_induction import backward_induction

    row, column = draw.states(2)
    comply, fight, yield_ = (draw.wholes(-5, 9, 2) for _ in range(3))
    reject(len({comply[0], fight[0], yield_[0]}) < 3 or len({fight[1], yield_[1]}) < 2)
    reject(yield_[0] < comply[0] or comply[1] <= max(fight[1], yield_[1]))
    tree = decision(
        row,
        {
            "comply": leaf(*comply),
            "break": decision(column, {"punish": leaf(*fight), "let pass": leaf(*yield_)}),
        },
    )
    found = backward_induction(ExtensiveFormGame.from_tree(tree, (row, column)))
    reject(len(found.plans) != 1)
    path = found.path()
    options = (
        f"{row} complies",
        f"{row} breaks the agreement, and {column} punishes",
        f"{row} breaks the agreement, and {column} lets it pass",
    )
    right = options[{"comply": 0, "punish": 1, "let pass": 2}[path[-1]]]
    answer = Choice(right, options)
    carried = fight[1] > yield_[1]
    wrong = options[2] if right == options[0] else options[0]

    def said(what: tuple[int, ...]) -> str:
        return f"{row} gets {what[0]} and {column} {what[1]}".replace("-", "−")

    reply = "punishes" if carried else "lets it pass"
    after = fight if carried else yield_
    return Question(
        [
            f"{row} first complies with an agreement or breaks it. If it breaks it, {column} "
            "either punishes it or lets it pass. Before, it has said that it would punish.",
            f"If {row} complies, {said(comply)}. If it breaks the agreement and is punished, "
            f"{said(fight)}; if it is let pass, {said(yield_)}. Each wants as much as it can get.",
            "What happens, if both reason backwards from the end?",
        ],
        answer,
        [
            f"After a breach {column} gets {fight[1]} by punishing and {yield_[1]} by letting it "
            f"pass: so it {reply}.".replace("-", "−"),
            f"So {row} gets {after[0]} if it breaks the agreement and {comply[0]} if it "
            "complies.".replace("-", "−"),
            f"What happens: {right}.",
        ],
        next(letter for letter, option in answer.lettered() if option == wrong),
        "A threat counts only if carrying it out is best when the time comes."
        if not carried
        else "What counts is what the first state gets after the reply that is best for the other.",
        {"comply": comply, "punish": fight, "pass": yield_, "options": options},
    )


@template(
    "cost-of-no-agreement",
    "What a dilemma costs",
    four_c="concert",
    topics=("prisoners dilemma", TOPIC, "effectiveness"),
    difficulty=1,
)
def dilemma(draw: Draw) -> Question:
    """Ask which share of the best sum the equilibrium of a dilemma reaches."""
    reward = draw.whole(4, 8)
    temptation = draw.whole(reward + 1, 2 * reward - 1)
    punishment = draw.whole(1, reward - 1)
    names = (("arm", "disarm"),) * 2
    rows: Payoffs = ((punishment, temptation), (0, reward))
    columns: Payoffs = ((punishment, 0), (temptation, reward))
    row, column = draw.states(2)
    game = table_game(rows, columns, (row, column), names)
    (cell,) = pure_nash(game)
    payoffs = game.payoff(game.cell(cell))
    best = max(sum(game.payoff(each)) for each in game.profiles())
    value = Fraction(sum(payoffs)) / Fraction(best)
    head, body = shown(rows, columns, *names, f"{row}, {column}")
    return Question(
        [
            table_text(row, column),
            "Find the Nash equilibrium, and the cell with the largest sum of payoffs.",
            "Which share of that largest sum do the two states get in the equilibrium?",
        ],
        Number(value),
        [
            f"To arm is best whatever the other does: {temptation} against {reward} if it disarms, "
            f"{punishment} against 0 if it arms. So the equilibrium is {pair(cell)}, with a sum of "
            f"{2 * punishment}.",
            f"The largest sum is {best}, if both disarm.",
            f"The share is {worked(f'{2 * punishment}/{best}', value)}.",
        ],
        str(Fraction(punishment, temptation)),
        f"This compares with {temptation}, the most that one state alone can get. At that point "
        "the other one gets nothing.",
        {"reward": reward, "temptation": temptation, "punishment": punishment},
        head,
        body,
    )
