"""Readiness as the report prints it: the verdict's reasons, the lists with every answer, the tripwires, the dates."""

from desktop.findings.launch.operations import owner_of, tripwires_of
from desktop.findings.launch.readiness import Readiness
from desktop.findings.launch.risk import dates, sentence
from desktop.project.project import Project
from estimators.acceptance.readiness.list_grounds import Standing
from estimators.acceptance.readiness.lists import (
    Basis,
    ChecklistAnswer,
    ListEntry,
    PublishedList,
    lists,
)
from estimators.acceptance.readiness.verdict import Word
from estimators.base.phrase import capital
from reports import readiness_evidence as printed
from reports.provenance import Provenance

VERDICT_WORDS = {
    Word.GO: "Launch",
    Word.CONDITIONS: "Launch with conditions",
    Word.NOT_YET: "Not yet",
    Word.STOP: "Stop",
}
_SUPPORTED = {
    Word.GO: "What was measured and answered supports a launch.",
    Word.CONDITIONS: "What was measured and answered supports a launch with conditions.",
    Word.NOT_YET: "What was measured and answered does not support a launch yet.",
    Word.STOP: "What was answered says: do not launch.",
}
_PROVENANCE = {
    Basis.MEASURED: Provenance.MEASURED,
    Basis.STATED: Provenance.GUESS,
    Basis.OVERRIDE: Provenance.GUESS,
    Basis.UNKNOWN: Provenance.UNKNOWN,
}
_UNANSWERED = ChecklistAnswer(None, Basis.UNKNOWN)


def readiness_evidence(project: Project, found: Readiness) -> printed.LaunchReadiness:
    """Everything beside the acceptance test that the launch rests on."""
    word = found.verdict.word
    standing = {each.id: each for each in found.lists}
    return printed.LaunchReadiness(
        proposed=VERDICT_WORDS[word],
        sentence=_SUPPORTED[word],
        reasons=tuple(
            printed.DecidingReason(
                ground.text, VERDICT_WORDS[ground.allows], ground.address, ground.name
            )
            for ground in found.verdict.reasons
        ),
        lists=tuple(
            _list(published, found, standing.get(published.id)) for published in lists().values()
        ),
        tripwires=tuple(
            printed.TripwireLine(wire.sentence, wire.owner) for wire in tripwires_of(project)
        ),
        owner=owner_of(project),
        dates=dates(),
    )


def supported(found: Readiness) -> str:
    """ "What was measured and answered supports a launch with conditions." """
    return _SUPPORTED[found.verdict.word]


def _list(
    published: PublishedList, found: Readiness, standing: Standing | None
) -> printed.AnsweredList:
    source = published.source
    if standing is None:  # the law: its finding is a tier
        screening = found.risk.screening
        finding, counted = sentence(found.risk), (screening.answered, screening.total)
    else:
        finding, counted = standing.sentence, (standing.answered, standing.total)
    scores = standing.scores if standing is not None else ()
    return printed.AnsweredList(
        published.id,
        published.title,
        finding,
        *counted,
        source=f"{source.title}. Read {source.date}: {source.status}.",
        groups=tuple(
            printed.ListSection(
                group.title,
                tuple(_answered(item, found.answers.get(item.key)) for item in group.items),
                scores[at] if at < len(scores) else "",
            )
            for at, group in enumerate(published.groups)
        ),
        url=source.url,
        caution=source.caution,
    )


def _answered(item: ListEntry, answer: ChecklistAnswer | None) -> printed.ListAnswer:
    given = answer or _UNANSWERED
    return printed.ListAnswer(
        item.place,
        item.text,
        item.words(given.value),
        _PROVENANCE[given.basis],
        capital(given.why),
        item.words(given.measured) if given.basis is Basis.OVERRIDE else "",
    )
