"""What travels inside the PDF, and what a report without pages says."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from estimators.base.errors import UserError
from reports.evidence import Evidence, Quote, dump
from reports.report import KINDS, build

Tool = Callable[..., str]


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_evidence_can_be_taken_out_of_the_report(
    full: Evidence, tmp_path: Path, tool: Tool, kind: str
) -> None:
    report = build(full, kind, tmp_path / "r.pdf")
    assert "evidence.json" in tool("pdfdetach", "-list", report.file)
    tool("pdfdetach", "-savefile", "evidence.json", "-o", tmp_path / "e.json", report.file)
    taken, whole = (tmp_path / "e.json").read_text(encoding="utf-8"), dump(full)
    assert json.loads(taken)["evidence"]["launch"] == json.loads(whole)["evidence"]["launch"]
    if kind == "launch":
        assert taken == whole


def test_attached_files_are_related_to_the_document(full: Evidence, tmp_path: Path) -> None:
    report = build(full, "launch", tmp_path / "r.pdf")
    with pikepdf.open(report.file) as pdf:
        related = {str(file.UF): file for file in pdf.Root.AF}
        assert set(related) == {"evidence.json", "model.sha256"}
        assert related["evidence.json"].AFRelationship == "/Data"
        assert related["evidence.json"].EF.F.Subtype == "/application/json"
        assert all(str(file.Desc) for file in related.values())
        line = pdf.attachments["model.sha256"].get_file().read_bytes().decode()
    assert line == f"{full.accuracy.model_sha256}  model.onnx\n"


def test_a_part_that_is_left_out_of_the_report_is_not_attached_either(
    full: Evidence, tmp_path: Path
) -> None:
    secret = replace(full, fake=replace(full.fake, quotes=(Quote("not for everyone", "x"),)))
    report = build(secret, "launch", tmp_path / "r.pdf", pages=["decision", "accuracy"])
    with pikepdf.open(report.file) as pdf:
        attached = pdf.attachments["evidence.json"].get_file().read_bytes()
    assert b"not for everyone" not in attached
    assert json.loads(attached)["evidence"]["fake"] is None


class _Reader(HTMLParser):
    """Tags, what they hold, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_web_page_needs_nothing_else_and_can_be_heard(
    full: Evidence, tmp_path: Path, kind: str
) -> None:
    report = build(full, kind, tmp_path / "r.html")
    page = report.file.read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    names = [tag for tag, _ in reader.tags]
    assert names.count("h1") == 1
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(names)
    for tag, attributes in reader.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
        inside = ("#", "data:application/json;base64,", "data:text/plain;base64,")
        assert str(attributes.get("href", "#")).startswith(inside)
        if tag == "th":
            assert attributes["scope"] in ("col", "row")
    assert names.count("figure") == names.count("svg") == names.count("figcaption")
    assert ("html", {"lang": "en-GB", "dir": "ltr"}) in reader.tags
    ids = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
    for tag, attributes in reader.tags:
        if tag == "a" and "download" not in attributes:
            assert str(attributes["href"])[1:] in ids
    saved = [attributes for tag, attributes in reader.tags if "download" in attributes]
    assert [each["download"] for each in saved] == ["evidence.json", "model.sha256"]
    carried = b64decode(str(saved[0]["href"]).partition(",")[2])
    assert json.loads(carried)["evidence"]["project"]["name"] == full.project.name
    assert report.sha256 == hashlib.sha256(report.file.read_bytes()).hexdigest()


def test_an_ending_that_no_report_has_is_refused(full: Evidence, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“\.docx”.*\.pdf, \.pptx, \.html or \.md"):
        build(full, "brief", tmp_path / "r.docx")
    assert not list(tmp_path.iterdir())
    dated = build(full, "brief", tmp_path / "brief of 24.11.2026")
    assert dated.file.read_bytes().startswith(b"%PDF")


def test_every_kind_can_be_markdown(full: Evidence, empty: Evidence, tmp_path: Path) -> None:
    for kind in KINDS:
        for evidence in (full, empty):
            written = build(evidence, kind, tmp_path / "r.md").file.read_text(encoding="utf-8")
            headed = kind == "model-card" and evidence is full  # what the Hub reads stands above
            assert written.startswith("---\n" if headed else f"# {KINDS[kind]}: ")
            assert f"\n# {KINDS[kind]}: " in f"\n{written}"
            assert "\n\n\n" not in written
    report = build(full, "launch", tmp_path / "r.md", appendix=True).file.read_text("utf-8")
    for part in ("Desirability", "Viability", "Feasibility"):
        assert f" · {part}: " in report
    assert "| E1.1 | right answers in the test | 23 of 24 |" in report.replace("**", "")
