"""The ledger of claims from files: their words, and the bundled models for their checks.

Builds on statics.claims and the other readers. Not here: any check.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from gametheory_orders.files.institutions import load_institution, load_reform
from gametheory_orders.files.issues import load_issue
from gametheory_orders.files.orders import load_order
from gametheory_orders.files.schema import Table, check
from gametheory_orders.files.sources import models_folder, read_toml, shown_path
from gametheory_orders.files.worlds import load_world
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.issues import Issue
from gametheory_orders.orders import Order
from gametheory_orders.orders.institution import Institution
from gametheory_orders.orders.order import FOUR_CS
from gametheory_orders.statics.claims import Claim, ClaimResult, Ledger, run_claim
from gametheory_orders.statics.claims.institutions import (
    InstitutionLedger,
    InstitutionRecord,
    check_institution,
)
from gametheory_orders.worlds import World


class _ClaimTable(Table):
    """One ``[[claim]]``."""

    id: int
    four_c: str
    section: str
    claim: str
    formal_object: str
    prediction: str
    not_formalised: str = ""


class _ClaimFile(Table):
    """A file of claims."""

    claim: list[_ClaimTable]


class _InstitutionTable(Table):
    """One ``[[institution]]``: what the paper says of it."""

    name: str
    four_c: list[str]
    stated: str
    statements: dict[str, Any]


class _InstitutionFile(Table):
    """The file of what the paper says of institutions."""

    institution: list[_InstitutionTable]


INSTITUTIONS = "institutions"
"""The file, and the word on the command line, for what is said of institutions."""
EVERYTHING = "all"


class BundledModels:
    """The bundled models, each read once."""

    @staticmethod
    @cache
    def issue(name: str) -> Issue:
        """Return a bundled issue."""
        return load_issue(name)

    @staticmethod
    @cache
    def order(name: str) -> Order:
        """Return a bundled order."""
        return load_order(name)

    @staticmethod
    @cache
    def institution(name: str) -> Institution:
        """Return a bundled institution."""
        return load_institution(name)

    @staticmethod
    @cache
    def reform(name: str) -> Institution:
        """Return a bundled plan for the Security Council."""
        return load_reform(name)

    @staticmethod
    @cache
    def world(name: str) -> World:
        """Return a bundled world."""
        return load_world(name)


def _files() -> list[Path]:
    found = sorted((models_folder() / "claims").glob("*.toml"))
    return [path for path in found if path.stem != INSTITUTIONS]


@cache
def _groups() -> dict[str, tuple[Claim, ...]]:
    """Return the claims by file."""
    found: dict[str, tuple[Claim, ...]] = {}
    seen: set[int] = set()
    for path in _files():
        where = shown_path(path)
        tables = check(read_toml(path), _ClaimFile, where).claim
        for table in tables:
            if table.id in seen:
                raise ModelError(f"{where}: claim", f"{table.id} a second time", "unique numbers")
            seen.add(table.id)
        found[path.stem] = tuple(Claim(**table.model_dump()) for table in tables)
    return found


@cache
def read_claims() -> tuple[Claim, ...]:
    """Return all claims of the bundled ledger, in the order of their numbers."""
    return tuple(sorted(itertools.chain(*_groups().values()), key=lambda claim: claim.id))


def claim_groups() -> dict[str, tuple[int, ...]]:
    """Return the numbers of the claims by name: all, those about one C, those of one part.

    Examples
    --------
    >>> 104 in claim_groups()["coalition"]
    True
    """
    claims = read_claims()
    found = {EVERYTHING: tuple(claim.id for claim in claims)}
    for name in [*FOUR_CS, *_groups()]:
        # A name of both, such as club, means the C: another part may hold claims about it.
        inside = [claim for claim in claims if claim.four_c == name]
        if name not in FOUR_CS:
            inside = list(_groups()[name])
        if inside and name not in found:
            found[name] = tuple(claim.id for claim in inside)
    return found


def load_claims(
    which: int | str | Iterable[int] | None = None,
    *,
    progress: Callable[[int, int], Any] | None = None,
) -> Ledger:
    """Run the checks of the paper's claims.

    Parameters
    ----------
    which : int, str or iterable of int, optional
        The number of a claim, several, or "charter", "club", "concert", "coalition" (what is
        said about one C), "framing", "navigating" (parts of the paper); by default all.
    progress : callable, optional
        Called with the number of claims done, and of all, after each.

    Returns
    -------
    Ledger
        In the order of the numbers; each claim with verdict, evidence, condition and
        counterexample. ``ledger[104]`` is one of them.

    Raises
    ------
    ModelError
        If there is no such claim.

    Examples
    --------
    >>> (claim,) = load_claims(11)
    >>> claim.about.four_c, claim.verdict
    ('charter', 'holds')
    """
    claims = {claim.id: claim for claim in read_claims()}
    chosen = _chosen(which, list(claims))
    done: list[ClaimResult] = []
    for number in chosen:
        done.append(run_claim(claims[number], BundledModels()))
        if progress is not None:
            progress(len(done), len(chosen))
    return Ledger(tuple(done))


def _chosen(which: Any, numbers: list[int]) -> list[int]:
    """Return the numbers that are meant, in order, each once."""
    wanted = "the number of a claim, several, or a group's name"
    if which is None:
        return numbers
    if isinstance(which, str):
        groups = claim_groups()
        if which not in groups:
            raise unknown_name("claim", which, groups, "a number, or one")
        return list(groups[which])
    try:
        listed = list(which) if isinstance(which, Iterable) else [which]
        found = {_number(each) for each in listed}
    except TypeError:
        raise ModelError("claim", which, wanted) from None
    if not found:
        raise ModelError("claim", "none", wanted)
    for number in sorted(found):
        if number not in numbers:
            near = min(numbers, key=lambda each: abs(each - number))
            raise ModelError(
                "claim", number, f"a number from {numbers[0]} to {numbers[-1]}", str(near)
            )
    return sorted(found)


def _number(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError(value)
    return operator.index(value)


@cache
def read_institution_records() -> tuple[InstitutionRecord, ...]:
    """Return what the paper says of institutions, in the order of the file."""
    path = models_folder() / "claims" / f"{INSTITUTIONS}.toml"
    tables = check(read_toml(path), _InstitutionFile, shown_path(path)).institution
    return tuple(
        InstitutionRecord(table.name, tuple(table.four_c), table.stated, table.statements)
        for table in tables
    )


def load_institution_claims() -> InstitutionLedger:
    """Set what the paper says of institutions beside what their files come to.

    Returns
    -------
    InstitutionLedger
        One record an institution: it agrees, differs, or cannot be checked.

    Examples
    --------
    >>> found = {each.about.name: each.verdict for each in load_institution_claims()}
    >>> found["nato"], found["mef"], found["psi"]
    ('agrees', 'differs', 'cannot_be_checked')
    """
    models = BundledModels()
    return InstitutionLedger(
        tuple(check_institution(record, models) for record in read_institution_records())
    )
