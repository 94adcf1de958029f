"""The launch in full: every check with how it was decided, what the law says, and every published list with its answers."""

from dataclasses import replace

from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, ListGroup
from estimators.base.date import written_day
from estimators.base.interval import of_all
from estimators.base.percent import percent
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import tr
from estimators.law.purpose import LegalDuty
from reports.evidence import READINESS_ID, Evidence
from reports.launch_evidence import (
    AnsweredList,
    Launch,
    LaunchBar,
    LaunchCheck,
    LaunchReadiness,
    Risk,
    source_of,
)
from reports.pdf.blocks import Block
from reports.pdf.table import Column, TableBlock
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    listed,
    note,
    plain,
    prose,
)
from reports.sentences import joined, mark, noted, say, strong
from reports.text_runs import Runs, TextRun

NO_ADVICE = tr("A screening, not legal advice.")
_UNANSWERED = ChecklistAnswer(None, Basis.UNKNOWN)


# --- the law -----------------------------------------------------------------------------------------------------------


def legal_risk(risk: Risk) -> str:
    """Which tier it is, among other risks."""
    return tr("Legal risk: {tier}", tier=within_a_sentence(risk.sentence))


def _law(readiness: LaunchReadiness) -> tuple[Block, ...]:
    """What it says of the purpose, article by article, and from when which part of it applies."""
    columns = (Column(tr("from"), 0.2), Column(tr("applies"), 0.44), Column(tr("how sure"), 0.36))
    dates = ((written_day(each.date), each.what, each.note) for each in readiness.dates)
    return (
        *_duties(tr("What the law says of this purpose"), readiness.duties),
        *_duties(tr("What the law leaves to be answered"), readiness.law_questions),
        heading(plain(tr("From when the law applies"))),
        appended(columns, dates),
    )


def _duties(title: str, duties: tuple[LegalDuty, ...]) -> tuple[Block, ...]:
    """Each with its article, from when it applies, and where it was read."""
    if not duties:
        return ()
    columns = (
        Column(tr("article"), 0.22),
        Column(tr("from"), 0.14),
        Column(tr("says"), 0.4),
        Column(tr("read at"), 0.3),
    )
    rows = (
        (
            plain(each.article, strong=True),
            written_day(each.applies_from),
            each.text,
            tr("{url}, checked {day}", url=each.url, day=written_day(each.checked)),
        )
        for each in duties
    )
    return (heading(plain(title)), appended(columns, rows))


# --- the bar and the checks --------------------------------------------------------------------------------------------


def bar_words(bar: LaunchBar) -> Runs:
    """What must be shown, how surely, and who says so."""
    return say(
        "Bar: {bar} {metric}, to be shown with {confidence} confidence. From: {source}.",
        bar=strong(bar.threshold.text),
        metric=bar.metric,
        confidence=percent(bar.confidence),
        source=bar.source,
    )


def moved_bar(launch: Launch) -> list[Runs]:
    """How the bar was moved, and why, each in a sentence."""
    return [
        say(
            "{date}: moved from {before} to {after}. Reason: {reason}",
            date=move.date,
            before=move.from_text,
            after=strong(move.to_text),
            reason=move.reason,
        )
        for move in launch.bar_moves
    ]


def whose_bar(bar: LaunchBar) -> Runs:
    """Who set the bar: somebody's choice, which is no guess, or a source with its mark."""
    source, given = bar.threshold.provenance, bar.source.removesuffix(".")
    if source is Provenance.GUESS:
        return (
            say("You set the bar ({source}).", source=given) if given else say("You set the bar.")
        )
    # What was promised stands on a paper, which nobody need have published.
    word = tr("in writing") if source is Provenance.PUBLISHED else source.words
    if not given:
        return say("The bar is {mark}{word}.", mark=mark(source.value), word=word)
    return say(
        "Where the bar comes from: {source} ({mark}{word}).",
        source=given,
        mark=mark(source.value),
        word=word,
    )


def _proposed(readiness: LaunchReadiness) -> tuple[Block, ...]:
    """The verdict that the evidence supports, with the reasons that decide it."""
    verdict = readiness.verdict
    words = tr("What the evidence supports: {verdict}", verdict=verdict.word.words.lower())
    reasons = [
        noted(each.text, tr("allows at most: {word}", word=each.allows.words.lower()))
        for each in verdict.reasons
    ]
    title = heading(plain(words))
    if reasons:
        return (title, listed(reasons, numbered=True))
    return (title, prose(plain(readiness.sentence), space_before=3.0))


def _checks(checks: tuple[LaunchCheck, ...]) -> tuple[Block, ...]:
    """Each check with its mark, its number, its word and how it was decided. The mark never stands alone."""
    columns = (
        Column(tr("check"), 0.66),
        Column(tr("result"), 0.22, right=True),
        Column(tr("holds"), 0.26),
        Column(tr("how it was decided"), 0.8),
    )
    rows = (
        (
            (TextRun("", icon=check.state.value), *plain(check.text)),
            check.value,
            check.state.words,
            check.detail,
        )
        for check in checks
    )
    return (heading(plain(tr("Checks"))), appended(columns, rows))


# --- the published lists -----------------------------------------------------------------------------------------------


def _score(readiness: LaunchReadiness, evidence: Evidence, _links: Cited) -> Opened:
    """Checks and law in full, then every published list with every answer, the ML Test Score first."""
    first, *others = sorted(readiness.lists, key=lambda each: each.published.id != "ml_test_score")
    blocks = (*_proposed(readiness), *_checks(evidence.launch.checks), *_law(readiness))
    blocks += (heading(plain(first.published.title)), *_list(first, readiness))
    for each in others:
        finding = replace(prose(plain(each.finding), space_before=2.0), keep_with_next=True)
        blocks += (heading(plain(each.published.title)), finding, *_list(each, readiness))
    headline = plain(f"{first.published.title}: {first.finding}")
    return Opened(
        headline,
        say(
            "A mark says where each answer comes from: filled in from evidence, or given by a person. What nobody answered "
            "counts as not done."
        ),
        blocks,
    )


def source_words(given: AnsweredList) -> str:
    """Where a list comes from, when it was read and how well."""
    source = given.published.source
    return tr(
        "{title}. Read {date}: {status}.",
        title=source.title,
        date=source.date,
        status=source.status,
    )


def _list(given: AnsweredList, readiness: LaunchReadiness) -> tuple[Block, ...]:
    published = given.published
    source, answered = (
        published.source,
        tr("{counts} answered", counts=of_all(given.answered, given.total)),
    )
    address = f" ({source.url})" if source.url else ""
    counted = "" if answered in given.finding else f"{answered}."
    said = (counted, f"{source_words(given).rstrip('. ')}{address}.", source.caution)
    scores = (*given.scores, *[""] * len(published.groups))
    return (
        note(joined(" ".join(filter(None, said))), keep_with_next=bool(published.groups)),
        *(
            _group(group, score, readiness.answers)
            for group, score in zip(published.groups, scores, strict=False)
        ),
    )


def _group(group: ListGroup, score: str, answers: dict[str, ChecklistAnswer]) -> TableBlock:
    columns = (
        Column(tr("no."), 0.14),
        Column(f"{group.title} · {score}" if score else group.title, 0.4),
        Column(tr("answer"), 0.16),
        Column(tr("why"), 0.3),
    )
    rows = (_answered(item, answers.get(item.key, _UNANSWERED)) for item in group.items)
    return appended(columns, rows, space_before=10.0)


def _answered(item: ListEntry, given: ChecklistAnswer) -> tuple[str, str, Runs, Runs]:
    said = plain(item.words(given.value), strong=True)
    why = plain(capital(given.why))
    if given.basis is Basis.OVERRIDE:
        found = item.words(given.measured)
        why = noted(
            capital(given.why) or tr("No reason given."),
            tr("the evidence said: {found}", found=found),
        )
    return item.place, item.text, (TextRun("", icon=source_of(given).value), *said), why


SCORE = SectionTemplate(
    "score",
    tr("All checks and lists"),
    tr("all checks, the law and the published lists"),
    lambda evidence: evidence.launch.readiness,
    _score,
    addresses=(READINESS_ID,),
)
