"""The launch report: the decision first, every stage after it, every address where it says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from estimators.acceptance.readiness.lists import Basis
from estimators.base.errors import UserError
from estimators.law import screen_purpose
from reports.evidence import Evidence
from reports.figure import Figure, Statement
from reports.launch import APPENDIX, PAGE_NAMES, PAGES, SECTIONS
from reports.launch_evidence import CheckState, LaunchCheck, LaunchCondition
from reports.pages.arguments import argued
from reports.provenance import Provenance
from reports.report import build, section_titles
from reports.sections.launch import whose_bar
from reports.sections.parts import Cited
from reports.sentences import text_of
from tests.reports.launched_project import CONDITION, HEADLINE, TRIPWIRE

Words = Callable[..., str]


def test_page_one_is_the_decision(full: Evidence, tmp_path: Path, words: Words) -> None:
    report = build(full, "launch", tmp_path / "r.pdf")
    page = words(report.file, 1, 1)
    for said in (
        "Decision: launch with conditions · 2 Mar 2026 · decided by Mara Lind · signed by Ana Ruiz · ",
        "one signature missing",
        HEADLINE,
        "bar: at least 75%",
        "sure of at least 78.9%",
        "23 of 24 right",
        "finds enough of “defect”, the weakest",
        CONDITION,
        "Ana Ruiz, by 1 Jul 2026",
        "The inspectors look at every photo again.",
        "Ben Okri",
        "2 Mar 2026 · run 2 · project 0123 4567",
    ):
        assert said in page


def test_every_page_and_appendix_has_its_place_in_order(full: Evidence, tmp_path: Path) -> None:
    report = build(full, "launch", tmp_path / "r.pdf", appendix=True)
    assert list(report.sections) == list(SECTIONS)
    assert list(report.sections.values()) == sorted(report.sections.values())
    assert report.sections["decision"] == 1
    assert report.warnings == ()


def test_evidence_addresses_lead_to_the_page_that_they_name(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    report = build(full, "launch", tmp_path / "r.pdf", appendix=True)
    first = words(report.file, 1, 1)
    with pikepdf.open(report.file) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        links = [a for a in pdf.pages[0].get("/Annots", []) if a.Subtype == "/Link"]
        assert len(links) >= 6
        cited = {str(link.Contents).removeprefix("Go to evidence "): link for link in links}
        for address, link in cited.items():
            assert pages[link.Dest[0].objgen] == report.addresses[address]
    for address, page in report.addresses.items():
        assert (f"{address} page {page}" in first) == (address in cited)


def test_the_table_of_classes_says_both_ends_of_each_range(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    text = words(build(full, "launch", tmp_path / "r.pdf").file)
    for row in ("defect 11 of 12 66% to 99.6%", "clean 12 of 12 78% to 100%"):
        assert row in text


def test_a_test_without_a_bar_is_not_called_missing(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    launch = replace(full.launch, chart=None, bar=None, acceptance=None)
    page = words(build(replace(full, launch=launch), "launch", tmp_path / "r.pdf").file, 1, 1)
    assert "there is no bar yet to hold it against" in page
    untested = replace(full, launch=launch, accuracy=None, candidates=None)
    page = words(build(untested, "launch", tmp_path / "u.pdf").file, 1, 1)
    assert "Nothing was tested against a bar." in page


SAFE = Figure("1 future of 100", 0.01, Provenance.GUESS)  # money is no risk then


def test_a_statement_cites_only_what_the_report_has(full: Evidence, tmp_path: Path) -> None:
    full = replace(full, options=replace(full.options, p_loss=SAFE))
    report = build(full, "launch", tmp_path / "r.pdf", pages=["decision", "feasibility"])
    assert set(report.addresses) == {"E1", "E4", "E7"}
    with pikepdf.open(report.file) as pdf:
        links = [a for a in pdf.pages[0].get("/Annots", []) if a.Subtype == "/Link"]
        cited = {str(link.Contents).removeprefix("Go to evidence ") for link in links}
    assert cited == {"E1", "E4"}


def test_an_override_prints_what_was_measured_beside_it(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    key = "ml_test_score.data.1"
    given = replace(
        full.launch.readiness.answers[key],
        value="yes",
        basis=Basis.OVERRIDE,
        why="trials in May",
        measured="no",
    )
    answers = {**full.launch.readiness.answers, key: given}
    launch = replace(full.launch, readiness=replace(full.launch.readiness, answers=answers))
    printed = words(
        build(replace(full, launch=launch), "launch", tmp_path / "r.pdf", pages=["score"]).file
    )
    assert "Trials in May the evidence said: No" in printed


def test_simulated_numbers_are_marked_on_their_page(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    report = build(full, "launch", tmp_path / "r.pdf")
    page = report.sections["desirability"]
    assert "Simulated: no model was involved" in words(report.file, page, page)
    assert "simulated" in words(report.file, 1, 1)


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        (None, "is not known"),
        (0, "Nobody looked at the test set"),
        (1, "looked at once before"),
        (4, "looked at 4 times before; the bound pays for that"),
    ],
)
def test_looks_at_the_test_set_are_told(
    full: Evidence, tmp_path: Path, words: Words, looks: int | None, said: str
) -> None:
    evidence = replace(full, launch=replace(full.launch, test_looks=looks))
    assert said in words(build(evidence, "launch", tmp_path / "r.pdf", pages=["risk"]).file)


def test_every_page_stays_one_page_and_keeps_what_fails(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    many = tuple(LaunchCheck(f"Check number {i}", "1 of 1", CheckState.PASS) for i in range(40))
    failing = LaunchCheck("The one that fails", "0 of 1", CheckState.FAIL)
    long = Statement("A reason with many words in it. " * 40, evidence_id="E1")
    launch = replace(
        full.launch,
        checks=(*many, failing),
        why=(long,) * 9,
        would_change=(long,) * 9,
        conditions=(LaunchCondition("A condition with many words. " * 30, "Ana " * 90),) * 9,
        sign_offs=full.launch.sign_offs * 4,
    )
    report = build(replace(full, launch=launch), "launch", tmp_path / "r.pdf")
    assert report.pages == 6
    assert "the one that fails" in words(report.file, 1, 1).lower()
    assert "The one that fails" in words(report.file, 5, 5)
    assert "more: in the attached evidence" in words(report.file, 1, 1)
    whole = build(replace(full, launch=launch), "launch", tmp_path / "a.pdf", appendix=True)
    assert "Check number 39" in words(whole.file, whole.sections["score"])


def test_the_brief_is_one_page_whatever_the_evidence(
    full: Evidence, empty: Evidence, tmp_path: Path
) -> None:
    long = replace(
        full.launch,
        summary="Many words. " * 500,
        conditions=(LaunchCondition("Words. " * 200),) * 9,
    )
    for evidence in (full, empty, replace(full, launch=long)):
        assert build(evidence, "brief", tmp_path / "b.pdf").pages == 1


def test_a_report_of_chosen_sections_has_only_those(full: Evidence, tmp_path: Path) -> None:
    report = build(full, "launch", tmp_path / "r.pdf", pages=["accuracy", "problem"])
    assert list(report.sections) == ["problem", "accuracy"]
    usual = build(full, "launch", tmp_path / "u.pdf")
    assert tuple(usual.sections) == PAGE_NAMES


def test_an_unknown_kind_or_section_is_refused(full: Evidence, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="poster"):
        build(full, "poster", tmp_path / "r.pdf")
    with pytest.raises(UserError, match="epilogue"):
        build(full, "launch", tmp_path / "r.pdf", pages=["epilogue"])
    with pytest.raises(UserError, match="at least one section"):
        build(full, "launch", tmp_path / "r.pdf", pages=[])
    assert not list(tmp_path.iterdir())


def test_every_kind_names_its_sections() -> None:
    assert list(section_titles("launch")) == list(SECTIONS)
    assert section_titles("brief") == {"brief": "Brief"}
    assert "limits" in section_titles("model-card")


def test_the_report_answers_three_questions_on_a_page_each(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    report = build(full, "launch", tmp_path / "r.pdf", appendix=True)
    for page, (name, question) in enumerate(
        (
            ("Desirability", "do people want it?"),
            ("Viability", "is it worth it?"),
            ("Feasibility", "can it be done?"),
        ),
        start=2,
    ):
        assert f"{page - 1} · {name}: {question}" in words(report.file, page, page)
        assert name in words(report.file, 1, 1)
    with pikepdf.open(report.file) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        assert sum(kid.get("/S") == "/Part" for kid in document.K) == 1  # the appendix
    assert len(report.sections) == len(PAGES) + len(APPENDIX)


def test_page_one_names_the_reasons_what_speaks_against_it_and_the_biggest_risk(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    launch = replace(full.launch, conditions=full.launch.conditions[:1], reason="")
    full = replace(full, options=replace(full.options, p_loss=SAFE), launch=launch)
    page = words(build(full, "launch", tmp_path / "r.pdf").file, 1, 1)
    places = [
        page.index(said)
        for said in (
            "The bar is passed, with none to spare.",
            "It is not known whether it finds enough of “defect”, the weakest: 11 of 12.",
            "It is right 11 times where always saying “clean” is wrong, and never the other way round.",
            "It is not known whether it is fast enough: 34 ms, no limit set.",
            "It is not shown that its confidence is honest: off by 3 points. 24 photos are too few to tell",
            "Conditions",
        )
    ]
    assert places == sorted(places)


def test_what_fails_is_the_biggest_risk_before_what_is_not_shown(full: Evidence) -> None:

    def risk(**changes: object) -> str:
        evidence = replace(full, **changes)  # type: ignore[arg-type]
        return text_of(argued(evidence, Cited(), 1).risk)

    failing = LaunchCheck("Fast enough", "4 s", CheckState.FAIL, denial="Not fast enough")
    checks = (*full.launch.checks, failing)
    assert risk(launch=replace(full.launch, checks=checks)) == "Not fast enough: 4 s."
    high = replace(full.launch.risk, tier="High")
    assert "lawyer" in risk(launch=replace(full.launch, risk=high))
    quiet = replace(full.launch, checks=())
    loss = replace(full.options, p_loss=Figure("3 futures of 10", 0.3, Provenance.GUESS))
    assert "may never earn its cost back" in risk(launch=quiet, options=loss)
    safe = replace(full.options, p_loss=SAFE)
    assert "defect: only 12 in the test" in risk(launch=quiet, options=safe)
    assert "Nothing was tried" in risk(launch=quiet, accuracy=None, candidates=None, options=safe)


@pytest.mark.parametrize("decision", ["stop", "not_yet"])
def test_a_launch_that_is_not_made_says_its_reasons_and_no_more(
    full: Evidence, decision: str
) -> None:
    launch = replace(full.launch, decision=decision)
    found = argued(replace(full, launch=launch), Cited(), 3)
    assert found.why
    assert "measured and answered" not in " ".join(map(text_of, found.why))


def test_a_bar_that_somebody_set_is_no_guess(full: Evidence) -> None:
    assert full.launch.bar is not None
    of = {
        source: text_of(whose_bar(replace(full.launch.bar, source="contract", threshold=given)))
        for source in (Provenance.GUESS, Provenance.DEFAULT)
        if (given := replace(full.launch.bar.threshold, provenance=source))
    }
    assert of[Provenance.GUESS] == "You set the bar (contract)."
    written = replace(full.launch.bar.threshold, provenance=Provenance.PUBLISHED)
    contract = replace(full.launch.bar, source="contract", threshold=written)
    assert text_of(whose_bar(contract)) == "Where the bar comes from: contract (in writing)."
    assert of[Provenance.DEFAULT] == "Where the bar comes from: contract (our default)."


def test_the_law_stands_by_article_with_its_day_and_its_address(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    found = screen_purpose(["education", "biometrics"])
    readiness = replace(full.launch.readiness, duties=found.duties, law_questions=found.questions)
    report = build(
        replace(full, launch=replace(full.launch, readiness=readiness)),
        "launch",
        tmp_path / "r.pdf",
        appendix=True,
    )
    text = words(report.file)
    tight = text.replace(" ", "")
    for duty in (*found.duties, *found.questions):
        assert duty.article in text
        assert duty.text.replace(" ", "") in tight
        assert duty.url.replace(" ", "") in tight
    assert "2 Dec 2027" in text


def test_no_limit_is_printed_that_nobody_named(full: Evidence, tmp_path: Path) -> None:
    launch = replace(full.launch, tripwires=(TRIPWIRE,), tripwire_checks=(None,))
    named = replace(full, launch=launch)
    without = replace(named, launch=replace(launch, tripwires=(), tripwire_checks=()))
    nobody, printed = "Nobody has named a number at which it is stopped.", []
    for n, each in enumerate((named, without)):
        build(each, "launch", tmp_path / f"{n}.md")
        printed.append((tmp_path / f"{n}.md").read_text(encoding="utf-8"))
    assert [(TRIPWIRE.sentence in each, nobody in each) for each in printed] == [
        (True, False),
        (False, True),
    ]
