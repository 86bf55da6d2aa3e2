"""Sweeps: always the same table, nothing lost, nothing done twice, and each fault told."""

from __future__ import annotations

import errno
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gametheory_orders as gto
from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.statics.outputs import read_outputs
from gametheory_orders.statics.parameters import vary
from gametheory_orders.statics.sweeps import Axis, Design, Study, batches, engine, run_sweep
from sweep_studies import same, small


def by_loop(study: Study) -> np.ndarray:
    """Return the values from the definition: vary, solve and read at every point."""
    values = np.full((study.size, len(study.orders), len(study.outputs)), np.nan)
    for i in range(study.size):
        for j, order in enumerate(study.orders):
            issue, varied, how = vary(study.issue, order, study.points.settings(i))
            outcome = gto.solve(gto.CooperationGame(issue, varied), **how)
            values[i, j] = list(read_outputs(outcome, study.outputs).values())
    return values


@pytest.mark.parametrize(
    "axes",
    [
        (Axis("patience", low=0.3, high=0.9), Axis("price", low=5.0, high=50.0)),
        (Axis("scale.stake", low=0.5, high=2.0), Axis("scale.capacity.China", low=0.5, high=2.0)),
        (Axis("stake.Russia", low=0.2, high=2.0), Axis("patience.US", low=0.2, high=0.9)),
        (Axis("scale.gdp.China", low=0.5, high=1.5), Axis("cost_scale", low=0.5, high=1.5)),
        (Axis("enforcement.patience", low=0.4, high=0.9), Axis("blocking_cost", (0, 1.0))),
        (Axis("foresight", ("anticipate", "naive")), Axis("patience", low=0.4, high=0.9)),
        (Axis("fallback", ("best_kept", "exempt")), Axis("patience", low=0.4, high=0.9)),
    ],
    ids=lambda axes: axes[0].name,
)
def test_every_point_is_what_a_loop_gives(axes: tuple[Axis, ...]) -> None:
    study = small(axes=axes, design=Design("latin_hypercube", 6), outputs=("welfare", "level"))
    found, wanted = run_sweep(study), by_loop(study)
    assert found.values == pytest.approx(wanted, rel=1e-10, abs=1e-10, nan_ok=True)
    if axes[0].name.split(".")[0] in ("patience", "scale", "stake"):
        assert found.solved == 0


def test_fixed_levels_and_weights_are_varied_as_in_a_loop() -> None:
    for order, axis in (
        (gto.Order(gto.Universal(), gto.FixedLevel(level=9.0), gto.Reciprocity()), "level"),
        (gto.Order(gto.Universal(), gto.Pledge(weight=0.5), gto.NoEnforcement()), "weight"),
    ):
        top = 30.0 if axis == "level" else 1.0
        axes = [Axis(f"decision.{axis}", low=0.0, high=top)]
        study = Study(gto.load_issue("climate"), [order], axes, Design("sobol", 8))
        found = run_sweep(study)
        assert found.solved == 0
        assert found.values == pytest.approx(by_loop(study), rel=1e-10, abs=1e-10, nan_ok=True)


def test_other_outputs_and_families_go_through_the_solver() -> None:
    study = small(outputs=("gap", "legitimacy"), design=Design("latin_hypercube", 2))
    found = run_sweep(study)
    assert found.solved == len(found) == 4
    assert found.values == pytest.approx(by_loop(study), rel=1e-12)
    spheres = Study(
        gto.load_issue("spheres"),
        [gto.load_order("spheres_concert")],
        [Axis("patience", (0.5, 0.9))],
        outputs=("welfare",),
    )
    assert run_sweep(spheres).values == pytest.approx(by_loop(spheres), rel=1e-12)


def test_what_is_undefined_has_its_reason() -> None:
    found = run_sweep(
        small(orders=("pledge_uniform",), outputs=("needed_patience", "effectiveness"))
    )
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows()]
    assert {row["needed_patience"] for row in rows} == {None}
    assert {row["needed_patience_why"] for row in rows} == {
        "the order is not enforced by reciprocity"
    }
    assert "effectiveness_why" not in found.columns


def test_the_table_does_not_depend_on_who_works_it_out(tmp_path: Path) -> None:
    study = small()
    alone = run_sweep(study)
    with ThreadPoolExecutor(3) as threads:
        assert same(alone, run_sweep(study, executor=threads))
        assert same(alone, run_sweep(study, tmp_path / "kept", executor=threads))
    assert same(alone, run_sweep(study, tmp_path / "kept"))
    assert alone.to_csv() == run_sweep(study, tmp_path / "kept").to_csv()


def test_two_processes_give_the_same_table() -> None:
    study = small()
    assert same(run_sweep(study), run_sweep(study, workers=2))


@pytest.mark.filterwarnings("default")
def test_a_local_cluster_of_two_workers_gives_the_same_table(tmp_path: Path) -> None:
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("the extra 'dask' is not installed")
    from distributed import Client, LocalCluster

    study = small()
    how: dict[str, Any] = {"dashboard_address": None, "local_directory": str(tmp_path)}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, **how) as cluster,
        Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        found = run_sweep(study, tmp_path / "kept", executor=client.get_executor())
    assert same(run_sweep(study), found)


def test_nothing_is_computed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study, done = small(), []
    work = batches.work_out

    def stops(study: Study, points: Any, start: int, index: int) -> Any:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(index)
        return work(study, points, start, index)

    monkeypatch.setattr(engine, "work_out", stops)
    with pytest.raises(KeyboardInterrupt):
        run_sweep(study, tmp_path)
    assert len(list(tmp_path.glob("chunk-*"))) == 3
    monkeypatch.setattr(engine, "work_out", lambda *a: (done.append(a[3]), work(*a))[1])
    told: list[tuple[int, int]] = []
    found = run_sweep(study, tmp_path, progress=lambda *at: told.append(at))
    assert sorted(done) == list(range(6))
    assert found.resumed == 3
    assert told == [(12, 24), (16, 24), (20, 24), (24, 24)]
    assert same(found, run_sweep(study))


def test_a_changed_study_is_noticed(tmp_path: Path) -> None:
    run_sweep(small(), tmp_path)
    for change, key in (
        ({"seed": 8}, "seed"),
        ({"chunk": 5}, "chunk"),
        ({"outputs": ("level",)}, "outputs"),
        ({"orders": ("g6_consensus", "club_joint")}, "orders"),
        ({"design": Design("latin_hypercube", 23)}, "design"),
    ):
        with pytest.raises(ModelError, match=rf"another study \({key} changed since\)"):
            run_sweep(small(**change), tmp_path)


def test_another_model_is_another_study() -> None:
    study = small()
    issue, order, _ = vary(study.issue, study.orders[0], {"price": 25.5})
    assert Study(issue, [order], study.axes, study.design).digest != (
        Study(study.issue, [order], study.axes, study.design).digest
    )


@pytest.mark.parametrize("damage", ["flip", "cut", "head", "swap", "empty"])
def test_a_damaged_chunk_is_told_and_worked_out_again_on_request(
    tmp_path: Path, damage: str
) -> None:
    study = small()
    whole = run_sweep(study, tmp_path)
    path = tmp_path / "chunk-000002.bin"
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[-20] ^= 1
    path.write_bytes(
        {
            "flip": bytes(data),
            "cut": bytes(data[:-9]),
            "head": b"nonsense\n" + bytes(data),
            "swap": (tmp_path / "chunk-000003.bin").read_bytes(),
            "empty": b"",
        }[damage]
    )
    with pytest.raises(ModelError, match=r"chunk-000002.*damaged.*--recompute-damaged"):
        run_sweep(study, tmp_path)
    found = run_sweep(study, tmp_path, recompute_damaged=True)
    assert found.resumed == 5
    assert same(found, whole)
    assert run_sweep(study, tmp_path).resumed == 6


def test_a_full_disk_keeps_finished_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study, replaced = small(), Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "chunk-000002.bin":
            raise OSError(errno.ENOSPC, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ModelError, match=r"No space left.*2 of 6 chunks are finished and kept"):
        run_sweep(study, tmp_path)
    assert not list(tmp_path.glob("*.part")), "nothing half written is left"
    monkeypatch.undo()
    found = run_sweep(study, tmp_path)
    assert found.resumed == 2
    assert same(found, run_sweep(study))


def test_a_wrong_closed_form_stops_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    import gametheory_orders.statics.closed_forms as forms

    monkeypatch.setattr(forms, "deepest_level", lambda games, agreed: agreed)
    with pytest.raises(ModelError, match="in closed form"):
        run_sweep(small(axes=(Axis("patience", low=0.3, high=0.4),)))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"axes": (Axis("patiense", (0.5,)),), "design": Design()}, "did you mean 'patience'"),
        ({"axes": (Axis("decision.level", (0.5,)),), "design": Design()}, "order 'g6_consensus'"),
        ({"axes": (Axis("patience", (0.5, 1.0)),), "design": Design()}, "below, 1|including, 1"),
        ({"axes": (Axis("patience", (0.5, 1.2, 0.9)),), "design": Design()}, "including, 1"),
        ({"axes": (Axis("price", (1,)), Axis("parameters.price", (2,)))}, "a second time"),
        ({"outputs": ("blocked_by",)}, "not a number"),
        ({"outputs": ("effectivness",)}, "did you mean 'effectiveness'"),
        ({"outputs": ("level", "level")}, "a second time"),
        ({"outputs": ()}, "no output"),
        ({"axes": ()}, "no parameter"),
        ({"orders": ()}, "no order"),
        ({"seed": -1}, "0 or more"),
        ({"chunk": 0}, "1 or more"),
        ({"chunk": True}, "1 or more"),
    ],
)
def test_wrong_studies(how: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        small(**how)


@pytest.mark.parametrize("workers", [0, -1, True, 1.5, 1000])
def test_wrong_workers(workers: Any) -> None:
    with pytest.raises(ModelError, match="workers"):
        run_sweep(small(), workers=workers)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="a folder that can be made"):
        run_sweep(small(), tmp_path / "file")
    (tmp_path / "sweep.json").write_text("[]")
    with pytest.raises(ModelError, match="notes of a sweep"):
        run_sweep(small(), tmp_path)
