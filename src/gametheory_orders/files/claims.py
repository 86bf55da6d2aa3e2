"""The ledger of claims from files: their words, and the bundled models for their checks.

Builds on statics.claims and the other readers. Not here: any check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
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
from gametheory_orders.statics.claims import Claim, ClaimResult, Ledger, run_claim
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


@cache
def read_claims() -> tuple[Claim, ...]:
    """Return all claims of the bundled ledger, in the order of their numbers."""
    found: dict[int, Claim] = {}
    for path in sorted((models_folder() / "claims").glob("*.toml")):
        where = shown_path(path)
        for table in check(read_toml(path), _ClaimFile, where).claim:
            if table.id in found:
                raise ModelError(f"{where}: claim", f"{table.id} a second time", "unique numbers")
            found[table.id] = Claim(**table.model_dump())
    return tuple(found[number] for number in sorted(found))


def load_claims(
    numbers: int | Iterable[int] | None = None,
    *,
    progress: Callable[[int, int], Any] | None = None,
) -> Ledger:
    """Run the checks of the paper's claims.

    Parameters
    ----------
    numbers : int or iterable of int, optional
        Which claims; by default all.
    progress : callable, optional
        Called with the number of claims done, and of all, after each.

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
    wanted = list(claims) if numbers is None else numbers
    chosen = [wanted] if isinstance(wanted, int) else list(wanted)
    for number in chosen:
        if number not in claims:
            raise unknown_name("claim", str(number), [str(each) for each in claims], "the number")
    done: list[ClaimResult] = []
    for number in chosen:
        done.append(run_claim(claims[number], BundledModels()))
        if progress is not None:
            progress(len(done), len(chosen))
    return Ledger(tuple(done))
