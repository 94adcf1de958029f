"""What waits for a translation, taken to a translator in batches, and what comes back.

``python -m tests.translation batches de FOLDER`` writes ``batch-01.json`` and so on: numbers to sentences, each with its place, its
English forms and what its parts are. An answer, ``batch-01.de.json``, has the numbers alone: to a text, or to one text a plural form.
``python -m tests.translation check de BATCH…`` says what is wrong with the answers beside these batches; ``merge`` in its place takes
those that hold into the language file as well.
``python -m tests.translation tidy de`` drops what the product says no longer. Each says how many sentences are missing.
"""

import ast
import json
import re
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from estimators.base.language import LANGUAGES, read_language
from tests.catalogue import Sentence, catalogue

A_BATCH = 250
_MARKUP = re.compile(r"</?[a-z][^>]*>|`[^`]*`|--[a-z][a-z-]*|https?://\S+|\n|SMART_ENOUGH_\w+")
_DIGITS = re.compile(r"\d")
_END = re.compile(r"(?:[.?!:…]|\.\.\.)?\s*$")


def file_of(code: str) -> Path:
    return LANGUAGES / f"{code}.json"


def kept_in(code: str) -> dict[str, Any]:
    """The language file as it is."""
    kept: dict[str, Any] = json.loads(file_of(code).read_text("utf-8"))
    return kept


def write(code: str, kept: dict[str, Any]) -> None:
    """The language file with a line for each sentence, in their order, so that a change is one line."""
    head = json.dumps({**kept, "sentences": {}}, ensure_ascii=False, indent=1)
    lines = (
        f"{json.dumps(english, ensure_ascii=False)}: {json.dumps(forms, ensure_ascii=False)}"
        for english, forms in sorted(kept["sentences"].items())
    )
    body = ",\n".join(lines)
    file_of(code).write_text(head.removesuffix("{}\n}") + f"{{\n{body}\n}}\n}}\n", "utf-8")


def missing(code: str) -> list[Sentence]:
    """What the product says and the language has not, file by file."""
    kept = kept_in(code)["sentences"]
    return [sentence for english, sentence in catalogue().items() if english not in kept]


def write_batches(code: str, folder: Path, size: int = A_BATCH) -> int:
    """Batches of what is missing; how many were written."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = missing(code)
    starts = range(0, len(waiting), size)
    for number, start in enumerate(starts, 1):
        batch = {
            str(start + n): _for_translator(each)
            for n, each in enumerate(waiting[start : start + size], 1)
        }
        lines = (f"{json.dumps(n)}: {json.dumps(each, ensure_ascii=False)}" for n, each in batch.items())  # fmt: skip
        (folder / f"batch-{number:02}.json").write_text(
            "{\n" + ",\n".join(lines) + "\n}\n", "utf-8"
        )
    return len(starts)


def _for_translator(sentence: Sentence) -> dict[str, Any]:
    parts = {
        name: ast.unparse(given) if given is not None else ""
        for name, given in sentence.parts.items()
    }
    shown = {"place": sentence.place, "english": list(sentence.texts)}
    return {**shown, "parts": parts} if parts else shown


def check(code: str, batches: Iterable[Path], kept: dict[str, Any]) -> Iterator[str]:
    """Note the answers to these batches that hold in ``kept``; what is wrong with the others."""
    count, said = count_of_forms(code), catalogue()
    for path in batches:
        answers = json.loads(path.with_suffix(f".{code}.json").read_text("utf-8"))
        for number, asked in json.loads(path.read_text("utf-8")).items():
            english = asked["english"]
            given = answers.get(number)
            if given is None:
                yield f"{path.name} {number}: not answered"
                continue
            forms = [given] if isinstance(given, str) else given
            wrong = faults(english, forms, count)
            if wrong:
                yield f"{path.name} {number}: {'; '.join(wrong)}\n    {english}\n    {forms}"
            elif english[0] in said:
                kept["sentences"][english[0]] = forms


def faults(english: list[str] | tuple[str, ...], forms: list[str], count: int) -> list[str]:
    """What is wrong with a translation, in a few words each; ``count`` is how many plural forms the language has."""
    wanted = count if len(english) > 1 else 1
    if len(forms) != wanted or not all(isinstance(form, str) and form.strip() for form in forms):
        return [f"{wanted} forms are wanted"]
    found = []
    named = [_parts(text) for text in english]
    least, most = set.intersection(*named), set.union(*named)
    marks = sorted(_MARKUP.findall(english[-1]))
    digits = [sorted(_DIGITS.findall(text)) for text in english]
    for form in forms:
        try:
            parts = _parts(form)
        except ValueError as error:
            return [f"braces: {error}"]
        # The form for one may say "one" in words.
        if not least - ({"n"} if wanted > 1 else set()) <= parts <= most:
            found.append(f"parts {sorted(parts)}, not {sorted(most)}")
        if sorted(_MARKUP.findall(form)) != marks:
            found.append(f"markup {_MARKUP.findall(form)}, not {marks}")
        if sorted(_DIGITS.findall(form)) not in digits:
            found.append("other digits")
        if _edges(form) != _edges(english[-1]):
            found.append("begins or ends otherwise")
    return found


def _parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _edges(text: str) -> tuple[str, str]:
    """The space that a text begins with, and the stop and space that it ends with."""
    end = _END.search(text)
    return text[: len(text) - len(text.lstrip())], end[0] if end else ""


def count_of_forms(code: str) -> int:
    form = read_language(file_of(code)).plural_form
    return max(form(n) for n in range(1_000)) + 1


def tidy(code: str) -> None:
    """Drop what the product says no longer."""
    kept, said = kept_in(code), catalogue()
    kept["sentences"] = {
        english: forms for english, forms in kept["sentences"].items() if english in said
    }
    write(code, kept)


def main(arguments: list[str]) -> None:
    match arguments:
        case ["batches", code, folder]:
            print(f"{write_batches(code, Path(folder))} batches are written.")
        case ["check" | "merge" as what, code, *batches] if batches:
            kept = kept_in(code)
            for fault in check(code, map(Path, batches), kept):
                print(fault)
            if what == "merge":
                write(code, kept)
        case ["tidy", code]:
            tidy(code)
        case _:
            sys.exit(__doc__)
    print(f"{len(missing(code))} of {len(catalogue())} sentences are missing in {code}.json.")


if __name__ == "__main__":
    main(sys.argv[1:])
