"""Rules of thumb from files: their words, what they came to, and the ways to try and use them.

Builds on statics.thumbs. The words stand in models/thumbs/rules.toml, what trying them gave in
found.toml beside it, which :func:`write_found` makes. Not here: conditions or designs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from gametheory_orders.files.schema import Table, check
from gametheory_orders.files.sources import models_folder, read_toml, shown_path
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.issues import Issue
from gametheory_orders.statics.thumbs import (
    Checked,
    Failure,
    RuleOfThumb,
    RulesOfThumb,
    Tally,
    evaluate,
)
from gametheory_orders.statics.thumbs.conditions import CONDITIONS
from gametheory_orders.statics.thumbs.evaluation import Choice, near_miss
from gametheory_orders.statics.thumbs.figures import figures_of

WORLDS, FEW_WORLDS, SEED = 10_000, 300, 1
"""Of the stored trials: the whole one, and one that takes seconds."""


class _RuleTable(Table):
    """One ``[[rule]]``: its words."""

    id: str
    four_c: Literal["charter", "club", "concert", "coalition"]
    design: str
    technology: Literal["sum", "weakest_link"] = "sum"
    kind: Literal["proved", "derived", "measured", "folk"]
    sentence: str
    condition: str
    derivation: str
    results: list[str]


class _RuleFile(Table):
    rule: list[_RuleTable]


class _TallyTable(Table):
    holds: int
    best: int
    mean_regret: float
    worst_regret: float


class _WorldTable(Table):
    capability: list[float]
    stake: list[float]
    capacity: list[float]
    patience: float
    trade: float


class _FailureTable(Table):
    technology: str
    inside: bool
    best: str
    regret: float
    delivered: dict[str, float]
    world: _WorldTable


class _FoundTable(Table):
    many: _TallyTable
    few: _TallyTable | None = None
    failure: _FailureTable


class _FoundFile(Table):
    worlds: int
    few_worlds: int
    seed: int
    rule: dict[str, _FoundTable]


@cache
def _words() -> tuple[_RuleTable, ...]:
    path = models_folder() / "thumbs" / "rules.toml"
    return tuple(check(read_toml(path), _RuleFile, shown_path(path)).rule)


@cache
def _found() -> _FoundFile:
    path = models_folder() / "thumbs" / "found.toml"
    return check(read_toml(path), _FoundFile, shown_path(path))


@cache
def rules_of_thumb() -> RulesOfThumb:
    """Return the rules of thumb for when to choose which C.

    Returns
    -------
    RulesOfThumb
        Proved first, then derived, then measured; those that fail last. Each has its condition,
        the C it chooses, its derivation, the share of random worlds in which it chose best, and
        its worst failure.

    Examples
    --------
    >>> rules = rules_of_thumb()
    >>> rules["impatient"].four_c, rules["powers_hold_most"].weak
    ('coalition', True)
    """
    found = _found()
    out = []
    for words in _words():
        told = found.rule[words.id]
        tally = Tally(found.worlds, found.seed, **told.many.model_dump())
        failure = Failure(**told.failure.model_dump())
        values = {**words.model_dump(), "results": tuple(words.results)}
        out.append(RuleOfThumb(**values, tally=tally, failure=failure))
    order = ("proved", "derived", "measured", "folk")
    out.sort(key=lambda each: (each.weak, order.index(each.kind), -each.tally.share))
    return RulesOfThumb(tuple(out))


def few_tallies() -> dict[str, Tally]:
    """Return what the rules came to on the first few of the stored trial's worlds."""
    found = _found()
    return {
        name: Tally(found.few_worlds, found.seed, **told.few.model_dump())
        if told.few is not None
        else Tally(found.few_worlds, found.seed, 0, 0, float("nan"), float("nan"))
        for name, told in found.rule.items()
    }


def _choices() -> dict[str, Choice]:
    return {words.id: Choice(words.four_c, words.design, words.technology) for words in _words()}


def check_rule_of_thumb(
    which: str | None = None,
    *,
    worlds: int = FEW_WORLDS,
    seed: int = SEED,
    folder: str | Path | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Checked:
    """Try a rule of thumb, or all, on random worlds.

    Parameters
    ----------
    which : str, optional
        The rule's name; by default all.
    worlds, seed : int
        How many worlds are drawn; the same seed gives the same worlds, the first of many being
        those of few.
    folder : str or Path, optional
        Where finished chunks are kept, so that a trial that was stopped goes on; empty it when
        rules change.
    progress : callable, optional
        Called with the number of chunks done, and of all.

    Returns
    -------
    Checked
        In how many worlds the condition held, in how many of those the choice delivered the most,
        and the effectiveness lost, on average and at worst.

    Raises
    ------
    ModelError
        If there is no such rule, or worlds or seed are no whole numbers in range.

    Examples
    --------
    >>> found = check_rule_of_thumb("trade_pays_everyone", worlds=200)
    >>> found.tallies["trade_pays_everyone"].share
    1.0
    """
    choices = _choices()
    if which is not None:
        if which not in choices:
            raise unknown_name("rule of thumb", which, choices, "one")
        choices = {which: choices[which]}
    kept = Path(folder) if folder is not None else None
    return evaluate(choices, worlds, seed, folder=kept, progress=progress)


def fitting_rules(
    issue: Issue, *, patience: float | Mapping[str, float] | None = None
) -> RulesOfThumb:
    """Return the rules of thumb whose condition holds on an issue.

    Parameters
    ----------
    issue : Issue
        A linear-quadratic public good, the sum of what states do or the smallest part; without
        trade links trade counts as none.
    patience : float or mapping of str to float, optional
        By default the world's column, else 0.9.

    Returns
    -------
    RulesOfThumb
        Weak ones too, which are marked: that they fit is no advice. Those to trust stand first.

    Raises
    ------
    ModelError
        If the issue is none of these, or patience not in [0, 1).

    Examples
    --------
    >>> from gametheory_orders import load_issue
    >>> found = fitting_rules(load_issue("climate"), patience=0.3)
    >>> [rule.id for rule in found if not rule.weak]
    ['trade_pays_everyone', 'trade_twice_the_burden', 'trade_pays_most']
    """
    figures, technology = figures_of(issue, patience)
    fitting = tuple(
        rule
        for rule in rules_of_thumb()
        if rule.technology == technology and CONDITIONS[rule.id](figures)[0]
    )
    return RulesOfThumb(fitting, f"rules of thumb that fit {issue.name}")


def write_found(
    path: str | Path,
    *,
    folder: str | Path | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> None:
    """Try all rules and write what comes out, in the form of models/thumbs/found.toml.

    Parameters
    ----------
    path : str or Path
        Of the file.
    folder, progress
        As for :func:`check_rule_of_thumb`.

    Raises
    ------
    ModelError
        If a rule never fails, neither under its condition nor just outside.
    """
    many = check_rule_of_thumb(worlds=WORLDS, folder=folder, progress=progress)
    few = check_rule_of_thumb(worlds=FEW_WORLDS, folder=folder)
    lines = [
        "# What the rules of thumb came to on random worlds, and where each lost most. Made by",
        "# gametheory_orders.files.thumbs.write_found; a test tries them anew. Not to be edited.",
        f"worlds = {WORLDS}",
        f"few_worlds = {FEW_WORLDS}",
        f"seed = {SEED}",
    ]
    for name, choice in _choices().items():
        worst = many.failures[name] or near_miss(name, choice, WORLDS // 10, SEED)
        if worst is None:
            raise ModelError(f"rule of thumb {name}", "no failure", "one, inside or just outside")
        lines += _lines(name, many.tallies[name], few.tallies[name], worst)
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(name: str, many: Tally, few: Tally, worst: Failure) -> list[str]:
    out = [""]
    for key, tally in (("many", many), ("few", few)):
        if tally.holds:
            out += [
                f"[rule.{name}.{key}]",
                f"holds = {tally.holds}",
                f"best = {tally.best}",
                f"mean_regret = {tally.mean_regret:.6f}",
                f"worst_regret = {tally.worst_regret:.6f}",
            ]
    delivered = ", ".join(f"{each} = {value:.6f}" for each, value in worst.delivered.items())
    return [
        *out,
        f"[rule.{name}.failure]",
        f'technology = "{worst.technology}"',
        f"inside = {str(worst.inside).lower()}",
        f'best = "{worst.best}"',
        f"regret = {worst.regret:.6f}",
        f"delivered = {{ {delivered} }}",
        f"[rule.{name}.failure.world]",
        *(f"{key} = {value}" for key, value in worst.world.items()),
    ]
