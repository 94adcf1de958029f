"""Every sentence of the product that a language file can have, with its place and its parts.

The texts of data files are among them, and each noun that something is counted by.
"""

import ast
import functools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from estimators.base.noun import Noun, noun
from estimators.base.sentence import data_file

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")
_COUNTED = ("count", "about_count", "spelled_count")
_WORDED = ("tr(", "say(", "tr_plural(", "count(", "tr_noun(")


@dataclass(frozen=True)
class Sentence:
    """A call of ``tr``, ``tr_plural`` or ``say``, or a count of things.

    Attributes
    ----------
    texts : tuple of str
        The English one, or the one for a single thing and the one for many; empty where it is no literal.
    parts : mapping of str to ast.expr or None
        What the call hands over, by name.
    """

    place: str
    texts: tuple[str, ...]
    parts: Mapping[str, ast.expr | None]

    @property
    def named(self) -> frozenset[str]:
        """The parts that its texts name."""
        fields = (name for text in self.texts for _, name, _, _ in string.Formatter().parse(text))
        return frozenset(name for name in fields if name is not None)


@functools.cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of the product, file by file."""
    return tuple(_sentences())


def _sentences() -> Iterator[Sentence]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = path.read_text("utf-8")
            if any(name in source for name in _WORDED):
                yield from _sentences_in(path.relative_to(ROOT).as_posix(), ast.parse(source))


def _sentences_in(name: str, tree: ast.Module) -> Iterator[Sentence]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match node:
            case ast.Call(func=ast.Name(id="tr" | "say"), args=[text], keywords=keywords):
                texts, given = [text], dict[str, ast.expr | None]()
            case ast.Call(func=ast.Name(id="tr_plural"), args=[one, many, n], keywords=keywords):
                texts, given = [one, many], {"n": n}
            case ast.Call(func=ast.Name(id=called), args=[_, ast.Constant(value=str(thing))]) if (
                called in _COUNTED
            ):
                yield _counted(f"{name}:{node.lineno}", noun(thing))
                continue
            case ast.Call(
                func=ast.Name(id="tr_noun"), args=[ast.Constant(one), ast.Constant(many)]
            ):
                yield _counted(f"{name}:{node.lineno}", Noun(str(one), str(many)))
                continue
            case _:
                continue
        literals = tuple(
            text.value
            for text in texts
            if isinstance(text, ast.Constant) and isinstance(text.value, str)
        )
        given |= {keyword.arg or "**": keyword.value for keyword in keywords}
        complete = len(literals) == len(texts)
        yield Sentence(f"{name}:{node.lineno}", literals if complete else (), given)


def _counted(place: str, things: Noun) -> Sentence:
    return Sentence(place, (f"{{n}} {things.one}", f"{{n}} {things.many}"), {"n": None})


def page_sentences() -> Iterator[Sentence]:
    """What the pages of the server say: in their HTML, and in ``tr("…")`` of their scripts."""
    for path in sorted((ROOT / "mock_ai" / "server").rglob("*")):
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".js":
            for text in re.findall(r'\btr\("([^"]+)"', path.read_text("utf-8")):
                yield Sentence(place, (text,), {})
        elif path.suffix == ".html":
            body = path.read_text("utf-8")
            for each in re.findall(r'>([^<>]+)<|aria-label="([^"]+)"', body):
                if re.search("[A-Za-z]{2}", words := "".join(each).strip()):
                    yield Sentence(place, (words,), {})


def data_texts() -> Iterator[Sentence]:
    """What the data files say."""
    found: list[str] = []

    def noted(text: str) -> str:
        found.append(text)
        return text

    for folder in ("estimators", "desktop", "reports"):
        for path in sorted((ROOT / folder).rglob("*.json")):
            if path.parent.name not in ("theme", "languages", "weights", "fonts"):
                found.clear()
                data_file(path, noted)
                place = path.relative_to(ROOT).as_posix()
                yield from (Sentence(place, (text,), {}) for text in found)


@functools.cache
def catalogue() -> dict[str, Sentence]:
    """Everything that the product says, file by file, by what a language file has it under."""
    found: dict[str, Sentence] = {}
    for sentence in (*sentences(), *page_sentences(), *data_texts()):
        if sentence.texts:
            found.setdefault(sentence.texts[0], sentence)
    return found
