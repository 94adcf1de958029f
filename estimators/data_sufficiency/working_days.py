"""When so many labels are done: working days from Monday to Friday."""

import datetime
import math

import numpy as np

MOST_WORKING_DAYS = 2600
"""Ten years: a date further away is no plan."""


def working_days(
    before: float, after: float, labels_per_day: float, start: datetime.date
) -> tuple[str, str] | None:
    """The first and the last working day, as ISO dates, on which labels `before` to `after` of a queue are given.

    None where that is more than ten years away.
    """
    begin, end = before / labels_per_day, after / labels_per_day
    if end > MOST_WORKING_DAYS:
        return None
    first, last = math.floor(begin), max(math.ceil(end) - 1, math.floor(begin))
    days = np.busday_offset(np.datetime64(start), [first, last], roll="forward")
    return str(days[0]), str(days[1])


def labels_until(day: datetime.date, labels_per_day: float, start: datetime.date) -> int:
    """How many labels are given from `start` to `day`, that day included; none if it lies before."""
    whole = int(np.busday_count(np.datetime64(start), np.datetime64(day) + 1))
    return max(0, math.floor(min(whole, MOST_WORKING_DAYS) * labels_per_day))
