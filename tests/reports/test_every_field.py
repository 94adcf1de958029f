"""Every text field of the evidence, found by its types, is attacked: nothing that is typed is ever obeyed."""

import re
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.platypus.paraparser import ParaParser

from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.case.questions import cue_entries
from estimators.need_for_ai.cues import Cue, Cues
from reports.evidence import Evidence
from reports.launch_evidence import AnsweredList
from reports.report import KINDS, build

TAGS = sorted(name.removeprefix("start_") for name in dir(ParaParser) if name.startswith("start_"))
ATTACK = (
    "".join(
        f'<{tag} href="http://h.invalid" src="file:///etc/passwd" name="x" code="65" size="90">'
        for tag in TAGS
    )
    + "<script>alert(1)</script><svg onload=x>{{ 7 * 7 }}{% raw %}(x) Tj\u202e\x1b[31m\ud800"
)

KEY = "hax.1"
# What an engine's value cannot be without, whatever else is typed.
FIXED: dict[type, dict[str, Any]] = {
    Tripwire: {"direction": "below"},
    AnsweredList: {"id": "hax"},
    Cue: {"name": cue_entries()[0]["name"]},
    Cues: {"ready": {"canvas": 1, "framing": 1, "data_level": None}},
}


def every_field(hint: Any, place: str, say: Callable[[str], str], number: float = 0.5) -> Any:
    """A value of a type with everything optional present and one of each in every list."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(arg for arg in args if arg is not type(None))
        return every_field(inner, place, say, number)
    if origin is tuple:
        kinds = args[:1] if args[-1] is Ellipsis else args
        return tuple(
            every_field(kind, f"{place}[{n}]", say, number) for n, kind in enumerate(kinds)
        )
    if origin is typing.Literal:
        return args[0]
    if origin is dict:
        of_key = KEY if args[0] is str else number
        return {of_key: every_field(args[1], f"{place}[0]", say, number)}
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint, localns={"Intangibles": Intangibles})
        given = {
            each.name: every_field(hints[each.name], f"{place}.{each.name}", say, number)
            for each in fields(hint)
        }
        assert isinstance(hint, type)
        return hint(**given | FIXED.get(hint, {}))
    if hint is bool:
        return True
    if hint is int:
        return 1
    if hint is float:
        return number
    if issubclass(hint, Enum):
        return next(iter(hint))
    assert hint is str, (place, hint)
    return say(place)


def places(hint: Any) -> list[str]:
    found: list[str] = []
    every_field(hint, "evidence", lambda place: found.append(place) or "x")
    return found


def test_the_attack_knows_every_tag_of_reportlab_and_every_text_of_the_evidence() -> None:
    assert {"img", "link", "a", "font", "para", "ondraw"} <= set(TAGS)
    found = places(Evidence)
    assert len(found) > 150
    assert "evidence.launch.readiness.answers[0].why" in found
    assert "evidence.accuracy.model_sha256" in found


@pytest.fixture(scope="module")
def attacked() -> Evidence:
    value = every_field(Evidence, "evidence", lambda place: f"{place.split('.')[-1]} {ATTACK}")
    assert isinstance(value, Evidence)
    return value


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_field_reaches_out_of_the_pdf(
    attacked: Evidence,
    tmp_path: Path,
    tool: Callable[..., str],
    words: Callable[..., str],
    kind: str,
) -> None:
    report = build(attacked, kind, tmp_path / "r.pdf")
    tool("qpdf", "--check", report.file)
    with pikepdf.open(report.file) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary):
                for unwanted in ("/URI", "/JS", "/Launch", "/GoToR", "/SubmitForm", "/OpenAction"):
                    assert unwanted not in found
                assert found.get("/Subtype") not in ("/Image", "/RichMedia", "/Movie", "/Screen")
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                assert annotation.Subtype == "/Link"
                assert "/A" not in annotation  # no action: only a place in this document
        assert not {"/AA", "/AcroForm"} & set(pdf.Root.keys())
        assert list(pdf.Root.Names) == ["/EmbeddedFiles"]
        names = set(pdf.attachments)
    assert names == {"evidence.json", "model.sha256"}
    printed = words(report.file).replace(" ", "")
    assert f"<{TAGS[0]}href=" in printed


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_field_is_a_tag_in_html_or_markdown(
    attacked: Evidence, tmp_path: Path, kind: str
) -> None:
    ours = {
        "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "h4", "p", "ul",
        "ol", "li", "div", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary",
        "span", "sup", "a", "b", "small", "br", "svg", "path", "rect", "circle", "text",
        "nav", "footer",
    }  # fmt: skip

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in ours
            given = dict(attrs)
            assert not any(name.startswith("on") or name == "src" for name in given)
            href = str(given.get("href", "#"))
            attached = re.fullmatch(r"data:(application/json|text/plain);base64,[\w+/=]+", href)
            assert href.startswith("#") or (attached and "download" in given)

    page = build(attacked, kind, tmp_path / "r.html").file.read_text(encoding="utf-8")
    Reader().feed(page)
    assert "&lt;script&gt;" in page
    written = build(attacked, kind, tmp_path / "r.md").file.read_text(encoding="utf-8")
    assert "<" not in written.replace("\\<", "")
    assert "http://" not in written
    assert "](" not in written.replace("\\]", "")


# Texts that are no words for a reader, or that stand for others which are printed.
NOT_PRINTED = {
    "evidence_id",  # prints as a raised link
    "strong",  # which words of another text are bold
    "id",
    "hover",  # of a point, under the pointer on the screen; the remarks in it are printed as quotes
    "decision",  # of a launch, printed in words
    "best",  # of the options, named in the headline
    "rests_on",  # of the options, beside their value on page one
    "verdict",  # of the assessment its headline, of a test its sentence
    "effect",  # printed as "For" and "Against"
    "mid_text",  # of a chart that brings its own table
    "sentence",  # of labels whose worth is a chart
    "takes",  # of a curve that is there
    "name",  # of a check, by which a reason is known to say the same
    "denial",  # of a check that fails
    "doubt",  # of a check that is open
    "currency",  # of a figure, in front of its interval
    "key",  # of a date, its name in the list of the law
    "observed_words",  # of a cost
    "label", "text", "note", "title", "value_text", "ticks",  # of charts, said by their sentence and table
}  # fmt: skip
# What a value of an engine knows beside what is printed of it.
OF_ENGINES = {
    # Printed where its section has no evidence, which every section has here.
    "absent": {"section", "headline"},
    "decision.reasons": {"url", "status", "finding", "topic"},
    "decision.cues": {"url", "source_id", "group", "item", "follows_from"},
    "decision.cues.open": {"source"},
    "decision.cues.met": {"source"},
    "decision.cues.neither": {"source"},
    "product": {"kind"},
    "candidates.candidates": {"split"},
    "candidates.level": {"text", "split", "currency"},
    "candidates.pairs": {"other"},
    # The table on the page is its own; of which cases a run was wrong in says the table of its mistakes.
    "candidates.slices": {
        "headers",
        "rows",
        "columns",
        "column_headers",
        "low_text",
        "high_text",
        "source_text",
    },
    "accuracy.mistaken": {"truth", "answer", "names"},
    "data.sufficiency": {"modality"},
    "decision.five": {"source"},
    "data.sufficiency.reliability": {"pools"},
    "data.sufficiency.slices": {"fact", "advice", "condition"},
    # The chart beside it, cut.
    "options.short_chart": {"value_header", "headers", "rows", "columns", "column_headers"},
    # Of charts that bring a table of their own.
    "options.chart": {"columns", "column_headers"},
    "options.intangibles_chart": {"columns", "column_headers"},
    "fake.kinds.chart": {"columns", "column_headers"},
    "fake.levels": {"level"},  # a full page leaves them to the curve
    "accuracy.runs": {"columns", "column_headers"},
    "accuracy.more": {"columns", "column_headers"},
    "data.classes": {"detail"},  # beside the bar on the page
    "options.tested": {"split"},
    "launch.progress.chart": {"columns", "column_headers"},
    "options.intangibles": {"option", "criterion", "becomes"},
    "launch.tripwires": {"direction"},
    "launch.readiness.verdict": {"address"},
    "launch.readiness.lists": {"read"},
    # How well an article was read stands with its source; its tier is the risk of the launch.
    "launch.readiness.duties": {"flag", "topic", "tier", "how"},
    "launch.readiness.law_questions": {"flag", "topic", "tier", "how"},
    "launch.readiness.answers": {"value", "measured", "measured_why"},
    "launch.acceptance.measured": {"of", "detail", "looks_sentence"},
    "launch.acceptance.sizes": {"toy"},
}


def test_every_text_of_the_evidence_is_printed_somewhere(tmp_path: Path) -> None:
    """A text that no report prints is missing from the report, or not needed in the evidence."""
    said: dict[str, str] = {}

    def say(place: str) -> str:
        said[place] = f"q{len(said)}z"
        return said[place]

    evidence = every_field(Evidence, "evidence", say)
    undecided = replace(evidence, accuracy=None, candidates=None)
    undecided = replace(undecided, launch=replace(evidence.launch, decision=""))
    untrained = replace(evidence, accuracy=None)
    launched, stopped = (
        replace(evidence, launch=replace(evidence.launch, decision=each))
        for each in ("launch", "stop")
    )
    reports = [*((evidence, kind) for kind in KINDS), (undecided, "brief"), (untrained, "launch"), (launched, "launch"), (stopped, "launch")]  # fmt: skip
    pages = "".join(
        build(each, kind, tmp_path / f"{at}.html", appendix=True).file.read_text(encoding="utf-8")
        for at, (each, kind) in enumerate(reports)
    )
    printed = pages.lower()
    missing = [
        place
        for place, word in said.items()
        if word not in printed and not _is_kept_back(place.removeprefix("evidence."))
    ]
    assert missing == []


def _is_kept_back(place: str) -> bool:
    name = re.sub(r"\[\d+\]", "", place.rsplit(".", maxsplit=1)[-1])
    return name in NOT_PRINTED or any(
        place.startswith(part) and name in names for part, names in OF_ENGINES.items()
    )
