"""The launch on paper: the risk with who watches it, the conditions with all that page one shortens, the published lists."""

from dataclasses import replace

from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, ListGroup
from estimators.acceptance.readiness.verdict import Verdict
from estimators.base.count import count
from estimators.base.date import written_day
from estimators.base.interval import of_all
from estimators.base.percent import percent
from estimators.base.phrase import capital, within_a_sentence
from estimators.base.sentence import tr, tr_plural
from estimators.law.purpose import LegalDuty
from reports.evidence import READINESS_ID, RISK_ID, Evidence
from reports.launch_evidence import (
    AnsweredList,
    Launch,
    LaunchBar,
    LaunchCheck,
    LaunchReadiness,
    Risk,
    source_of,
)
from reports.pdf.blocks import Block, Columns
from reports.pdf.table import Column, TableBlock
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
    statement,
    table,
)
from reports.sentences import joined, noted, say, strong
from reports.text_runs import Runs, TextRun

NO_ADVICE = tr("A screening, not legal advice.")
_OVERSIGHT = ("eu_ai_act", "nist_ai_rmf", "hax")  # the lists that speak of risk and oversight
_UNANSWERED = ChecklistAnswer(None, Basis.UNKNOWN)


# --- risk and oversight ------------------------------------------------------------------------------------------------


def _risk(risk: Risk, _evidence: Evidence, _links: Cited) -> Opened:
    """Which tier, and by which answers."""
    screening = say("Asked after: {source}.", source=risk.source.rstrip(". "))
    columns = (Column(tr("question"), 0.56), Column(tr("answer"), 0.16))
    rows = ((each.question, plain(each.answer, strong=True)) for each in risk.answers)
    answers = (table(columns, rows, space_before=12.0),) if risk.answers else ()
    headline = say("Risk: {tier}.", tier=risk.tier.lower())
    return Opened(headline, plain(risk.sentence), (*answers, note(screening, space_before=5.0)))


def legal_risk(risk: Risk) -> str:
    """Which tier it is, among other risks."""
    return tr("Legal risk: {tier}", tier=within_a_sentence(risk.sentence))


def _oversight(evidence: Evidence) -> tuple[Block, ...]:
    """The lists on risk and oversight, one finding each, and from when which law applies."""
    readiness = evidence.launch.readiness
    columns: tuple[Column, ...] = (
        Column(tr("list"), 0.26),
        Column(tr("finding"), 0.46),
        Column(tr("answered"), 0.12, right=True),
        Column(tr("source"), 0.3),
    )
    rows = (
        (
            plain(each.published.title, strong=True),
            each.finding,
            of_all(each.answered, each.total),
            source_words(each),
        )
        for each in readiness.lists
        if each.published.id in _OVERSIGHT
    )
    lists = (heading(plain(tr("What the published lists say"))), appended(columns, rows))
    columns = (Column(tr("from"), 0.2), Column(tr("applies"), 0.44), Column(tr("how sure"), 0.36))
    dates = ((written_day(each.date), each.what, each.note) for each in readiness.dates)
    return (
        *lists,
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


# --- conditions and sign-off -------------------------------------------------------------------------------------------


def _conditions(launch: Launch, _evidence: Evidence, links: Cited) -> Opened:
    """Under which it may launch, what stops it, how it comes back, who signs."""
    blocks: list[Block] = []
    blocks += _side_by_side(_under(launch), _stops(launch))
    blocks += _side_by_side(_bar(launch), _moves(launch))
    blocks += _proposed(launch.readiness)
    blocks += [heading(plain(tr("Checks"))), check_table(launch.checks, detailed=True)]
    blocks += [  # page one may not have room for all
        heading(plain(tr("Every reason, and everything that would change it"))),
        listed(statement(s, links) for s in (*launch.why, *launch.would_change)),
    ]
    headline = tr("No decision, so no conditions yet.")
    if launch.conditions:
        headline = tr(
            "{conditions} for the launch.", conditions=count(len(launch.conditions), "condition")
        )
    elif launch.decision:
        headline = tr("No conditions were set.")
    return Opened(plain(headline), blocks=(*blocks, *_sign_offs(launch)))


def _under(launch: Launch) -> tuple[Block, ...]:
    if not launch.conditions:
        return ()
    texts = [plain(condition) for condition in launch.conditions]
    return (heading(plain(tr("Conditions"))), listed(texts, numbered=True))


def _stops(launch: Launch) -> tuple[Block, ...]:
    entries = [
        noted(wire.sentence, f"{wire.owner} {found.sentence if found else ''}".strip())
        for wire, found in zip(launch.tripwires, launch.tripwire_checks, strict=True)
    ]
    if launch.way_back:
        entries.append(say("The way back: {how}", how=launch.way_back))
    if launch.owner:
        entries.append(say("Who answers for it once it runs: {name}.", name=strong(launch.owner)))
    return (heading(plain(tr("What stops it"))), listed(entries)) if entries else ()


def _side_by_side(left: tuple[Block, ...], right: tuple[Block, ...]) -> tuple[Block, ...]:
    """Two short lists in columns; one alone gets the whole width."""
    return (Columns((left, right), (1, 1)),) if left and right else left + right


def _bar(launch: Launch) -> tuple[Block, ...]:
    if launch.bar is None and launch.test_looks is None:
        return ()
    said = [bar_words(launch.bar)] if launch.bar is not None else []
    said.append(plain(_looks(launch.test_looks)))
    title = heading(plain(tr("The bar and the test")))
    return (title, *(prose(each, space_before=3.0) for each in said))


def bar_words(bar: LaunchBar) -> Runs:
    """What must be shown, how surely, and who says so."""
    return say(
        "Bar: {bar} {metric}, to be shown with {confidence} confidence. From: {source}.",
        bar=strong(bar.threshold.text),
        metric=bar.metric,
        confidence=percent(bar.confidence),
        source=bar.source,
    )


def _looks(before: int | None) -> str:
    """How often the test set was looked at before."""
    if before is None:
        return tr("How often the test set was looked at before is not known.")
    if not before:
        return tr("Nobody looked at the test set before this test.")
    return tr_plural(
        "The test set was looked at once before; the bound pays for that.",
        "The test set was looked at {n} times before; the bound pays for that.",
        before,
    )


def _moves(launch: Launch) -> tuple[Block, ...]:
    if not launch.bar_moves:
        return ()
    moves = (
        say(
            "{date}: from {before} to {after}. Reason: {reason}",
            date=move.date,
            before=move.from_text,
            after=strong(move.to_text),
            reason=move.reason,
        )
        for move in launch.bar_moves
    )
    return (heading(plain(tr("The bar was moved"))), listed(moves))


def proposed(verdict: Verdict) -> str:
    """The verdict that the evidence supports."""
    return tr("What the evidence supports: {verdict}", verdict=verdict.word.words.lower())


def _proposed(readiness: LaunchReadiness) -> tuple[Block, ...]:
    """The same with the reasons that decide it."""
    reasons = [
        noted(each.text, tr("allows at most: {word}", word=each.allows.words.lower()))
        for each in readiness.verdict.reasons
    ]
    title = heading(plain(proposed(readiness.verdict)))
    if reasons:
        return (title, listed(reasons, numbered=True))
    return (title, prose(plain(readiness.sentence), space_before=3.0))


def check_table(
    checks: tuple[LaunchCheck, ...], *, detailed: bool = False, max_lines: int = 40
) -> TableBlock:
    """Each check with its mark, its number and its word. The mark never stands alone."""
    columns: tuple[Column, ...] = (
        Column(tr("check"), 0.62),
        Column(tr("result"), 0.18, right=True),
        Column(tr("holds"), 0.2),
    )
    if detailed:
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
            *((check.detail,) if detailed else ()),
        )
        for check in checks
    )
    return table(columns, rows, show_header=detailed, max_lines=max_lines)


def _sign_offs(launch: Launch) -> list[Block]:
    title = heading(plain(tr("Sign-off")))
    if not launch.sign_offs:
        return [title, prose(say("Nobody has been asked to sign."), space_before=3.0)]
    columns = (Column(tr("name"), 0.34), Column(tr("for"), 0.33), Column(tr("state"), 0.33))
    rows = (
        (
            s.name,
            s.role,
            plain(
                ", ".join(
                    filter(None, (tr("signed {date}", date=s.date) if s.date else "", s.note))
                )
                or tr("not signed")
            ),
        )
        for s in launch.sign_offs
    )
    return [title, table(columns, rows)]


# --- the published lists -----------------------------------------------------------------------------------------------


def _score(readiness: LaunchReadiness, _evidence: Evidence, _links: Cited) -> Opened:
    """Every published list with every answer, the ML Test Score first."""
    first, *others = sorted(readiness.lists, key=lambda each: each.published.id != "ml_test_score")
    blocks = _list(first, readiness)
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


RISK = SectionTemplate(
    "risk",
    tr("Risk and oversight"),
    tr("risk and oversight"),
    lambda evidence: evidence.launch.risk,
    _risk,
    addresses=(RISK_ID,),
    also=_oversight,
)
CONDITIONS = SectionTemplate(
    "conditions", tr("Conditions and sign-off"), "", lambda evidence: evidence.launch, _conditions
)
SCORE = SectionTemplate(
    "score",
    tr("ML Test Score and lists"),
    tr("ML Test Score and checklists"),
    lambda evidence: evidence.launch.readiness,
    _score,
    addresses=(READINESS_ID,),
)
