"""Exported games played to their end by their own bots, with oTree in an environment of its own.

Needs OTREE, the path of the command ``otree``: .ci/run makes that environment.
"""

from __future__ import annotations

import os
import subprocess

import pytest

from gametheory_orders import (
    CooperationGame,
    Fixed,
    Order,
    PublicGood,
    Quota,
    Reciprocity,
    World,
    debrief,
    export_otree,
    load_game,
    read_play,
)

GAMES = {
    "charter": (load_game("aggression", "aggression_charter"), ["USA", "RUS", "BRA"]),
    "concert": (load_game("climate", "g6_consensus"), ["US", "China"]),
    "club": (load_game("climate", "club_tariff_2"), ["US", "India"]),
    "coalition": (load_game("climate", "pledge_uniform"), ["US", "China"]),
    "invitation": (load_game("aggression", "aggression_coalition"), ["USA", "JPN"]),
    "hostile": (
        CooperationGame(
            PublicGood(
                World(
                    ["<script>alert(1)</script>", "{{ 7 }}{% x %}", "'''\\\""],
                    {"stake": [1.0] * 3, "capacity": [1.0] * 3},
                ),
                title="</style><b>",
            ),
            Order(
                Fixed(members=["<script>alert(1)</script>", "{{ 7 }}{% x %}"]),
                Quota(quota=2),
                Reciprocity(),
                name="<i>{{ x }}",
            ),
        ),
        None,
    ),
}


@pytest.mark.otree
@pytest.mark.parametrize("name", GAMES)
def test_bots_play_it_to_its_end(tmp_path, name):
    otree = os.environ.get("OTREE", "")
    assert os.path.isfile(otree), "OTREE must name the command otree; see .ci/run"
    game, states = GAMES[name]
    done = export_otree(game, folder=tmp_path / "app", rounds=1, states=states)
    path = os.pathsep.join([os.path.dirname(otree), os.environ["PATH"]])
    keep = ("PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS")
    outside = {key: value for key, value in os.environ.items() if key not in keep}
    run = subprocess.run(
        [otree, "test", done.name, "--export=played"],
        cwd=tmp_path / "app",
        env={**outside, "PATH": path},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    # As many sessions as there are scripts, each played to its last page.
    assert run.stderr.count("Creating '") + run.stdout.count("Creating '") == len(done.cases)
    # oTree's own file is read back, and the session with the model's answer comes out as that.
    (file,) = (tmp_path / "app" / "played").glob("*wide*.csv")
    found = debrief(read_play(file), game.issue, game.order)
    assert len(found.rounds) == len(done.cases)
    first = done.data["cases"][0]
    gains = [each.gain for each in found.rounds]
    alone = [done.data["reference_payoffs"][i] for i in done.data["seats"]]
    solved = sum(first["payoffs"]) - sum(alone)
    best = min(found.rounds, key=lambda each: abs(each.gain - solved))
    assert best.gain == pytest.approx(solved, abs=1e-6), gains
    assert best.effectiveness == pytest.approx(found.effectiveness, abs=1e-6)
    broken = sum(len(each.broke) for each in found.rounds)
    assert broken == sum(case["breaks"] is not None for case in done.data["cases"])
