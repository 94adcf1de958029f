"""A trained model of numbers in the place of the dialled one: the same answers, and nothing in them is made up."""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from mock_ai.kinds.dialled_kind import AnswerPart, KindAnswer


@runtime_checkable
class NumberModel(Protocol):
    """The seam: `predict_range` gives a number and the ends of its range, shape (rows, 3); `promised`: how often it holds the truth.

    `strange_columns`: of each row the columns that are unlike all that was learned from; nothing is said of it where there are any.
    """

    promised: float

    def predict_range(self, X: Sequence[Any]) -> Any: ...

    def strange_columns(self, X: Sequence[Any]) -> Sequence[tuple[str, ...]]: ...


class MeasuredNumber:
    """What a `KindResponder` asks of a kind, answered by a model. How sure it is, is how often its range promises to hold the truth."""

    kind = "number"
    simulated = False
    goods: tuple[float, ...] = ()
    speed: float | None = None

    def __init__(self, model: NumberModel) -> None:
        self._model = model
        self.known: dict[bytes, Any] = {}

    def answer(self, item: Any) -> KindAnswer:
        """The answer to one item. Raises what the model raises."""
        if strange := self._model.strange_columns([item])[0]:
            return KindAnswer(None, False, None, 0.0, strange=strange)
        value, low, high = (float(each) for each in self._model.predict_range([item])[0])
        parts = (AnswerPart("low", low), AnswerPart("high", high))
        return KindAnswer(value, True, None, self._model.promised, parts)
