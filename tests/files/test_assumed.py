"""Figures that a file assumes: only where none is known, and said in the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from gametheory_orders import ModelError
from gametheory_orders.files import load_issue

TEXT = """
[issue]
name = "posse"
family = "collective_action"
threshold = 0.5

[assumed.weight]
B = 2.0
"*" = 1.0

[assumed.able]
"*" = 1.0

[[state]]
id = "A"
benefit = 3.0
cost = 1.0
weight = 4.0

[[state]]
id = "B"
benefit = 2.0
cost = 1.0

[[state]]
id = "C"
benefit = -1.0
cost = 0.0
"""


def test_blanks_are_filled_and_the_sources_say_so(tmp_path: Path) -> None:
    path = tmp_path / "posse.toml"
    path.write_text(TEXT)
    issue = load_issue(path)
    assert issue.world.column("weight").tolist() == [4.0, 2.0, 1.0]
    assert issue.world.column("able").tolist() == [1.0, 1.0, 1.0]
    assert issue.world.sources["weight"] == "assumed for B, all others without a figure"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("B = 2.0", "A = 2.0", "assumed.weight.A: found 2.0 for A, whose figure is 4.0"),
        ("B = 2.0", "Bee = 2.0", "did you mean 'B'"),
        ("B = 2.0", 'B = "2"', "the text '2'"),
        ("[assumed.weight]", "[assumed.cost]", "state A"),
        ("[assumed.weight]", "[assumd.weight]", "did you mean 'assumed'"),
        ('[assumed.able]\n"*" = 1.0', '[assumed.able]\n"*" = 2.0', "able"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "posse.toml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new))
    with pytest.raises(ModelError) as caught:
        load_issue(path)
    line = str(caught.value)
    assert "posse.toml" in line
    assert told in line or (told == "state A" and "cost" in line), line
