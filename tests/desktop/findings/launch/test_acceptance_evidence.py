"""What the acceptance test rests on: classes and groups against the bar, what stands beside the result, sizes."""

import pytest

from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.acceptance_evidence import class_parts, evidence_of_test, slice_parts
from desktop.project import commands as edit
from reports.provenance import Provenance


@pytest.fixture
def grouped(blades):
    """Two turbines of 60 photos; all mistakes are on the second."""
    blades.add_examples(60, belongs="T1")
    blades.add_examples(60, belongs="T2")
    blades.add_run(range(120), range(70, 80))
    return blades.project


def test_groups_are_held_against_the_bar_in_force(grouped) -> None:
    (run,) = grouped.runs()
    found = slice_parts(grouped, run)
    assert found.bar == 0.5  # without a bar: better than a coin
    assert {part.name: (part.correct, part.total) for part in found.parts} == {
        "T1": (60, 60),
        "T2": (50, 60),
    }
    grouped.do(edit.SetBar(0.9, "contract", Provenance.PUBLISHED))
    for parts in (slice_parts(grouped, run), class_parts(grouped, run)):
        assert parts.bar == 0.9
        assert not parts.all_shown


def test_one_group_alone_is_no_comparison(blades) -> None:
    blades.add_examples(60, belongs="T1")
    run = blades.add_run(range(60))
    assert slice_parts(blades.project, run) is None


def test_the_test_carries_its_counts_bound_and_interval(grouped) -> None:
    grouped.do(edit.SetBar(0.9, "contract", Provenance.PUBLISHED))
    found = bar_test(grouped)
    made = evidence_of_test(found)
    test = made.measured.test
    assert (test.correct, test.total, test.bar, test.passes) == (110, 120, 0.9, False)
    assert test.lower_bound <= test.low < test.observed < test.high
    assert made.by_class is not None
    assert made.by_group is not None
    common = made.comparisons[0]
    assert (common.only_model, common.only_other, common.n) == (55, 5, 120)
    assert all(
        size.first is None or size.first <= (size.throughout or size.first) for size in made.sizes
    )
