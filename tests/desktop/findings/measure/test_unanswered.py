"""Cases that came after a candidate: no mistake of it, said with their number, and answered by what answers by itself."""

from desktop.findings.candidate_measurement import candidates_of, measurement_of
from desktop.findings.measure.candidates import candidates_view
from desktop.findings.measure.unanswered import answers_by_itself, unanswered, unanswered_words
from desktop.project import commands as edit
from desktop.project.commands.measure import AddCases, PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource, NewCase
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer, EvalCase

RULES = "rules: [{if: {contains: refund}, then: refund}]\notherwise: other"


def add_cases(project: Project, first: int, n: int, *, held_out: bool = True) -> None:
    cases = [
        EvalCase(
            f"c{at}", f"my {'refund' if at % 2 else 'lamp'} {at}", "refund" if at % 2 else "other"
        )
        for at in range(first, first + n)
    ]
    project.do(AddCases(tuple(NewCase(case, held_out=held_out) for case in cases)))


def add(project: Project, name: str, source: CandidateSource, rules: str = "") -> str:
    put = PutCandidate(None, name, source, CandidateSettings(rules=rules))
    project.do(put)
    given = [CandidateAnswer(f"c{at}", "refund" if at % 2 else "other") for at in range(10)]
    project.measured.append_answers(put.uid, given)
    return put.uid


def test_what_came_later_is_no_mistake_and_is_answered_when_it_is_asked(project: Project) -> None:
    project.do(edit.SetFact(KIND_KEY, "classify", "the kind"))
    add_cases(project, 0, 10)
    rule = add(project, "Rule", CandidateSource.RULE, RULES)
    file = add(project, "File", CandidateSource.FILE)
    assert unanswered(project) == ()
    add_cases(project, 10, 4)
    found = measurement_of(project)
    assert found is not None
    shares = {one.name: one.scores.main for one in found.measured.candidates if one.scores}
    assert [(len(shares[name].got), shares[name].got.mean()) for name in ("Rule", "File")] == [(10, 1.0)] * 2  # fmt: skip
    (waiting,) = unanswered(project)  # a file answers nothing by itself
    assert (waiting.uid, waiting.cases) == (rule, ("c10", "c11", "c12", "c13"))
    assert unanswered_words(project, waiting).startswith("Rule has not answered 4 of the 14 ")
    by_uid = {one.uid: one for one in candidates_of(project)}
    view = candidates_view(project, found, by_uid[rule])
    assert view.lead.endswith(unanswered_words(project, waiting))
    assert view.offers["ask"].words == "Let Rule answer 4 more"
    assert (
        candidates_view(project, found, by_uid[file]).offers["ask"].words
        == "Let Rule answer 4 more"
    )
    project.measured.append_answers(rule, answers_by_itself(project, waiting))
    assert unanswered(project) == ()
    said = project.measured.answers(rule)
    assert [said[name][0].answer for name in waiting.cases] == ["other", "refund"] * 2
    add_cases(project, 20, 3, held_out=False)
    assert unanswered(project) == ()  # what one works with is not measured
