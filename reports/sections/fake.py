"""What people did with the fake. Every number here is simulated, and the page says so."""

from estimators.base.number import UNKNOWN, digits
from estimators.base.sentence import tr
from reports.evidence import FAKE_ID, Evidence, FakeTrial, SessionSummary
from reports.pdf.blocks import Block, Columns
from reports.pdf.charts.block import titled
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    TableRow,
    figure_runs,
    heading,
    listed,
    note,
    plain,
    prose,
    table,
)
from reports.sentences import say


def _fake(fake: FakeTrial, _evidence: Evidence, _links: Cited) -> Opened:
    recorded = [s for s in fake.sessions if s.accepted is not None]
    accepted = sum(s.accepted or 0 for s in recorded)
    headline = say("fake", "headline", accepted=accepted, shown=sum(s.shown for s in recorded))
    blocks: tuple[Block, ...] = (note(say("fake", "all_simulated", scenario=fake.scenario)),)
    if fake.curve is not None:
        blocks += titled(fake.curve)
    if fake.proposed_bar is not None:
        blocks += (prose(say("fake", "bar", bar=fake.proposed_bar), space_before=10.0),)
    if fake.kinds is not None:
        blocks += (*titled(fake.kinds.chart), prose(plain(fake.kinds.sentence), space_before=6.0))
    return Opened(headline, blocks=(*blocks, *_sessions(fake)))


def _sessions(fake: FakeTrial) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if fake.sessions:
        columns = (
            Column(tr("day"), 0.13),
            Column(tr("what they saw"), 0.22),
            Column(tr("people"), 0.18),
            Column(tr("dialled to"), 0.16),
            Column(tr("answers"), 0.1, right=True),
            Column(tr("accepted"), 0.1, right=True),
            Column(tr("corrected"), 0.11, right=True),
            Column(tr("rejected"), 0.1, right=True),
        )
        title = say("fake", "sessions_title", count=len(fake.sessions))
        blocks += (
            heading(title),
            table(columns, tuple(_row(session) for session in fake.sessions)),
        )
    said = heading(plain(tr("What they said")))
    quotes = [say("fake", "quote", said=q.text, who=q.who) for q in fake.quotes]
    if len(quotes) > 1:
        half = (len(quotes) + 1) // 2
        pair = Columns(((listed(quotes[:half]),), (listed(quotes[half:]),)), (1, 1), space_before=4)
        blocks += (said, pair)
    elif quotes:
        blocks += (said, listed(quotes))
    return blocks


def _row(session: SessionSummary) -> TableRow:
    return (
        session.date,
        say("parts", "noted", text=session.scenario or tr("the fake"), note=session.note),
        session.people,
        figure_runs(session.dialled),
        digits(session.shown),
        plain(_count(session.accepted), strong=True),
        _count(session.corrected),
        _count(session.rejected),
    )


def _count(value: int | None) -> str:
    return UNKNOWN if value is None else digits(value)


FAKE = SectionTemplate(
    "fake",
    tr("What people did with the fake"),
    tr("what people did with the fake"),
    lambda evidence: evidence.fake,
    _fake,
    ("fake", "missing_headline", "missing"),
    (FAKE_ID,),
)
