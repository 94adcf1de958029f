"""A report as Markdown: the same blocks as the PDF, charts as their table twins."""

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.document_nodes import (
    ChartNode,
    ColumnsNode,
    HeadingNode,
    ListNode,
    Node,
    TableNode,
    TextNode,
    nodes_of,
)
from reports.pdf.flow import ReportSection
from reports.provenance import Provenance
from reports.sentences import say
from reports.text_runs import Runs, TextRun, clean

MARKS = {source.value: source.glyph for source in Provenance} | {
    "pass": "✓",
    "not_shown": "◐",
    "fail": "✕",
    "needs_you": "△",
}


def markdown(sections: Sequence[ReportSection], title: str) -> str:
    """The sections as one Markdown text. What a person typed stays text: no markup, no link, no HTML."""
    lines = [f"# {escaped(title)}", ""]
    for section in sections:
        for piece in nodes_of(section):
            parts = piece.stacked if isinstance(piece, ColumnsNode) else (piece,)
            lines += [line for part in parts for line in (*_piece(part), "")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _piece(piece: Node) -> Iterator[str]:
    match piece:
        case HeadingNode(level, runs):
            yield f"{'#' * min(level + 1, 6)} {_inline(runs)}"
        case TextNode(runs, "rest"):
            yield _inline(say("{left_out} of the PDF", left_out=runs))
        case TextNode(runs):
            yield _inline(runs)
        case ListNode(items, numbered, first):
            for number, runs in enumerate(items, start=first):
                yield f"{number}." * numbered + "-" * (not numbered) + f" {_inline(runs)}"
        case TableNode(headers, rows):
            yield from _table(
                [_inline(cell) for cell in headers], ([_inline(c) for c in row] for row in rows)
            )
        case ChartNode(chart):
            yield escaped(chart.sentence())
            yield ""
            twin = chart.table()
            yield from _table(map(escaped, twin.headers), (map(escaped, row) for row in twin.rows))


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(headers)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _inline(runs: Runs) -> str:
    text = "".join(_run(run) for run in runs).strip()
    return _unlisted_start(text)


def _unlisted(start: str) -> str:
    return f"{start[:-1]}\\{start[-1]}" if len(start) > 1 else f"\\{start}"


def _run(run: TextRun) -> str:
    if run.icon:
        return f"{MARKS.get(run.icon, '')} "
    if run.cite:
        return f" \\[{escaped(run.text)}\\]"
    if run.text == "\n":
        return " · "
    words = _escaped(run.text)
    stripped = words.strip()
    if not run.strong or not stripped:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}**{stripped}**{after}"


def escaped(words: str) -> str:
    """Text that Markdown prints as it is: no markup, no link, no HTML, one line."""
    return _unlisted_start(_escaped(" ".join(clean(words).split())))


def _unlisted_start(line: str) -> str:
    """A line that begins like a list would become one."""
    return re.sub(r"^([-+]|\d+[.)])(?=\s)", lambda found: _unlisted(found.group(1)), line)


def _escaped(words: str) -> str:
    line = re.sub(r"\s+", " ", clean(words))
    line = re.sub(r"([\\`*_{}\[\]<>#|~!&$])", r"\\\1", line)
    # A bare address would become a link; a zero-width break is invisible, an escaped colon is not.
    line = re.sub(r"(?i)\b(https?|ftp|mailto|www)([:.])", r"\1&#8203;\2", line)
    return re.sub(r"(\w)@(\w)", r"\1@&#8203;\2", line)
