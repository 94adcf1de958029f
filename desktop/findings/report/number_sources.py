"""Where a number on a page of the report comes from: the lines beside the preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from reports.provenance import Provenance
from reports.trace import TraceGroup

# As printed; not the 1 of E1 or of v1.
NUMBER = re.compile(r"(?<![\w.])[−-]?[€$£¥]?\d(?:[\d.,]*\d)?(?:\s?%)?")
MOST = 6  # lines for one number
ON_A_PAGE = 20  # lines for a page; the last appendix has all


@dataclass(frozen=True)
class NumberSource:
    """One traced number, ready to show."""

    address: str  # "E1.3"
    what: str
    number: str
    provenance: Provenance
    basis: str  # what it rests on, and its interval
    made: str  # run, date and model, which numbers of one address share


def sources_of(
    number: str, groups: Sequence[TraceGroup], addresses_here: Sequence[str]
) -> tuple[NumberSource, ...]:
    """What the evidence knows of a number as printed; numbers of the page it stands on come first."""
    wanted = _bare(number)
    found = [
        (
            _bare(each.number) != wanted,
            group.address not in addresses_here,
            len(each.number),
            _line(group, place),
        )
        for group in groups
        for place, each in enumerate(group.numbers)
        if wanted in _numbers_in(f"{each.number} {each.interval}")
    ]
    found.sort(key=lambda each: each[:3])
    return tuple(line for *_, line in found[:MOST])


def sources_on(
    groups: Sequence[TraceGroup], addresses_here: Sequence[str]
) -> tuple[NumberSource, ...]:
    """The numbers behind the addresses of a page."""
    found = (
        _line(group, place)
        for group in groups
        if group.address in addresses_here
        for place in range(len(group.numbers))
    )
    return tuple(islice(found, ON_A_PAGE))


def _line(group: TraceGroup, place: int) -> NumberSource:
    each = group.numbers[place]
    basis = [each.basis, f"9 in 10: {each.interval}" if each.interval else "", each.source]
    return NumberSource(
        each.address,
        each.what,
        each.number,
        each.provenance,
        "; ".join(part for part in basis if part),
        group.made,
    )


def _numbers_in(text: str) -> set[str]:
    return {_bare(found) for found in NUMBER.findall(text)}


def _bare(number: str) -> str:
    """A number without signs that may or may not be printed with it."""
    return re.sub(r"[^\d.,]", "", number).strip(".,")
