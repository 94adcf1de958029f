"""Everything a report says about a project, gathered from its stages."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from desktop import __version__
from desktop.findings.data.evidence import data_evidence
from desktop.findings.decide.evidence import decision_evidence, options_evidence
from desktop.findings.fake.evidence import fake_evidence
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.problem.brief import problem_evidence
from desktop.findings.problem.product_words import absent_parts
from desktop.project.project import Project
from estimators.base.date import day
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.questions import questions
from reports.evidence import FAKE_ID, VALUE_ID, Decision, Evidence, FakeTrial, Options
from reports.evidence import ProjectInfo as ReportProject
from reports.figure import Statement
from reports.launch_evidence import Launch
from reports.provenance import Provenance
from reports.sections.decision import value_sentence

Part = TypeVar("Part")


def evidence_of(project: Project) -> Evidence:
    """The evidence for every report; a stage without any is None there, and the report says what is missing.

    The date is that of the last change, never the clock: two reports on one project have identical bytes.
    """
    decision = _unless_contradictory(decision_evidence, project)
    options = _unless_contradictory(options_evidence, project)
    fake = fake_evidence(project)
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
        fake=fake,
        accuracy=accuracy_evidence(project),
        launch=_with_other_stages(launch_evidence(project), decision, options, fake),
        absent=absent_parts(project),
    )


def _with_other_stages(
    launch: Launch, decision: Decision | None, options: Options | None, fake: FakeTrial | None
) -> Launch:
    """What page one quotes beside the test: what people did with the fake, what it is worth, what would flip the verdict."""
    why, change = list(launch.why), list(launch.would_change)
    if fake is not None:
        shown = sum(session.shown for session in fake.sessions)
        accepted = sum(session.accepted for session in fake.sessions)
        if shown:
            words = tr("{accepted} of {shown} answers", accepted=accepted, shown=shown)
            text = tr("People took {words} of a fake as they came.", words=words)
            why.append(Statement(text, words, FAKE_ID, Provenance.SIMULATED))
    if options is not None:
        text = value_sentence(options)
        if options.of or options.apart:  # two ways: no room for the range of one of them
            text = tr(
                "{headline} {option}: {worth} on average {horizon}.",
                headline=options.headline,
                option=options.of or options.best,
                worth=options.value.text,
                horizon=options.horizon,
            )
        rests = options.value.provenance
        why.append(Statement(text, options.value.text, VALUE_ID, rests, options.rests_on))
    flips = decision.flip_points if decision is not None and launch.chart is not None else ()
    measured = questions()["measured"].label  # the acceptance test itself says that better
    flip = next((flip for flip in flips if flip.input != measured), None)
    if flip is not None:
        text = tr(
            "{input}: {to_text} instead of {from_text}; then {verdict}.",
            input=flip.input,
            to_text=flip.to_text,
            from_text=flip.from_text,
            verdict=flip.verdict,
        )
        change.append(Statement(text, flip.to_text, VALUE_ID))
    return replace(launch, why=tuple(why), would_change=tuple(change))


def _unless_contradictory(part: Callable[[Project], Part], project: Project) -> Part | None:
    """A part of the report, or None where the answers contradict each other: the Problem page says how."""
    try:
        return part(project)
    except UserError:
        return None
