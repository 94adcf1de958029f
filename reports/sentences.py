"""Sentences on paper: in the words of the language that is spoken, with parts that may have a look of their own.

What a person or a file says is always a part, and is printed as it was typed: nothing in it is ever read as markup.
"""

import re
from dataclasses import replace
from string import Formatter

from estimators.base.language import language
from estimators.base.number import digits
from reports.text_runs import Runs, TextRun, clean

Part = str | int | Runs


def say(sentence: str, /, **parts: Part) -> Runs:
    """The sentence with its parts, in the language that is spoken; a part that has looks keeps them."""
    found: list[Part] = []
    for words, name, _, _ in Formatter().parse(_spoken(sentence)):
        found.append(words)
        if name is not None:
            found.append(parts[name])
    return joined(*found)


def joined(*parts: Part) -> Runs:
    """Parts one after the other, with single spaces and none around them."""
    found: list[TextRun] = []
    for run in (run for part in parts for run in _runs_of(part)):
        last = found[-1] if found else None
        if last is not None and last.text and run.text and _is_alike(last, run):
            found[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.icon:
            found.append(run)
    tidy = [
        run if run.text == "\n" else replace(run, text=re.sub(r"[ \n\t]+", " ", run.text))
        for run in found
    ]
    if tidy:
        tidy[0] = replace(tidy[0], text=tidy[0].text.lstrip(" "))
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" "))
    return tuple(replace(run, text=clean(run.text)) for run in tidy if run.text or run.icon)


def strong(words: str) -> Runs:
    return (TextRun(words, strong=True),)


def mark(name: str) -> Runs:
    """A mark instead of text: of a source, or of a check's state."""
    return (TextRun("", icon=name),)


def cited(address: str) -> Runs:
    """A raised link to an address of the evidence; nothing where there is none."""
    return (TextRun(address, cite=address),) if address else ()


def noted(words: Part, note: str) -> Runs:
    """Words with a smaller note on a line of its own below, where there is one."""
    return joined(words, (TextRun("\n"), TextRun(note, small=True)) if note else ())


def stressed(sentence: str, words: str) -> Runs:
    """The sentence with the first occurrence of ``words`` stressed."""
    before, found, after = sentence.partition(words) if words else (sentence, "", "")
    return joined(before, strong(found), after)


def text_of(runs: Runs) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


def _spoken(sentence: str) -> str:
    return language().sentences.get(sentence, (sentence,))[0]


def _runs_of(part: Part) -> Runs:
    if isinstance(part, int):
        return (TextRun(digits(part)),)
    return (TextRun(part),) if isinstance(part, str) else part


def _is_alike(one: TextRun, other: TextRun) -> bool:
    """Whether two runs are one stretch of text; a link, a mark and a line break are each their own."""
    alone = one.cite or other.cite or one.icon or other.icon or "\n" in (one.text, other.text)
    return not alone and replace(one, text="") == replace(other, text="")
