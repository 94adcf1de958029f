"""``python -m tests.catalogue FILE.json`` writes every sentence of the product into a language file, to be translated.

What the file has translated already stays; a sentence that the product no longer says goes. An empty list stays English.
"""

import ast
import json
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")


@dataclass(frozen=True)
class Sentence:
    """A call of ``tr`` or ``tr_plural``.

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
            if "tr(" in source or "tr_plural(" in source:
                yield from _sentences_in(path.relative_to(ROOT).as_posix(), ast.parse(source))


def _sentences_in(name: str, tree: ast.Module) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="tr"), args=[text], keywords=keywords):
                texts, given = [text], set[str]()
            case ast.Call(func=ast.Name(id="tr_plural"), args=[one, many, _], keywords=keywords):
                texts, given = [one, many], {"n"}
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


def write_catalogue(path: Path) -> int:
    """The language file with every sentence in it; how many of them wait for a translation."""
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {"code": path.stem}
    translated = kept.get("sentences", {})
    found = sorted({sentence.texts[0] for sentence in sentences()})
    kept["sentences"] = {english: translated.get(english, []) for english in found}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return sum(not forms for forms in kept["sentences"].values())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.catalogue FILE.json")
    print(f"{write_catalogue(Path(sys.argv[1]))} sentences wait for a translation.")
