"""Where a number on a page of the report comes from: the lines beside the preview."""

import re
from collections.abc import Sequence
from itertools import islice

from reports.trace import TraceGroup
from reports.traced_numbers import TracedNumber

# As printed; not the 1 of E1 or of v1.
NUMBER = re.compile(r"(?<![\w.])[−-]?[€$£¥]?\d(?:[\d.,]*\d)?(?:\s?%)?")
MOST = 6  # lines for one number
ON_A_PAGE = 20  # lines for a page; the last appendix has all


def sources_of(
    number: str, groups: Sequence[TraceGroup], addresses_here: Sequence[str]
) -> tuple[TracedNumber, ...]:
    """What the evidence knows of a number as printed; numbers of the page it stands on come first."""
    wanted = _bare(number)
    found = [
        (
            (_bare(each.number) != wanted, group.address not in addresses_here, len(each.number)),
            each,
        )
        for group in groups
        for each in group.numbers
        if wanted in map(_bare, NUMBER.findall(f"{each.number} {each.interval}"))
    ]
    found.sort(key=lambda pair: pair[0])
    return tuple(each for _, each in found[:MOST])


def sources_on(
    groups: Sequence[TraceGroup], addresses_here: Sequence[str]
) -> tuple[TracedNumber, ...]:
    """The numbers behind the addresses of a page."""
    found = (each for group in groups if group.address in addresses_here for each in group.numbers)
    return tuple(islice(found, ON_A_PAGE))


def _bare(number: str) -> str:
    """A number without signs that may or may not be printed with it."""
    return re.sub(r"[^\d.,]", "", number).strip(".,")
