"""``python -m tests.golden.untranslated PROJECT`` prints what a language file does not reach.

The project's pages and commands are said in a language that puts each sentence in brackets; what stands outside of them is
what people and files gave, and what is not in the catalogue yet.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.catalogue import ROOT, catalogue

_KINDS_OF_LINES = re.compile(
    r"^(== (Tab \w+|Opens:( F1 of( the page)?| T of)?|Top|Rail|Status)|columns|row|rows|field|button(, \w+)?|tip|said|stderr):?"
    r"|^\$ smart-enough .*|https?://\S+|<folder>/\S+"
)
"""What the kept files say of a line itself, commands, and addresses."""
_NO_PAGES = ("evidence", "pdf", "report-")
"""Papers print most of what a project holds, which is nobody's to translate."""


def untranslated(name: str, folder: Path) -> list[str]:
    """The lines of a golden project's pages and commands with words outside of any sentence of the catalogue."""
    language = folder / "brackets.json"
    said_in_brackets = {english: [f"⟦{english}⟧"] * 2 for english in catalogue()}
    language.write_text(json.dumps({"code": "xx", "sentences": said_in_brackets}), "utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "tests.golden.untranslated", "--say", name, str(folder)],
        env={
            **os.environ,
            "SMART_ENOUGH_LANGUAGE": str(language),
            "QT_QPA_PLATFORM": "offscreen",
            "TZ": "UTC",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        raise RuntimeError(said.stderr[-4_000:])
    return said.stdout.splitlines()


def _say(name: str, folder: Path) -> Iterator[str]:
    # Imported where the language is spoken already: constants are worded as their modules are imported.
    import pytest
    from PySide6.QtWidgets import QApplication

    from tests.golden.keeping import prices_read_on_one_day
    from tests.golden.pages import jobs_in_this_process
    from tests.golden.sentences import sentences_of

    with pytest.MonkeyPatch.context() as patch:
        jobs_in_this_process(patch)
        prices_read_on_one_day(patch)
        for surface, text in sentences_of(name, folder, QApplication([])).items():
            if not surface.startswith(_NO_PAGES):
                left = (_outside(line) for line in text.splitlines())
                yield from (
                    f"{surface}: {line}" for line in dict.fromkeys(left) if _has_words(line)
                )


def _outside(line: str) -> str:
    while line != (line := re.sub("⟦[^⟦⟧]*⟧", "", line)):
        pass
    return " ".join(line.split())


def _has_words(line: str) -> bool:
    return bool(re.search("[A-Za-z]{3}", _KINDS_OF_LINES.sub("", line)))


if __name__ == "__main__":
    if sys.argv[1] == "--say":
        print("\n".join(_say(sys.argv[2], Path(sys.argv[3]))))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            print("\n".join(untranslated(sys.argv[1], Path(scratch))))
