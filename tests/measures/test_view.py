"""One state's view of a comparison: what serves it, by its own payoffs.

It is not: a test of assessments as such (test_legitimacy.py, test_shortfall.py).
"""

from __future__ import annotations

import json

import numpy as np
import pytest

from gametheory_orders import compare
from gametheory_orders.cli import main
from gametheory_orders.foundations.errors import ModelError
from making import climate

ORDERS = ["g6_consensus", "charter_unanimity", "pair_eu_us", "club_tariff_2"]


def test_orders_are_ranked_by_what_the_state_gains() -> None:
    found = compare(climate(), ORDERS, view="US")
    table = found.view_table()
    position = climate().world.ids.index("US")
    gains = {}
    for each in found:
        game = each.outcome.game
        paid = each.outcome.delivered.payoffs[position]
        gains[game.order.name] = paid - game.reference_payoffs[position]
    assert [row[0] for row in table.rows] == sorted(gains, key=lambda name: -gains[name])
    for row in table.rows:
        assert row[2] == pytest.approx(gains[row[0]])
    best = found.assessments[0].outcome.game
    share = gains["g6_consensus"] / (best.first_best_payoffs - best.reference_payoffs)[position]
    (own,) = [row for row in table.rows if row[0] == "g6_consensus"]
    assert own[3] == pytest.approx(share)
    assert own[5] == pytest.approx(1 / 6)
    ranking = found.to_dict()["view"]["ranking"]
    assert np.diff([each["gain"] for each in ranking]).max() <= 0


def test_an_outsider_has_a_view_too() -> None:
    row = compare(climate(), ["g6_consensus"], view="Brazil").view_table().rows[0]
    assert row[1] is False
    assert row[2] > 0


def test_without_a_view_there_is_no_ranking() -> None:
    found = compare(climate(), ["g6_consensus"])
    assert "view" not in found.to_dict()
    with pytest.raises(ModelError, match="view: found no state"):
        found.view_table()
    with pytest.raises(ModelError, match="did you mean 'US'"):
        compare(climate(), ["g6_consensus"], view="USA")


def test_the_command_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    def run(*more: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(["compare", "climate", "--orders", ",".join(ORDERS), *more])
        return (int(caught.value.code or 0), *capsys.readouterr())

    code, out, _ = run("--view", "US", "--virtues")
    assert code == 0
    assert "what serves US" in out
    assert "each C on its own ground" in out
    assert "No flexibility: needs an agenda of several issues." in out.replace("\n  ", " ")
    code, out, _ = run("--view", "US", "--json")
    assert json.loads(out)["view"]["state"] == "US"
    code, out, err = run("--view", "USA")
    assert (code, out) == (2, "")
    assert err.startswith("fourcs: --view: found USA") or "--view: found USA" in err
