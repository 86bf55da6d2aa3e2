"""The interactive page in a real browser: Debian's Chromium, driven by Playwright.

Builds on ``fourcs explore`` in a process of its own. It is not: a test of the figures themselves
(tests/explorer), only that those on the page are the library's.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from gametheory_orders.explorer.drawing import number
from gametheory_orders.explorer.export import model_file
from gametheory_orders.explorer.session import Choice, look

pytestmark = pytest.mark.browser

LAKE = (resources.files("gametheory_orders.cli") / "new_model.toml").read_text(encoding="utf-8")
CONTROLS = ("button", "checkbox", "combobox", "link", "listbox", "slider", "spinbutton", "textbox")
BESIDE = ("charter", "club", "coalition")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start the page on a free port, and end it."""
    command = [sys.executable, "-m", "gametheory_orders", "explore", "--headless"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found, line
            yield found[0]
            # Ctrl+C ends it, whatever pages have been open.
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()


@pytest.fixture(scope="module")
def context() -> Iterator[Any]:
    """Start Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "no chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        # A root user, as in a container, has no sandbox to run in.
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=path, args=flags)
        # One context: what the first page has loaded is there for the next.
        yield started.new_context()
        started.close()


class Visit:
    """One page that is open, what its console said, and where it asked for anything."""

    def __init__(self, context: Any, address: str, width: int) -> None:
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url, address))
        self.page.goto(address)
        self.page.wait_for_selector(".fx-results")

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _ask(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:", address.replace("http", "ws"))):
            self.elsewhere.append(url)

    def figures(self) -> list[str]:
        """Return effectiveness, legitimacy and gap as they stand on the page."""
        return [text.strip() for text in self.page.locator(".fx-tiles b").all_inner_texts()]

    def wait_for(self, choice: Choice) -> None:
        """Wait until the page shows the library's figures for a choice."""
        screen = look(choice)
        wanted = [number(v) for v in (screen.effectiveness, screen.legitimacy.index, screen.gap)]
        self.page.wait_for_function(
            "wanted => JSON.stringify([...document.querySelectorAll('.fx-tiles b')]"
            ".map(e => e.innerText.trim())) === JSON.stringify(wanted)",
            arg=wanted,
        )

    def nodes(self) -> list[tuple[str, str]]:
        """Return role and name of all that a screen reader is told of."""
        session = self.page.context.new_cdp_session(self.page)
        found = session.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (n.get("role", {}).get("value", ""), n.get("name", {}).get("value", ""))
            for n in found
            if not n.get("ignored")
        ]


WIDTHS = [1280, 390]


@pytest.fixture(scope="module")
def untouched(context: Any, address: str) -> Iterator[Visit]:
    """Open the page once, to look at it at several widths."""
    found = Visit(context, address, WIDTHS[0])
    yield found
    found.page.close()


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def visit(request: pytest.FixtureRequest, untouched: Visit, tmp_path: Path) -> Iterator[Visit]:
    """Look at the page at a width; keep a picture of it."""
    untouched.page.set_viewport_size({"width": request.param, "height": 900})
    yield untouched
    untouched.page.screenshot(path=tmp_path / f"explorer_{request.param}.png")


@pytest.fixture
def fresh(
    request: pytest.FixtureRequest, context: Any, address: str, tmp_path: Path
) -> Iterator[Visit]:
    """Open the page at a width, to change what is on it; keep a picture of how it was left."""
    found = Visit(context, address, request.param)
    yield found
    found.page.screenshot(path=tmp_path / f"explorer_{request.param}.png")
    found.page.close()


def test_it_opens_without_an_error_and_asks_nobody_else(visit: Visit) -> None:
    visit.wait_for(Choice("climate", order="g6_consensus", beside=BESIDE))
    assert visit.page.get_by_role("heading", level=1).count() == 1
    visit.page.wait_for_timeout(500)
    assert visit.errors == []
    assert visit.elsewhere == []


@pytest.mark.parametrize("fresh", [1280], indirect=True)
def test_a_slider_moved_by_keyboard_shows_the_library_s_figures(fresh: Visit) -> None:
    before = Choice("climate", order="g6_consensus", beside=BESIDE)
    fresh.wait_for(before)
    slider = fresh.page.get_by_role("slider", name="Votes needed")
    slider.focus()
    for _ in range(2):
        fresh.page.keyboard.press("ArrowLeft")
    fresh.wait_for(Choice("climate", order="g6_consensus", beside=BESIDE, quota=4))
    assert slider.get_attribute("aria-valuenow") == "4"
    assert number(look(before).effectiveness) != fresh.figures()[0]
    # A member taken out by keyboard.
    fresh.page.get_by_role("checkbox", name="Russia").focus()
    fresh.page.keyboard.press("Space")
    rest = ("US", "China", "EU", "Japan", "India")
    last = Choice("climate", order="g6_consensus", beside=BESIDE, quota=4, members=rest)
    fresh.wait_for(last)
    # What is taken away is what stands there.
    with fresh.page.expect_download() as taken:
        fresh.page.get_by_role("link", name="Model file").click()
    assert Path(taken.value.path()).read_text(encoding="utf-8") == model_file(look(last))
    assert fresh.errors == []


@pytest.mark.parametrize("fresh", [390], indirect=True)
def test_a_broken_model_is_told_in_one_line_and_a_sound_one_is_shown(
    fresh: Visit, tmp_path: Path
) -> None:
    fresh.page.get_by_text("Edit the problem, or bring your own").click()
    field = fresh.page.get_by_role("textbox", name="Model file")
    field.fill(LAKE.replace("stake = 3.0", 'stake = "3.0"'))
    field.blur()
    alert = fresh.page.get_by_role("alert")
    alert.wait_for()
    line = alert.inner_text()
    assert "your-model.toml: state[0].stake: found the text '3.0'" in line, line
    assert "\n" not in line.strip()
    field.fill(LAKE)
    field.blur()
    fresh.wait_for(Choice(text=LAKE, order="two-largest", beside=BESIDE))
    assert alert.count() == 0
    # A file that is uploaded goes through the same door.
    broken = tmp_path / "broken.toml"
    broken.write_text("[issue]\nname = 'x'\nfamly = 'y'\n", encoding="utf-8")
    fresh.page.locator("input[type=file]").set_input_files(broken)
    alert.wait_for()
    assert "did you mean 'family'?" in alert.inner_text()
    assert fresh.errors == []


def test_nothing_scrolls_sideways_and_nothing_overlaps(visit: Visit) -> None:
    sizes = visit.page.evaluate(
        "[document.documentElement, document.querySelector('#App')]"
        ".map(e => [e.scrollWidth, e.clientWidth])"
    )
    assert all(inside <= shown for inside, shown in sizes), sizes
    boxes = visit.page.evaluate(
        "[...document.querySelectorAll('.marimo-cell')].map(e => e.getBoundingClientRect())"
        ".filter(r => r.height > 1).map(r => [r.left, r.top, r.right, r.bottom])"
    )
    assert len(boxes) >= 9
    for j, one in enumerate(boxes):
        for other in boxes[:j]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= 1, (one, other)


def test_every_control_and_every_picture_has_a_name(visit: Visit) -> None:
    edit = visit.page.locator("details.fx-edit")
    edit.evaluate("each => each.open = true")
    visit.page.get_by_role("textbox", name="Model file").wait_for()
    nodes = visit.nodes()
    edit.evaluate("each => each.open = false")
    controls = [(role, name) for role, name in nodes if role in CONTROLS]
    assert len(controls) >= 25
    for role, name in controls:
        assert name.strip(), (role, controls)
        assert "<" not in name, name
    pictures = [name for role, name in nodes if role in ("image", "img")]
    assert [name.split()[0] for name in pictures] == ["Stacked", "Legitimacy"]
    tables = visit.page.evaluate(
        "[...document.querySelectorAll('table')].map(t => [!!t.caption, t.querySelectorAll('th')"
        ".length, t.querySelectorAll('th[scope]').length])"
    )
    assert len(tables) == 4
    assert all(caption and heads and heads == scoped for caption, heads, scoped in tables)


def test_it_can_be_read_and_not_edited(visit: Visit, address: str) -> None:
    assert visit.page.evaluate("document.querySelectorAll('.cm-editor').length") == 0
    asked = visit.page.request.post(f"{address}api/kernel/save", data={})
    assert asked.status >= 400
    assert "session.look" not in visit.page.content()
