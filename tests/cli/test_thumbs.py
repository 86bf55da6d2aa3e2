"""``fourcs thumbs``: the list, one rule, a fresh trial; documents, one line a fault."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from gametheory_orders import rules_of_thumb


def test_the_list_names_every_rule_and_which_not_to_follow(fourcs: Any) -> None:
    done = fourcs("thumbs")
    assert (done.code, done.err) == (0, "")
    follow, _, other = done.out.partition("not to follow")
    for rule in rules_of_thumb():
        assert f"  {rule.id}: {rule.four_c} (" in (other if rule.weak else follow)
    assert max(map(len, done.out.splitlines())) <= 100


def test_one_rule_in_full(fourcs: Any) -> None:
    done = fourcs("thumbs", "powers_hold_most")
    assert done.out.startswith("Rule of thumb powers_hold_most: concert\n")
    assert "Weak: not to be followed." in done.out
    assert "Weak" not in fourcs("thumbs", "impatient").out


def test_documents_say_the_same(fourcs: Any) -> None:
    found = json.loads(fourcs("thumbs", "--json").out)
    rows = list(csv.DictReader(io.StringIO(fourcs("thumbs", "--csv").out)))
    assert found["schema"] == 1
    for row, record in zip(rows, found["rules"], strict=True):
        assert row["id"] == record["id"]
        assert float(row["share"]) == record["tally"]["share"]
        assert record["failure"]["world"]["stake"]
    one = json.loads(fourcs("thumbs", "impatient", "--json").out)
    assert [each["id"] for each in one["rules"]] == ["impatient"]


def test_tried_anew(fourcs: Any) -> None:
    arguments = ("thumbs", "trade_pays_everyone", "--worlds", "150", "--seed", "8")
    (found,) = json.loads(fourcs(*arguments, "--json").out)["rules"]
    assert (found["worlds"], found["seed"], found["share"], found["failure"]) == (150, 8, 1.0, None)
    (row,) = csv.DictReader(io.StringIO(fourcs(*arguments, "--csv").out))
    assert int(row["holds"]) == found["holds"] > 10
    done = fourcs(*arguments)
    assert "150 random worlds, seed 8" in done.out
    assert done.err == "", "no progress where nobody looks"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("impatience",), "did you mean 'impatient'"),
        (("impatient", "--worlds", "0"), "worlds: found 0"),
        (("impatient", "--worlds", "1e3"), "--worlds: found 1e3"),
        (("impatient", "--worlds", "10", "--seed", "-1"), "--seed: found -1"),
        (("impatient", "--seed", "1"), "--worlds beside it"),
        (("--json", "--csv"), "--json"),
    ],
)
def test_faults_are_one_line(fourcs: Any, arguments: tuple[str, ...], told: str) -> None:
    done = fourcs("thumbs", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1
