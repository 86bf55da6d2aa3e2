"""Tries rules of thumb on random worlds, chunk by chunk: how often right, and how wrong at worst.

Builds on figures.py, designs.py and conditions.py. With a folder, finished chunks are kept there
and not worked out again. Not here: the rules' words (models/thumbs).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.tolerances import BEST_CHOICE
from gametheory_orders.statics.sweeps.chunks import write_whole
from gametheory_orders.statics.thumbs.conditions import CONDITIONS
from gametheory_orders.statics.thumbs.designs import FOUR, delivered
from gametheory_orders.statics.thumbs.figures import (
    DISTRIBUTION,
    PER_CHUNK,
    Figures,
    draw_chunk,
    gravity,
    stored_world,
)
from gametheory_orders.statics.thumbs.records import Checked, Failure, Tally

MOST_WORLDS = 1_000_000
DIGITS = 4
"""Significant digits of a stored world's figures."""


class Choice(NamedTuple):
    """What a rule chooses: the C, and as which design, for a good of which technology."""

    four_c: str
    design: str
    technology: str = "sum"


Choices = Mapping[str, Choice]
"""By the rule's name."""


class Tried(NamedTuple):
    """What one rule lost in one chunk: by world that its condition held in."""

    regrets: list[float]
    worst: tuple[int, int] | None


@dataclass
class _Running:
    holds: int = 0
    best: int = 0
    lost: float = 0.0
    most: float = -math.inf
    where: tuple[int, int, int] | None = None

    def add(self, chunk: int, found: Tried) -> None:
        """Take in a chunk."""
        self.holds += len(found.regrets)
        self.best += sum(each <= BEST_CHOICE for each in found.regrets)
        self.lost += math.fsum(found.regrets)
        if found.regrets and max(found.regrets) > self.most:
            self.most = max(found.regrets)
            self.where = (chunk, *found.worst) if found.worst else None

    def tally(self, worlds: int, seed: int) -> Tally:
        """Return the sums."""
        if not self.holds:
            return Tally(worlds, seed, 0, 0, math.nan, math.nan)
        return Tally(worlds, seed, self.holds, self.best, self.lost / self.holds, self.most)


def choices_delivered(choice: Choice, figures: Figures) -> dict[str, np.ndarray]:
    """Return what the four Cs deliver, shape (worlds,), a rule's design standing for its C.

    Examples
    --------
    >>> from gametheory_orders.statics.thumbs.figures import equal_states
    >>> found = choices_delivered(Choice("charter", "charter_unanimity"), equal_states(6, 0.6))
    >>> {name: round(float(value[0]), 3) for name, value in found.items()}
    {'charter': 1.0, 'club': 0.0, 'concert': 0.8, 'coalition': 0.64}
    """
    four_c, design, technology = choice
    return {
        each: delivered(design if each == four_c else each, figures, technology) for each in FOUR
    }


def evaluate(
    rules: Choices,
    worlds: int,
    seed: int,
    *,
    folder: Path | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Checked:
    """Try rules of thumb on random worlds.

    Parameters
    ----------
    rules : mapping of str to Choice
        What each rule chooses; its condition goes by its name.
    worlds, seed : int
        How many worlds are drawn; the first of many are those of few.
    folder : Path, optional
        Where finished chunks are kept, so that a trial that was stopped goes on; empty it when
        rules change.
    progress : callable, optional
        Called with the number of chunks done, and of all.

    Raises
    ------
    ModelError
        If worlds or seed are no whole numbers in range.

    Examples
    --------
    >>> found = evaluate({"trade_pays_everyone": Choice("club", "club")}, 100, 1)
    >>> found.tallies["trade_pays_everyone"].share
    1.0
    """
    check_count(worlds, "worlds", 1, MOST_WORLDS)
    check_count(seed, "seed", 0, 2**32)
    running = {name: _Running() for name in rules}
    chunks = -(-worlds // PER_CHUNK)
    for chunk in range(chunks):
        count = min(PER_CHUNK, worlds - chunk * PER_CHUNK)
        for name, found in _chunk(rules, seed, chunk, count, folder).items():
            running[name].add(chunk, found)
        if progress is not None:
            progress(chunk + 1, chunks)
    failures: dict[str, Failure | None] = {}
    for name, each in running.items():
        failures[name] = None
        if each.where is not None and each.most > BEST_CHOICE:
            chunk, group, position = each.where
            where = draw_chunk(seed, chunk)[group].only(np.array([position]))
            failures[name] = failure(name, rules[name], where)
    tallies = {name: each.tally(worlds, seed) for name, each in running.items()}
    return Checked(tallies, failures)


def check_count(value: object, name: str, least: int, most: int) -> None:
    """Raise if a value is no whole number from least to most."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ModelError(name, value, f"a whole number from {least} to {most}")


def _chunk(
    rules: Choices, seed: int, chunk: int, count: int, folder: Path | None
) -> dict[str, Tried]:
    if folder is None:
        return _tried(rules, draw_chunk(seed, chunk, count))
    told = [sorted(rules.items()), sorted(CONDITIONS), DISTRIBUTION, seed, chunk, count]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    path = folder / f"thumbs-{digest}.json"
    if path.is_file():
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return {name: Tried(*kept[name]) for name in rules}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ModelError(str(path), "a damaged file", "a finished chunk; delete it") from None
    found = _tried(rules, draw_chunk(seed, chunk, count))
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(found).encode())
    return found


def _tried(rules: Choices, groups: Iterable[Figures]) -> dict[str, Tried]:
    """Return what each rule loses in each world that its condition holds in."""
    regrets: dict[str, list[float]] = {name: [] for name in rules}
    worst: dict[str, tuple[int, int] | None] = dict.fromkeys(rules)
    most = dict.fromkeys(rules, -math.inf)
    for group, figures in enumerate(groups):
        holds = {name: CONDITIONS[name](figures) for name in rules}
        each = _designs(rules, figures, holds)
        for name, (four_c, design, technology) in rules.items():
            asked, found = each[technology]
            inside = holds[name][asked]
            rivals = [found[design if other == four_c else other] for other in FOUR]
            lost = (np.max(rivals, axis=0) - found[design])[inside]
            regrets[name] += lost.tolist()
            if lost.size and lost.max() > most[name]:
                most[name] = float(lost.max())
                worst[name] = (group, int(asked[inside][lost.argmax()]))
    return {name: Tried(regrets[name], worst[name]) for name in rules}


def _designs(
    rules: Choices, figures: Figures, holds: Mapping[str, np.ndarray]
) -> dict[str, tuple[np.ndarray, dict[str, np.ndarray]]]:
    """Return, by technology, in which worlds some rule applies, and what designs deliver there."""
    out = {}
    for technology in sorted({choice.technology for choice in rules.values()}):
        names = [name for name, choice in rules.items() if choice.technology == technology]
        asked = np.flatnonzero(np.any([holds[name] for name in names], axis=0))
        chosen = figures.only(asked)
        designs = sorted({*FOUR, *(rules[name].design for name in names)})
        out[technology] = asked, {d: delivered(d, chosen, technology) for d in designs}
    return out


def failure(name: str, choice: Choice, one: Figures, technology: str = "") -> Failure:
    """Return one world, its figures rounded, as a record of what a rule loses there.

    Parameters
    ----------
    name, choice : str, Choice
        The rule, and what it chooses.
    one : Figures
        A single world, as drawn.
    technology : str
        Of the good there; by default the one that the rule is for.
    """
    shape = gravity(one.capability, np.ones(1))
    volume = float(one.imports.sum() / shape.sum())
    world: dict[str, Any] = {
        "capability": [_short(each) for each in one.capability[0]],
        "stake": [_short(each) for each in one.stakes[0]],
        "capacity": [_short(each) for each in one.capacities[0]],
        "patience": _short(one.patience[0, 0]),
        "trade": _short(volume),
    }
    figures = stored_world(world)
    there = choice._replace(technology=technology or choice.technology)
    found = choices_delivered(there, figures)
    values = {each: float(value[0]) for each, value in found.items()}
    best = max(values, key=values.__getitem__)
    inside = there == choice and bool(CONDITIONS[name](figures)[0])
    regret = values[best] - values[choice.four_c]
    return Failure(there.technology, inside, world, values, best, regret)


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def near_miss(name: str, choice: Choice, worlds: int, seed: int) -> Failure | None:
    """Return the worst failure just outside a rule's condition.

    Just outside: patience a tenth higher and a quarter more trade would make it hold. For a rule
    that asks for nothing but another good than the sum: the same worlds, with the sum.
    """
    there = choice._replace(technology="sum")
    worst: Failure | None = None
    for chunk in range(-(-worlds // PER_CHUNK)):
        for figures in draw_chunk(seed, chunk):
            condition = CONDITIONS[name]
            near = np.flatnonzero(condition(_eased(figures)) & ~condition(figures))
            if there != choice:
                near = np.arange(len(figures))
            if not near.size:
                continue
            found = choices_delivered(there, figures.only(near))
            lost = np.max(list(found.values()), axis=0) - found[choice.four_c]
            at = int(lost.argmax())
            if lost[at] > (BEST_CHOICE if worst is None else worst.regret):
                worst = failure(name, choice, figures.only(near[[at]]), "sum")
    return worst


def _eased(figures: Figures) -> Figures:
    each = {name: getattr(figures, name) for name in figures.__dataclass_fields__}
    each["patience"] = np.minimum(figures.patience + 0.1, 0.99)
    each["imports"] = 1.25 * figures.imports
    return Figures(**each)
