"""Rows for numbers and ranges: shares are per cent on screen, a range has two handles, a number its source."""

from math import ceil, floor, log10

from desktop.pages.problem.answers import AnswerRow, SourceButton
from desktop.pages.problem.edits import BriefEdits
from desktop.project.question_kinds import Question
from desktop.project.records import Json
from desktop.widgets.entries import Manner, NumberEntry, RangeEntry
from desktop.widgets.fields import NumberField
from desktop.widgets.range_track import TrackScale
from estimators.base.sentence import tr
from estimators.case.default_inputs import default_inputs
from estimators.case.prices import usual_range

_UNIT_WORDS = {"s": tr("seconds"), "%": "%", "money": ""}
# How far a scale reaches beyond our default, to both sides: what people pay and count differs by that much.
_BEYOND = 30.0
_REACH = {
    "volume_per_month": (10.0, 1e6),
    "missed_cost": (0.1, 1e6),
    "value_per_correct": (0.01, 1e3),
    "overrun": (0.5, 10.0),
    "minutes_per_case": (0.1, 1000.0),
    "hour_cost": (1.0, 1000.0),
}
MOST = 1e15  # what the engines take at most
_COUNTED = {"volume_per_month", "trained_labels", "build_labels"}


def scale_of(asked: Question) -> TrackScale:
    """Shares lie evenly from 0 to 100%; amounts by their size, some tenfolds around our default."""
    if asked.unit == "%":
        return TrackScale(0, 100)
    whole = asked.case_key in _COUNTED
    reach = _REACH.get(asked.case_key or asked.key)
    if reach is not None:
        return TrackScale(*reach, by_size=True, whole=whole)
    default = default_inputs().get(asked.case_key)
    ranges: list[tuple[float, float]] = []
    if default is not None:
        ranges = [*default.ranges.values()] or [usual_range(default, {})[:2]]
    least = min((low for low, _ in ranges), default=1.0)
    most = max((high for _, high in ranges), default=1000.0)
    low = 10.0 ** floor(log10(least / _BEYOND))
    high = 10.0 ** ceil(log10(most * _BEYOND))
    return TrackScale(max(1.0, low) if whole else low, high, by_size=True, whole=whole)


def shown_number(asked: Question, value: float) -> float:
    """As it is typed: a share in per cent."""
    return float(f"{value * (100.0 if asked.unit == '%' else 1.0):.6g}")


def kept_number(asked: Question, value: float) -> float:
    """As it is kept: per cent as a share."""
    if asked.unit == "%":
        return round(value / 100.0, 12)
    return int(value) if value == int(value) else round(value, 12)


class _AmountRow(AnswerRow):
    """What number and range share: per cent on screen are shares in the project; the source mark."""

    entry: NumberEntry | RangeEntry

    def __init__(self, asked: Question, edits: BriefEdits, entry: NumberEntry | RangeEntry) -> None:
        super().__init__(asked, edits, entry)
        self.entry = entry
        self._default_words = ""
        self.source = SourceButton(asked.text, 150 if isinstance(entry, RangeEntry) else 84)
        self.source.hide()
        entry.unit.setVisible(bool(entry.unit.text()))
        self.source.clicked.connect(self.ask_source)
        entry.line.addWidget(self.source)
        entry.unknown_toggled.connect(self._say_unknown)

    def toggle_unknown(self) -> None:
        self.entry.tick.click()

    def _say_unknown(self, ticked: bool) -> None:
        super()._say_unknown(ticked)
        self._hint()

    def _answered_now(self) -> bool:
        return self._shown is not None and self._shown[0] is not None

    def _hint(self) -> None:
        """How to pick a number, and our default, help those who have not answered; F1 always says both."""
        if self.entry.is_unknown():
            self.entry.set_note(self._default_words)
        elif self._answered_now():
            self.entry.empty_note()
        else:
            self.entry.set_note(f"{self.asked.hint} {self._default_words}".strip())

    def show_default(self, ends: tuple[float, float] | None, words: str) -> None:
        del ends
        self._default_words = words
        self._hint()


def _field_manner(asked: Question, mark: str) -> Manner:
    unit = _UNIT_WORDS.get(asked.unit, asked.unit)
    manner: Manner = {"unit": unit, "note": asked.hint, "low": 0.0, "high": MOST}
    if asked.unit == "money":
        manner["prefix"] = mark
    if asked.unit == "%":
        manner["high"] = 100.0
    return manner


class NumberRow(_AmountRow):
    entry: NumberEntry

    def __init__(self, asked: Question, edits: BriefEdits, mark: str) -> None:
        super().__init__(asked, edits, NumberEntry(asked.text, **_field_manner(asked, mark)))
        self.entry.changed.connect(self._answer)

    def show_value(self, value: Json, unknown: bool) -> None:
        shown = None if value is None else shown_number(self.asked, value)
        self.entry.set_value(shown, unknown=unknown)
        self._hint()

    def typed(self) -> Json:
        number = self.entry.field.value()
        return None if number is None else kept_number(self.asked, number)


class RangeRow(_AmountRow):
    """A low and a high end. Emptying both takes the answer away; a wrong or half range is kept in the fields only."""

    entry: RangeEntry

    def __init__(self, asked: Question, edits: BriefEdits, mark: str) -> None:
        manner = _field_manner(asked, mark)
        # Fields and handles: typing is exact, dragging shows what a number does to the verdict (decision 0153).
        super().__init__(asked, edits, RangeEntry(asked.text, scale=scale_of(asked), **manner))
        self.entry.changed.connect(self._answer)
        self.entry.moved.connect(self._moved)
        for field in self._ends():
            field.edited.connect(self._emptied)

    def _ends(self) -> tuple[NumberField, NumberField]:
        return self.entry.low_field, self.entry.high_field

    def show_value(self, value: Json, unknown: bool) -> None:
        ends = None
        if value is not None:
            given = (value["low"], value["high"]) if isinstance(value, dict) else (value, value)
            ends = (shown_number(self.asked, given[0]), shown_number(self.asked, given[1]))
        self.entry.set_value(ends, unknown=unknown)
        self._hint()

    def show_default(self, ends: tuple[float, float] | None, words: str) -> None:
        super().show_default(ends, words)
        if ends is not None:
            low, high = (shown_number(self.asked, end) for end in ends)
            self.entry.set_default((low, high))

    def typed(self) -> Json:
        low, high = (field.value() for field in self._ends())
        if low is None or high is None or low > high:
            return None
        return {"low": kept_number(self.asked, low), "high": kept_number(self.asked, high)}

    def _moved(self, ends: object) -> None:
        self._edits.moved(self.asked.key, None if ends is None else self.typed())

    def _emptied(self) -> None:
        if self._shown is not None and not any(field.text().strip() for field in self._ends()):
            self._edits.answered(self.asked.key, None)
