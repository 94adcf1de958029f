"""Predicts with an exported model file, through onnxruntime alone: what the app, the server and the report use."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.arrays import Decoded, Doubles, Labels
from estimators.classifier.backbone import session
from estimators.classifier.embedding import threads
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.head.calibration import ABSTENTION_LEVEL
from estimators.classifier.item import Item, cannot_read, read_bytes, reader_of
from estimators.classifier.limited_session import LimitedSession, SessionFailed
from estimators.classifier.modality import modality_named
from estimators.classifier.model_file import ModelFacts, check_model, read_model_file, unusable
from estimators.classifier.progress import Cancelled, Progress, each_result, report_nothing, stop_if
from estimators.classifier.remark import DataRemark
from estimators.classifier.unreadable import UnreadableItem

_UNEVEN = 1e-3
"""How far from 1 probabilities in single precision may add up, of thousands of classes."""


def open_session(data: bytes, name: str, *, foreign: bool) -> Any:
    """A session for a model that was checked: within limits where it is not built as ours are.

    Raises `UserError` if it cannot be opened.
    """
    try:
        return LimitedSession(data) if foreign else session(data)
    except Exception as error:  # onnxruntime raises its own kinds, which share no base class
        raise unusable(name, tr("It is damaged, or takes more than a model may.")) from error


@dataclass(frozen=True)
class ModelOutput:
    """What the model says of one item.

    - `probabilities`, array of shape (classes,), or None: None if the item could not be read.
    - `out_of_distribution_score`: 1 is usual; above the model's threshold it has not seen the like.
    - `problem`: why the item could not be read; None if it could.
    """

    probabilities: Doubles | None
    out_of_distribution_score: float | None
    problem: DataRemark | None = None


class OnnxClassifier:
    """A classifier read from a model file that `LocalClassifier.export` or `train` wrote.

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    classes_ : array of shape (classes,)
    facts : ModelFacts
        Names, threshold, card.

    Raises
    ------
    UserError
        If the file is missing, damaged, foreign or might do harm.
    """

    def __init__(self, path: Path | str) -> None:
        path = Path(path)
        self._open(read_model_file(path), path.name)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "model.onnx") -> Self:
        """The same from the bytes of such a file."""
        made = cls.__new__(cls)
        made._open(data, name)
        return made

    def _open(self, data: bytes, name: str) -> None:
        self.facts: ModelFacts = check_model(data, name)
        self._name = name
        self._session = open_session(data, name, foreign=self.facts.foreign)
        self.classes_: Labels = np.array(self.facts.classes)
        self.modality = modality_named(self.facts.modality)
        self._kind = reader_of(self.facts.modality)

    def predict_proba(self, items: Sequence[Item]) -> Doubles:
        """Calibrated probabilities, shape (n, classes), of items: texts, paths, or the bytes of a file.

        Raises
        ------
        UserError
            If an item cannot be read; `answers` goes on instead.
        """
        rows = [answer.probabilities for answer in self._readable(items)]
        return np.stack(rows) if rows else np.zeros((0, len(self.classes_)))

    def predict(self, items: Sequence[Item]) -> Labels:
        return np.asarray(self.classes_[self.predict_proba(items).argmax(axis=1)])

    def abstains(self, items: Sequence[Item]) -> list[bool]:
        """For each item, whether the model would rather say "I don't know": it is strange, or torn between classes."""
        return [self.is_out_of_distribution(a) or self.is_torn(a) for a in self._readable(items)]

    def is_out_of_distribution(self, answer: ModelOutput) -> bool:
        """Whether an answer is beyond the model's threshold."""
        return (
            answer.out_of_distribution_score is not None
            and answer.out_of_distribution_score > self.facts.threshold
        )

    def is_torn(self, answer: ModelOutput) -> bool:
        """Whether even the set that holds the truth 80% of the time has two or more classes."""
        return len(self.prediction_set(answer, ABSTENTION_LEVEL) or ()) > 1

    def prediction_set(self, answer: ModelOutput, level: float = 0.9) -> tuple[str, ...] | None:
        """The classes that hold the truth with the chance `level` (0.8, 0.9, 0.95 or 0.99), the most probable first.

        It may be empty: the model is then less sure of each than it nearly always was of the truth. None if the file makes
        no such promise, or the item could not be read.
        """
        least = self.facts.prediction_sets.get(level)
        if least is None or answer.probabilities is None:
            return None
        order = np.argsort(-answer.probabilities, kind="stable")
        return tuple(str(self.classes_[i]) for i in order if answer.probabilities[i] >= least)

    def answers(
        self,
        items: Sequence[Item],
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> list[ModelOutput]:
        """What the model says of each item, unreadable ones included, several at a time and none kept in memory.

        Raises
        ------
        WorkCancelled
            If `cancelled` says so.
        """
        tell = progress or report_nothing
        found: list[ModelOutput] = []
        with closing(self._each(items)) as each:  # closed, so that cancelling ends the threads
            for answer in each:
                found.append(answer)
                text = tr(
                    "Judging {one} {found} of {n}",
                    one=self.modality.one,
                    found=digits(len(found)),
                    n=digits(len(items)),
                )
                tell(len(found), len(items), text)
                stop_if(cancelled)
        return found

    def answer(self, item: Item) -> ModelOutput:
        try:
            decoded = self._kind.decode(read_bytes(item))
        except UnreadableItem as error:
            return ModelOutput(None, None, error.remark)
        return self.answer_decoded(decoded)

    def answer_decoded(self, decoded: Decoded) -> ModelOutput:
        """What the model says of a decoded example, such as a photo as RGB, uint8, (height, width, 3).

        Raises
        ------
        UserError
            If it breaks off, or what it says are no probabilities.
        """
        feed = {self._kind.input_name: np.ascontiguousarray(decoded)}
        try:
            probabilities, out_of_distribution_score = self._session.run(None, feed)
        except Exception as error:  # as above
            why = str(error) if isinstance(error, SessionFailed) else tr("It breaks off.")
            raise unusable(
                self._name, tr("Asked about a {one}: {why}", one=self.modality.one, why=why)
            ) from error
        sure = np.asarray(probabilities)
        if (
            sure.dtype != np.float32
            or sure.shape != self.classes_.shape
            or not (sure >= 0).all()  # also where there is no number
            or not abs(float(sure.sum(dtype=np.float64)) - 1) <= _UNEVEN
            or np.size(out_of_distribution_score) != 1
            or not np.isfinite(out_of_distribution_score).all()
        ):
            raise unusable(
                self._name,
                tr("What it says of a {one} are no probabilities.", one=self.modality.one),
            )
        return ModelOutput(sure.astype(np.float64), float(out_of_distribution_score))

    def _each(self, items: Sequence[Item]) -> Generator[ModelOutput, None, None]:
        from joblib import delayed

        if len(items) < 2:
            yield from map(self.answer, items)
            return
        # Shared memory, because an onnxruntime session cannot be sent to another process.
        calls = (delayed(self.answer)(item) for item in items)
        yield from each_result(calls, jobs=min(threads(), len(items)), require="sharedmem")

    def _readable(self, items: Sequence[Item]) -> list[Any]:
        answers = self.answers(items)
        for item, answer in zip(items, answers, strict=True):
            if answer.probabilities is None:
                raise cannot_read(item, str(answer.problem), self.modality.one)
        return answers


def predict(
    model: OnnxClassifier,
    items: Sequence[Item],
    *,
    truths: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Prediction, ...]:
    """Say what each example is; one that cannot be read gives a row that says why.

    `names` are what the rows call their examples; otherwise the path, or "" for a text or bytes.

    Raises
    ------
    WorkCancelled
        If `cancelled` says so.
    """
    answers = model.answers(items, progress=progress, cancelled=cancelled)
    known = list(truths) if truths is not None else [None] * len(items)
    called = names if names is not None else [_name(item) for item in items]
    return tuple(
        prediction(model, name, answer, truth)
        for name, answer, truth in zip(called, answers, known, strict=True)
    )


def prediction(
    model: OnnxClassifier, path: str, answer: ModelOutput, truth: str | None = None
) -> Prediction:
    """One answer of the model as a row."""
    if answer.probabilities is None:
        return Prediction(path, None, None, {}, True, answer.problem, truth)
    best = int(answer.probabilities.argmax())
    label, probability = str(model.classes_[best]), float(answer.probabilities[best])
    table = dict(zip(model.classes_.tolist(), answer.probabilities.tolist(), strict=True))
    strange, torn = model.is_out_of_distribution(answer), model.is_torn(answer)
    could_be = model.prediction_set(answer, ABSTENTION_LEVEL) if torn and not strange else ()
    return Prediction(
        path,
        label,
        probability,
        table,
        strange or torn,
        truth=truth,
        out_of_distribution_score=answer.out_of_distribution_score,
        could_be=could_be or (),
        modality=model.modality.name,
    )


def _name(item: Item) -> str:
    return str(item) if isinstance(item, Path) else ""
