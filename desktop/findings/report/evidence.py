"""Everything a report says about a project, gathered from its stages."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.findings.case import case_of
from desktop.findings.data.evidence import data_evidence
from desktop.findings.decide.evidence import decision_evidence, options_evidence
from desktop.findings.fake.evidence import fake_evidence
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.measure.candidates_evidence import candidates_evidence
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.problem.brief import problem_evidence
from desktop.findings.problem.product_words import absent_parts
from desktop.project.product import case_noun_of, kind_of
from desktop.project.project import Project
from estimators.base.date import day
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.questions import questions
from reports.evidence import VALUE_ID, Decision, Evidence, Product
from reports.evidence import ProjectInfo as ReportProject
from reports.figure import Statement
from reports.launch_evidence import Launch

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation


def evidence_of(project: Project) -> Evidence:
    """The evidence for every report; a stage without any is None there, and the report says what is missing.

    The date is that of the last change, never the clock: two reports on one project have identical bytes.
    """
    valuation = _valuation(project)
    decision = options = None
    if valuation is not None:
        decision = decision_evidence(project, valuation=valuation)
        options = options_evidence(project, valuation=valuation)
    return Evidence(
        project=ReportProject(
            name=project.name,
            organisation=project.organisation,
            date=day(project.last_change()),
            project_id=f"{project.uid[:4]} {project.uid[4:8]}",
            app_version=__version__,
        ),
        problem=problem_evidence(project),
        decision=decision,
        options=options,
        data=data_evidence(project),
        fake=fake_evidence(project),
        accuracy=accuracy_evidence(project),
        launch=_with_flip(launch_evidence(project), decision),
        absent=absent_parts(project),
        product=_product(project),
        candidates=candidates_evidence(project, valuation),
    )


def _with_flip(launch: Launch, decision: Decision | None) -> Launch:
    """What would change the verdict of Decide, beside what would change that of the test."""
    flips = decision.flip_points if decision is not None and launch.chart is not None else ()
    measured = questions()["measured"].label  # the acceptance test itself says that better
    flip = next((flip for flip in flips if flip.input != measured), None)
    if flip is None:
        return launch
    text = tr(
        "{input}: {to_text} instead of {from_text}; then {verdict}.",
        input=flip.input,
        to_text=flip.to_text,
        from_text=flip.from_text,
        verdict=flip.verdict,
    )
    change = Statement(text, flip.to_text, VALUE_ID)
    return replace(launch, would_change=(*launch.would_change, change))


def _product(project: Project) -> Product:
    """The kind in its own words; empty where nobody has said which it is."""
    kind = kind_of(project)
    if kind is None:
        return Product(cases=case_noun_of(project).many)
    return Product(
        kind.name, kind.label, case_noun_of(project).many, kind.right, kind.baseline, kind.mistakes
    )


def _valuation(project: Project) -> "Valuation | None":
    """What each option is worth; None where the answers contradict each other: the Problem page says how."""
    from estimators.build_vs_buy.valuation import BuildVsBuy

    try:
        return BuildVsBuy(random_state=0).evaluate(case_of(project))
    except UserError:
        return None
