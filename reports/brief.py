"""The brief: everything a busy reader needs, on exactly one page."""

from reports.evidence import Evidence
from reports.highlights import biggest_risk, measure_next, reason_names, reasons
from reports.launch_evidence import CheckState
from reports.page_one import bound_blocks, verdict_words
from reports.pdf.blocks import Block, Columns, Paragraph, stack_height
from reports.pdf.flow import ROOM, ReportSection
from reports.pdf.style import CONTENT_WIDTH, EYEBROW, LEAD, VERDICT
from reports.pdf.text_renderer import TextRenderer
from reports.sections.decision import value_words
from reports.sections.parts import Cited, heading, listed, plain
from reports.sentences import say, text
from reports.text_runs import Runs

_NO_LINKS = Cited()  # there are no evidence pages to go to


def brief_sections(evidence: Evidence, renderer: TextRenderer) -> tuple[ReportSection, ...]:
    blocks: tuple[Block, ...] = ()
    for lines, entries in ((6, 5), (4, 4), (3, 3), (2, 3), (1, 2)):
        blocks = _page(evidence, lines, entries)
        if stack_height(renderer, blocks, CONTENT_WIDTH) <= ROOM:
            break
    return (ReportSection("brief", "Brief", blocks),)


def _page(evidence: Evidence, lines: int, entries: int) -> tuple[Block, ...]:
    headline, lead = verdict_words(evidence)
    blocks: list[Block] = [
        Paragraph(say("brief", "eyebrow"), EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
    ]
    if any(run.text for run in lead):
        blocks.append(Paragraph(lead, LEAD, space_before=5.0, max_lines=lines))
    launch = evidence.launch
    if launch is not None and launch.chart is not None:
        blocks += bound_blocks(launch, _NO_LINKS, tested=evidence.accuracy is not None)
    blocks.append(
        Columns(
            (_column("The problem", _problem(evidence), lines, entries), _value(evidence, lines)),
            (1, 1),
            space_before=22.0,
        )
    )
    why, (risk, other) = reasons(evidence, _NO_LINKS), biggest_risk(evidence, _NO_LINKS)
    pairs = (
        (("Why", why or [say("launch", "no_why")]), ("What is open", _open(evidence))),
        (
            (text("launch", "risk_heading", other=other), [risk]),
            ("What to measure next", [measure_next(evidence, _NO_LINKS)]),
        ),
    )
    for left, right in pairs:
        columns = (_column(*left, lines, entries), _column(*right, lines, entries))
        blocks.append(Columns(columns, (1, 1), space_before=22.0))
    return tuple(blocks)


def _column(title: str, texts: list[Runs], lines: int, entries: int) -> tuple[Block, ...]:
    return (heading(plain(title)), listed(texts[:entries], max_lines=lines))


def _problem(evidence: Evidence) -> list[Runs]:
    problem = evidence.problem
    if problem is None:
        return [say("problem", "missing")]
    texts = [plain(words) for words in (problem.headline, problem.baseline) if words]
    texts += [say("brief", "fact", fact=fact) for fact in problem.facts]
    return texts or [say("problem", "missing")]


def _value(evidence: Evidence, lines: int) -> tuple[Block, ...]:
    texts: list[Runs] = []
    if evidence.options is not None:
        texts.append(value_words(evidence.options, named=True))
    accuracy = evidence.accuracy
    if accuracy is not None:
        texts.append(plain(f"{accuracy.headline} {accuracy.lead}"))
    else:
        texts.append(say("accuracy", "missing"))
    if evidence.options is None:
        texts.append(say("options", "missing"))
    return (heading(say("brief", "value_title")), listed(texts, max_lines=max(lines, 2)))


def _open(evidence: Evidence) -> list[Runs]:
    """What keeps the decision from being final beside the reasons: open checks first, then conditions, then unknowns."""
    texts: list[Runs] = []
    if evidence.launch is not None:
        names = reason_names(evidence)
        texts += [
            plain(check.claim)
            for check in evidence.launch.checks
            if check.state is not CheckState.PASS and check.name not in names
        ]
        texts += [plain(condition) for condition in evidence.launch.conditions]
    if evidence.decision is not None:
        texts += [plain(unknown) for unknown in evidence.decision.unknowns]
    if evidence.launch is None:
        texts.append(say("brief", "no_decision"))
    return texts or [say("brief", "nothing_next")]
