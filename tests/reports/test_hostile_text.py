"""Whatever a person or a file calls things: printed as typed, never obeyed."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from estimators.acceptance.metric import Requirement
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.errors import UserError
from estimators.need_for_ai.cues import Cue
from reports.evidence import Evidence, Problem, ProjectInfo, ReportedFact
from reports.launch_evidence import AnsweredList
from reports.provenance import Provenance
from reports.report import KINDS, build
from reports.sentences import say, stressed, strong, text_of
from reports.text_runs import TextRun

# The tags of reportlab's paragraph markup, and what else could be taken for a command.
TAGS = [
    '<a href="http://example.com">x</a>', '<link href="http://example.com">x</link>',
    '<img src="file:///etc/passwd"/>', '<img src="http://example.com/x.png" width="9"/>',
    "<font size=900>x</font>", '<para backColor="red">x</para>', "<b>x</b>", "<i>x</i>", "<u>x</u>",
    "<strike>x</strike>", "<super>x</super>", "<sub>x</sub>", "<br/>", "<nobr>x</nobr>",
    '<onDraw name="x" label="y"/>', '<index item="x"/>', "<seq/>", '<unichar code="65"/>',
    "<greek>x</greek>", "<bullet>x</bullet>", "<span>x</span>", '<anchor name="E1"/>',
    "<cite>E1</cite>", "<mark>simulated</mark>", "<small>x</small>", "<script>alert(1)</script>",
    "&lt;b&gt;x&lt;/b&gt;", "&amp;", "&#65;", "<!-- x -->", "<![CDATA[x]]>", "<?x ?>", "<", "& <b",
    "{{ 7 * 7 }}", "{% raw %}", "{{ ''.__class__ }}", "%(x)s", "(x) Tj", "\\(x\\)", "/MCID 0 >> BDC",
]  # fmt: skip


# By these an engine's value is known, whatever else is typed.
KEPT = {Tripwire: {"direction"}, AnsweredList: {"id"}, Cue: {"name"}}


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """The evidence with every text changed."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(value)
    if isinstance(value, tuple):
        return tuple(everywhere(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = {f.name for f in fields(value)} - KEPT.get(type(value), set())
        return replace(value, **{n: everywhere(getattr(value, n), change) for n in names})
    return value


def test_markup_in_a_text_is_printed_as_typed(
    empty: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    facts = tuple(
        ReportedFact(f"fact {number}", tag, Provenance.GUESS, tag)
        for number, tag in enumerate(TAGS)
    )
    evidence = replace(
        empty, project=ProjectInfo("<b>x</b>"), problem=Problem("<i>y</i>", facts, "<u>z</u>")
    )
    report = build(evidence, "launch", tmp_path / "r.pdf", pages=["problem"])
    printed = words(report.file).replace(" ", "")
    for tag in TAGS:
        assert printed.count(tag.replace(" ", "")) >= 2, tag
    assert "<i>y</i>" in printed


CHANGES: tuple[Callable[[str], str], ...] = (
    lambda _given: "W" * 4_000,  # more than a page without a space
    lambda _given: "many words " * 600,  # more than a page of words
    lambda _given: " " * 5_000,
    lambda _given: "",
    lambda given: given + "\n\n\n" + given,
    lambda _given: "a\u00a0" * 500,
    lambda given: given + " 👩\u200d🚀 、 שלום ",
    lambda given: given + "\x00\x07\x1b[31m\r\n\t\ud800\ufffe\x85",
    lambda given: "\u202e" + given + "\u2066",
    lambda given: given + "e\u0301\u0301\u0301" * 50,
)


@pytest.mark.parametrize("first", [0, 3, 6, 9])
def test_no_text_breaks_a_report(
    full: Evidence, tmp_path: Path, tool: Callable[..., str], first: int
) -> None:
    """Each text is one of them, another one in each round."""
    changes = cycle(CHANGES[first:] + CHANGES[:first])

    def changed(given: str) -> str:
        return next(changes)(given)

    evidence = everywhere(full, changed)
    for kind in KINDS:
        report = build(evidence, kind, tmp_path / f"{kind}.pdf")
        tool("qpdf", "--check", report.file)
        with pikepdf.open(report.file) as pdf:
            assert len(pdf.pages) == report.pages
        assert build(evidence, kind, tmp_path / f"{kind}.md").pages == 1


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 0.0, 1e308, -5.0])
def test_no_number_breaks_a_chart(full: Evidence, tmp_path: Path, number: float) -> None:
    def changed(value: Any) -> Any:
        if isinstance(value, float):
            return number
        if isinstance(value, tuple):
            return tuple(changed(item) for item in value)
        if isinstance(value, Requirement):
            return value  # a bar that is no number cannot be set
        if is_dataclass(value) and not isinstance(value, type):
            parts = {f.name: changed(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **parts)
        return value

    for kind in KINDS:
        assert build(changed(full), kind, tmp_path / "r.pdf").pages >= 1


def test_a_sign_without_a_glyph_is_its_name_a_warning_and_still_the_sign(
    empty: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    evidence = replace(empty, problem=Problem("Blade inspection 😀"))
    report = build(evidence, "launch", tmp_path / "r.pdf", pages=["problem"])
    (warning,) = report.warnings
    assert "😀 (U+1F600)" in warning
    assert "Blade inspection 😀" in words(report.file)  # ActualText: copied as typed
    with pikepdf.open(report.file) as pdf:
        drawn = pikepdf.parse_content_stream(pdf.pages[0])
        spans = [operands[1] for operands, operator in drawn if str(operator) == "BDC"]
    assert any("/ActualText" in span for span in spans)


def test_letters_without_a_font_are_a_sentence_on_what_to_install_and_no_file(
    empty: Evidence, tmp_path: Path
) -> None:
    evidence = replace(empty, problem=Problem("Blade 漢字 inspection 😀"))
    with pytest.raises(UserError) as told:
        build(evidence, "launch", tmp_path / "r.pdf", pages=["problem"])
    assert "字 (U+5B57) and 漢 (U+6F22)" in told.value.what
    assert "Noto Sans CJK" in told.value.next_step
    assert not (tmp_path / "r.pdf").exists()
    assert "漢字" in build(evidence, "launch", tmp_path / "r.md").file.read_text(encoding="utf-8")


def test_direction_overrides_are_taken_out(
    empty: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    evidence = replace(empty, problem=Problem("pass \u202eton seod ti\u202c today"))
    printed = words(build(evidence, "launch", tmp_path / "r.pdf").file)
    assert "pass ton seod ti today" in printed


def test_an_appendix_of_thousands_of_rows_is_complete(
    empty: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    facts = tuple(ReportedFact(f"row {n}", str(n), Provenance.GUESS) for n in range(3_000))
    evidence = replace(empty, problem=Problem("Many facts.", facts))
    report = build(evidence, "launch", tmp_path / "r.pdf", pages=["problem"])
    printed = words(report.file)
    for number in (0, 1_234, 2_999):
        assert f"row {number} {number}" in printed


def test_what_fills_a_sentence_is_never_read_as_a_look() -> None:
    said = say("{label}: {value}", label="<b>A</b> & {value}", value=strong("B <i>x</i> &lt;"))
    assert said == (TextRun("<b>A</b> & {value}: "), TextRun("B <i>x</i> &lt;", strong=True))
    assert text_of(said) == "<b>A</b> & {value}: B <i>x</i> &lt;"


def test_the_first_of_the_words_to_stress_is_stressed() -> None:
    assert stressed("<b>a</b> b", "b") == (
        TextRun("<"),
        TextRun("b", strong=True),
        TextRun(">a</b> b"),
    )
    assert stressed("nothing of it", "b") == (TextRun("nothing of it"),)
