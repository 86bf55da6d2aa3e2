"""A model on the page goes through the checks of a file, and reaches no file."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

import gametheory_orders as gto
from gametheory_orders.explorer.pasted import LARGEST_TEXT, read_pasted, uploaded_text
from gametheory_orders.explorer.session import Choice, look
from gametheory_orders.files.issues import read_model
from gametheory_orders.foundations.errors import ModelError

LAKE = (resources.files("gametheory_orders.cli") / "new_model.toml").read_text(encoding="utf-8")


def line_of(text: str) -> str:
    with pytest.raises(ModelError) as caught:
        read_pasted(text)
    return caught.value.line()


def look_at_all(text: str) -> None:
    for order in read_pasted(text).orders:
        look(Choice(text=text, order=order.name, beside=()))


def test_a_sound_text_is_what_the_file_would_be(tmp_path: Path) -> None:
    path = tmp_path / "lake.toml"
    path.write_text(LAKE, encoding="utf-8")
    assert read_pasted(LAKE).orders == read_model(path).orders
    shown = look(Choice(text=LAKE, order="three-of-four", beside=()))
    (expected,) = gto.compare(path, ["three-of-four"])
    assert shown.effectiveness == expected.effectiveness


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stake = 3.0", 'stake = "3.0"'),
        ("stake = 3.0", "stake = -3.0"),
        ("stake = 3.0", "stake = nan"),
        ("stake = 3.0", "stakes = 3.0"),
        ('family = "public_good"', 'family = "public_god"'),
        ("[columns]", "[columns"),
        ('id = "Port"', 'id = "Town"'),
        ("quota = 3 }", "quota = 5 }"),
        ('rule = "unanimity"', 'rule = "unanimous"'),
        ("shoreline >= 4", "__import__('os').getcwd() >= 4"),
    ],
)
def test_a_wrong_text_says_what_the_file_would_say(tmp_path: Path, old: str, new: str) -> None:
    text = LAKE.replace(old, new)
    assert text != LAKE
    path = tmp_path / "your-model.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        gto.compare(path)
    expected = caught.value.line().replace(f"{tmp_path}/", "")
    with pytest.raises(ModelError) as caught:
        look_at_all(text)
    assert caught.value.line().split(": ")[-1] == expected.split(": ")[-1]
    assert "/tmp" not in caught.value.line()


def test_no_file_can_be_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text("password = 'swordfish'\n", encoding="utf-8")
    head = "[issue]\nname = 'x'\nfamily = 'public_good'\n"
    for line in (
        f"world = {str(secret)!r}",
        "world = '../../etc/passwd'",
        f"orders = [{str(secret)!r}]",
        f"trade = {str(secret)!r}",
    ):
        said = line_of(head + line)
        assert said.startswith("your-model.toml: issue."), said
        assert "swordfish" not in said


def test_bundled_worlds_and_orders_may_be_named() -> None:
    climate = (Path(gto.files.models_folder()) / "issues" / "climate.toml").read_text("utf-8")
    assert read_pasted(climate).issue.n == 15
    assert len(read_pasted(climate).orders) == 13
    shown = look(Choice(text=climate.replace("price = 25.0", "price = 50.0"), order="charter"))
    assert shown.assessment.stake == pytest.approx(4 * 62.21397329, rel=1e-6)


def test_too_long_empty_and_odd_texts() -> None:
    assert "at most 200000" in line_of("#" * (LARGEST_TEXT + 1))
    assert line_of("  \n") == "your-model.toml: found nothing, expected a TOML model file"
    for text in ("\0", "\ud800", "[[[[", "a = " + "[" * 5000, "issue = 3", "[issue]\norders = 3"):
        assert line_of(text).startswith("your-model.toml")


def test_an_upload_is_text_or_one_line() -> None:
    assert uploaded_text(LAKE.encode()) == LAKE
    with pytest.raises(ModelError) as caught:
        uploaded_text(b"name = 'caf\xe9'")
    assert caught.value.line().startswith("your-model.toml: found bytes that are not UTF-8 text")
    with pytest.raises(ModelError):
        uploaded_text(b" \n")
