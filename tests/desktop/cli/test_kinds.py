"""The commands on texts, sounds and clips, and what they leave behind."""

import csv
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.recordings import beep, write_beeps

_PLACES = "Oslo Lima Cairo Paris Delhi Quito Rome Accra Bonn Hanoi Tunis Perth Leeds Turin".split()  # noqa: SIM905


def write_rows(path: Path, *rows: tuple[object, ...], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def questions() -> list[tuple[str, str]]:
    asked = [(f"When does my parcel from {place} arrive?", "parcel") for place in _PLACES]
    return asked + [(f"Please cancel my subscription in {place}.", "Cancel") for place in _PLACES]


@pytest.fixture
def model(run_json: Callable[..., Any], tmp_path: Path) -> Path:
    rows = write_rows(tmp_path / "questions.csv", ("text", "label"), *questions())
    out = tmp_path / "text.onnx"
    run_json("train", rows, "--out", out, "--backbone", "wordllama", "--holdout", 0)
    return out


def test_texts_are_judged_from_a_csv_without_labels(run_json, model, tmp_path) -> None:
    asked = write_rows(
        tmp_path / "new.csv",
        ("id", "message"),
        (1, "Where is my parcel from Kyiv? " + "It is late. " * 30),
        (2, ""),
        (3, "Cancel my subscription, please."),
        encoding="utf-16",
    )
    rows = run_json("predict", model, "--csv", asked)
    assert [row["path"] for row in rows] == [f"{asked}:{line}" for line in (2, 3, 4)]
    assert [row["label"] for row in rows] == ["parcel", None, "Cancel"]
    assert rows[1]["abstain"]
    assert rows[1]["why"] == "Line 3 has no text."
    assert len(rows[0]["text"]) == 200
    assert set(rows[2]["set"]) <= {"parcel", "Cancel"}
    assert sum(rows[2]["probabilities"].values()) == pytest.approx(1, abs=1e-5)


def test_texts_are_judged_from_files_and_as_typed(run, run_json, model, tmp_path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Mein Päckchen: when does it arrive?\r\n".encode("latin-1"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    rows = run_json("predict", model, folder, "--text", "Please cancel it.")
    assert [row["path"] for row in rows] == [str(folder / "a.txt"), ""]
    assert rows[1]["text"] == "Please cancel it."
    status, out, _ = run("predict", model, "--text", "Please\x1b[31m cancel it.")
    assert status == 0
    assert "\x1b" not in out


def test_a_list_of_texts_needs_no_header(run_json, model, tmp_path) -> None:
    listed = write_rows(tmp_path / "list.csv", ("Cancel it.",), ("Question about a text",))
    assert len(run_json("predict", model, listed)) == 2


def test_a_csv_of_paths_is_no_csv_of_texts(run, model, tmp_path) -> None:
    status, out, err = run(
        "predict", model, write_rows(tmp_path / "n.csv", ("n", "m"), (1, 2), (3, 4))
    )
    assert (status, out) == (1, "")
    assert "lacks a “text” or “path” column. Its columns are “n” and “m”." in err
    listed = write_rows(tmp_path / "p.csv", ("path",), ("gone.txt",), ("gone too.txt",))
    status, out, err = run("predict", model, "--csv", listed)
    assert (status, out) == (1, "")
    assert "None of the texts can be read. It is not there any more." in err


def test_texts_of_something_else_are_told_apart(run, run_json, model, tmp_path) -> None:
    fresh = [("Where is the box that I sent?", "parcel"), ("I want to end my contract.", "Cancel")]
    data = write_rows(tmp_path / "test.csv", ("text", "label"), *questions(), *fresh)
    others = write_rows(tmp_path / "other.csv", ("text",), ("Lorem ipsum dolor",), ("x = y + 1",))
    found = run_json("evaluate", model, data, "--outliers", others)
    assert (found["learned_from"], found["n_test"], found["n_outliers"]) == (28, 2, 2)
    assert 0 <= found["ood_auroc"] <= 1
    photos = tmp_path / "photos"
    for name in "ab":
        (photos / name).mkdir(parents=True)
        (photos / name / "1.jpg").write_bytes(b"\xff\xd8\xff")
    status, _, err = run("evaluate", model, photos)
    assert status == 1
    assert "takes texts. “photos” holds photos." in err


def test_what_was_understood_of_a_csv_is_said(run, run_json, tmp_path) -> None:
    rows = [
        (text, label.upper() if n == 3 else label) for n, (text, label) in enumerate(questions())
    ]
    data = write_rows(tmp_path / "q.csv", ("text", "label"), *rows)
    said = "“PARCEL” was read as “parcel”."
    assert said in run_json("inspect", data)["notes"]
    assert said in run("inspect", data)[1]
    out = tmp_path / "m.onnx"
    assert said in run("train", data, "--out", out, "--backbone", "wordllama")[1]


def test_one_class_many_and_odd_names(run, run_json, tmp_path) -> None:
    names = [f"{n} “a” 'b' 🐱 {'long ' * 40}" for n in range(24)]
    rows = [(f"{word} {n} {word}", name) for n, name in enumerate(names) for word in _PLACES[:3]]
    data = write_rows(tmp_path / "many.csv", ("text", "label"), *rows)
    status, out, _ = run("inspect", data)
    assert status == 0
    assert "and 14 more, the smallest with 3" in out
    model = tmp_path / "many.onnx"
    found = run_json("train", data, "--out", model, "--backbone", "wordllama")
    assert set(found["trained_on"]) == {name.strip() for name in names}
    assert run_json("predict", model, "--text", "x " * 5_000)[0]["probability"] is not None


def test_sounds_are_trained_and_judged(run, run_json, tmp_path) -> None:
    write_beeps(tmp_path / "beeps", 8)
    (tmp_path / "beeps" / "low" / "broken.wav").write_bytes(b"RIFF\0\0\0\0WAVE")
    model = tmp_path / "beeps.onnx"
    status, out, _ = run(
        "train", tmp_path / "beeps", "--out", model, "--holdout", 0, "--int8", "--augment", "auto"
    )
    assert status == 0
    assert "broken.wav" in out
    assert "variants were made of 16 examples" in out
    assert "There is no 8-bit variant of this model." in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beeps", "beeps.onnx"]
    rows = run_json("predict", model, tmp_path / "beeps")
    right = [row["label"] == Path(row["path"]).parent.name for row in rows if row["label"]]
    assert sum(right) / len(right) > 0.8
    assert [Path(row["path"]).name for row in rows if row["label"] is None] == ["broken.wav"]
    status, _, err = run("predict", model, "--text", "beep")
    assert status == 1
    assert "takes sounds, not texts" in err


def test_a_photo_model_has_an_8_bit_variant_and_says_what_it_costs(
    run_json, digits_folder, tmp_path
) -> None:
    data, out = digits_folder(n=14, classes=2), tmp_path / "m.onnx"
    found = run_json("train", data, "--out", out, "--int8", "--augment", "on", "--holdout", 0.3)
    small = tmp_path / "m.int8.onnx"
    assert found["int8"]["file"] == str(small)
    assert small.stat().st_size < out.stat().st_size / 2
    assert found["int8"]["n"] == found["n_test"]
    assert found["int8"]["sentence"]
    made = found["augmentation"]
    assert made["used"]
    assert made["n"] == found["n_train"] == sum(found["trained_on"].values())
    assert made["made"] > 0
    assert len(run_json("predict", small, data)) == 28


def test_a_folder_of_all_kinds_is_read_as_what_most_of_it_is(
    run_json, digits_folder, tmp_path
) -> None:
    data = digits_folder(n=6, classes=2)
    beep(data / "0" / "beep.wav", 400, 0)
    (data / "1" / "note.txt").write_text("hello")
    (data / "1" / "empty.mp4").write_bytes(b"")
    found = run_json("train", data, "--out", tmp_path / "m.onnx", "--holdout", 0)
    assert {Path(f["paths"][0]).name for f in found["skipped"]} == {
        "beep.wav",
        "note.txt",
        "empty.mp4",
    }
    shutil.rmtree(data / "0")
    assert len(run_json("predict", tmp_path / "m.onnx", data)) == 6


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that nobody may write into")
def test_a_folder_that_takes_no_file_is_named_before_the_work(run, model) -> None:
    data = model.with_name("questions.csv")
    status, out, err = run("train", data, "--out", "/proc/self/m.onnx")
    assert (status, out) == (1, "")
    assert "“m.onnx” can’t be written into “/proc/self”" in err


def test_a_model_is_written_for_other_servers(
    run, run_json, model, digits_folder, tmp_path
) -> None:
    rows, served = tmp_path / "questions.csv", tmp_path / "served"
    status, out, err = run("export", model, rows, "--out", served)
    assert status == 0, err
    names = [f"text.{form}.onnx" for form in ("batch", "network", "tokeniser")]
    assert sorted(path.name for path in served.iterdir()) == names
    assert "0 of 28 labels differ, probabilities by 0 at most" in out
    assert run_json("export", model, rows, "--out", served)["n"] == 28
    status, _, err = run("export", model, digits_folder(n=2, classes=2), "--out", tmp_path / "none")
    assert (status, "None of the examples" in err) == (1, True)
    assert not list((tmp_path / "none").iterdir())
