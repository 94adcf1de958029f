"""The story of the pictures 26: 60 messages to an online shop, five candidates, and what people said of their answers."""

from collections.abc import Sequence

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.measure.candidates import name_pair
from desktop.project import commands as edit
from desktop.project.commands.measure import AddCases, PutCandidate, PutGrades
from desktop.project.measure_records import (
    CandidateSettings,
    CandidateSource,
    GradeVerdict,
    NewCase,
    NewGrade,
)
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from desktop.project.records import BarOrigin
from estimators.measure.case import CandidateAnswer, EvalCase
from reports.provenance import Provenance

TOPICS = (
    ("Where is my order", 21),
    ("Return or exchange", 15),
    ("Arrived damaged", 9),
    ("About a product", 6),
    ("Refund", 9),
)
CASES = tuple(f"{100 + at:04}" for at in range(60))
_SLICES = tuple(name for name, n in TOPICS for _ in range(n))
V3_WRONG = (2, 25, 40, 51, 52, 53)
_REASONS = ("makes something up", "leaves a point out", "wrong tone", "leaves a point out",
            "leaves a point out", "makes something up")  # fmt: skip
# Of the six that prompt v3 gets wrong, so many are right; of the others so many are wrong.
_OTHERS = {"People today": (4, 7), "Service A": (5, 14), "Trained here": (3, 15), "Keyword rule": (1, 40)}  # fmt: skip
CANDIDATES = (
    ("Prompt v3", CandidateSource.FILE, "your help pages, an API", 0.0064, 2.8, 6.1),
    ("People today", CandidateSource.PEOPLE, "sent replies", 3.0, 360.0, 840.0),
    ("Service A", CandidateSource.FILE, "bought, on trial", 0.16, 1.9, 4.2),
    ("Trained here", CandidateSource.FILE, "fine-tuned, 460 replies", 0.0019, 1.2, 2.0),
    ("Keyword rule", CandidateSource.RULE, "templates, no AI", 0.0, 0.0001, 0.0002),
)


def wrong_of(name: str) -> frozenset[int]:
    """The numbers of the messages that a candidate answers badly."""
    if name == "Prompt v3":
        return frozenset(V3_WRONG)
    right_of_six, wrong_of_others = _OTHERS[name]
    others = [at for at in range(60) if at not in V3_WRONG]
    step = {"People today": 7, "Service A": 3, "Trained here": 3, "Keyword rule": 1}[name]
    chosen = [others[(at * step + len(name)) % len(others)] for at in range(len(others))]
    return frozenset([*V3_WRONG[right_of_six:], *list(dict.fromkeys(chosen))[:wrong_of_others]])


def add_cases(project: Project) -> None:
    """A drafting product with 60 held-out messages of five topics, and a bar of 80%."""
    project.do(edit.SetFact(KIND_KEY, "generate", "the kind"))
    project.do(edit.SetFact("goes_in", ["text"], "what goes in"))
    cases = tuple(
        NewCase(EvalCase(name, f"Message {name} about: {topic}", slice=topic), held_out=True)
        for name, topic in zip(CASES, _SLICES, strict=True)
    )
    project.do(AddCases(cases))
    project.do(edit.SetBar(0.8, BarOrigin.SESSIONS, Provenance.SIMULATED, 0.95))


def add_candidate(project: Project, name: str) -> str:
    """One of the candidates with its answers; its uid."""
    row = next(one for one in CANDIDATES if one[0] == name)
    _, source, detail, cost, usual, slow = row
    put = PutCandidate(None, name, source, CandidateSettings(detail=detail, currency="USD"))
    project.do(put)
    answers = [
        CandidateAnswer(case, f"{name} says of {case}: thank you.", cost=cost, seconds=slow if at % 15 == 0 else usual)
        for at, case in enumerate(CASES)
    ]  # fmt: skip
    project.measured.append_answers(put.uid, answers)
    return put.uid


def grades_of(name: str, uid: str, rater: str = "Ana", cases: Sequence[str] = CASES) -> PutGrades:
    """What a person says of a candidate's answers."""
    wrong = wrong_of(name)
    return PutGrades(tuple(_grade(name, uid, rater, CASES.index(case), wrong) for case in cases))


def _grade(name: str, uid: str, rater: str, at: int, wrong: frozenset[int]) -> NewGrade:
    good = at not in wrong
    reason = "" if good else _REASONS[V3_WRONG.index(at)] if at in V3_WRONG else "wrong tone"
    verdict = GradeVerdict.GOOD if good else GradeVerdict.BAD
    return NewGrade(uid, CASES[at], rater, verdict, reason=reason)


def whole_story(project: Project) -> dict[str, str]:
    """Cases, all candidates, the pair that is named before grading, and the grades; the uids by name."""
    add_cases(project)
    uids = {name: add_candidate(project, name) for name, *_ in CANDIDATES}
    by_name = {one.name: one for one in candidates_of(project)}
    project.do(name_pair(by_name["Prompt v3"], by_name["Service A"]))
    for name, uid in uids.items():
        project.do(grades_of(name, uid))
    return uids
