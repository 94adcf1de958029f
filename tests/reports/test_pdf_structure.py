"""What independent tools say about the PDF: sound, tagged, embedded, and readable aloud."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.evidence import Evidence, dump
from reports.launch import PAGES
from reports.report import KINDS, build

Tool = Callable[..., str]
_EVIDENCE = ("full", "empty")


@pytest.fixture(params=_EVIDENCE)
def evidence(request: pytest.FixtureRequest) -> Evidence:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Evidence)
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Evidence, str], Path]:
    """Return a function that prints a kind of report, each once for all tests, which only read it."""
    folder, done = tmp_path_factory.mktemp("printed"), dict[str, Path]()

    def printed(evidence: Evidence, kind: str) -> Path:
        key = f"{kind} {dump(evidence)}"
        if key not in done:
            done[key] = build(evidence, kind, folder / f"{len(done)}.pdf").file
        return done[key]

    return printed


@pytest.fixture(params=list(KINDS))
def pdf_file(
    request: pytest.FixtureRequest, evidence: Evidence, printed: Callable[[Evidence, str], Path]
) -> Path:
    return printed(evidence, request.param)


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below a node, in reading order."""
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
            yield kid
            yield from elements(kid)


def test_qpdf_finds_nothing_wrong(pdf_file: Path, tool: Tool) -> None:
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", pdf_file)


def test_poppler_sees_a_tagged_document_with_a_title(pdf_file: Path, tool: Tool) -> None:
    told = tool("pdfinfo", pdf_file)
    assert "Tagged:          yes" in told
    title = next(line for line in told.splitlines() if line.startswith("Title:"))
    assert any(kind in title for kind in KINDS.values())
    assert "CreationDate" not in told  # a report has the date of its evidence, never the clock's


def test_every_font_is_embedded_as_a_subset(pdf_file: Path, tool: Tool) -> None:
    fonts = tool("pdffonts", pdf_file).splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "SmartEnough" in font
        assert font.split()[-5:-2] == ["yes", "yes", "yes"], font  # embedded, subset, to Unicode


def _findings(file: Path) -> list[str]:
    import pdfua

    report = pdfua.validate(str(file))
    skipped = [o.rule_id for o in report.outcomes if o.skipped_reason]
    assert not skipped, skipped
    return [finding.rule_id for outcome in report.outcomes for finding in outcome.findings]


def test_an_accessibility_checker_finds_nothing_but_the_claim_we_do_not_make(
    pdf_file: Path,
) -> None:
    # The checker covers 16 of 106 rules, so the report does not declare itself PDF/UA (decision 0052).
    assert _findings(pdf_file) == ["UA-28-004"]


def test_the_accessibility_checker_bites_when_an_alternative_text_is_removed(
    full: Evidence, tmp_path: Path
) -> None:
    file = build(full, "launch", tmp_path / "r.pdf").file
    mutant = tmp_path / "mutant.pdf"
    with pikepdf.open(file) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure"]
        del figures[0]["/Alt"]
        pdf.save(mutant)
    assert "UA-13-004" in _findings(mutant)


def test_headings_start_at_the_top_and_skip_no_level(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as pdf:
        levels = [
            int(str(e.S)[2:])
            for e in elements(pdf.Root.StructTreeRoot)
            if str(e.S) in ("/H1", "/H2", "/H3")
        ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_marked_content_and_structure_tree_name_each_other(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        parents = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
        for page in pdf.pages:
            used = [
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            assert used == list(range(len(used)))
            owners = parents[int(page.obj.StructParents)]
            assert len(owners) == len(used)
            assert page.obj.Tabs == "/S"
            for link in page.get("/Annots", []):
                assert parents[int(link.StructParent)].S == "/Link"


def test_everything_drawn_is_content_or_artifact(pdf_file: Path) -> None:
    painting = {"Tj", "TJ", "S", "s", "f", "f*", "B", "B*", "b", "b*", "Do"}
    with pikepdf.open(pdf_file) as pdf:
        for page in pdf.pages:
            depth = 0
            for _, operator in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "EMC": -1}.get(str(operator), 0)
                assert depth > 0 or str(operator) not in painting
            assert depth == 0


def test_figures_carry_the_sentence_of_their_chart(full: Evidence, tmp_path: Path) -> None:
    file = build(full, "launch", tmp_path / "r.pdf").file
    with pikepdf.open(file) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure"]
        assert len(figures) == 5
        said = replace(full.launch.chart, mid_text="96% in this test").sentence()
        assert str(figures[0].Alt) == said


def test_the_catalogue_has_language_bookmarks_and_page_labels(
    full: Evidence, tmp_path: Path
) -> None:
    report = build(full, "launch", tmp_path / "r.pdf", appendix=True)
    with pikepdf.open(report.file) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            below = [child.title for item in outline.root for child in item.children]
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Launch readiness · Blade inspection · Blade works"
    assert titles == [*(page.title for page in PAGES), "Appendix"]
    assert len(below) == len(report.sections) - len(PAGES)


def test_a_table_that_breaks_over_pages_is_one_table_with_one_header(
    full: Evidence, tmp_path: Path
) -> None:
    problem = replace(full.problem, facts=full.problem.facts * 12)
    report = build(replace(full, problem=problem), "launch", tmp_path / "r.pdf", pages=["problem"])
    assert report.pages > 2
    with pikepdf.open(report.file) as pdf:
        tables = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Table"]
        rows = [e for e in elements(tables[0]) if e.S == "/TR"]
        heads = [e for e in elements(tables[0]) if e.S == "/TH" and e.A.Scope == "/Column"]
    assert len(rows) == len(problem.facts) + 1
    assert len(heads) == 3


@pytest.mark.parametrize("kind", list(KINDS))
def test_two_reports_on_one_evidence_have_the_same_bytes(
    full: Evidence, tmp_path: Path, kind: str
) -> None:
    first = build(full, kind, tmp_path / "a.pdf")
    again = build(deepcopy(full), kind, tmp_path / "b.pdf")
    assert first.sha256 == again.sha256
    assert first.file.read_bytes() == again.file.read_bytes()


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from reports.report import build;"
        "from tests.reports.launched_project import launched_evidence;"
        "folder = pathlib.Path(sys.argv[1]); e = launched_evidence(folder / 'project');"
        "print(build(e, 'launch', folder / 'r.pdf').sha256)"
    )
    hashes = set()
    for seed in ("7", "8"):
        (tmp_path / seed).mkdir()
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).resolve().parents[2],
        )
        hashes.add(done.stdout.strip())
    assert len(hashes) == 1


def test_every_table_reads_row_by_row_under_named_columns(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as pdf:
        tables = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Table"]
        for table in tables:
            rows = [e for e in elements(table) if e.S == "/TR"]
            cells = [[e for e in elements(row) if e.S in ("/TH", "/TD")] for row in rows]
            assert len({len(row) for row in cells}) == 1
            assert all(row[0].S == "/TH" for row in cells)
            for head in (cell for row in cells for cell in row if cell.S == "/TH"):
                assert head.A.Scope in ("/Row", "/Column")


def test_every_figure_has_words_and_a_place(pdf_file: Path) -> None:
    with pikepdf.open(pdf_file) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure"]
        for figure in figures:
            assert str(figure.Alt).strip()
            left, bottom, right, top = map(float, figure.A.BBox)
            assert left < right
            assert bottom < top
