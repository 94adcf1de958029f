"""A project of answers to be graded: some candidates, whose names must stay hidden."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.project.commands import AddCases, PutCandidate, SetFact
from desktop.project.measure_records import CandidateSource, CasePoints, NewCase
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer, EvalCase

CANARIES = ("Zanzibar-7b", "Ouagadougou prompt", "Quito service")
"""Names of candidates that stand nowhere else."""
POINTS = CasePoints(
    ("says sorry and sends a new shade", "says when it leaves"), ("never promises “Saturday”",)
)


def graded_project(
    path: Path,
    n: int = 12,
    names: Sequence[str] = CANARIES,
    *,
    kind: str = "generate",
    plan: GradingPlan | None = None,
    says: Mapping[str, Sequence[str | None]] | None = None,
) -> Project:
    """A project with `n` held-out cases, each answered by all; `says`: by name, what."""
    project = Project.create(path / "replies.smart", name="Support replies")
    project.do(SetFact(KIND_KEY, kind, "the kind"))
    cases = [
        NewCase(
            EvalCase(
                f"{at:04}", f"Where is order {at}?", slice=("arrived damaged", "late")[at % 2]
            ),
            POINTS,
            held_out=True,
        )
        for at in range(n)
    ]
    project.do(AddCases(tuple(cases)))
    for place, name in enumerate(names):
        made = PutCandidate(None, name, CandidateSource.FILE)
        project.do(made)
        texts = says[name] if says else [f"Answer {place} to order {at}." for at in range(n)]
        answers = [CandidateAnswer(f"{at:04}", text) for at, text in enumerate(texts)]
        project.measured.append_answers(made.uid, answers)
    project.do(set_plan(project, plan or GradingPlan(0.8, seed=5)))
    return project
