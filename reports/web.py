"""A report as one HTML file: nothing to load, no script, everything that a person typed escaped."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape, unescape

from estimators.base.cell_lines import safe_cell
from estimators.base.language import language
from estimators.base.sentence import tr
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
from reports.markdown import MARKS
from reports.pdf.attachments import Attachment
from reports.pdf.flow import ReportSection
from reports.pdf.shaping import base_level
from reports.sentences import text_of
from reports.svg import chart_svg
from reports.text_runs import Runs, TextRun, clean

_TAG = re.compile(r"<[^>]*>")
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 Inter, "Segoe UI", system-ui, sans-serif; color: #1A1B1E; background: #fff; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1rem; font-weight: 500; color: #54555A; margin: 0 0 .6rem; }
h2 { font-size: 1.75rem; line-height: 1.22; letter-spacing: -.012em; margin: 2.5rem 0 .4rem; text-wrap: balance; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
nav { font-size: .85rem; }
nav a { margin-right: 1rem; white-space: nowrap; }
section { border-top: 1px solid #E2DFD8; margin-top: 2.5rem; }
nav + section { margin-top: 1.2rem; }
.lead { color: #54555A; font-size: 1.05rem; }
.note, .rest, small, caption, .eyebrow { color: #646468; font-size: .85rem; }
.eyebrow { margin: 1.8rem 0 0; }
.eyebrow + h2, .eyebrow + h3 { margin-top: .2rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 0 1.8rem; margin: 1.6rem 0; }
.columns > div { border-top: 2px solid #1A1B1E; padding-bottom: .8rem; }
.columns .eyebrow { margin-top: .6rem; }
.columns h3 { margin-bottom: 0; }
.number { font-size: 1.6rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; margin: .2rem 0; }
.code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: .8rem; }
ul, ol { padding-left: 1.3rem; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: start; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #E2DFD8; overflow-wrap: break-word; }
thead th { font-weight: 500; color: #646468; }
tbody th { font-weight: 400; min-width: 7rem; }
figure { margin: .8rem 0; }
svg { display: block; width: 100%; min-width: 30rem; height: auto; font-family: Inter, "Segoe UI", system-ui, sans-serif; }
summary { color: #54555A; font-size: .85rem; cursor: pointer; }
a { color: #1F5FBF; }
footer { margin-top: 2.5rem; }
@media print {
  @page { margin: 16mm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav, details { display: none; }
  section { break-before: page; border: 0; margin: 0; }
  nav + section { break-before: auto; }
  h2, h3, h4, .eyebrow { break-after: avoid; }
  figure, tr, li, .columns { break-inside: avoid; }
  svg { min-width: 0; }
  a { color: inherit; text-decoration: none; }
}
""".strip()

_PAGE = """<!DOCTYPE html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
{attached}
</main>
</body>
</html>
"""


def web_page(
    sections: Sequence[ReportSection], title: str, attached: Sequence[Attachment] = ()
) -> str:
    """The sections as one HTML document: headings, lists, tables with scoped headers, charts with their tables.

    What is attached is in the document itself, as links that save it.
    """
    names = [re.sub(r"[^a-z0-9-]", "", section.name.lower()) for section in sections]
    body: list[str] = []
    if len(sections) > 1:
        links = (
            f'<a href="#section-{name}">{_text(section.title)}</a>'
            for name, section in zip(names, sections, strict=True)
        )
        body.append(f'<nav aria-label="{_text(tr("Pages"))}">{" ".join(links)}</nav>')
    for name, section in zip(names, sections, strict=True):
        body.append(f'<section id="section-{name}" aria-label="{_text(section.title)}">')
        body += [line for piece in nodes_of(section) for line in _piece(piece)]
        body.append("</section>")
    spoken = language()
    return _PAGE.format(
        lang=spoken.tag,
        direction=spoken.direction,
        title=_text(title),
        style=_STYLE,
        body="\n".join(body),
        attached=_attached(attached),
    )


def _attached(files: Sequence[Attachment]) -> str:
    if not files:
        return ""
    links = [
        f'<a download="{_text(each.name)}" href="data:{each.media_type};base64,{b64encode(each.data).decode()}">'
        f"{_text(each.name)}</a>: {_text(each.description)}"
        for each in files
    ]
    items = "".join(f"<li>{link}</li>" for link in links)
    return f'<footer class="note"><ul aria-label="{_text(tr("Attached"))}">{items}</ul></footer>'


def _piece(piece: Node) -> Iterator[str]:
    match piece:
        case HeadingNode(level, runs, anchors):
            tag = f"h{min(level + 1, 6)}"
            yield f"{_anchors(anchors)}<{tag}{_way(runs)}>{_inline(runs)}</{tag}>"
        case TextNode(runs, style, anchors):
            kind = f' class="{style}"' if style else ""
            yield f"{_anchors(anchors)}<p{kind}{_way(runs)}>{_inline(runs)}</p>"
        case ListNode(items, numbered, first):
            tag = "ol" if numbered else "ul"
            yield f'<ol start="{first}">' if numbered and first > 1 else f"<{tag}>"
            yield from (f"<li{_way(runs)}>{_inline(runs)}</li>" for runs in items)
            yield f"</{tag}>"
        case TableNode(headers, rows):
            yield from _table(
                [_inline(cell) for cell in headers],
                [[_inline(cell) for cell in row] for row in rows],
            )
        case ColumnsNode(columns):
            yield '<div class="columns">'
            for column in columns:
                yield "<div>"
                yield from (line for each in column for line in _piece(each))
                yield "</div>"
            yield "</div>"
        case ChartNode(chart, block):
            twin = chart.table()
            yield "<figure>"
            yield f'<div class="scroll">{chart_svg(block)}</div>'
            yield f'<figcaption class="note">{_text(chart.sentence())}</figcaption>'
            yield f"<details><summary>{_text(tr('The same as a table'))}</summary>"
            yield from _table(
                [_text(cell) for cell in twin.headers],
                [[_text(cell) for cell in row] for row in twin.rows],
            )
            yield "</details>"
            yield "</figure>"


def _table(headers: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f'<div class="scroll" tabindex="0" role="group" aria-label="{_text(tr("Table"))}"><table>'
    heads = "".join(f'<th scope="col">{_no_formula(cell)}</th>' for cell in headers)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        first, *others = map(_no_formula, row)
        cells = "".join(f"<td>{cell}</td>" for cell in others)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet into which it is copied does not run."""
    text = unescape(_TAG.sub("", cell)).strip()
    return cell if safe_cell(text) == text else f"&#x27;{cell}"


def _way(runs: Runs) -> str:
    """Says of a paragraph that runs from right to left that it does."""
    return ' dir="rtl"' if base_level(text_of(runs)) else ""


def _anchors(names: Sequence[str]) -> str:
    return "".join(f'<span id="{escape(name)}"></span>' for name in names)


def _inline(runs: Runs) -> str:
    return "".join(_run(run) for run in runs).strip()


def _run(run: TextRun) -> str:
    if run.icon:
        return f'<span aria-hidden="true">{MARKS.get(run.icon, "")}</span> '
    if run.cite:
        return f'<sup><a href="#{escape(run.cite)}">{_text(run.text)}</a></sup>'
    words = _text(run.text).replace("\n", "<br>")
    if run.strong and words.strip():
        words = f"<b>{words}</b>"
    return f"<small>{words}</small>" if run.small else words


def _text(words: str) -> str:
    return escape(clean(words))
