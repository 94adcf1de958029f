"""Page one of the report, from a project through the findings to the text of the PDF."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.findings.launch.conditions import put_tripwire
from desktop.findings.launch.decision import decide, put_terms
from desktop.findings.report.evidence import evidence_of
from desktop.jobs.write_report import WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.sample import make_sample
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import Weight
from reports.document_nodes import ListNode, nodes_of
from reports.pages.arguments import argued
from reports.pages.decision import DECISION
from reports.pdf import fonts
from reports.pdf.flow import ReportSection
from reports.pdf.tagged import TaggedCanvas
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance
from reports.sections.parts import Cited
from reports.sentences import text_of
from tests.desktop.graded_replies import whole_story
from tests.golden.projects import open_project
from tests.jobs_in_process import run_job
from tests.kept_records import begin_session, keep_reaction
from tests.pdf_text import text_of as pdf_text


def page_one(project: Project, folder: Path) -> str:
    """The text of the first page, with single spaces."""
    written = run_job(write_report, WriteReport(project.path, folder / "report.pdf"))
    return pdf_text(written.file, 0)


@pytest.fixture
def project(blades) -> Project:
    """Tried with a fake, valued, tested against a bar: nothing decided."""
    made = blades.project
    blades.add_examples(180)
    blades.add_run(range(180), range(9))
    made.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    for key, value in (
        ("volume_per_month", {"low": 2400, "high": 3600}),
        ("miss_cost", {"low": 200, "high": 900}),
    ):
        made.do(edit.SetFact(key, value, key))
    session = begin_session(made, "Early", 0.9, people="Ana")
    for number in range(12):
        outcome = "accepted" if number % 3 else "rejected"
        keep_reaction(made, session, outcome, 0.9)
    return made


def test_page_one_says_what_people_did_what_it_is_worth_and_what_the_test_found(
    project: Project, tmp_path: Path
) -> None:
    evidence = evidence_of(project)
    page = page_one(project, tmp_path)
    desirability, viability, feasibility = (
        page.index(title) for title in ("Desirability", "Viability", "Feasibility")
    )
    assert max(desirability, viability, feasibility) < page.index("Why")
    assert (
        "In a mock-up without AI, set to 90% right, people accepted 8 of 12 answers as they came."
        in page
    )
    assert evidence.fake.accepted.interval in page
    assert evidence.options.value.text in page
    assert evidence.options.span in page
    assert "171 of 180" in page
    assert "examples), on photos that it had not seen: sure of at least" in page
    assert (
        f"(9 chances in 10); {evidence.options.in_brief}" in page
    )  # no default is called anybody's guess
    assert "defaults of ours" in evidence.options.in_brief


def test_page_one_says_what_is_missing_under_the_question_it_would_answer(
    blades, tmp_path: Path
) -> None:
    blades.project.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    page = page_one(blades.project, tmp_path)
    assert "Nobody has tried it, so nobody knows whether people take its answers." in page
    assert "Nothing was tested against the bar of 85%." in page


def test_page_one_says_of_each_name_whether_it_has_signed(project: Project, tmp_path: Path) -> None:
    project.do(edit.SetFact("launch.decision", "stop", "the decision"))
    for name, state in (("Ana Ruiz", "signed"), ("Mara Lind", "asked"), ("Jo Berg", "to sign")):
        project.do(edit.PutSignOff(None, name, "product", state))
    page = page_one(project, tmp_path)
    foot = page[page.index("Ana Ruiz product") :]
    ana, mara, jo = (foot.index(name) for name in ("Ana Ruiz", "Mara Lind", "Jo Berg"))
    assert "sign" not in foot[ana:mara].lower()  # a name, a role and a day
    assert "asked" in foot[mara:jo]
    assert "to sign" in foot[jo:]


def test_the_biggest_risk_is_not_a_reason_told_again(blades, project: Project) -> None:
    # The bar is missed by far and decides the verdict: it is among the reasons, and would be the biggest risk.
    blades.add_run(range(180), range(90))
    evidence = evidence_of(project)
    ready = evidence.launch.readiness
    assert "bar" in [reason.name for reason in ready.verdict.reasons]
    found = argued(evidence, Cited(), 3)
    assert not found.launches
    risk = text_of(found.risk)
    for reason in map(text_of, (*found.why, *found.against)):
        assert reason.split(":")[0].split(".")[0] not in risk


@pytest.mark.parametrize("decision", ["launch", "conditions", "not_yet", "stop", ""])
def test_nothing_stands_twice_on_page_one(project: Project, decision: str, tmp_path: Path) -> None:
    """No sentence, class or check is said twice, whatever was decided; what a person typed is theirs."""
    if decision:
        project.do(edit.SetFact("launch.decision", decision, "the decision"))
    evidence = evidence_of(project)
    section = DECISION.build(evidence, pen(), Cited(frozenset({"E1", "E2", "E3", "E5"})))
    said = list(sentences(section))
    assert len(said) > 8
    assert [each for each in said if said.count(each) > 1] == []
    whole = "\n".join(said)
    for check in evidence.launch.checks:
        assert whole.count(check.claim) <= 1, check.claim
    for row in evidence.accuracy.per_class:
        assert whole.count(f"“{row.name}”") <= 1, row.name


def test_reasons_are_for_what_was_decided(project: Project) -> None:
    project.do(edit.SetFact("launch.decision", "launch", "the decision"))
    launched = argued(evidence_of(project), Cited(), 3)
    assert launched.launches
    assert any("always saying “clean” is wrong" in text_of(each) for each in launched.why)
    assert text_of(launched.against[0]) == evidence_of(project).launch.readiness.sentence
    project.do(edit.SetFact("launch.decision", "not_yet", "the decision"))
    held = argued(evidence_of(project), Cited(), 3)
    assert any("who switches it off" in text_of(each) for each in (*held.why, held.risk))


def test_the_value_on_page_one_is_that_of_what_was_tested(project: Project, tmp_path: Path) -> None:
    evidence = evidence_of(project)
    tested = evidence.options.tested
    assert (tested.name, tested.test) == ("Train from examples", "run 1")
    page = page_one(project, tmp_path)
    assert tested.value.text in page
    assert "by “Train from examples” (tested: run 1)" in page
    if tested.name != evidence.options.best and not evidence.options.of:
        assert f"Worth most: “{evidence.options.best}”" in page


def test_a_stop_says_what_it_gives_up_against_today_and_that_nobody_is_named(
    project: Project, tmp_path: Path
) -> None:
    project.do(decide(project, "stop"))
    options = evidence_of(project).options
    page = page_one(project, tmp_path)
    assert "nobody is named who decided" in page
    assert f"Stopping gives up {options.tested.value.text}" in page
    assert options.today not in page  # what it gives up is against today
    project.do(put_terms(project, "The contract cannot be met this year.", "Mara Lind"))
    page = page_one(project, tmp_path)
    assert "decided by Mara Lind" in page
    why = page[page.index("Why The contract") :]
    assert why.startswith("Why The contract cannot be met this year.")


def test_a_launch_says_what_it_waits_for_and_from_which_day(
    project: Project, tmp_path: Path
) -> None:
    project.do(decide(project, "launch"))
    page = page_one(project, tmp_path)
    first = evidence_of(project).launch.checks[0].text
    assert f"Do this next Answer what is open first: {first}" in page
    assert "No day is given for the start." in page
    for key in ("launch.owner", "launch.way_back"):
        project.do(edit.SetFact(key, "The shift lead", key))
    project.do(edit.SetFact("regulatory_tier", "minimal", "the tier"))
    project.do(put_terms(project, "", "", "2027-02-01"))
    page = page_one(project, tmp_path)
    assert "Say before it starts at which number it is stopped. It starts on 1 Feb 2027." in page
    project.do(put_tripwire(project, Tripwire("precision", "below", "90%", "a week", "stop", "")))
    project.do(edit.PutSignOff(None, "Ben Okri", "legal", "asked"))
    page = page_one(project, tmp_path)
    assert "Do this next Settle what the law still asks: Article 5, " in page
    assert "Ben Okri signs. It starts on 1 Feb 2027." in page


def test_a_bar_that_is_missed_is_the_first_reason_and_advice_the_last(
    blades, project: Project
) -> None:
    blades.add_run(range(180), range(40))
    project.do(decide(project, "not_yet"))
    evidence = evidence_of(project)
    found = argued(evidence, Cited(), 6)
    assert text_of(found.why[0]).startswith("The bar is")
    advice = [
        each.text
        for each in evidence.launch.readiness.verdict.reasons
        if each.weight is Weight.ADVICE
    ]
    said = [text_of(each) for each in found.why]
    assert not set(advice) & set(said[:2])


def test_a_no_without_ai_says_that_nothing_was_measured_and_when_a_rule_would_pay(
    tmp_path: Path,
) -> None:
    with Project.open(open_project("sample_sales_tax", tmp_path / "tax")) as project:
        page = page_one(project, tmp_path)
        pays = evidence_of(project).options.pays_from
    assert "Nothing was measured: no way was tried, no fake shown." in page
    assert pays in page
    assert "most of it by mistakes that today’s way does not make." in page
    # Why today is advised where a rule is best more often, and what would make the rule pay.
    assert "But its average is lower, " in page
    assert "“Right by a rule” decides most: at 97% the worth is −$8.1m, at 99.9% +$2.4m." in page


def pen() -> TextRenderer:
    return TextRenderer(fonts.load(), TaggedCanvas(title="", author="", subject="", creator=""))


def sentences(section: ReportSection) -> Iterator[str]:
    """Every sentence of a page, without its charts."""
    for node in nodes_of(section):
        texts = node.items if isinstance(node, ListNode) else (getattr(node, "runs", ()),)
        for runs in texts:
            words = "".join(run.text for run in runs if not run.cite)
            yield from (each.strip() for each in re.split(r"(?<=[.?])\s", words) if each.strip())


def test_a_rival_that_it_is_not_shown_to_beat_is_said_beside_the_launch(tmp_path: Path) -> None:
    project = Project.open(make_sample("support", tmp_path / "sample"))
    whole_story(project)
    project.do(decide(project, "conditions"))
    even = "It is not shown that it is better than “People today”"
    assert even in page_one(project, tmp_path).split("What speaks against it")[1]


def test_a_decision_that_somebody_signed_does_not_say_that_nobody_is_named(
    project: Project, tmp_path: Path
) -> None:
    project.do(decide(project, "stop"))
    project.do(edit.PutSignOff(None, "Mara Lind", "head of support", "signed"))
    page = page_one(project, tmp_path)
    assert "signed by Mara Lind" in page
    assert "nobody is named" not in page


def test_a_launch_says_first_which_questions_of_the_law_are_open(
    project: Project, tmp_path: Path
) -> None:
    project.do(edit.SetFact("launch.decision", "launch", "the decision"))
    project.do(edit.SetFact("regulatory_tier", "limited", "tier"))
    open_ = "Settle what the law still asks: Article 5, Annex III, Annex I and whether it decides about people."
    assert open_ in page_one(project, tmp_path)
    project.do(edit.SetFact("risk.about_people", "no", "people"))
    for name, value in (("prohibited_practice", "no"), ("area", "none")):
        project.do(edit.SetFact(f"ready.eu_ai_act.{name}", value, name))
    project.do(edit.SetFact("risk.safety_part", "no", "safety"))
    assert "Settle what the law" not in page_one(project, tmp_path)


def test_no_class_is_the_risk_where_the_whole_misses_the_bar(blades, project: Project) -> None:
    blades.add_run(range(180), range(90))
    project.do(edit.SetFact("launch.decision", "stop", "the decision"))
    project.do(put_terms(project, "The contract cannot be met.", "", "", ""))
    evidence = evidence_of(project)
    assert "every_class" in [
        each.name for each in evidence.launch.checks if each.state.value == "fail"
    ]
    found = argued(evidence, Cited(), 3)
    assert text_of(found.risk).startswith(evidence.launch.acceptance.sentence)
    assert "the weakest" not in " ".join(map(text_of, (*found.why, found.risk)))


def test_of_a_stop_nothing_is_said_to_come_yet(blades, project: Project) -> None:
    blades.add_run(range(180), range(90))
    assert "does not support a launch yet." in evidence_of(project).launch.readiness.sentence
    project.do(edit.SetFact("launch.decision", "stop", "the decision"))
    assert evidence_of(project).launch.summary.startswith(
        "What was measured and answered does not support a launch. "
    )
