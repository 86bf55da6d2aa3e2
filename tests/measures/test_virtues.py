"""The other virtues against their definitions."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.measures.virtues import virtues


def outcome(columns, members, **how):
    ids = [f"S{i}" for i in range(4)]
    world = gto.World(ids, {"stake": np.ones(4), "capacity": np.ones(4), **columns})
    order = gto.concert(members=[ids[i] for i in members], **how)
    return gto.solve(gto.CooperationGame(gto.PublicGood(world), order))


def test_capability_is_the_members_share_of_the_first_column_there_is():
    found = outcome({"gdp": [1.0, 2.0, 3.0, 4.0], "cinc": [0.1, 0.2, 0.3, np.nan]}, [1, 3])
    measured = virtues(found.game, found.delivered)
    assert measured.capability_column == "gdp"
    assert measured["capability"] == pytest.approx(0.6)


def test_solidarity_compares_distances_of_pairs():
    points = [0.0, 1.0, 1.5, 4.0]
    found = outcome({"ideal_point": points}, [0, 1, 2])
    pairs = [abs(a - b) for a, b in combinations(points, 2)]
    inside = [abs(a - b) for a, b in combinations(points[:3], 2)]
    wanted = 1 - np.mean(inside) / np.mean(pairs)
    assert virtues(found.game, found.delivered)["solidarity"] == pytest.approx(wanted)


def test_what_is_missing_is_undefined_and_says_why():
    found = outcome({"ideal_point": [0.0, 1.0, np.nan, 2.0]}, [0, 1])
    document = virtues(found.game, found.delivered).to_dict()
    assert document["solidarity"] is None
    assert "ideal_point" in document["solidarity_why"]
    assert document["capability"] is None
    assert document["capability_column"] is None
    assert math.isnan(virtues(found.game, found.delivered)["flexibility"])


def test_outvoting_lowers_the_unity_of_votes():
    world = gto.World(["A", "B", "C"], {"stake": [0.2, 2.0, 2.0], "capacity": [3.0, 1.0, 1.0]})
    issue = gto.PublicGood(world)
    by = {q: gto.solve(gto.CooperationGame(issue, gto.charter(quota=q))) for q in (2, "unanimity")}
    measured = {q: virtues(found.game, found.agreed)["solidarity_votes"] for q, found in by.items()}
    assert measured[2] == pytest.approx(2 / 3)
    assert by["unanimity"].agreed.agreement.supporters is None or measured["unanimity"] == 1.0


def test_the_assessment_carries_them():
    found = gto.assess(gto.solve(gto.load_game("climate", "g6_consensus")))
    assert found.virtues["capability"] == pytest.approx(found.to_dict()["virtues"]["capability"])
