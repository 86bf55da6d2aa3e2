"""The ledger: every claim with its verdict, as a table and as plain values.

Builds on checks.py. Not here: the checks themselves (charter.py, club.py, ...), or reading the
claims' words from files (files/claims.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.foundations.results import Result, Table, plain
from gametheory_orders.statics.claims.checks import VERDICTS, Models, all_checks

IN_WORDS = {
    "holds": "holds",
    "holds_if": "holds if ...",
    "mixed": "mixed",
    "fails": "fails",
    "not_formalised": "not formalised",
}


@dataclass(frozen=True)
class Claim:
    """A claim of the paper, in our own words.

    Parameters
    ----------
    id : int
        Its number.
    four_c : {"charter", "club", "concert", "coalition", "all"}
        What it is about.
    section : str
        Section of the paper that it stands in.
    claim : str
        The claim, in our own words.
    formal_object : str
        What in the model stands for it.
    prediction : str
        What the model must then show.
    not_formalised : str
        Why there is no check, if there is none.
    """

    id: int
    four_c: str
    section: str
    claim: str
    formal_object: str
    prediction: str
    not_formalised: str = ""


@dataclass(frozen=True)
class ClaimResult(Result):
    """A claim and what its check found."""

    about: Claim
    verdict: str
    evidence: str
    condition: str = ""
    counterexample: Mapping[str, Any] = field(default_factory=dict)

    def table(self) -> Table:
        """Return the record, one row a field."""
        rows = [
            ["claim", self.about.claim],
            ["section", f"{self.about.section} ({self.about.four_c})"],
            ["formal object", self.about.formal_object],
            ["prediction", self.about.prediction],
            ["verdict", IN_WORDS[self.verdict]],
            ["condition", self.condition],
            ["evidence", self.evidence],
            ["counterexample", _said(self.counterexample)],
        ]
        kept = [row for row in rows if row[1]]
        return Table(["", ""], kept, f"claim {self.about.id}")

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        found: dict[str, Any] = plain(
            {
                "id": self.about.id,
                "four_c": self.about.four_c,
                "section": self.about.section,
                "claim": self.about.claim,
                "formal_object": self.about.formal_object,
                "prediction": self.about.prediction,
                "verdict": self.verdict,
                "condition": self.condition,
                "evidence": self.evidence,
                "counterexample": dict(self.counterexample),
            }
        )
        return found

    def record(self) -> dict[str, Any]:
        """Return the record with the counterexample in words."""
        return {**self.to_dict(), "counterexample": _said(self.counterexample)}


def _said(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in values.items())


@dataclass(frozen=True)
class Ledger(Result):
    """All claims with their verdicts, in the order of their numbers."""

    results: tuple[ClaimResult, ...]

    def __iter__(self) -> Iterator[ClaimResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, number: int) -> ClaimResult:
        for each in self.results:
            if each.about.id == number:
                return each
        raise KeyError(number)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the number of claims by C and verdict."""
        out: dict[str, dict[str, int]] = {}
        for each in self.results:
            row = out.setdefault(each.about.four_c, dict.fromkeys(VERDICTS, 0))
            row[each.verdict] += 1
        return out

    def table(self) -> Table:
        """Return one row a claim."""
        rows = [
            [each.about.id, each.about.four_c, each.about.claim, IN_WORDS[each.verdict]]
            for each in self.results
        ]
        return Table(["id", "C", "claim", "verdict"], rows, "the paper's claims, checked")

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record a claim, its counterexample in words."""
        return [each.record() for each in self.results]

    def to_dict(self) -> dict[str, Any]:
        """Return all records."""
        return {
            "schema": 1,
            "counts": self.counts(),
            "claims": [each.to_dict() for each in self.results],
        }


def run_claim(claim: Claim, models: Models) -> ClaimResult:
    """Return a claim with what its check finds.

    Raises
    ------
    ModelError
        If the claim has neither a check nor a reason why there is none.
    """
    entered = all_checks().get(claim.id)
    if entered is None:
        if not claim.not_formalised:
            raise ModelError(f"claim {claim.id}", "no check", "a check, or why there is none")
        return ClaimResult(claim, "not_formalised", claim.not_formalised)
    found = entered(models)
    return ClaimResult(claim, found.verdict, found.evidence, found.condition, found.counterexample)
