"""The code blocks of the documents: what is run, what is only read, and what stands for something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(\w*)(?: title=\"([^\"]+)\")?\n(.*?)^```", re.S | re.M)


@dataclass(frozen=True)
class Block:
    """A code block: the page, its language, the file that it is (empty: none), and its text."""

    page: str
    language: str
    file: str
    text: str

    @property
    def name(self) -> str:
        """What a failing test is called by."""
        return f"{self.page}: {self.text.strip().splitlines()[0][:60]}"


def documents() -> list[Path]:
    """README, CONTRIBUTING and every guide; decisions are records, and say what was typed then."""
    guides = sorted((ROOT / "docs").rglob("*.md"))
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(path for path in guides if path.parent.name != "decisions")]  # fmt: skip


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in its order."""
    name = page.relative_to(ROOT).as_posix()
    return [Block(name, *found) for found in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def commands(block: Block) -> Iterator[str]:
    """Each line of a block that calls the program, with what is continued on the next lines."""
    for line in re.sub(r"\\\n\s*", "", block.text).splitlines():
        typed = line.removeprefix("$ ").strip()
        if typed.startswith("smart-enough "):
            yield re.sub(r"\s{2,}#.*", "", typed)
