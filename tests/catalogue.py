"""``python -m tests.catalogue FILE.json`` writes every sentence of the product into a language file, to be translated.

What the file has translated already stays; a sentence that the product no longer says goes. An empty list stays English.
The texts of data files are in it as well, and each noun that something is counted by.
"""

import ast
import json
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from estimators.base.noun import Noun, noun
from estimators.base.sentence import data_file

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")
_COUNTED = ("count", "about_count", "spelled_count")
_WORDED = ("tr(", "say(", "tr_plural(", "count(", "Noun(")


@dataclass(frozen=True)
class Sentence:
    """A call of ``tr``, ``tr_plural`` or ``say``, or a count of things.

    Attributes
    ----------
    texts : tuple of str
        The English one, or the one for a single thing and the one for many; empty where it is no literal.
    parts : frozenset of str
        What the call hands over.
    """

    place: str
    texts: tuple[str, ...]
    parts: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """The parts that its texts name."""
        fields = (name for text in self.texts for _, name, _, _ in string.Formatter().parse(text))
        return frozenset(name for name in fields if name is not None)


def sentences() -> Iterator[Sentence]:
    """Every sentence of the product, file by file."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = path.read_text("utf-8")
            if any(name in source for name in _WORDED):
                yield from _sentences_in(path.relative_to(ROOT).as_posix(), ast.parse(source))


def _sentences_in(name: str, tree: ast.Module) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="tr" | "say"), args=[text], keywords=keywords):
                texts, given = [text], set[str]()
            case ast.Call(func=ast.Name(id="tr_plural"), args=[one, many, _], keywords=keywords):
                texts, given = [one, many], {"n"}
            case ast.Call(func=ast.Name(id=called), args=[_, ast.Constant(value=str(thing))]) if (
                called in _COUNTED
            ):
                yield _counted(f"{name}:{node.lineno}", noun(thing))
                continue
            case ast.Call(func=ast.Name(id="Noun"), args=[ast.Constant(one), ast.Constant(many)]):
                yield _counted(f"{name}:{node.lineno}", Noun(str(one), str(many)))
                continue
            case _:
                continue
        literals = tuple(
            text.value
            for text in texts
            if isinstance(text, ast.Constant) and isinstance(text.value, str)
        )
        given |= {keyword.arg or "**" for keyword in keywords}
        complete = len(literals) == len(texts)
        yield Sentence(f"{name}:{node.lineno}", literals if complete else (), frozenset(given))


def _counted(place: str, things: Noun) -> Sentence:
    return Sentence(place, (f"{{n}} {things.one}", f"{{n}} {things.many}"), frozenset({"n"}))


def page_sentences() -> Iterator[str]:
    """What the pages of the server say: in their HTML, and in ``tr("…")`` of their scripts."""
    for path in sorted((ROOT / "mock_ai" / "server").rglob("*")):
        if path.suffix == ".js":
            yield from re.findall(r'\btr\("([^"]+)"', path.read_text("utf-8"))
        elif path.suffix == ".html":
            body = path.read_text("utf-8")
            said = re.findall(r'>([^<>]+)<|aria-label="([^"]+)"', body)
            yield from (
                words for each in said if re.search("[A-Za-z]{2}", words := "".join(each).strip())
            )


def data_texts() -> set[str]:
    """What the data files say."""
    found: list[str] = []

    def noted(text: str) -> str:
        found.append(text)
        return text

    for folder in ("estimators", "desktop", "reports"):
        for path in (ROOT / folder).rglob("*.json"):
            if path.parent.name != "theme":
                data_file(path, noted)
    return set(found)


def write_catalogue(path: Path) -> int:
    """The language file with every sentence in it; how many of them wait for a translation."""
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {"code": path.stem}
    translated = kept.get("sentences", {})
    found = (
        {sentence.texts[0] for sentence in sentences()} | set(data_texts()) | set(page_sentences())
    )
    kept["sentences"] = {english: translated.get(english, []) for english in sorted(found)}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return sum(not forms for forms in kept["sentences"].values())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.catalogue FILE.json")
    print(f"{write_catalogue(Path(sys.argv[1]))} sentences wait for a translation.")
