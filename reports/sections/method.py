"""How the numbers of this report were worked out, each with the paper that it rests on, and where every number comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from estimators.base.count import count
from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.pdf.blocks import Block
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    note,
    plain,
    sourced,
)
from reports.sentences import say
from reports.trace import TraceGroup, trace

_NUMBERS = (
    Column(tr("no."), 0.085),
    Column(tr("what"), 0.31),
    Column(tr("number"), 0.15, right=True),
    Column(tr("likely (9 in 10)"), 0.15, right=True),
    Column(tr("rests on"), 0.19),
    Column(tr("source"), 0.17),
)


@dataclass(frozen=True)
class Method:
    """One way of working something out; ``applies`` says whether this report uses it."""

    what: str
    how: str
    source: str
    applies: Callable[[Evidence], object]


def _always(_evidence: Evidence) -> bool:
    return True


METHODS = (
    Method(
        tr("Sure of at least"),
        tr(
            "The exact one-sided 95% lower bound of a share of right answers. It passes where it reaches the bar."
        ),
        "Clopper, Pearson: The use of confidence or fiducial limits. Biometrika 26 (1934). doi.org/10.1093/biomet/26.4.404",
        lambda e: e.accuracy,
    ),
    Method(
        tr("Intervals in charts and tables"),
        tr(
            "Two-sided, 90%: the truth lies inside in 9 cases of 10, and the lower end is the bound above."
        ),
        tr("as above"),
        lambda e: e.accuracy,
    ),
    Method(
        tr("Held-out test"),
        tr(
            "Examples set aside before the first run; what is alike stays on one side, so that nothing is recognised instead of learnt."
        ),
        "Kapoor, Narayanan: Leakage and the reproducibility crisis. Patterns 4 (2023). doi.org/10.1016/j.patter.2023.100804",
        lambda e: e.accuracy,
    ),
    Method(
        tr("Better than the baseline"),
        tr("The answers on which the two differ are compared, as a paired test."),
        "McNemar: Note on the sampling error. Psychometrika 12 (1947). doi.org/10.1007/BF02295996",
        lambda e: e.launch.bar,
    ),
    Method(
        tr("Honest confidence"),
        tr(
            "How far stated confidence and share of right answers lie apart on average, beside what chance alone gives at this n."
        ),
        "Guo et al.: On calibration of modern neural networks. ICML 2017. arxiv.org/abs/1706.04599",
        lambda e: e.accuracy,
    ),
    Method(
        tr("The bar from the fake"),
        tr(
            "People used a fake whose accuracy was dialled; the bar is the accuracy at which enough of them accept."
        ),
        "Kocielnik et al.: Will you accept an imperfect AI? CHI 2019. doi.org/10.1145/3290605.3300641",
        lambda e: e.fake,
    ),
    Method(
        tr("Value of the options"),
        tr(
            "Futures are drawn from the ranges given and compared in present value; the line holds 9 futures in 10."
        ),
        tr("Hubbard: How to Measure Anything (2014)"),
        lambda e: e.options,
    ),
    Method(
        tr("What to find out first"),
        tr("What knowing one input would be worth to the choice, at most."),
        "Strong, Oakley: An efficient method for computing partial EVPI. Med. Decis. Making 33 (2013). doi.org/10.1177/0272989X12465755",
        lambda e: e.options,
    ),
    Method(
        tr("What money does not show"),
        tr("Weights from a ranking, kept beside the money and never mixed with it."),
        "Edwards, Barron: SMARTS and SMARTER. OBHDP 60 (1994). doi.org/10.1006/obhd.1994.1087",
        lambda e: e.options,
    ),
    Method(
        tr("Does it need AI?"),
        tr("Published criteria, answered one by one; gates that nothing makes up for come first."),
        tr(
            "Google: People + AI Guidebook; Rules of Machine Learning. Agrawal et al.: AI Canvas (2018)"
        ),
        lambda e: e.decision,
    ),
    Method(
        tr("How much data is enough"),
        tr(
            "Learning curves measured on growing parts of the examples and carried on as power laws."
        ),
        "Cortes et al.: Learning curves. NIPS 1993. Viering, Loog: The shape of learning curves (2022). arxiv.org/abs/2103.10948",
        lambda e: e.data and e.data.curve,
    ),
    Method(
        tr("Labels that look wrong"),
        tr(
            "Examples whose label the others, left out one fold at a time, confidently disagree with."
        ),
        "Northcutt et al.: Confident learning. JAIR 70 (2021). arxiv.org/abs/1911.00068",
        lambda e: e.data,
    ),
    Method(
        tr("Risk tier"),
        tr("Guided questions after the regulation. A screening, not legal advice."),
        "Regulation (EU) 2024/1689 (AI Act)",
        _always,
    ),
    Method(
        tr("ML Test Score"),
        tr("28 tests, each 0, 0.5 or 1; the final score is that of the weakest of four sections."),
        "Breck et al.: The ML test score. IEEE Big Data 2017. doi.org/10.1109/BigData.2017.8258038",
        _always,
    ),
    Method(
        tr("Data readiness"),
        tr("Which level the data have reached."),
        "Lawrence: Data readiness levels (2017). arxiv.org/abs/1705.02245",
        _always,
    ),
    Method(
        tr("Oversight"),
        tr("The functions govern, map, measure and manage."),
        "NIST: AI Risk Management Framework 1.0 (2023). doi.org/10.6028/NIST.AI.100-1",
        _always,
    ),
    Method(
        tr("The experience"),
        tr("18 guidelines on how people and AI work together."),
        "Amershi et al.: Guidelines for human-AI interaction. CHI 2019. doi.org/10.1145/3290605.3300233",
        _always,
    ),
    Method(
        tr("Model card"),
        tr("The headings of the card."),
        "Mitchell et al.: Model cards for model reporting. FAT* 2019. doi.org/10.1145/3287560.3287596",
        lambda e: e.accuracy,
    ),
    Method(
        tr("Datasheet"),
        tr("The questions of the datasheet, in our own words."),
        "Gebru et al.: Datasheets for datasets. Commun. ACM 64 (2021). doi.org/10.1145/3458723",
        lambda e: e.data,
    ),
)


def _method(evidence: Evidence, *_: object) -> Opened:
    columns = (Column(tr("what"), 0.2), Column(tr("how"), 0.42), Column(tr("rests on"), 0.38))
    rows = (
        (plain(method.what, strong=True), method.how, method.source)
        for method in METHODS
        if method.applies(evidence)
    )
    lead = say(
        "Worked out by Smart Enough {version}, on this computer.",
        version=evidence.project.app_version,
    )
    blocks = (appended(columns, rows, space_before=12.0),)
    return Opened(say("How the numbers were worked out."), lead, blocks)


def _numbers(groups: tuple[TraceGroup, ...], _evidence: Evidence, _links: Cited) -> Opened:
    """Every number of the report with its address, what it rests on, and where it comes from."""
    blocks: list[Block] = []
    for group in groups:
        blocks.append(heading(plain(f"{group.address} · {group.title}")))
        if group.made:
            blocks.append(note(plain(group.made), space_before=1.0, keep_with_next=True))
        rows = (
            (
                plain(number.address, strong=True),
                number.what,
                number.number,
                number.interval,
                number.basis,
                sourced(number.provenance, number.source),
            )
            for number in group.numbers
        )
        blocks.append(appended(_NUMBERS, rows, max_lines=6))
    total = sum(len(group.numbers) for group in groups)
    headline = say("{numbers}, each with its source.", numbers=count(total, "number"))
    return Opened(
        headline,
        say(
            "The address before the point is the page that shows the number. All of them are in evidence.json, which is "
            "attached to this file."
        ),
        tuple(blocks),
    )


METHOD = SectionTemplate(
    "method",
    tr("Method and sources"),
    tr("Method"),
    lambda evidence: evidence,
    _method,
)
NUMBERS = SectionTemplate(
    "provenance",
    tr("Source of every number"),
    tr("Provenance"),
    trace,
    _numbers,
)
