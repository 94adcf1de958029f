"""A model file of this app as a candidate: it answers the cases here, with how sure it is and how long it takes."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase


def model_answers(
    name: str,
    cases: Mapping[str, EvalCase],
    path: Path,
    *,
    folder: Path | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CandidateAnswers:
    """Let a model file answer the cases.

    - `folder`: where the files are that cases of photos, sounds and clips name; that of the cases.
    - `cancelled`: asked before each case; what is answered by then comes back.

    A case that cannot be read is a failed answer. Raises `UserError` where the file is no model that can be used.
    """
    from estimators.classifier.onnx_classifier import OnnxClassifier

    model = OnnxClassifier(path)
    answers: dict[str, tuple[CandidateAnswer, ...]] = {}
    for case in cases.values():
        if cancelled():
            break
        item = case.input if model.modality.name == "text" else (folder or Path()) / case.input
        began = time.perf_counter()
        said = model.answer(item)
        took = time.perf_counter() - began
        if said.probabilities is None:
            answers[case.id] = (CandidateAnswer(case.id, None, error=str(said.problem)),)
            continue
        probabilities = said.probabilities
        best = int(probabilities.argmax())
        answers[case.id] = (
            CandidateAnswer(
                case.id,
                str(model.classes_[best]),
                certainty=float(probabilities[best]),
                seconds=took,
                cost=0.0,
            ),
        )
    if not answers:
        raise UserError(tr("There is no case to answer."), "", tr("Add cases."))
    return CandidateAnswers(name, answers)
