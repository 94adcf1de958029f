"""Columns of sentences, photos and sounds: networks read them, no held-out answer is seen, and the one file takes them as they are."""

import base64
import json
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from PIL import Image

from estimators.base.errors import UserError
from estimators.classifier.backbone import session
from estimators.classifier.unreadable import UnreadableItem
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import plan_columns
from estimators.table.encoded_input import fit_scores
from estimators.table.encoder import _NETWORKS, item_of
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.row_classifier import NamedFiles, RowClassifier
from estimators.table.row_curve import curve_rows
from estimators.table.table_file import read_table_file
from estimators.table.table_look import look_at
from estimators.table.table_training import TableTraining, train_table
from estimators.table.target import column_data, read_target
from estimators.table.training_rows import training_rows
from estimators.table.what_if import answers_to
from tests.estimators.table.made_tables import Cells, as_table, honest

COMPLAINTS = (
    "it broke after a day and nobody answers my calls",
    "the delivery was late, and the box was damaged",
    "I want my money back, this does not work at all",
    "terrible service, I will never order here again",
    "the app crashes each time I try to pay",
)
PRAISE = (
    "works very well, thank you for the quick help",
    "I am happy with it and told my friends",
    "great quality, and it came sooner than promised",
    "the support was friendly and solved it at once",
    "everything is fine, I would buy it again",
)


def with_complaint(n: int, seed: int = 0, *, told: float = 0.9) -> Cells:
    """Return customers of whom those who leave mostly complain; every tenth says nothing."""
    cells, gone = honest(n, seed)
    rng = np.random.default_rng(seed)
    for name in ("signed_up", "country", "spent", "customer_id"):
        del cells[name]
    cells["complaint"] = [
        "" if rng.random() < 0.1 else f"{(COMPLAINTS if left == (rng.random() < told) else PRAISE)[rng.integers(5)]}, number {rng.integers(40)}"
        for left in gone
    ]  # fmt: skip
    return cells


def write_csv(path: Path, cells: Cells) -> Path:
    rows = [",".join(cells), *(",".join(f'"{cell}"' for cell in row) for row in zip(*cells.values(), strict=True))]  # fmt: skip
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def draw(path: Path, colour: tuple[int, int, int]) -> None:
    Image.new("RGB", (40, 30), colour).save(path)


def sing(path: Path, hertz: float) -> None:
    samples = np.sin(np.arange(4_000) * hertz * 2 * np.pi / 16_000) * 20_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.astype("<i2").tobytes())


@pytest.fixture(scope="module", autouse=True)
def quick_network() -> Iterator[None]:
    """Have texts read by the network that opens at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(_NETWORKS, ColumnType.TEXT, ("wordllama", "minilm"))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a table of customers and the photos and sounds that it names."""
    found = tmp_path_factory.mktemp("encoded")
    (found / "photos").mkdir()
    cells = with_complaint(150)
    gone = np.array([cell == "yes" for cell in cells["cancelled"]])
    rng = np.random.default_rng(0)
    for at, colour in enumerate(((200, 30, 30), (220, 60, 40), (30, 60, 200), (40, 80, 220))):
        draw(found / "photos" / f"{at}.png", colour)
    for at in range(2):
        sing(found / f"{at}.wav", 440.0 + 900 * at)
    seen = np.where(rng.random(150) < 0.8, gone, ~gone)
    cells["photo"] = [f"photos/{2 * int(left) + rng.integers(2)}.png" if rng.random() < 0.9 else "" for left in seen]  # fmt: skip
    cells["voice"] = [f"{rng.integers(2)}.wav" for _ in gone]
    # Sentences, photos and sounds stand before columns of words, which the file must not mix up.
    write_csv(found / "customers.csv", dict(reversed(cells.items())))
    return found


@pytest.fixture(scope="module")
def trained(folder: Path) -> tuple[TableTraining, Path]:
    out = folder / "model.onnx"
    return train_table(read_table_file(folder / "customers.csv"), out=out, label="cancelled"), out


def test_sentences_photos_and_sounds_are_known_and_used(folder: Path) -> None:
    plans = plan_columns(read_table_file(folder / "customers.csv"), label="cancelled")
    types = {name: plans.of(name).type for name in ("complaint", "photo", "voice")}
    assert types == {"complaint": ColumnType.TEXT, "photo": ColumnType.PHOTO, "voice": ColumnType.SOUND}  # fmt: skip
    assert {plans.of(name).role for name in types} == {ColumnRole.USE}
    assert "network for texts" in plans.of("complaint").why
    clips = as_table({"clip": [f"{n}.mp4" for n in range(40)], "y": ["a", "b"] * 20})
    assert plan_columns(clips, label="y").of("clip").role == ColumnRole.LEAVE_OUT


def test_the_whole_file_says_what_was_learned_and_what_helps_is_told(
    trained: tuple[TableTraining, Path],
) -> None:
    result, _ = trained
    assert result.certificate.label_flips == 0
    assert result.certificate.max_difference is not None
    assert result.certificate.max_difference < 1e-5
    assert result.auroc is not None
    assert result.auroc > 0.8
    by_name = {one.column: one for one in result.importance.columns}
    assert {"complaint", "photo", "voice"} <= by_name.keys()
    assert by_name["voice"].value < max(by_name["complaint"].value, by_name["photo"].value)
    notes = " ".join(result.notes)
    assert "the 4 photos of “photo”" in notes
    assert "different texts of “complaint”" in notes


def test_a_file_with_networks_runs_in_plain_onnxruntime_as_its_usage_says(
    trained: tuple[TableTraining, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    model = OnnxTableModel(trained[1])
    monkeypatch.chdir(trained[1].parent)
    exec(model.usage, {})  # what a person would type
    said = capsys.readouterr().out
    assert any(label in said for label in model.classes)
    inputs = {one.name: one.type for one in session(trained[1].read_bytes()).get_inputs()}
    assert (inputs["complaint"], inputs["photo"], inputs["voice"]) == ("tensor(string)", "tensor(uint8)", "tensor(float)")  # fmt: skip


def test_another_text_and_another_photo_change_the_answer(
    trained: tuple[TableTraining, Path], folder: Path
) -> None:
    row = {"age": "40", "plan": "basic", "contract": "monthly", "days_since_login": "25", "tickets": "1", "voice": "0.wav"}  # fmt: skip
    model = OnnxTableModel(trained[1])
    rows = [row | {"complaint": text, "photo": photo} for text in (COMPLAINTS[0], PRAISE[0]) for photo in ("photos/0.png", "photos/3.png")]  # fmt: skip
    angry_red, angry_blue, glad_red, _ = (said.of("yes") for said in answers_to(model, rows, folder))  # fmt: skip
    assert angry_red > 1.5 * glad_red
    assert angry_blue > 1.5 * angry_red


def test_rows_are_answered_as_they_were_tested(
    trained: tuple[TableTraining, Path], folder: Path
) -> None:
    result, out = trained
    said = OnnxTableModel(out).answers(read_table_file(folder / "customers.csv"))
    assert np.abs(said.probabilities[result.tested] - result.said.probabilities).max() < 1e-5


def test_a_photo_is_sent_with_its_row_and_a_name_is_not_opened_for_a_stranger(
    trained: tuple[TableTraining, Path], folder: Path
) -> None:
    served = RowClassifier(OnnxTableModel(trained[1]))
    sent = base64.b64encode((folder / "photos" / "3.png").read_bytes()).decode()
    by_value = json.dumps({"photo": f"data:image/png;base64,{sent}", "complaint": COMPLAINTS[0]})
    by_name = json.dumps({"photo": str(folder / "photos" / "3.png"), "complaint": COMPLAINTS[0]})
    assert served.predict_proba([by_value]).shape == (1, 2)
    assert served.strange_columns([by_value, by_name]) == [(), ("photo",)]
    files = NamedFiles(folder, frozenset({"photos/3.png"}))
    shown = RowClassifier(OnnxTableModel(trained[1]), files)
    rows = [json.dumps({"photo": f"photos/{at}.png", "complaint": COMPLAINTS[0]}) for at in (3, 0)]
    assert shown.strange_columns(rows) == [
        (),
        ("photo",),
    ]  # of the same folder, and not among those
    assert np.allclose(shown.predict_proba(rows[:1]), served.predict_proba([by_value]))
    assert "base64" in served.row_schema["properties"]["photo"]["description"]


@pytest.mark.parametrize("name", ["/etc/hosts", "../secret.png", "photos/../../secret.png", "C:\\secret.png", "\\\\host\\a.png", "link.png", "a\0.png"])  # fmt: skip
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    draw(tmp_path / "secret.png", (1, 2, 3))
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(UnreadableItem) as refused:
        item_of(name, "photo", inside)
    assert "outside of the folder" in str(refused.value.remark)


def test_files_that_are_gone_or_broken_count_as_empty_and_are_named(tmp_path: Path) -> None:
    cells = with_complaint(60)
    for at in range(3):
        draw(tmp_path / f"{at}.png", (at * 60, 9, 9))
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n but no more")
    cells["photo"] = ["0.png", "1.png", "2.png", "gone.png", "broken.png", "/etc/hosts.png"] * 10
    table = read_table_file(write_csv(tmp_path / "t.csv", cells))
    result = train_table(table, out=tmp_path / "m.onnx", label="cancelled", leave_out=["complaint"])
    assert "30 cells of “photo” can’t be read and count as empty; the first is “gone.png” in line 5. It is not there any more." in result.notes  # fmt: skip
    assert look_at(table).notes[0] == "“photo” names 2 files that can’t be used, “gone.png” first. It is not there any more."  # fmt: skip
    cells["photo"] = ["gone.png", "lost.png"] * 30
    table = read_table_file(write_csv(tmp_path / "t.csv", cells))
    with pytest.raises(UserError) as refused:
        train_table(table, out=tmp_path / "m.onnx", label="cancelled", leave_out=["complaint"])
    assert refused.value.what == "None of the files that “photo” names can be read."


def test_what_a_column_says_of_the_rows_it_learned_from_is_out_of_fold() -> None:
    rng = np.random.default_rng(0)
    seen, y = rng.normal(size=(200, 100)).astype(np.float32), rng.integers(0, 2, 200)
    _, block = fit_scores(seen, np.eye(2)[y], y, None, 0)
    assert block.shape == (200, 1)
    assert abs(np.corrcoef(block[:, 0], y)[0, 1]) < 0.25  # in the fold it would be above .8


def test_answers_of_rows_left_out_change_nothing_of_what_is_learned() -> None:
    table = as_table(with_complaint(80))
    plan = plan_columns(table, label="cancelled").of("complaint")
    data = column_data(table, plan)
    rng = np.random.default_rng(0)
    data = replace(data, features=rng.normal(size=(len(data.words) + 1, 384)).astype(np.float32), network="minilm")  # fmt: skip
    y, out = rng.integers(0, 2, 80), np.arange(80) % 4 == 0
    other = np.where(out, 1 - y, y)
    learned = []
    for answers in (y, other):
        rows = training_rows([data], np.arange(80), np.eye(2)[answers], answers, None)
        part = rows.learned(~out)
        learned.append((part.X, rows.left_out(part, out), part.design.inputs[0].axes))
    for ours, theirs in zip(*learned, strict=True):
        assert np.array_equal(ours, theirs)


def test_columns_that_one_network_reads_share_its_weights(tmp_path: Path) -> None:
    cells = with_complaint(60)
    cells["reply"] = [f"we wrote back about the {PRAISE[n % 5]} case {n}" for n in range(60)]
    table = as_table(cells)
    both = train_table(table, out=tmp_path / "two.onnx", label="cancelled")
    one = train_table(table, out=tmp_path / "one.onnx", label="cancelled", leave_out=["reply"])
    assert both.model_bytes < 1.3 * one.model_bytes
    assert both.certificate.max_difference is not None
    assert both.certificate.max_difference < 1e-5


def test_a_network_that_is_built_differently_is_refused(trained: tuple[TableTraining, Path]) -> None:  # fmt: skip
    model = onnx.load(str(trained[1]))
    node = next(node for node in model.graph.node if node.op_type == "Gather")
    node.op_type = "Loop"
    with pytest.raises(UserError):
        OnnxTableModel.from_bytes(model.SerializeToString())


def test_a_learning_curve_reads_sentences_too() -> None:
    table = as_table(with_complaint(120, told=0.98))
    plans = plan_columns(table, label="cancelled", leave_out=["days_since_login", "tickets", "contract"])  # fmt: skip
    assert plans.answer is not None
    rows = curve_rows(table, plans, read_target(table, plans.answer))
    learn, test = np.arange(80), np.arange(80, 120)
    assert rows.right(learn, test).mean() > 0.75
