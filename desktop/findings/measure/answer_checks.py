"""Checks of a project's answers, beside people's grades: what is looked for, and how often each candidate's answers have it.

How to use, line by line:

    checks_of(project)                          what is looked for
    put_check(project, "at_most", "120")        the edit that looks for one more
    drop_check(project, check)                  the edit that no longer does
    check_lines(project, found, one)            a sentence for each: evidence, never the grade
"""

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.measure.endpoint_text import checks_text
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.checks import AnswerCheck, CheckKind, check_shares
from reports.provenance import Provenance

CHECKS_KEY = "measure.checks"
"""The fact: what is looked for in answers, each as [kind, value]."""
KINDS = (
    (CheckKind.CONTAINS, tr("contains")),
    (CheckKind.LACKS, tr("does not contain")),
    (CheckKind.MATCHES, tr("matches a pattern")),
    (CheckKind.AT_LEAST, tr("words at least")),
    (CheckKind.AT_MOST, tr("words at most")),
    (CheckKind.LANGUAGE, tr("language")),
    (CheckKind.SCHEMA, tr("JSON schema")),
)


def checks_of(project: Project) -> tuple[AnswerCheck, ...]:
    """What is looked for, in the order it was added; what this version does not know is left out."""
    given = project.answer(CHECKS_KEY)
    found = []
    for one in given if isinstance(given, list) else ():
        try:
            kind, value = one
            found.append(AnswerCheck(CheckKind(kind), str(value)))
        except (UserError, ValueError, TypeError):
            continue
    return tuple(found)


def put_check(project: Project, kind: str, value: str) -> Command:
    """The edit that looks for one more. Raises `UserError` where the value is none of its kind."""
    check = AnswerCheck(CheckKind(kind), value.strip())
    return _set([*(one for one in checks_of(project) if one != check), check])


def drop_check(project: Project, check: AnswerCheck) -> Command:
    """The edit that no longer looks for one."""
    return _set([one for one in checks_of(project) if one != check])


def check_lines(
    project: Project, found: ProjectMeasurement, one: ProjectCandidate
) -> tuple[tuple[AnswerCheck, str], ...]:
    """Each check with its sentence for a candidate, of all answers that came."""

    def made() -> tuple[tuple[AnswerCheck, str], ...]:
        shares = check_shares(checks_of(project), found.cases, one.answers)
        lines = ((check, checks_text({one.name: {check: share}})) for check, share in shares.items())  # fmt: skip
        return tuple((check, said[0]) for check, said in lines if said)

    return project.until_change(f"checks of {one.uid}", made)


def _set(checks: list[AnswerCheck]) -> Command:
    kept = [[one.kind.value, one.value] for one in checks]
    words = tr("what is looked for in answers")
    return edit.SetFact(CHECKS_KEY, kept, words, Provenance.GUESS, tr("your choice"))
