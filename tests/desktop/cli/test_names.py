"""Names that strangers chose: no UTF-8, colours of a terminal, marks that turn the reading around."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli.main import main
from desktop.cli.output import harmless, one_line
from desktop.project.project import Project
from tests.jobs_in_process import add_found

BYTES = pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
RED, TURNED = "\x1b[31mA", "b\u202ec"


def renamed(folder: Path, old: str, new: bytes) -> None:
    os.rename(os.fsencode(folder / old), os.fsencode(folder) + b"/" + new)


@BYTES
def test_a_class_folder_that_is_not_utf_8_is_read_as_western_european(
    tmp_path, digits_folder, capsys
) -> None:
    folder = digits_folder(n=8, classes=2)
    renamed(folder, "1", b"caf\xe9")
    out = tmp_path / "m.onnx"
    assert main(["train", str(folder), "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in found["per_class"]] == ["0", "café"]


@BYTES
def test_files_that_a_project_cannot_name_are_left_out_and_counted(tmp_path, digits_folder) -> None:
    folder = digits_folder(n=3, classes=2)
    renamed(folder, "1", b"caf\xe9")
    with Project.create(tmp_path / "p.smart", name="P") as project:
        found = add_found(project, folder)
        assert project.count_examples() == 3
    assert found.skipped[0].startswith("3 of the files have a name, or lie in a folder with a name")


@BYTES
def test_names_that_are_not_utf_8_are_printed_all_the_same(digits_folder, capfd) -> None:
    folder = digits_folder(n=3, classes=2)
    next((folder / "0").iterdir()).write_bytes(b"no photo")
    renamed(folder, "0", b"\xff\xfe")
    assert main(["inspect", os.fsdecode(os.fsencode(folder))]) == 0
    capfd.readouterr()
    assert main(["inspect", os.fsdecode(os.fsencode(folder)), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["unreadable"]


@pytest.mark.parametrize("command", ["inspect", "train"])
def test_no_name_reaches_the_terminal_as_an_order(command, tmp_path, digits_folder, capsys) -> None:
    folder = digits_folder(n=8, classes=2)
    (folder / "0").rename(folder / RED)
    (folder / "1").rename(folder / TURNED)
    asked = [
        command,
        str(folder),
        *(["--out", str(tmp_path / "m.onnx")] if command == "train" else []),
    ]
    assert main(asked) == 0
    said = capsys.readouterr()
    assert "\ufffd[31mA" in said.out
    assert "\x1b" not in said.out + said.err
    assert "\u202e" not in said.out + said.err
    assert main([*asked, "--json"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    found = json.loads(printed)
    names = (
        found["classes"] if command == "inspect" else [row["name"] for row in found["per_class"]]
    )
    assert set(names) == {RED, TURNED}


def test_what_joins_letters_and_keeps_words_together_stays() -> None:
    for text in ("क्\u200dष", "Zoë 👩\u200d🔬", "1\u202f234 €", "می\u200cخواهم"):
        assert harmless(text) == text
    assert harmless("a\nb\x07\udce9\u2066c\u2028") == "a\ufffdb\ufffd\ufffd\ufffdc\ufffd"
    assert one_line("a" * 20, most=5) == "aaaa…"


def test_a_stream_with_few_letters_gets_marks_in_their_place(digits_folder) -> None:
    folder = digits_folder(n=3, classes=2)
    (folder / "0").rename(folder / "Ж")
    asked = [sys.executable, "-m", "desktop", "inspect", str(folder)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    words = subprocess.run(asked, capture_output=True, check=False, env=environment)
    assert (words.returncode, b"?: 3" in words.stdout) == (0, True)
    document = subprocess.run([*asked, "--json"], capture_output=True, check=False, env=environment)
    assert json.loads(document.stdout)["classes"] == {"Ж": 3, "1": 3}
