"""What is said of institutions: every record is checked, and every statement can be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gametheory_orders import ModelError
from gametheory_orders.files import bundled
from gametheory_orders.files.claims import (
    BundledModels,
    load_institution_claims,
    read_institution_records,
)
from gametheory_orders.statics.claims.institutions import (
    STATEMENTS,
    InstitutionRecord,
    check_institution,
)

RECORDS = {record.name: record for record in read_institution_records()}
AGREE = [each.about.name for each in load_institution_claims() if each.verdict == "agrees"]
PLANTED = [(name, kind) for name in AGREE for kind in RECORDS[name].statements]


def test_records_name_bundled_institutions_once() -> None:
    assert set(RECORDS) <= set(bundled("institutions"))
    assert len(RECORDS) == len(read_institution_records()) >= 30
    used = {kind for record in RECORDS.values() for kind in record.statements}
    assert used == set(STATEMENTS), "a kind of statement that nothing says is dead"


@pytest.mark.parametrize(("name", "kind"), PLANTED)
def test_a_statement_that_is_changed_differs(name: str, kind: str) -> None:
    record = RECORDS[name]
    planted = STATEMENTS[kind].planted(record.statements[kind])
    changed = replace(record, statements={**record.statements, kind: planted})
    assert check_institution(changed, BundledModels()).verdict == "differs"


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_another_c_differs(name: str) -> None:
    others = {"charter", "club", "concert", "coalition"} - set(RECORDS[name].four_c)
    entered = BundledModels().institution(name).four_c
    wrong = replace(RECORDS[name], four_c=tuple(others - {entered}))
    assert check_institution(wrong, BundledModels()).verdict == "differs"


def test_figures_that_can_be_counted_by_hand() -> None:
    found = {each.about.name: each for each in load_institution_claims()}
    assert found["nato"].evidence == "30 listed."
    assert found["unsc"].evidence == "5 permanent; 5 can block alone."
    # 193 members and 2 observers less 20 seats.
    assert "175 others" in found["g20"].evidence
    # The G-12 sits with the whole EU: more people and less output than the paper has.
    assert found["g12"].verdict == "differs"
    # Iran is outside and emits more than one of the seventeen.
    assert found["mef"].verdict == "differs"
    assert "IRN" in found["mef"].evidence
    for name in ("psi", "world_bank", "iraqi_freedom"):
        assert found[name].verdict == "cannot_be_checked"


def test_where_no_list_is_known_the_count_must_still_be_the_file_s() -> None:
    record = replace(RECORDS["iraqi_freedom"], statements={"members": 48})
    assert check_institution(record, BundledModels()).verdict == "differs"


def test_an_unknown_kind_of_statement_is_named() -> None:
    with pytest.raises(ModelError, match=r"nato: membres.*did you mean 'members'"):
        InstitutionRecord("nato", ("club",), "words", {"membres": 30})
