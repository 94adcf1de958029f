import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.classifier.column_names import ColumnNames
from estimators.classifier.examples import load_examples, load_unlabelled

Digits = Callable[..., Path]


def test_each_folder_is_a_class_and_folders_inside_count_towards_it(digits_folder: Digits) -> None:
    root = digits_folder(n=3, classes=2)
    (root / "1" / "second-visit").mkdir()
    (root / "1" / "1-000.png").rename(root / "1" / "second-visit" / "1-000.png")
    examples = load_examples(root)
    assert examples.classes == {"0": 3, "1": 3}
    assert root / "1" / "second-visit" / "1-000.png" in examples.items


def test_a_folder_around_the_class_folders_is_looked_into(
    digits_folder: Digits, tmp_path: Path
) -> None:
    unpacked = tmp_path / "download"
    unpacked.mkdir()
    digits_folder(n=2, classes=2).rename(unpacked / "archive-1.0")
    (unpacked / "README.txt").write_text("about")
    assert load_examples(unpacked).classes == {"0": 2, "1": 2}


def test_hidden_files_are_ignored_and_other_files_are_named(digits_folder: Digits) -> None:
    root = digits_folder(n=2, classes=2)
    (root / "0" / ".DS_Store").write_bytes(b"junk")
    (root / "0" / "._0-000.png").write_bytes(b"junk")
    (root / "0" / "notes.docx").write_bytes(b"words")
    (root / "loose.png").write_bytes((root / "0" / "0-000.png").read_bytes())
    examples = load_examples(root)
    assert len(examples) == 4
    assert {Path(f.paths[0]).name for f in examples.skipped} == {"notes.docx", "loose.png"}


def test_a_loop_of_links_ends(digits_folder: Digits) -> None:
    root = digits_folder(n=2, classes=2)
    (root / "0" / "again").symlink_to(root, target_is_directory=True)
    (root / "1" / "myself").symlink_to(root / "1", target_is_directory=True)
    assert load_examples(root).classes["1"] == 2


def test_a_pipe_among_the_photos_is_not_waited_for(digits_folder: Digits) -> None:
    root = digits_folder(n=2, classes=2)
    os.mkfifo(root / "0" / "pipe.png")
    assert len(load_examples(root)) == 4


def test_a_csv_lists_paths_and_labels(digits_folder: Digits) -> None:
    root = digits_folder(n=2, classes=2)
    table = root / "labels.csv"
    rows = ["path;label", "0/0-000.png;zero", "1/1-000.png;one", "1/gone.png;one", "0/0-001.png;"]
    table.write_text("\ufeff" + "\n".join(rows), encoding="utf-8")
    examples = load_examples(table)
    assert examples.labels == ("zero", "one")
    whys = [finding.why for finding in examples.skipped]
    assert any("Line 4" in why and "gone.png" in why for why in whys)
    assert "Line 5 has no label." in whys


def test_columns_of_other_names_can_be_named(digits_folder: Digits) -> None:
    root = digits_folder(n=1, classes=2)
    table = root / "t.csv"
    table.write_text("file,kind\n0/0-000.png,a\n1/1-000.png,b\n", encoding="utf-8")
    with pytest.raises(UserError, match="lacks a “label” column"):
        load_examples(table)
    examples = load_examples(table, ColumnNames(path="file", label="kind"))
    assert examples.classes == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda root: root / "nowhere", "There is no “nowhere”"),
        (lambda root: root, "has no class folders"),
        (lambda root: _file(root / "photo.jpg", b"x"), "neither a folder nor a table"),
        (lambda root: _file(root / "empty.csv", b""), "is empty"),
        (lambda root: _file(root / "bare.csv", b"path,label\n"), "lists no examples"),
        (lambda root: _file(root / "gone.csv", b"path,label\nq.png,a\n"), "None of the files"),
    ],
)
def test_what_cannot_be_loaded_is_explained(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        load_examples(make(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["pipe", "pipe.csv", "pipe.smart"])
def test_nothing_is_read_from_a_pipe(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    pipe = os.open(tmp_path / name, os.O_RDWR | os.O_NONBLOCK)
    os.write(pipe, bytes(64))  # so that nobody waits who does read
    with pytest.raises(UserError, match=r"neither a folder nor a table|is not a file"):
        load_examples(tmp_path / name)
    assert os.read(pipe, 64) == bytes(64)
    os.close(pipe)


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_one_class_only_is_refused_unless_allowed(digits_folder: Digits) -> None:
    root = digits_folder(n=2, classes=1)
    with pytest.raises(UserError, match="only one class, “0”"):
        load_examples(root)
    assert len(load_examples(root, min_classes=1)) == 2


@pytest.mark.parametrize(
    ("suffix", "modality"), [(".txt", "text"), (".wav", "sound"), (".mp4", "video")]
)
def test_the_files_say_what_kind_of_example_it_is(
    tmp_path: Path, suffix: str, modality: str
) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"x{suffix}").write_bytes(b"x")
    (tmp_path / "a" / "notes.pdf").write_bytes(b"x")
    examples = load_examples(tmp_path)
    assert examples.modality == modality
    assert [finding.paths for finding in examples.skipped] == [(str(tmp_path / "a" / "notes.pdf"),)]


def test_a_table_of_texts_keeps_line_and_group(tmp_path: Path) -> None:
    table = _file(tmp_path / "t.csv", b"text,label,who\nhello,a,ann\nbye,b,\n\nhi,a,ann\n")
    examples = load_examples(table, ColumnNames(group="who"))
    assert examples.items == ("hello", "bye", "hi")
    assert examples.names == (f"{table}:2", f"{table}:3", f"{table}:5")
    assert examples.groups == ("ann", "", "ann")


def test_a_folder_without_permission_is_named(
    digits_folder: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = digits_folder(n=2, classes=2)
    scan = os.scandir

    def refuse(
        path: str | Path | int,
    ) -> object:  # the tests may run as root, whom no permission stops
        if not isinstance(path, int) and Path(path).name == "1":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UserError, match=r"“1” can’t be opened.*permission"):
        load_examples(root)


def test_outliers_need_no_labels(digits_folder: Digits, tmp_path: Path) -> None:
    assert len(load_unlabelled(digits_folder(n=2, classes=3))) == 6
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="no photos"):
        load_unlabelled(tmp_path / "none")


def test_examples_and_results_are_named_without_loading_numpy() -> None:
    modules = ("item", "modality", "examples", "unlabelled_table", "training_result")
    loaded = "".join(f"import estimators.classifier.{module}; " for module in modules)
    code = f"import sys; {loaded}assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
