"""What one stage says, made once: the page shows it, the command prints it, the report carries it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reports.chart_parts import Chart
from reports.figure import Figure

ChartKind = TypeVar("ChartKind", bound=Chart)


@dataclass(frozen=True)
class Explanation:
    """How a number was worked out: a sentence or two, the numbers behind it, the method with its source."""

    title: str
    text: str
    rows: tuple[tuple[str, str], ...] = ()
    source: str = ""
    links: tuple[tuple[str, Callable[[], None]], ...] = ()  # set by a page; paper has none


@dataclass(frozen=True)
class Offer:
    """What can be done about a finding: the words of its button, why it cannot be done now (empty: it can), and its edit.

    ``edit`` is a command of the project where the deed is one; else the page knows what does it, by the offer's name.
    """

    words: str
    off: str = ""
    edit: Any = None


@dataclass(frozen=True)
class StageView:
    """The finding of a stage as values and finished words.

    ``status`` is the finding in a few words (a row of the rail, a tab). ``figures`` are the numbers
    that the report's evidence takes from it, by name, each with unit, n, interval and source. ``offers`` are what can be done about it, by name: the next step first.
    """

    headline: str
    lead: str = ""
    status: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)

    def chart(self, name: str, kind: type[ChartKind]) -> ChartKind:
        """One of the charts, as what it is."""
        found = self.charts[name]
        assert isinstance(found, kind)
        return found
