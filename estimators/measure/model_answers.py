"""A model file of this app as a candidate: it answers the cases here, with how sure it is and how long it takes."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import strange_sentence
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.row_classifier import RowClassifier, RowRegressor


Answered = tuple[str | None, float | None, str]
"""What is said, how sure that is, and why there is no answer."""


def _asked(model: "OnnxClassifier | RowClassifier | RowRegressor", folder: Path) -> Callable[[str], Answered]:  # fmt: skip
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.row_classifier import RowRegressor, UnreadableRowError

    def row(text: str) -> Answered:
        try:
            assert not isinstance(model, OnnxClassifier)
            if strange := model.strange_columns([text])[0]:
                return None, None, strange_sentence(strange)
            if isinstance(model, RowRegressor):
                return f"{float(model.predict_range([text])[0, 0]):.6g}", None, ""
            return _likeliest(model.classes_, model.predict_proba([text])[0])
        except UnreadableRowError as error:
            return None, None, error.what

    def item(text: str) -> Answered:
        assert isinstance(model, OnnxClassifier)
        said = model.answer(text if model.modality.name == "text" else folder / text)
        if said.probabilities is None:
            return None, None, str(said.problem)
        return _likeliest(model.classes_, said.probabilities)

    return item if isinstance(model, OnnxClassifier) else row


def _likeliest(classes: Any, probabilities: Any) -> Answered:
    best = int(probabilities.argmax())
    return str(classes[best]), float(probabilities[best]), ""


def model_answers(
    name: str,
    cases: Mapping[str, EvalCase],
    model: Path | bytes,
    *,
    folder: Path | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CandidateAnswers:
    """Let a model file answer the cases.

    - `model`: the file, or what is in it.
    - `folder`: where the files are that cases of photos, sounds and clips name; that of the cases.
    - `cancelled`: asked before each case; what is answered by then comes back.

    A model of a table answers rows, each as a JSON object. A case that cannot be read is a failed answer, and so is a row unlike all
    that it has learned from: in use it says that it does not know. Raises `UserError` where
    the file is no model that can be used.
    """
    from estimators.classifier.model_file import read_model_file
    from estimators.table.row_classifier import served_model

    served = (
        served_model(model)
        if isinstance(model, bytes)
        else served_model(read_model_file(model), model.name)
    )
    ask = _asked(served, folder or Path())
    answers: dict[str, tuple[CandidateAnswer, ...]] = {}
    for case in cases.values():
        if cancelled():
            break
        began = time.perf_counter()
        answer, sure, problem = ask(case.input)
        took = time.perf_counter() - began
        told = CandidateAnswer(case.id, answer, certainty=sure, seconds=took, cost=0.0)
        answers[case.id] = (CandidateAnswer(case.id, None, error=problem) if problem else told,)
    if not answers:
        raise UserError(tr("There is no case to answer."), "", tr("Add cases."))
    return CandidateAnswers(name, answers)
