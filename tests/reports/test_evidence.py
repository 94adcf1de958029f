"""Evidence goes to JSON as it is; its numbers are counted by where they come from."""

import json
from dataclasses import replace

from reports.evidence import Evidence, Options, ProjectInfo, dump
from reports.figure import Figure
from reports.provenance import Provenance
from reports.trace import count_by_source


def test_what_is_not_finite_is_unknown_and_never_a_zero() -> None:
    value = Figure(
        "more than can be had", 5.0, Provenance.GUESS, low=float("nan"), high=float("inf")
    )
    written = json.loads(dump(Evidence(ProjectInfo("x"), options=Options("build", value))))
    ends = written["evidence"]["options"]["value"]
    assert (ends["value"], ends["low"], ends["high"]) == (5.0, None, None)


def test_numbers_are_counted_by_where_they_come_from() -> None:
    value = Figure("€5", 5.0, Provenance.GUESS)
    loss = Figure("1 of 9", 0.11, Provenance.MEASURED)
    evidence = Evidence(ProjectInfo("x"), options=Options("build", value, p_loss=loss))
    counted = count_by_source(evidence)
    assert counted[Provenance.GUESS] == 1
    assert counted[Provenance.MEASURED] == 1
    without = count_by_source(replace(evidence, options=None))
    assert not without
