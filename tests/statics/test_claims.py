"""The ledger: every check runs, gives its evidence, and comes out otherwise where it must."""

from __future__ import annotations

import pytest

from gametheory_orders import ModelError
from gametheory_orders.files.claims import BundledModels, load_claims, read_claims
from gametheory_orders.statics.claims import Check, all_checks, run_claim

CLAIMS = {claim.id: claim for claim in read_claims()}
CS = ("all", "charter", "club", "concert", "coalition")


@pytest.mark.parametrize("number", sorted(all_checks()))
def test_a_check_gives_a_verdict_and_its_planted_variant_another(number: int) -> None:
    entered: Check = all_checks()[number]
    found = entered(BundledModels())
    flipped = entered.flipped(BundledModels())
    assert found.verdict != flipped.verdict, (found, flipped)


@pytest.mark.parametrize("number", sorted(CLAIMS))
def test_a_record_is_complete(number: int) -> None:
    claim = CLAIMS[number]
    assert claim.four_c in CS
    for words in (claim.section, claim.claim, claim.formal_object, claim.prediction):
        assert words.strip() == words != ""
    # Either a check or a reason, never both.
    assert (number in all_checks()) != bool(claim.not_formalised)


def test_every_check_has_a_claim() -> None:
    assert set(all_checks()) <= set(CLAIMS)


def test_a_ledger_of_one_and_a_wrong_number() -> None:
    ledger = load_claims(11)
    assert len(ledger) == 1
    assert ledger[11].to_dict()["verdict"] == run_claim(CLAIMS[11], BundledModels()).verdict
    with pytest.raises(ModelError, match="claim"):
        load_claims(999)
