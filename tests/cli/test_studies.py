"""``fourcs sweep``, ``run`` and ``replicate``: documents, folders, exit codes, one line a fault."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gametheory_orders.cli import main

STUDY = """
[study]
name = "pond"
issue = "pond-model.toml"
orders = ["pact"]
outputs = ["effectiveness", "needed_patience"]
seed = 1
chunk = 3
[[parameter]]
name = "patience"
values = [0.2, 0.6, 0.9]
[[parameter]]
name = "stake.A"
low = 0.5
high = 2.0
steps = 3
"""
MODEL = (
    '[issue]\nname = "pond"\nfamily = "public_good"\n'
    + "".join(f'[[state]]\nid = "{s}"\nstake = 1.0\ncapacity = 1.0\n' for s in "ABC")
    + '[order]\nname = "pact"\nfour_c = "charter"\nmembership = { rule = "universal" }\n'
    'decision = { rule = "unanimity" }\nenforcement = { rule = "reciprocity" }\n'
)


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def fourcs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    monkeypatch.chdir(tmp_path)
    Path("pond.toml").write_text(STUDY)
    Path("pond-model.toml").write_text(MODEL)

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = capsys.readouterr()
        return Done(int(caught.value.code or 0), out, err)

    return run


def test_sweep_documents(fourcs: Any) -> None:
    found = json.loads(fourcs("sweep", "pond.toml", "--json").out)
    assert (found["schema"], found["study"], found["points"]) == (1, "pond", 9)
    assert len(found["rows"]) == 9
    assert found["rows"][4]["patience"] == 0.6
    done = fourcs("sweep", "pond.toml", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert (done.code, done.err) == (0, ""), "no progress where nobody looks"
    for row, record in zip(rows, found["rows"], strict=True):
        assert float(row["effectiveness"]) == record["effectiveness"]
        assert float(row["stake.A"]) == record["stake.A"]
    text = fourcs("sweep", "pond.toml").out
    assert "9 games (9 points, 1 orders), seed 1" in text


def test_sweep_goes_on_and_writes_a_picture(fourcs: Any) -> None:
    first = fourcs("sweep", "pond.toml", "-o", "kept", "--csv", "--output", "a.csv")
    assert (first.code, first.out) == (0, "")
    again = fourcs("sweep", "pond.toml", "-o", "kept", "--plot", "a.svg")
    assert "3 chunks in kept, 3 of them finished before" in again.out
    assert Path("a.svg").read_text().startswith("<?xml")


def test_run_and_replicate(fourcs: Any) -> None:
    assert fourcs("run", "pond.toml", "-o", "out", "--quiet").code == 0
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert {"version", "python", "platform", "dependencies", "seed", "digest"} <= set(manifest)
    assert manifest["wall_time_seconds"] > 0
    assert [entry["path"] for entry in manifest["inputs"]] == [
        "inputs/pond.toml",
        "inputs/pond-model.toml",
    ]
    for entry in (*manifest["inputs"], *manifest["outputs"]):
        data = Path("out", entry["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    readme = Path("out/README.md").read_text()
    for entry in manifest["outputs"][:-1]:
        assert f"`{entry['path']}`" in readme
    for table in Path("out/tables").glob("*.tex"):
        assert r"\toprule" in table.read_text()
    # Elsewhere, without the files that it was made from.
    Path("out").rename("moved")
    Path("pond.toml").unlink()
    Path("pond-model.toml").unlink()
    done = fourcs("replicate", "moved", "--json")
    assert (done.code, json.loads(done.out)["identical"]) == (0, True)


def test_two_workers_leave_the_same_files_as_one(fourcs: Any) -> None:
    written = []
    for workers in ("1", "2"):
        assert fourcs("run", "pond.toml", "-o", workers, "--workers", workers, "--quiet").code == 0
        manifest = json.loads(Path(workers, "manifest.json").read_text())
        assert manifest["workers"] == int(workers)
        written.append([(entry["path"], entry["sha256"]) for entry in manifest["outputs"]])
    assert written[0] == written[1]
    again = fourcs("replicate", "1", "--workers", "2", "--json")
    assert (again.code, json.loads(again.out)["identical"]) == (0, True)


def test_the_commands_in_the_readme_make_their_files(
    fourcs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fourcs("run", "pond.toml", "-o", "out")
    readme = Path("out/README.md").read_text()
    monkeypatch.chdir("out")
    rows = [line.split("|") for line in readme.splitlines() if "--only" in line]
    assert len(rows) == 4
    for row in rows:
        files = [Path(each.strip(" `")) for each in row[1].split(",")]
        before = [file.read_bytes() for file in files]
        for file in files:
            file.unlink()
        done = fourcs(*row[3].strip(" `").split()[1:])
        assert done.code == 0, done.err
        assert [file.read_bytes() for file in files] == before


def test_replicate_says_what_differs(fourcs: Any) -> None:
    fourcs("run", "pond.toml", "-o", "out")
    model = Path("out/inputs/pond-model.toml")
    model.write_text(model.read_text().replace("stake = 1.0", "stake = 1.25", 2))
    table = Path("out/tables/summary.tex")
    table.write_text(table.read_text() + "% touched\n")
    Path("out/results.json").unlink()
    done = fourcs("replicate", "out")
    said = dict(line.split(None, 1) for line in done.out.splitlines()[2:])
    assert done.code == 1
    assert said["inputs/pond.toml"].strip() == "identical"
    assert said["inputs/pond-model.toml"] == "changed since the run"
    assert said["results.csv"].startswith("differs in ")
    assert "by at most" in said["results.csv"]
    assert "first row 1, " in said["results.csv"]
    assert said["results.json"] == "gone from the folder"
    assert said["tables/summary.tex"].endswith("and changed since the run")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep"], "no argument"),
        (["sweep", "nowhere.toml"], "no such file"),
        (["sweep", "pond.toml", "--workers", "0"], "--workers: found 0"),
        (["sweep", "pond.toml", "--json", "--csv"], "one of the two"),
        (["sweep", "pond.toml", "--plot", "a.gif"], "an ending of"),
        (["sweep", "pond.toml", "-o", "pond.toml"], "a folder that can be made"),
        (["run", "pond.toml"], "expected DIR"),
        (["run", "pond.toml", "-o", "out", "--only", "tables/sumary"], "'tables/summary'"),
        (["replicate", "nowhere"], "no manifest.json, expected a folder that fourcs run wrote"),
    ],
)
def test_wrong_usage_is_one_line(fourcs: Any, arguments: list[str], said: str) -> None:
    done = fourcs(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_changed_study_and_a_damaged_chunk_exit_2(fourcs: Any) -> None:
    fourcs("sweep", "pond.toml", "-o", "kept")
    chunk = Path("kept/chunk-000001.bin")
    chunk.write_bytes(chunk.read_bytes()[:-1])
    done = fourcs("sweep", "pond.toml", "-o", "kept")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "a damaged chunk" in done.err
    assert fourcs("sweep", "pond.toml", "-o", "kept", "--recompute-damaged").code == 0
    Path("pond.toml").write_text(STUDY.replace("seed = 1", "seed = 2"))
    done = fourcs("sweep", "pond.toml", "-o", "kept")
    assert done.code == 2
    assert "seed changed since" in done.err


def test_a_manifest_that_is_none(fourcs: Any) -> None:
    Path("bad").mkdir()
    for text in ("{", "[]", '{"study": 1}', '{"study": "a", "file": "b", "inputs": [1]}'):
        Path("bad/manifest.json").write_text(text)
        done = fourcs("replicate", "bad")
        assert done.code == 2, text
        assert "a folder that fourcs run wrote" in done.err
