"""The datasheet of the labelled examples: what is known of them, and plainly what is not.

The seven groups follow Gebru et al., "Datasheets for Datasets" (Communications of the ACM 64(12), 2021,
https://doi.org/10.1145/3458723); the questions are put in our own words. What no stage of the project knows is
printed as unknown: that is an answer, too.
"""

from collections.abc import Callable

from estimators.base.number import digits
from reports.evidence import Data, Evidence
from reports.pdf.blocks import Block
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    plain,
    sourced,
)
from reports.sentences import say

Answerer = Callable[[Evidence, Data], str]


def _counts(_: Evidence, data: Data) -> str:
    total = sum(row.learn + row.held_out for row in data.classes)
    each = ", ".join(f"{row.label} {digits(row.learn + row.held_out)}" for row in data.classes[:12])
    more = f" and {digits(len(data.classes) - 12)} more classes" if len(data.classes) > 12 else ""
    return f"{digits(total)}: {each}{more}." if data.classes else ""


def _split(evidence: Evidence, data: Data) -> str:
    held = sum(row.held_out for row in data.classes)
    how = f" {evidence.accuracy.split}." if evidence.accuracy and evidence.accuracy.split else ""
    return f"Yes: {digits(held)} are held out for the test.{how}" if held else ""


def _thin(evidence: Evidence, data: Data) -> str:
    lacking = [s.sentence for s in data.sufficiency.slices] if data.sufficiency is not None else []
    if lacking:
        return " ".join(lacking)
    wide = (
        [c.name for c in evidence.accuracy.per_class if c.recall.width > 0.2]
        if evidence.accuracy
        else []
    )
    return f"Few examples in the test: {', '.join(wide)}." if wide else ""


def _used(evidence: Evidence, _data: Data) -> str:
    accuracy = evidence.accuracy
    if accuracy is None:
        return ""
    return f"Yes: {accuracy.run} of this project learnt from them and was tested on {accuracy.right.split}."


def _people(evidence: Evidence, _data: Data) -> str:
    launch = evidence.launch
    answers = launch.risk.answers if launch is not None and launch.risk is not None else ()
    said = next((a for a in answers if "about people" in a.question.lower()), None)
    return (
        f"{said.question.rstrip('?')}: {said.answer}."
        if said and said.answer not in ("", "Unknown")
        else ""
    )


_GROUPS: tuple[tuple[str, tuple[tuple[str, Answerer | None], ...]], ...] = (
    (
        "Motivation",
        (
            ("What were they gathered for?", lambda e, _: e.problem.headline if e.problem else ""),
            ("Who gathered them, and for whom?", lambda e, _: e.project.organisation),
            ("Who paid for it?", None),
        ),
    ),
    (
        "Composition",
        (
            (
                "What is one example?",
                lambda _, d: f"One of the {d.modality}, with one label." if d.classes else "",
            ),
            ("How many are there, of which kinds?", _counts),
            ("Are they all there are, or a sample, and of what?", None),
            ("Is anything missing from single examples?", None),
            ("Are examples related, such as from one person, place or device?", None),
            ("Is there a split to learn from and to test on?", _split),
            (
                "Which errors, doubles and noise are known?",
                lambda _, d: " ".join(each.text for each in d.hygiene),
            ),
            ("Do they rest on sources that may change or vanish?", None),
            ("Is anything in them confidential?", None),
            ("Could anything in them offend or frighten?", None),
            ("Are they about people, or can people be recognised?", _people),
            ("Which kinds are thinly covered?", _thin),
        ),
    ),
    (
        "Collection",
        (
            ("Where do they come from?", lambda _, d: d.origin),
            ("With which device or procedure were they taken?", None),
            ("If they are a sample, how was it drawn?", None),
            ("Who took part, and how were they paid?", None),
            ("Over which time?", None),
            ("Was there an ethical review?", None),
            ("Did the people concerned know, and agree?", None),
            ("Can they take that back?", None),
        ),
    ),
    (
        "Cleaning and labelling",
        (
            ("What was cleaned, taken out or relabelled?", None),
            ("Are the originals kept?", None),
            ("Who labelled them, by which instructions, and how far did they agree?", None),
        ),
    ),
    (
        "Uses",
        (
            ("Were they used already?", _used),
            ("What else could they be used for?", None),
            (
                "What should they not be used for?",
                lambda e, _: " ".join(e.launch.conditions) if e.launch else "",
            ),
        ),
    ),
    (
        "Distribution",
        (
            ("Who else gets them, and how?", None),
            ("Under which licence or terms?", None),
            ("Do others hold rights in them, or does a law restrict them?", None),
        ),
    ),
    (
        "Maintenance",
        (
            ("Who looks after them, and how can that person be reached?", None),
            ("Are mistakes corrected, and how is that told?", None),
            ("Will they be renewed, how often, by whom?", None),
            ("How long may they be kept?", None),
            ("Can others add to them?", None),
        ),
    ),
)


def _datasheet(data: Data, evidence: Evidence, _links: Cited) -> Opened:
    """Every group with its questions and answers; an empty answer is an unknown."""
    columns = (Column("question", 0.42), Column("answer", 0.58))
    blocks: list[Block] = []
    known = total = 0
    for title, questions in _GROUPS:
        answers = [(text, answer(evidence, data) if answer else "") for text, answer in questions]
        rows = (
            (text, plain(said) if said else sourced(Provenance.UNKNOWN)) for text, said in answers
        )
        blocks.append(heading(plain(title), space_before=12.0))
        blocks.append(appended(columns, rows, show_header=False))
        known += sum(bool(said) for _, said in answers)
        total += len(answers)
    headline = say("appendix", "datasheet_headline", known=known, total=total)
    return Opened(headline, say("appendix", "datasheet_lead"), tuple(blocks))


DATASHEET = SectionTemplate(
    "datasheet",
    "Datasheet",
    "Datasheet of the examples",
    lambda evidence: evidence.data,
    _datasheet,
    ("data", "missing_headline", "no_datasheet"),
)
