"""The datasheet of the labelled examples: what is known of them, and plainly what is not.

The seven groups follow Gebru et al., "Datasheets for Datasets" (Communications of the ACM 64(12), 2021,
https://doi.org/10.1145/3458723); the questions are put in our own words. What no stage of the project knows is
printed as unknown: that is an answer, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from estimators.base.number import digits
from reports.evidence import Data, Evidence
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    appended,
    heading,
    missing,
    opening,
    plain,
    sourced,
)
from reports.sentences import say

TITLE = "Datasheet"
Answerer = Callable[[Evidence, Data], str]


@dataclass(frozen=True)
class DatasheetQuestion:
    """One question, and how the project answers it; an empty answer is an unknown."""

    text: str
    answer: Answerer | None = None


def _why(evidence: Evidence, _data: Data) -> str:
    return evidence.problem.headline if evidence.problem is not None else ""


def _who(evidence: Evidence, _data: Data) -> str:
    return evidence.project.organisation


def _instance(_evidence: Evidence, data: Data) -> str:
    return f"One of the {data.modality}, with one label." if data.classes else ""


def _counts(_evidence: Evidence, data: Data) -> str:
    total = sum(row.learn + row.held_out for row in data.classes)
    each = ", ".join(f"{row.label} {digits(row.learn + row.held_out)}" for row in data.classes[:12])
    more = f" and {digits(len(data.classes) - 12)} more classes" if len(data.classes) > 12 else ""
    return f"{digits(total)}: {each}{more}." if data.classes else ""


def _split(evidence: Evidence, data: Data) -> str:
    held = sum(row.held_out for row in data.classes)
    how = f" {evidence.accuracy.split}." if evidence.accuracy and evidence.accuracy.split else ""
    return f"Yes: {digits(held)} are held out for the test.{how}" if held else ""


def _errors(_evidence: Evidence, data: Data) -> str:
    return " ".join(finding.text for finding in data.hygiene)


def _origin(_evidence: Evidence, data: Data) -> str:
    return data.origin


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


def _not_for(evidence: Evidence, _data: Data) -> str:
    conditions = evidence.launch.conditions if evidence.launch is not None else ()
    return " ".join(conditions)


def _people(evidence: Evidence, _data: Data) -> str:
    launch = evidence.launch
    answers = launch.risk.answers if launch is not None and launch.risk is not None else ()
    said = next((a for a in answers if "about people" in a.question.lower()), None)
    return (
        f"{said.question.rstrip('?')}: {said.answer}."
        if said and said.answer not in ("", "Unknown")
        else ""
    )


_GROUPS: tuple[tuple[str, tuple[DatasheetQuestion, ...]], ...] = (
    (
        "Motivation",
        (
            DatasheetQuestion("What were they gathered for?", _why),
            DatasheetQuestion("Who gathered them, and for whom?", _who),
            DatasheetQuestion("Who paid for it?"),
        ),
    ),
    (
        "Composition",
        (
            DatasheetQuestion("What is one example?", _instance),
            DatasheetQuestion("How many are there, of which kinds?", _counts),
            DatasheetQuestion("Are they all there are, or a sample, and of what?"),
            DatasheetQuestion("Is anything missing from single examples?"),
            DatasheetQuestion("Are examples related, such as from one person, place or device?"),
            DatasheetQuestion("Is there a split to learn from and to test on?", _split),
            DatasheetQuestion("Which errors, doubles and noise are known?", _errors),
            DatasheetQuestion("Do they rest on sources that may change or vanish?"),
            DatasheetQuestion("Is anything in them confidential?"),
            DatasheetQuestion("Could anything in them offend or frighten?"),
            DatasheetQuestion("Are they about people, or can people be recognised?", _people),
            DatasheetQuestion("Which kinds are thinly covered?", _thin),
        ),
    ),
    (
        "Collection",
        (
            DatasheetQuestion("Where do they come from?", _origin),
            DatasheetQuestion("With which device or procedure were they taken?"),
            DatasheetQuestion("If they are a sample, how was it drawn?"),
            DatasheetQuestion("Who took part, and how were they paid?"),
            DatasheetQuestion("Over which time?"),
            DatasheetQuestion("Was there an ethical review?"),
            DatasheetQuestion("Did the people concerned know, and agree?"),
            DatasheetQuestion("Can they take that back?"),
        ),
    ),
    (
        "Cleaning and labelling",
        (
            DatasheetQuestion("What was cleaned, taken out or relabelled?"),
            DatasheetQuestion("Are the originals kept?"),
            DatasheetQuestion(
                "Who labelled them, by which instructions, and how far did they agree?"
            ),
        ),
    ),
    (
        "Uses",
        (
            DatasheetQuestion("Were they used already?", _used),
            DatasheetQuestion("What else could they be used for?"),
            DatasheetQuestion("What should they not be used for?", _not_for),
        ),
    ),
    (
        "Distribution",
        (
            DatasheetQuestion("Who else gets them, and how?"),
            DatasheetQuestion("Under which licence or terms?"),
            DatasheetQuestion("Do others hold rights in them, or does a law restrict them?"),
        ),
    ),
    (
        "Maintenance",
        (
            DatasheetQuestion("Who looks after them, and how can that person be reached?"),
            DatasheetQuestion("Are mistakes corrected, and how is that told?"),
            DatasheetQuestion("Will they be renewed, how often, by whom?"),
            DatasheetQuestion("How long may they be kept?"),
            DatasheetQuestion("Can others add to them?"),
        ),
    ),
)


def answered(evidence: Evidence) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every group with its questions and answers; an empty answer is an unknown."""
    data = evidence.data
    assert data is not None
    return tuple(
        (
            title,
            tuple((q.text, q.answer(evidence, data) if q.answer else "") for q in questions),
        )
        for title, questions in _GROUPS
    )


def datasheet_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    if evidence.data is None:
        absent = missing(
            "Datasheet", say("data", "missing_headline"), say("appendix", "no_datasheet")
        )
        return ReportSection("datasheet", TITLE, absent)
    groups = answered(evidence)
    answers = [answer for _, questions in groups for _, answer in questions]
    blocks: tuple[Block, ...] = opening(
        "Datasheet of the examples",
        say("appendix", "datasheet_headline", known=sum(map(bool, answers)), total=len(answers)),
        lead=say("appendix", "datasheet_lead"),
    )
    columns = (Column("question", 0.42), Column("answer", 0.58))
    for title, questions in groups:
        rows = tuple(
            (question, plain(answer) if answer else sourced(Provenance.UNKNOWN))
            for question, answer in questions
        )
        blocks += (
            heading(plain(title), space_before=12.0),
            appended(columns, rows, show_header=False),
        )
    return ReportSection("datasheet", TITLE, blocks)
