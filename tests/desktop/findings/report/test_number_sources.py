"""A number on a page of the report leads to what it rests on."""

import pytest

from desktop.findings.report.number_sources import NUMBER, sources_of, sources_on
from desktop.findings.report.preflight import edited_section
from desktop.project.stages import Stage
from reports.provenance import Provenance
from reports.trace import TraceGroup
from reports.traced_numbers import TracedNumber

GROUPS = (
    TraceGroup(
        "E1",
        "The test",
        "run 4 · model.onnx, sha256 3f9c",
        (
            TracedNumber("right answers", "163 of 180", Provenance.MEASURED, 180, "held out", "86.2% to 93.9%", address="E1.1", made="run 4"),
            TracedNumber("sure of at least", "86.2%", Provenance.MEASURED, 180, "held out", address="E1.2"),
        ),
    ),
    TraceGroup(
        "E3", "Value", "", (TracedNumber("worth", "€117,000", Provenance.GUESS, 10_000, "futures", address="E3.1"),)
    ),
    TraceGroup("E6", "Problem", "", (TracedNumber("false alarm", "€180", Provenance.GUESS, address="E6.1"),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("clicked", "address"),
    [("163", "E1.1"), ("86.2%", "E1.2"), ("€117,000", "E3.1"), ("−€117,000", "E3.1"), ("93.9", "E1.1")],
)  # fmt: skip
def test_a_number_leads_to_its_source(clicked: str, address: str) -> None:
    assert sources_of(clicked, GROUPS, [])[0].address == address


def test_numbers_of_the_page_come_before_others() -> None:
    assert sources_of("180", GROUPS, ["E1"])[0].address == "E6.1"  # exactly this number
    both = [source.address for source in sources_of("180", GROUPS, ["E1"])]
    assert both == ["E6.1", "E1.1"]
    assert sources_of("2026", GROUPS, ["E1"]) == ()


def test_a_source_says_how_many_how_sure_and_which_run() -> None:
    (source,) = sources_of("163", GROUPS, ["E1"])
    assert source.rests_on == "n = 180; held out; likely 86.2% to 93.9% (9 chances in 10)"
    assert source.made == "run 4"
    assert [each.address for each in sources_on(GROUPS, ["E1", "E3"])] == ["E1.1", "E1.2", "E3.1"]


def test_what_counts_as_a_number_on_a_page() -> None:
    text = "163 of 180 right;E1 sure of 86.2%. Worth €117,000, −5%, in 2026."
    assert NUMBER.findall(text) == ["163", "180", "86.2%", "€117,000", "−5%", "2026"]


def test_the_report_opens_at_what_was_edited() -> None:
    said = {"decision": "a", "desirability": "b", "viability": "c", "provenance": "d"}
    assert edited_section(Stage.DECIDE, {}, said) == "viability"
    assert edited_section(None, {}, said) == ""
    problem = said | {"desirability": "x", "decision": "y", "provenance": "z"}
    assert edited_section(Stage.PROBLEM, said, problem) == "desirability"
    assert edited_section(Stage.MEASURE, said, problem) == "desirability"
    assert edited_section(Stage.LAUNCH, said, said | {"decision": "y"}) == "decision"
    assert edited_section(Stage.PROBLEM, said, said) == ""
    without = {name: text for name, text in said.items() if name != "desirability"}
    assert edited_section(Stage.PROBLEM, said, without) == ""
