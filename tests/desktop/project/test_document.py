"""The project file: what a person may rely on."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project import schema
from desktop.project.project import Project
from desktop.project.records import NewExample
from estimators.base.errors import UserError
from reports.provenance import Provenance
from tests.desktop.project.conftest import of_version
from tests.small_disk import small_disk


def photo(number: int, label: str | None = "crack") -> NewExample:
    return NewExample(
        f"photos/{number}.png", f"{number}.png", f"{number:064x}", 100 + number, "photo", label
    )


def state(project: Project) -> tuple:
    return (
        project.name,
        project.facts().keys(),
        {k: f.value for k, f in project.facts().items()},
        [(c.name, c.description, c.learn, c.held_out) for c in project.classes()],
        project.examples(),
        project.scenarios(),
        [(b.value, b.reason) for b in project.bars()],
        project.conditions(),
        [(s.name, s.state) for s in project.signoffs()],
    )


EDITS = (
    edit.RenameProject("Blades of Site North", "Northlight Wind"),
    edit.SetFact("who", "Three blade specialists", "who has the problem"),
    edit.SetFact("miss_cost", {"low": 2000.1, "high": 14000}, "cost of a miss", Provenance.GUESS),
    edit.AddClass("Crack", "a thin dark line"),
    edit.AddExamples((photo(1, "Crack"), photo(2, "Clean"), photo(3, None))),
    edit.RenameClass(1, "Crack", "Cracked"),
    edit.DescribeClass(1, "Cracked", "branches"),
    edit.LabelExamples((3,), "Erosion"),
    edit.HoldOut(frozenset({1, 2})),
    edit.MoveExamples(((1, "/elsewhere/1.png"),)),
    edit.PutScenario(None, "The promise", {"accuracy": 0.85}),
    edit.PutScenario(1, "The promise", {"accuracy": 0.9}),
    edit.SetBar(0.85, "your choice", Provenance.GUESS),
    edit.SetBar(0.8, "your choice", Provenance.GUESS, "the pilot accepts 8 in 10"),
    edit.PutCondition(None, "An inspector confirms every “clean”."),
    edit.PutCondition(1, "An inspector confirms every second “clean”."),
    edit.PutSignOff(None, "Mara Lindqvist", "product", "asked"),
    edit.Several((edit.AddClass("Lightning"), edit.RemoveExamples((3,))), "tidy up"),
    edit.ClearFact("who", "who has the problem"),
    edit.DeleteClass(1, "Cracked"),
    edit.DeleteScenario(1, "The promise"),
    edit.DeleteCondition(1),
    edit.DeleteSignOff(1, "Mara Lindqvist"),
)


@pytest.mark.parametrize(
    ("id_", "state", "text"),
    [
        (None, "to sign", "name Mara to sign"),
        (1, "asked", "asking Mara"),
        (1, "signed", "signature of Mara"),
        (1, "to sign", "ask Mara anew"),
    ],
)
def test_undo_says_whether_somebody_was_named_or_signed(id_, state, text) -> None:
    assert edit.PutSignOff(id_, "Mara", "product", state).text == text


def test_every_edit_can_be_undone_and_redone_to_the_same_state(project: Project) -> None:
    states = [state(project)]
    for command in EDITS:
        assert project.do(command), command
        assert project.file.undo_text == command.text
        states.append(state(project))
        assert states[-1] != states[-2], command
    for earlier in reversed(states[:-1]):
        project.file.undo()
        assert state(project) == earlier
    assert project.file.undo_text is None
    for later in states[1:]:
        project.file.redo()
        assert state(project) == later
    assert project.file.redo_text is None


def test_a_failed_edit_leaves_everything_as_it_was(project: Project) -> None:
    project.do(edit.AddClass("Crack"))
    project.do(edit.AddClass("Clean"))
    before = state(project)
    with pytest.raises(UserError, match="already"):
        project.do(
            edit.Several(
                (edit.SetFact("who", "x", "who"), edit.RenameClass(1, "Crack", "Clean")), "rename"
            )
        )
    assert state(project) == before
    assert project.file.undo_text == "add class “Clean”"


def test_deleting_a_class_keeps_its_examples_unlabelled(project: Project) -> None:
    project.do(edit.AddExamples((photo(1), photo(2))))
    project.do(edit.DeleteClass(project.classes()[0].id, "crack"))
    assert [e.class_name for e in project.examples()] == [None, None]


def names_of_classes(project: Project) -> list[str]:
    return [info.name for info in project.classes()]


@pytest.mark.parametrize("gone", ["unlabelled", "removed"])
def test_a_class_that_came_with_its_examples_goes_with_the_last_of_them(
    project: Project, gone: str
) -> None:
    project.do(edit.AddClass("clean"))
    project.do(
        edit.AddExamples((photo(1, "demo_photos"), photo(2, "demo_photos"), photo(3, "clean")))
    )
    ids = [e.id for e in project.examples()]

    def drop(*which: int) -> None:
        project.do(edit.LabelExamples(which, None) if gone == "unlabelled" else edit.RemoveExamples(which))  # fmt: skip

    drop(ids[0], ids[2])
    assert names_of_classes(project) == ["clean", "demo_photos"]  # one photo of it is left
    drop(ids[1])
    assert names_of_classes(project) == ["clean"]  # a person made that one
    project.file.undo()
    assert names_of_classes(project) == ["clean", "demo_photos"]
    project.file.redo()
    assert names_of_classes(project) == ["clean"]
    assert not project.facts()


def test_a_class_that_a_person_has_made_theirs_stays_without_examples(project: Project) -> None:
    project.do(edit.AddExamples((photo(1, "a"), photo(2, "b"), photo(3, "c"), photo(4, "d"))))
    a, b, c, _ = (info.id for info in project.classes())
    project.do(edit.RenameClass(a, "a", "Clean"))
    project.do(edit.DescribeClass(b, "b", "A crack, wider than a hair."))
    project.do(edit.AddClass("c"))
    project.do(edit.LabelExamples(tuple(e.id for e in project.examples()), None))
    assert names_of_classes(project) == ["Clean", "b", "c"]
    project.do(edit.DeleteClass(c, "c"))
    project.do(edit.AddClass("e"))  # it may get the number that c had
    assert names_of_classes(project) == ["Clean", "b", "e"]


def test_adding_the_same_file_twice_keeps_one(project: Project) -> None:
    project.do(edit.AddExamples((photo(1), photo(1, "clean"))))
    assert [e.class_name for e in project.examples()] == ["crack"]


def test_unknown_is_kept_apart_from_what_was_typed(project: Project) -> None:
    project.do(edit.SetFact("label_cost", 3, "label cost", Provenance.UNKNOWN))
    assert project.answer("label_cost") is None
    assert project.facts()["label_cost"].value == 3


def test_a_project_opens_where_its_folder_has_moved(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "1.png").write_bytes(b"x")
    with Project.create(old / "a.smart", name="A") as project:
        stored = project.stored_path(old / "1.png")
        project.do(edit.AddExamples((NewExample(stored, "1.png", "0" * 64, 1, "photo", None),)))
    new = tmp_path / "new"
    old.rename(new)
    with Project.open(new / "a.smart") as project:
        assert project.original(project.examples()[0]) == new / "1.png"


# --- the file ----------------------------------------------------------------------------------------------------


def test_a_second_window_on_the_same_file_is_refused_politely(project: Project) -> None:
    with pytest.raises(UserError, match="open in another window"):
        Project.open(project.path)


def test_closing_leaves_one_file_and_no_litter(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.smart", name="A") as project:
        project.do(edit.AddClass("Crack"))
    assert [p.name for p in tmp_path.iterdir()] == ["a.smart"]


def test_a_command_beside_an_open_window_reads_and_adds_to_the_caches(project: Project) -> None:
    with Project.open_beside(project.path) as beside:
        assert beside.name == "P"
        beside.caches.put_thumbnails({"ab": b"jpeg"})
    assert project.caches.thumbnail("ab") == b"jpeg"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.smart", b"hello"),
        ("empty.smart", b""),
        ("sqlite.smart", None),
        ("cut.smart", b"SQLite format 3\0" + b"\0" * 84),
    ],
)
def test_a_file_that_is_no_project_is_refused_and_left_alone(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (a)")
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UserError, match="not a Smart Enough project"):
        Project.open(path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


def test_a_folder_or_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        Project.open(tmp_path)
    with pytest.raises(UserError, match=r"no “gone\.smart”"):
        Project.open(tmp_path / "gone.smart")


def test_a_damaged_project_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    with Project.create(path, name="A") as project:
        project.do(edit.AddExamples(tuple(photo(i) for i in range(2000))))
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 100] = random.Random(start).randbytes(100)
    path.write_bytes(content)
    with (
        pytest.raises(UserError, match=r"damaged|not a Smart Enough"),
        Project.open(path) as project,
    ):
        project.examples()


def test_a_newer_project_opens_read_only_with_a_message(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    Project.create(path, name="A").close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.CURRENT_VERSION + 1}")
    connection.close()
    with Project.open(path) as project:
        assert "newer" in project.file.notice
        assert project.name == "A"
        with pytest.raises(UserError, match="read-only"):
            project.do(edit.AddClass("Crack"))
    before = path.read_bytes()
    with Project.open_beside(path) as beside:  # a job or a command must not write into it either
        beside.caches.put_thumbnails({"ab": b"jpeg"})
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_write_protected_project_opens_read_only(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    Project.create(path, name="A").close()
    path.chmod(0o444)
    with Project.open(path) as project:
        assert "write-protected" in project.file.notice


def test_creating_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    path.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        Project.create(path, name="A")
    assert path.read_text() == "mine"


@pytest.mark.parametrize("version", range(1, schema.CURRENT_VERSION + 1))
def test_a_file_of_every_released_version_opens(tmp_path: Path, version: int) -> None:
    with Project.open(of_version(tmp_path / "old.smart", version)) as project:
        assert project.name == "Blade inspection"
        assert [c.name for c in project.classes()] == ["Clean", "Crack"]
        assert project.bar.value == 0.85
        assert project.file.undo_text == "set the bar to 85%"
        project.file.undo()
        assert project.bar is None


@pytest.mark.parametrize("version", range(1, schema.CURRENT_VERSION))
def test_a_file_of_every_older_version_can_be_read_without_changing_it(
    tmp_path: Path, version: int
) -> None:
    path = of_version(tmp_path / "old.smart", version)
    before = path.read_bytes()
    with Project.open_beside(path) as beside:  # a command or a job, which holds no lock
        assert len(beside.examples()) == 3
        assert beside.examples()[0].belongs == ("" if version == 1 else "turbine 14")
        assert beside.fingerprint()
    assert path.read_bytes() == before


KILLED = """
import sys
from pathlib import Path
from desktop.project.project import Project
from desktop.project.commands import SetFact

with Project.open(Path(sys.argv[1])) as project:
    for number in range(10_000):
        project.do(SetFact("count", number, "count"))
        print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killing_the_process_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    Project.create(path, name="A").close()
    for attempt in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True
        )
        process.stdout.readline()  # it edits now
        time.sleep(0.05 + 0.05 * attempt)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        with Project.open(path) as project:
            assert project.answer("count") >= (int(said[-1]) if said else 0)
            assert project.file.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_full_disk_keeps_the_project_as_it_was(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", "512k") as disk,
        Project.create(disk / "a.smart", name="A") as project,
    ):
        project.do(edit.AddClass("Crack"))
        before = state(project)
        with pytest.raises(UserError, match="disk is full"):
            project.do(edit.SetFact("today", "x" * 2_000_000, "today"))
        assert state(project) == before
        project.do(edit.AddClass("Clean"))


def test_a_model_comes_back_byte_for_byte_and_its_backbone_is_kept_once(project: Project) -> None:
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    backbone = numpy_helper.from_array(
        np.random.default_rng(0).normal(size=(64, 64)).astype("f4"), "backbone"
    )
    models = []
    for head in (0.5, 0.7):
        graph = helper.make_graph(
            [
                helper.make_node("MatMul", ["x", "backbone"], ["y"]),
                helper.make_node("Mul", ["y", "head"], ["z"]),
            ],
            "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
            [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 64])],
            [backbone, numpy_helper.from_array(np.float32(head), "head")],
        )
        models.append(helper.make_model(graph).SerializeToString(deterministic=True))
    hashes = [project.caches.put_model(model) for model in models]
    assert [project.caches.model(sha256) for sha256 in hashes] == models
    assert project.file.read("SELECT count(*) FROM model_part", ())[0][0] == 1


def test_embeddings_come_back_as_they_were(project: Project) -> None:
    import numpy as np

    cache = project.caches.embeddings
    vectors = {f"{i:064x}": np.arange(8, dtype="f4") + i for i in range(200)}
    cache.put("lite0", vectors)
    found = cache.get("lite0", [*vectors, "missing"])
    assert found.keys() == vectors.keys()
    assert all((found[key] == vectors[key]).all() for key in vectors)
    assert cache.get("another", list(vectors)) == {}


def test_a_copy_of_the_file_between_edits_is_a_whole_project(
    project: Project, tmp_path: Path
) -> None:
    project.do(edit.AddClass("Crack"))
    copy = tmp_path / "copy.smart"
    shutil.copy(project.path, copy)
    with Project.open(copy) as opened:
        assert [c.name for c in opened.classes()] == ["Crack"]


def test_opening_says_when_the_file_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "old.smart"
    Project.create(path, name="Old").close()
    os.utime(path, (1_700_000_000, 1_700_000_000))
    with Project.open(path) as project:
        assert project.file.saved_at.timestamp() == 1_700_000_000
