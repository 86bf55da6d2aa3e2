"""What is drawn says what the screen holds, escapes what a model says, and is well-formed."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser
from importlib import resources

import pytest

from gametheory_orders.explorer.controls import names_of, orders_by_title, plain_label, stand
from gametheory_orders.explorer.drawing import (
    LEGITIMACY,
    error_box,
    number,
    pieces,
    summary,
)
from gametheory_orders.explorer.parts import details
from gametheory_orders.explorer.session import Choice, look, open_problem
from gametheory_orders.foundations.palette import FOUR_C_TEXT_COLOURS

LAKE = (resources.files("gametheory_orders.cli") / "new_model.toml").read_text(encoding="utf-8")
VOID = {"circle", "line", "rect", "polyline", "br"}


class Outline(HTMLParser):
    """Elements that are open, texts, and attributes; raises where tags do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    assert found.open == []
    return found


SCREENS = [
    Choice("climate", order="g6_consensus"),
    Choice("climate", order="club_tariff_2", beside=("club_tariff_1", "club_tariff_3")),
    Choice("spheres", order="spheres_concert"),
    Choice("spheres", order="charter", beside=()),
    Choice(text=LAKE, order="own-pledges"),
]


@pytest.mark.parametrize("choice", SCREENS, ids=lambda choice: choice.order)
def test_figures_on_the_page_are_those_of_the_screen(choice: Choice) -> None:
    screen = look(choice)
    top, rest = outline(summary(screen)), outline(details(screen))
    shown = [text for text in top.texts if re.fullmatch(r"−?\d+\.\d\d", text)]
    wanted = (screen.effectiveness, screen.legitimacy.index, screen.gap)
    assert shown == [number(each) for each in wanted]
    assert math.fsum(value for _, value, _ in pieces(screen)) == pytest.approx(1.0)
    for name, value, _ in pieces(screen):
        if abs(value) > 5e-4:
            at = rest.texts.index(name)
            assert rest.texts[at + 1] == number(value)
    for name in ("consent_people", "authority", "representation_people"):
        at = rest.texts.index(LEGITIMACY[name])
        assert rest.texts[at + 1] == number(screen.legitimacy[name])


def test_an_order_that_does_harm_is_said_to() -> None:
    screen = look(Choice("spheres", order="spheres_concert"))
    assert screen.effectiveness < 0
    assert "takes away <b>86 percent</b>" in summary(screen)
    assert "all together lose by it" in summary(screen)
    numbers = [text for text in outline(details(screen)).texts if text in ("−0.75", "−0.5", "1")]
    assert set(numbers) == {"−0.75", "−0.5", "1"}


def test_every_measure_of_legitimacy_has_words() -> None:
    for choice in SCREENS:
        values = set(look(choice).legitimacy.values)
        body = {name for name in values if name.startswith("representation_body")}
        assert values - body == {*LEGITIMACY, "index", "power_by_convention"}


def test_each_order_has_the_colour_of_its_c_and_its_place() -> None:
    screen = look(Choice("climate", order="g6_consensus"))
    page = outline(details(screen))
    circles = [a for tag, a in page.seen if tag == "circle" and a.get("r") == "11"]
    assert [a["fill"] for a in circles] == [FOUR_C_TEXT_COLOURS[p.four_c] for p in screen.points]
    # The same scale on both axes: the drawing's slope is that of the figures.
    centres = [(float(a["cx"]), float(a["cy"])) for a in circles]
    (x0, y0), (x1, y1) = centres[0], centres[1]
    first, second = screen.points[:2]
    rise = (second.effectiveness - first.effectiveness) / (second.legitimacy - first.legitimacy)
    assert (y0 - y1) / (x1 - x0) == pytest.approx(rise, rel=2e-3)


def test_dots_never_cover_each_other() -> None:
    names = tuple(open_problem("climate").orders)
    page = outline(details(look(Choice("climate", order="charter", beside=names))))
    spots = [
        (float(a["cx"]), float(a["cy"]))
        for tag, a in page.seen
        if tag == "circle" and a.get("r") == "11"
    ]
    assert len(spots) == 17
    gaps = [math.dist(one, other) for j, one in enumerate(spots) for other in spots[:j]]
    assert min(gaps) >= 22


def test_pictures_have_words_and_tables_have_headings() -> None:
    page = outline(details(look(Choice("climate", order="g6_consensus"))))
    pictures = [a for tag, a in page.seen if tag == "svg"]
    assert len(pictures) == 2
    assert all(a["role"] == "img" and len(a["aria-label"]) > 40 for a in pictures)
    assert all(a.get("scope") in ("col", "row") for tag, a in page.seen if tag == "th")
    tables = [tag for tag, _ in page.seen if tag in ("table", "caption")]
    assert tables == ["table", "caption"] * 4


def test_nothing_that_a_model_says_is_read_as_html() -> None:
    evil = "<img src=x onerror=alert(1)>"
    text = LAKE.replace('name = "The town at the outflow"', f'name = "{evil}"')
    text = text.replace('"everyone-agrees"', f'"{evil}"').replace('"million euros', f'"{evil}')
    screen = look(Choice(text=text, order=evil))
    for html in (summary(screen), details(screen), error_box(evil)):
        assert "<img" not in html
        outline(html)
    assert "<" not in plain_label(evil)


def test_labels_name_each_choice_once() -> None:
    for issue in ("climate", "rice", "spheres", "aggression"):
        opened = open_problem(issue)
        assert sorted(orders_by_title(opened).values()) == sorted(opened.orders)
        assert tuple(names_of(opened).values()) == opened.issue.world.ids
        for name in opened.orders:
            if issue in ("climate", "spheres"):
                found = stand(opened, name)
                for slider in (found.patience, found.blocking_cost, found.tariff, found.quota):
                    assert slider.low <= slider.value <= slider.high


def test_many_states_are_cut_and_nobody_is_said() -> None:
    page = details(look(Choice("aggression", order="aggression_concert", beside=())))
    assert "and 170 more" in page
    assert "nobody" in page


def test_an_undefined_measure_says_why() -> None:
    text = re.sub(r"population = \d+", "", LAKE).replace('by = "population"', 'by = "stake"')
    screen = look(Choice(text=text, order="everyone-agrees", beside=()))
    assert math.isnan(screen.gap)
    assert "the world has no column" in details(screen)
    assert "undefined" in summary(screen)


def test_a_problem_in_which_nothing_can_be_gained_says_so() -> None:
    text = re.sub(r"stake = [\d.]+", "stake = 0.0", LAKE)
    screen = look(Choice(text=text, order="everyone-agrees", beside=()))
    assert "Nothing can be gained here" in summary(screen)
    assert "Undefined" in details(screen)
