"""Each tutorial to its end, as a newcomer types it: the files it shows, its commands, and every line of output that it prints."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli.main import main
from tests.docs.blocks import ROOT, Block, blocks
from tests.patience import PATIENCE

TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))


def ran(line: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that a command of the tutorial prints."""
    words = shlex.split(line)
    if words[0] == "cp":
        shutil.copytree(ROOT / words[2], words[3])
        return []
    assert words[0] == "smart-enough"
    assert main(words[1:]) == 0, capsys.readouterr().err
    return capsys.readouterr().out.splitlines()


def check_console(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a block of commands with their output; “...” stands for lines that are left out.

    Columns are as wide as what is measured: how many spaces there are is not compared.
    """
    for part in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        line, *shown = part.splitlines()
        said = [" ".join(each.split()) for each in ran(line, capsys)]
        at = 0
        for expected in (" ".join(each.split()) for each in shown):
            if expected == "...":
                continue
            there = said[at:]
            assert expected in there, f"{block.page}: “{line}” no longer prints “{expected}”:\n" + "\n".join(said)  # fmt: skip
            at += there.index(expected) + 1


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_comes_to_what_it_shows(page: Path, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    served = ""
    for block in blocks(page):
        if block.file:
            Path(block.file).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            check_console(block, capsys)
        elif block.language == "sh" and " serve " in block.text:
            served = block.text.strip()
        elif block.language == "sh":
            ran(block.text.strip(), capsys)
        elif block.file.endswith(".py"):
            answered = asked_while_served(served, block.file)
            assert re.fullmatch(r"(cardboard|glass|metal|plastic) 0\.\d+ True\n", answered)


def asked_while_served(serve: str, program: str) -> str:
    """What a program of the tutorial prints while its server runs, at a port that is free here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    path = Path(program)
    path.write_text(path.read_text(encoding="utf-8").replace("8765", port), encoding="utf-8")
    words = [port if word == "8765" else word for word in shlex.split(serve)[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "desktop", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            assert json.loads(server.stdout.readline())
            return subprocess.run([sys.executable, program], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout  # fmt: skip
        finally:
            server.terminate()


def test_every_picture_of_a_page_is_there_small_and_described() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    found = [
        (page, alt, page.parent / target)
        for page in pages
        for alt, target in re.findall(r"!\[(.*?)\]\((.*?)\)", page.read_text(encoding="utf-8"))
    ]
    assert found
    for page, alt, picture in found:
        assert len(alt) > 20, page
        assert picture.stat().st_size < 150_000, picture
