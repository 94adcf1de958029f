"""Evidence goes to JSON as it is."""

import json
from dataclasses import replace

from reports.evidence import Evidence, dump
from reports.figure import Figure
from reports.provenance import Provenance


def test_what_is_not_finite_is_unknown_and_never_a_zero(full: Evidence) -> None:
    value = Figure(
        "more than can be had", 5.0, Provenance.GUESS, low=float("nan"), high=float("inf")
    )
    written = json.loads(dump(replace(full, options=replace(full.options, value=value))))
    ends = written["evidence"]["options"]["value"]
    assert (ends["value"], ends["low"], ends["high"]) == (5.0, None, None)
