"""The sentences of the reports: Jinja2 macros, escaped exactly once, and the way from their markup to text runs.

A template knows five tags: ``<b>`` for the words to stress, ``<cite>E1</cite>`` for an evidence address,
``<mark>simulated</mark>`` for a source mark, ``<small>`` for a note and ``<br>`` for a new line. Everything that comes from a person or a file is escaped by
Jinja2's autoescape, so a name that looks like a tag is printed as it was typed.
"""

import functools
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from estimators.base.count import count
from estimators.base.language import language
from estimators.base.number import digits
from estimators.base.percent import percent
from reports.text_runs import Runs, TextRun, clean

if TYPE_CHECKING:
    from jinja2 import Environment


def say(template: str, sentence: str, /, **values: Any) -> Runs:
    """The sentence (a macro of a template) as text runs."""
    return runs(words(template, sentence, **values))


def words(template: str, sentence: str, /, **values: Any) -> str:
    """The sentence as markup: our tags, and everything else escaped."""
    module = _environment().get_template(f"{template}.j2").module
    return re.sub(r"[ \n\t]+", " ", str(getattr(module, sentence)(**values))).strip()


def text(template: str, sentence: str, /, **values: Any) -> str:
    """The sentence as plain text."""
    return "".join(run.text for run in say(template, sentence, **values))


def runs(markup: str) -> Runs:
    """Text runs from a sentence's markup. A tag that no template uses is a bug, not input."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tuple(reader.runs)


@functools.cache
def _environment() -> "Environment":
    from jinja2 import ChoiceLoader, DictLoader, PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [DictLoader(language().templates), PackageLoader("reports", "sentences")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=digits, percent=percent, strong=_strong, count=count)
    return environment


class _Reader(HTMLParser):
    """Turns <b>, <cite> and <mark> into runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[TextRun] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.runs.append(TextRun("\n"))
            return
        if tag not in ("b", "cite", "mark", "small") or attrs:
            raise ValueError(f"A sentence template uses <{tag}>, which no report draws.")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"A sentence template closes <{tag}> where it is not open.")

    def handle_data(self, data: str) -> None:
        if "cite" in self._open:
            self.runs.append(TextRun(data, cite=data))
        elif "mark" in self._open:
            self.runs.append(TextRun("", icon=data))
        else:
            small = "small" in self._open
            self.runs.append(TextRun(clean(data), strong="b" in self._open, small=small))


def _strong(sentence: str, stressed: str) -> Any:
    """The sentence with the first occurrence of ``stressed`` bold; both are escaped here, and only here."""
    from markupsafe import Markup

    before, found, after = sentence.partition(stressed) if stressed else (sentence, "", "")
    if not found:
        return Markup("{}").format(sentence)
    return Markup("{}<b>{}</b>{}").format(before, found, after)
