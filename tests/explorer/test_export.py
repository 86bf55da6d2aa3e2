"""What is taken away from the page gives back the figures on it."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
from importlib import resources
from pathlib import Path

import pytest

import gametheory_orders as gto
from gametheory_orders.explorer.export import model_file, python_script
from gametheory_orders.explorer.pasted import NAME
from gametheory_orders.explorer.session import Choice, Screen, look, open_problem

LAKE = (resources.files("gametheory_orders.cli") / "new_model.toml").read_text(encoding="utf-8")
TWO_HOUSES = """
[[order]]
name = "two \\"houses\\""
four_c = "charter"
membership = { rule = "fixed", members = ["Town", "Port", "Farms"] }
enforcement = [
    { rule = "reciprocity", reversion = 3 },
    { rule = "sanctions", size = 2.0, body = { rule = "quota", quota = 2 } },
]
[order.decision]
rule = "all"
of = [{ rule = "quota", quota = "2/3" }, { rule = "quota", quota = 100, weights = "population" }]
"""

CHOICES = [
    Choice("climate"),
    Choice("climate", order="g6_consensus", patience=0.55, blocking_cost=1.5, tariff=0.03),
    Choice(
        "climate",
        order="charter_majority",
        quota=6,
        members=("US", "EU", "China", "Japan", "India", "Russia", "Brazil"),
    ),
    Choice(
        "climate",
        order="club_tariff_2",
        tariff=0.01,
        beside=("pledge_differentiated", "club_tariff_3"),
    ),
    Choice("spheres", order="spheres_concert", patience=0.2),
    Choice("spheres", order="coalition", beside=("spheres_club_of_the_small",)),
    Choice(
        text=LAKE,
        order="two-largest",
        beside=("own-pledges", "long-shores"),
        blocking_cost=0.25,
        patience=0.7,
    ),
    Choice(text=LAKE + TWO_HOUSES, order='two "houses"', beside=("charter",), patience=0.8),
]


def figures(found) -> list[tuple]:
    """Everything the page shows of each order."""
    return [
        (
            a.outcome.game.order.four_c,
            frozenset(a.outcome.members),
            pytest.approx(a.effectiveness, abs=1e-12),
            pytest.approx(a.gap, abs=1e-12),
            {k: pytest.approx(v, abs=1e-12) for k, v in a.shortfall.share.items()},
            frozenset(a.outcome.blocked_by),
            frozenset(a.outcome.delivered.leavers),
        )
        for a in found
    ]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda c: c.order)
def test_the_model_file_gives_the_screen_back(choice: Choice, tmp_path: Path) -> None:
    screen = look(choice)
    path = tmp_path / "taken.toml"
    path.write_text(model_file(screen), encoding="utf-8")
    found = gto.compare(path)
    assert figures(found) == figures(screen.comparison)
    assert [a.outcome.game.order.name for a in found] == [p.name for p in screen.points]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda c: c.order)
def test_the_script_gives_the_screen_back(choice: Choice, tmp_path: Path) -> None:
    screen = look(choice)
    found = ran(screen, tmp_path)
    assert figures(found["found"]) == figures(screen.comparison)


def ran(screen: Screen, folder: Path) -> dict:
    """Run the script in a folder that holds the model file, and return what it made."""
    (folder / NAME).write_text(model_file(screen), encoding="utf-8")
    script = folder / "script.py"
    script.write_text(python_script(screen), encoding="utf-8")
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(printed):
            made = runpy.run_path(str(script))
    finally:
        os.chdir(before)
    assert screen.points[0].name in printed.getvalue()
    return made


def test_every_order_on_the_page_can_be_written_both_ways(tmp_path: Path) -> None:
    from gametheory_orders import orders
    from gametheory_orders.explorer.export import _order_in_python, _table
    from gametheory_orders.files.orders import build_orders
    from gametheory_orders.files.schema import OrderFile, check

    for issue in ("climate", "rice", "spheres", "aggression"):
        for name, order in open_problem(issue).orders.items():
            file = check({"order": _table(order)}, OrderFile, name)
            (again,) = build_orders(file.order, name, single=True)
            rules = [rule for _, rule, _ in order.slots]
            assert [rule for _, rule, _ in again.order.slots] == rules, name
            made = eval(_order_in_python(order), {"gto": gto, "orders": orders})
            made = gto.load_order(made) if isinstance(made, str) else made
            assert [rule for _, rule, _ in made.slots] == rules, name


def test_what_is_written_is_fit_to_read() -> None:
    script = python_script(look(CHOICES[2]))
    assert max(map(len, script.splitlines())) <= 100
    assert "quota=6" in script
    hostile = LAKE.replace('"clean-lake"', '"x\\"\\"\\"\\nimport os #"')
    first = python_script(look(Choice(text=hostile, order="charter", beside=()))).splitlines()[0]
    assert first == '"""ximport os #, as fourcs explore showed it."""'
