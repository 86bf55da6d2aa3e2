"""What the paper says of single institutions, set beside what their files come to.

Builds on orders.institution and checks.py. Each kind of statement (so many members, so many
vetoers, consensus, ...) is one function, entered with a variant under which it must come out
otherwise. Not here: the statements (models/claims/institutions.toml), or the 119 claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.orders.decision import Consensus, Pledge
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.voting import vetoers
from gametheory_orders.orders.voting.rules import VotingRule
from gametheory_orders.statics.claims.checks import Models

VERDICTS = ("agrees", "differs", "cannot_be_checked")
Told = tuple[bool | None, str]
"""Whether the file agrees (None: it holds nothing to work it out from), and what was found."""
Ask = Callable[[Institution, Any, Models], Told]


@dataclass(frozen=True)
class Statement:
    """One kind of statement about an institution.

    Parameters
    ----------
    ask : callable
        From the institution, the value as the paper has it and Models to what was found.
    planted : callable
        From a value that agrees to one that must not.
    """

    ask: Ask
    planted: Callable[[Any], Any]


STATEMENTS: dict[str, Statement] = {}


def statement(planted: Callable[[Any], Any]) -> Callable[[Ask], Ask]:
    """Return a decorator that enters a kind of statement under its function's name."""

    def enter(ask: Ask) -> Ask:
        STATEMENTS[ask.__name__] = Statement(ask, planted)
        return ask

    return enter


@dataclass(frozen=True)
class InstitutionRecord:
    """What the paper says of an institution, in our own words and as values.

    Parameters
    ----------
    name : str
        Of the bundled institution.
    four_c : tuple of str
        The Cs that the paper counts it to.
    stated : str
        What the paper says, in our own words.
    statements : mapping
        Kind of statement to value.
    """

    name: str
    four_c: tuple[str, ...]
    stated: str
    statements: Mapping[str, Any]

    def __post_init__(self) -> None:
        for kind in self.statements:
            if kind not in STATEMENTS:
                where = f"institution {self.name}: {kind}"
                raise unknown_name(where, kind, STATEMENTS, "a kind of statement")


@dataclass(frozen=True)
class InstitutionResult(Result):
    """An institution, what is said of it, and what its file comes to."""

    about: InstitutionRecord
    title: str
    verdict: str
    evidence: str

    def table(self) -> Table:
        """Return the record, one row a field."""
        rows = [
            ["institution", f"{self.title} ({self.about.name})"],
            ["C", ", ".join(self.about.four_c)],
            ["stated", self.about.stated],
            ["verdict", self.verdict.replace("_", " ")],
            ["evidence", self.evidence],
        ]
        return Table(["", ""], rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        found: dict[str, Any] = plain(
            {
                "institution": self.about.name,
                "title": self.title,
                "four_c": list(self.about.four_c),
                "stated": self.about.stated,
                "statements": dict(self.about.statements),
                "verdict": self.verdict,
                "evidence": self.evidence,
            }
        )
        return found


@dataclass(frozen=True)
class InstitutionLedger(Result):
    """All institutions that the paper names, with what their files come to."""

    results: tuple[InstitutionResult, ...]

    def __iter__(self) -> Iterator[InstitutionResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def counts(self) -> dict[str, int]:
        """Return the number of institutions by verdict."""
        found = dict.fromkeys(VERDICTS, 0)
        for each in self.results:
            found[each.verdict] += 1
        return found

    def table(self) -> Table:
        """Return one row an institution."""
        rows = [
            [
                each.about.name,
                ", ".join(each.about.four_c),
                each.about.stated,
                each.verdict.replace("_", " "),
                each.evidence,
            ]
            for each in self.results
        ]
        columns = ["institution", "C", "stated", "verdict", "found"]
        return Table(columns, rows, "the institutions that the paper names, checked")

    def to_dict(self) -> dict[str, Any]:
        """Return all records."""
        return {
            "schema": 1,
            "counts": self.counts(),
            "institutions": [each.to_dict() for each in self.results],
        }


def check_institution(record: InstitutionRecord, models: Models) -> InstitutionResult:
    """Return a record with what its institution's file comes to.

    It agrees if every statement that can be worked out is true of the file, and differs if one
    is not. If none can be worked out, as no members are listed, it cannot be checked.
    """
    found = models.institution(record.name)
    told = [STATEMENTS[kind].ask(found, value, models) for kind, value in record.statements.items()]
    told.append(_same_c(found, record.four_c))
    if any(agrees is False for agrees, _ in told):
        verdict = "differs"
    else:
        computed = [agrees for agrees, _ in told[:-1] if agrees is not None]
        verdict = "agrees" if computed else "cannot_be_checked"
    said = list(dict.fromkeys(words for _, words in told if words))
    evidence = "; ".join(said or [_unlisted(found)[1]])
    return InstitutionResult(record, found.title or found.name, verdict, f"{evidence}.")


def _same_c(found: Institution, four_c: tuple[str, ...]) -> Told:
    if found.four_c in four_c:
        return True, ""
    return False, f"entered as a {found.four_c}"


def _unlisted(found: Institution) -> Told:
    return None, f"not to be worked out: {found.no_list}"


@statement(planted=lambda value: value + 1)
def members(found: Institution, value: int, models: Models) -> Told:
    """So many members."""
    if found.members is None:
        if found.count is not None and found.count != value:
            return False, f"the file says {found.count}"
        return _unlisted(found)
    return len(found.ids) == value, f"{len(found.ids)} listed"


@statement(planted=lambda value: value + 1)
def permanent(found: Institution, value: int, models: Models) -> Told:
    """So many seats that are held for good."""
    seats = len(found.of_kind("permanent"))
    return seats == value, f"{seats} permanent"


@statement(planted=lambda value: value + 1)
def can_block(found: Institution, value: int, models: Models) -> Told:
    """So many members without whom nothing passes: they are in every winning coalition."""
    if found.members is None or not found.somebody_votes:
        return _unlisted(found)
    count = len(vetoers(found.simple_game()))
    return count == value, f"{count} can block alone"


@statement(planted=lambda value: not value)
def consensus(found: Institution, value: bool, models: Models) -> Told:
    """No vote that could go against a member: each can block, without a veto on paper."""
    if found.members is None:
        if not isinstance(found.decision, Consensus):
            return False, "the file's rule is not consensus"
        return _unlisted(found)
    by_rule = isinstance(found.decision, Consensus)
    each = by_rule and len(vetoers(found.simple_game())) == len(found.ids)
    return each == value, "each can block" if each else "not each can block"


@statement(planted=lambda value: not value)
def equal_votes(found: Institution, value: bool, models: Models) -> Told:
    """One member, one vote, or votes of different weight."""
    if found.members is None or not found.somebody_votes:
        return _unlisted(found)
    rule = found.voting_rule()
    if not isinstance(rule, VotingRule):
        return None, "not to be worked out: several quotas"
    weights = sorted(set(rule.weights))
    if len(weights) == 1:
        return value, "all votes weigh the same"
    share = float(weights[-1]) / float(sum(rule.weights))
    return not value, f"the largest member has {share:.3f} of all votes"


@statement(planted=lambda value: not value)
def pledges(found: Institution, value: bool, models: Models) -> Told:
    """Nobody votes: each decides on its own part."""
    if found.members is None:
        return _unlisted(found)
    each = isinstance(found.decision, Pledge) and not found.somebody_votes
    return each == value, "each pledges for itself" if each else "there is a vote"


@statement(planted=lambda value: not value)
def universal(found: Institution, value: bool, models: Models) -> Told:
    """Every state of the world is in."""
    if found.members is None:
        return _unlisted(found)
    outside = [state for state in found.within.ids if state not in found.represented]
    said = f"{len(outside)} of {found.within.n} states are outside"
    return (not outside) == value, said


@statement(planted=lambda value: ["NRU", *value])
def includes(found: Institution, value: list[str], models: Models) -> Told:
    """Say who of these sits there."""
    if found.members is None:
        return _unlisted(found)
    missing = [state for state in value if state not in found.ids]
    return not missing, f"without {', '.join(missing)}" if missing else f"with {', '.join(value)}"


@statement(planted=lambda value: ["unga", *value])
def contains(found: Institution, value: list[str], models: Models) -> Told:
    """All members of these other institutions sit there."""
    if found.members is None:
        return _unlisted(found)
    missing = {
        state for name in value for state in models.institution(name).ids if state not in found.ids
    }
    if missing:
        return False, f"without {len(missing)} members of {', '.join(value)}"
    return True, f"with all members of {', '.join(value)}"


@statement(planted=lambda value: value + 100)
def others(found: Institution, value: int, models: Models) -> Told:
    """So many are left of all members and observers of the United Nations, counted by seats."""
    if found.members is None:
        return _unlisted(found)
    everyone = models.institution("un").ids
    observers = 2
    left = len(everyone) + observers - len(found.ids)
    unheard = sum(state not in found.represented for state in everyone)
    return left == value, f"{left} others by seats, but only {unheard} states without any voice"


@statement(planted=lambda value: 2 * value)
def founders(found: Institution, value: int, models: Models) -> Told:
    """Membership has nearly quadrupled since so many founded it: by 3.5 times or more, below 4."""
    if found.members is None:
        return _unlisted(found)
    times = len(found.ids) / value
    return 3.5 <= times < 4, f"{times:.2f} times the {value} founders"


@statement(planted=lambda value: 0.5 * value)
def people_below(found: Institution, value: float, models: Models) -> Told:
    """Not quite so many people."""
    if found.members is None:
        return _unlisted(found)
    people = float(np.nansum(_of_members(found, "population")))
    return people < value, f"{people / 1e9:.3f} bn people"


@statement(planted=lambda value: 2 * value)
def output_above(found: Institution, value: float, models: Models) -> Told:
    """More than such a share of the world's output."""
    if found.members is None:
        return _unlisted(found)
    part = float(np.nansum(_of_members(found, "gdp")) / np.nansum(found.within.columns["gdp"]))
    return part > value, f"{part:.3f} of the world's output"


@statement(planted=lambda value: "libdem" if value != "libdem" else "population")
def largest_by(found: Institution, value: str, models: Models) -> Told:
    """No state outside has more of something than a member; a bloc counts as one."""
    if found.members is None:
        return _unlisted(found)
    figures = found.within.columns[value]
    at = {state: float(figures[i]) for i, state in enumerate(found.within.ids)}
    least = min(at[state] for state in found.ids if state in at)
    outside = [s for s in found.within.ids if s not in found.represented and at[s] > least]
    outside.sort(key=lambda state: -at[state])
    if outside:
        named = ", ".join(outside[:4])
        return False, f"{len(outside)} states outside have more {value} than a member ({named})"
    return True, f"no state outside has more {value} than a member"


def _of_members(found: Institution, column: str) -> np.ndarray:
    rows = [found.within.ids.index(state) for state in found.represented]
    return np.asarray(found.within.columns[column][rows])
