"""Public goods of every kind from model files, and what is wrong with them, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

import gametheory_orders as gto
from gametheory_orders.issues.goods import SumGood, ThresholdGood

FILE = """
[issue]
name = "treaty"
family = "public_good"
{keys}
[columns]
limit = "Mt"
unit_cost = "US$"
loss = "US$"
[[state]]
id = "A"
stake = 0.5
capacity = 1.0
limit = 10.0
unit_cost = 2.0
loss = 30.0
[[state]]
id = "B"
stake = 0.5
capacity = 1.0
limit = 10.0
unit_cost = 2.0
loss = 30.0
"""


def written(folder: Path, keys: str) -> Path:
    path = folder / "treaty.toml"
    path.write_text(FILE.format(keys=keys), encoding="utf-8")
    return path


def test_keys_make_the_good(tmp_path: Path) -> None:
    led = gto.load_issue(
        written(tmp_path, 'benefit = "damage"\ntiming = "coalition_first"\ndamage_exponent = 3')
    )
    assert isinstance(led, SumGood)
    assert led.timing == "coalition_first"
    cliff = gto.load_issue(
        written(tmp_path, 'technology = "threshold"\nthreshold = 18.0\ncost = "linear"')
    )
    assert isinstance(cliff, ThresholdGood)
    assert cliff.losses.tolist() == [30.0, 30.0]
    assert {float(each.sum()) for each in cliff.equilibria()} == {0.0, 18.0}


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ('benefit = "quadratc"', "issue.benefit: found quadratc"),
        ('benefit = "quadratic"', "issue.satiation: found none"),
        ('tming = "coalition_first"', "did you mean 'timing'?"),
        ('technology = "weakest"', "did you mean 'weakest_link'?"),
        ('cost = "income"', "income"),
        ('cost = "cubic"', "cubic"),
        ("satiation = true", "issue.satiation"),
        ('exponent = "3"', "issue.exponent"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, keys: str, found: str) -> None:
    with pytest.raises(gto.ModelError) as caught:
        gto.load_issue(written(tmp_path, keys))
    assert found in str(caught.value)
    assert "treaty.toml" in str(caught.value)
    assert "\n" not in str(caught.value)
