"""The story “Support replies” in numbers: 812 messages of five topics, 52 set aside, 300 held out, candidates graded on 60."""

import uuid
from collections.abc import Iterable

from desktop.findings.data.case_set import case_set
from desktop.project import commands as edit
from desktop.project.measure_records import (
    CandidateSettings,
    CandidateSource,
    GradeVerdict,
    NewCase,
    NewGrade,
)
from desktop.project.product import set_product
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer, EvalCase

TOPICS = (
    ("Where is my order", 266, 105),
    ("Return or exchange", 190, 75),
    ("Refund", 114, 45),
    ("Arrived damaged", 114, 45),
    ("About a product", 76, 30),
)


def tell(project: Project) -> None:
    """Bring the messages in."""
    for command in set_product(project, "generate", ("text",)):
        project.do(command)
    cases = []
    for topic, n, held in TOPICS:
        for at in range(n):
            name = f"{len(cases) + 1:04d}"
            text = f"{topic}, {name}: please help me with my order"
            cases.append(NewCase(EvalCase(name, text, None, "", topic), held_out=at < held))
    for _ in range(52):
        name = f"{len(cases) + 1:04d}"
        cases.append(
            NewCase(EvalCase(name, "The same again", None, "", TOPICS[3][0]), aside="0571")
        )
    project.do(edit.AddCases(tuple(cases)))


def add_candidate(
    project: Project,
    name: str,
    source: CandidateSource,
    good: int,
    *,
    cases: Iterable[str] | None = None,
    cost: float | None = None,
    seconds: float | None = None,
    harm: int = 0,
    uid: str = "",
    **settings: str,
) -> str:
    """Add a candidate whose first answers are graded good, the rest bad; its uid."""
    tested = sorted(case_set(project).tested) if cases is None else list(cases)
    given = CandidateSettings(**settings)
    made = edit.PutCandidate(None, name, source, given, uid or uuid.uuid4().hex)
    project.do(made)
    answers = [
        CandidateAnswer(one, f"{name} to {one}", cost=cost, seconds=seconds) for one in tested
    ]
    project.measured.append_answers(made.uid, answers)
    grades = tuple(
        NewGrade(
            made.uid,
            one,
            "Ann",
            GradeVerdict.GOOD if at < good else GradeVerdict.BAD,
            harm=at >= len(tested) - harm,
        )
        for at, one in enumerate(tested)
    )
    project.do(edit.PutGrades(grades))
    return made.uid
