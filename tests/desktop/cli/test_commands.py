"""The commands: what scripts rely on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli.main import main
from desktop.project.project import Project
from estimators.classifier.modality import LOOKS
from estimators.classifier.pace import keep_pace
from tests.patience import PATIENCE
from tests.small_disk import small_disk


def write_case(folder: Path, **inputs: object) -> Path:
    path = folder / "case.json"
    path.write_text(json.dumps(inputs))
    return path


def test_assess_gives_the_verdict_with_sources_and_flip_points(run_json, tmp_path) -> None:
    case = write_case(
        tmp_path, explicit_rules_possible="yes", error_cost_level="high", regulatory_tier="minimal"
    )
    found = run_json("assess", case)
    assert found["verdict"] == "no_ai_rules"
    assert all({"text", "source", "effect"} <= reason.keys() for reason in found["reasons"])
    assert all({"input", "from", "to", "verdict"} <= flip.keys() for flip in found["flip_points"])
    assert found["confidence"] is None  # nobody has calibrated it
    assert found["how"] == "rule"
    assert isinstance(found["unknowns"], list)


def test_options_print_the_same_bytes_for_the_same_seed(run, tmp_path) -> None:
    case = write_case(tmp_path, volume_per_month=[1000, 2000])
    first, second, other = (run("options", case, "--json", "--seed", seed)[1] for seed in (0, 0, 1))
    assert first == second != other
    document = json.loads(first)
    assert {"npv", "p_best", "name"} <= document["options"][0].keys()
    assert document["best"] in {option["name"] for option in document["options"]}
    assert {"evpi", "evppi", "tornado", "find_out_first"} <= document.keys()


def test_a_classifier_is_trained_tested_and_answers(run, run_json, digits_folder, tmp_path) -> None:
    data, model = digits_folder(n=14, classes=3), tmp_path / "m.onnx"
    trained = run_json("train", data, "--out", model, "--holdout", 0.3)
    assert trained["n_train"] + trained["n_test"] == 42
    assert trained["certificate"]["label_flips"] == 0
    assert trained["certificate"]["max_difference"] <= 1e-4
    assert {"value", "low", "high"} <= trained["accuracy"].keys()
    measured = run_json("evaluate", model, data)
    assert measured["learned_from"] == trained["n_train"]
    assert (measured["n_test"], measured["correct"]) == (trained["n_test"], trained["correct"])
    assert "that it had not learned from" in run("evaluate", model, data)[1]
    rows = run_json("predict", model, data / "0" if (data / "0").exists() else next(data.iterdir()))
    assert {"path", "label", "probability", "probabilities", "abstain", "why"} <= rows[0].keys()
    assert sum(rows[0]["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    report = run_json("inspect", data)
    assert report["classes"]
    assert set(report["classes"].values()) == {14}
    status, out, err = run("predict", model, tmp_path / "gone.png")
    assert (status, out) == (1, "")
    assert "“{}” can’t be read. It is not there any more.".format(tmp_path / "gone.png") in err
    photo = next(data.rglob("*.png"))
    rows = run_json("predict", model, tmp_path / "gone.png", photo)
    assert [row["label"] is None for row in rows] == [True, False]
    assert rows[0]["why"] == "It is not there any more."
    quick = run_json("train", data, "--out", tmp_path / "quick.onnx", "--quick")
    assert [one["settings"]["backbone"] for one in (trained, quick)] == [
        "efficientnet-lite0-multiview",
        "efficientnet-lite0",
    ]


def test_a_long_training_says_at_the_start_how_long(run, digits_folder, tmp_path) -> None:
    data, model = digits_folder(n=8, classes=3), tmp_path / "m.onnx"
    status, out, err = run("train", data, "--out", model)
    assert (status, err) == (0, "")
    for network in LOOKS["efficientnet-lite0-multiview"]:
        keep_pace(network, seconds=60.0, usual=1.0)  # a very slow computer
    status, out, err = run("train", data, "--out", model, "--json")
    assert status == 0
    assert "seconds" in json.loads(out)
    (line,) = err.splitlines()
    assert line.startswith("Training takes about ")
    assert line.endswith(", going by how fast this computer was so far.")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["assess", "{tmp}/gone.json"], "no “gone.json”"),
        (["assess", "{tmp}/text.json"], "not JSON"),
        (["train", "{tmp}/empty", "--out", "{tmp}/m.onnx"], "no class folders"),
        (["train", "{tmp}/one", "--out", "{tmp}/m.onnx"], "only one class"),
        (["train", "{tmp}/broken", "--out", "{tmp}/m.onnx"], "None of the photos"),
        (["demo", "--out", "{tmp}/out", "--data", "{tmp}/broken"], "None of the examples"),
        (["demo", "--out", "{tmp}/text.json"], "exists already"),
        (["report", "{tmp}/one", "--out", "{tmp}/r.pdf"], "is a folder"),
        (["train", "{tmp}/gone", "--out", "{tmp}/m.onnx"], "no “gone”"),
        (["inspect", "{tmp}/text.json"], "is an object in JSON"),
        (["predict", "{tmp}/text.json", "{tmp}/one"], "model"),
        (["accept", "--correct", "3", "--total", "2", "--bar", "0.8"], "more than"),
        (["accept", "--correct", "1", "--total", "2", "--bar", "1.8"], "bar"),
        (["forecast"], "DATA or --curve"),
        (["forecast", "--curve", "{tmp}/text.json"], "text.json"),
        (["serve", "{tmp}/text.json"], "text.json"),
        (["report", "{tmp}/text.json", "--out", "{tmp}/r.pdf"], "not a Smart Enough project"),
        (["demo", "--out", "{tmp}/out", "--data", "{tmp}/one"], "needs at least two"),
        (["demo", "--out", "{tmp}/out", "--data", "{tmp}/gone"], "no “gone”"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence_and_status_1(
    run, tmp_path, digits_folder, argv, said
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.json").write_text("hello")
    one = digits_folder(n=3, classes=1)
    one.rename(tmp_path / "one")
    broken = digits_folder(n=2, classes=2)
    for photo in broken.rglob("*.png"):
        photo.write_bytes(b"not a photo")
    broken.rename(tmp_path / "broken")
    status, out, err = run(*(part.format(tmp=tmp_path) for part in argv))
    assert status == 1
    assert said in err
    assert "Traceback" not in err
    assert out == ""
    assert not (tmp_path / "m.onnx").exists()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "argv", [["train", "x"], ["accept"], ["assess"], ["--nonsense"], ["serve", "--port", "many"]]
)
def test_wrong_usage_is_status_2(run, argv) -> None:
    status, _, err = run(*argv)
    assert status == 2
    assert len(err.strip().splitlines()) == 1


@pytest.mark.slow
def test_the_demo_takes_the_whole_journey(run_json, digits_folder, tmp_path) -> None:
    data = digits_folder(n=12, classes=2)
    found = run_json("demo", "--out", tmp_path / "out", "--data", data)
    assert {Path(file).name for file in found["files"]} == {
        "project.smart",
        "model.onnx",
        "launch-readiness.pdf",
        "evidence.json",
    }
    assert all(Path(file).stat().st_size for file in found["files"])
    assert {"value", "low", "high", "n"} <= found["accuracy"].keys()
    assert found["verdict"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        Path(file).name for file in found["files"]
    )
    report = run_json("report", tmp_path / "out" / "project.smart", "--out", tmp_path / "again.pdf")
    assert report["pages"] >= 2
    for name, start in (("card.html", "<!DOCTYPE html>"), ("card.md", "---\n")):
        out = tmp_path / name
        card = run_json(
            "report", tmp_path / "out" / "project.smart", "--kind", "model-card", "--out", out
        )
        assert card["file"] == str(out)
        assert out.read_text(encoding="utf-8").startswith(start)
    assert (tmp_path / "again.pdf").read_bytes() == (
        tmp_path / "out" / "launch-readiness.pdf"
    ).read_bytes()
    rows = run_json("predict", tmp_path / "out" / "model.onnx", data)
    assert len(rows) == 24
    evaluated = run_json(
        "evaluate", tmp_path / "out" / "model.onnx", tmp_path / "out" / "project.smart"
    )
    assert evaluated["n_test"] == found["accuracy"]["n"]
    assert evaluated["n_test"] + evaluated["learned_from"] == 24
    project = tmp_path / "out" / "project.smart"
    again = run_json("demo", "--out", tmp_path / "again", "--data", project)
    assert again["accuracy"]["n"] == found["accuracy"]["n"]


def test_an_interrupted_demo_leaves_nothing_half_written(tmp_path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "demo", "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    while "Data" not in process.stderr.readline():
        pass
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_the_openapi_document_is_written_without_serving(tmp_path, capsys) -> None:
    scenario = tmp_path / "a.yaml"
    scenario.write_text("name: A\nclasses: [crack, clean]\n", encoding="utf-8")
    target = tmp_path / "api.json"
    argv = ["serve", str(scenario), "--openapi", str(target), "--port", "9000", "--json"]
    assert main(argv) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(target)}
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["servers"] == [{"url": "http://127.0.0.1:9000"}]
    assert "crack" in json.dumps(document)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "8k") as disk:
        yield disk


def test_an_openapi_document_that_finds_no_room_leaves_the_one_before(
    tiny_disk, tmp_path, capsys
) -> None:
    scenario = tmp_path / "a.yaml"
    scenario.write_text("name: A\nclasses: [crack, clean]\n", encoding="utf-8")
    target = tiny_disk / "api.json"
    target.write_text("{}")
    assert main(["serve", str(scenario), "--openapi", str(target)]) == 1
    assert "The disk is full." in capsys.readouterr().err
    assert target.read_text() == "{}"
    assert [one.name for one in tiny_disk.iterdir()] == ["api.json"]


def test_a_journal_is_not_written_on_a_protected_disk_in_a_sentence(
    tiny_disk, tmp_path, capsys
) -> None:
    Project.create(tmp_path / "a.smart", name="A").close()
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    argv = ["journal", str(tmp_path / "a.smart"), "--out", str(tiny_disk / "a.har")]
    assert main(argv) == 1
    said = capsys.readouterr().err
    assert "protected" in said
    assert "our mistake" not in said
