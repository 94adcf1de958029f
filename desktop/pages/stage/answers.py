"""Where the Stage's answers come from: the running demo's fake, or the real classifier where it was swapped in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.fake.scenarios import answering
from desktop.project.originals import Original
from desktop.project.project import Project
from desktop.project.records import Json
from mock_ai.answer_wording import answer_sentence
from mock_ai.demo.plan import DemoItem
from mock_ai.demo.running_demo import DemoTurn, RunningDemo
from mock_ai.scenario import ClassAnswer, ScenarioFake

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier

ENDPOINT = "stage"
_CANNOT = {"photo": "see this photo", "sound": "hear this sound", "video": "see this clip"}


def missing_words(modality: str, why: str = "Its file is not here.") -> str:
    """What is said of an example that cannot be read."""
    return f"I can’t {_CANNOT.get(modality, 'read this text')}. {why}"


class Answerer:
    """Answers from any thread; a real classifier is loaded with the first question."""

    def __init__(self, project_path: Path, demo: RunningDemo) -> None:
        self._path, self._demo = project_path, demo
        self._model: ScenarioFake | OnnxClassifier | None = None

    def answer(self, turn: DemoTurn, item: str | Original, attempt: int) -> ClassAnswer:
        """The answer to a turn's example (its file, or the text that the project keeps), with its delay."""
        if self._demo.plan.simulated:
            return self._demo.answer(turn, attempt)
        from estimators.classifier.item import UnreadableItem

        try:
            content = item if isinstance(item, str) else item.read()
        except UnreadableItem as error:
            gone = isinstance(item, Original) and not item.is_here()
            words = missing_words(turn.item.modality, *(() if gone else (f"{error}",)))
            return ClassAnswer(None, None, {}, False, "error", 0.0, words, simulated=False)
        if self._model is None:
            with Project.open_beside(self._path) as project:
                self._model = answering(project)[0]
        row = self._model.predict_proba([content])[0]
        abstain = bool(self._model.abstains([content])[0])
        names = [str(name) for name in self._model.classes_]
        best = int(row.argmax())
        label = None if abstain else names[best]
        sure = float(row[best])
        return ClassAnswer(
            label,
            sure,
            dict(zip(names, map(float, row), strict=True)),
            abstain,
            None,
            0.0,
            answer_sentence(label, sure, abstain),
            simulated=False,
        )


def journal_entry(item: DemoItem, answer: ClassAnswer, model: str) -> dict[str, Json]:
    """An answer on the Stage as the request journal keeps it."""
    by = "fault" if answer.fault else "dials" if answer.simulated else "model"
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "endpoint": ENDPOINT,
        "name": item.name,
        "kind": item.modality,
        "sha256": item.id,
        "answer": answer.label,
        "probability": answer.probability,
        "abstain": answer.abstain,
        "answered_by": by,
        "took_seconds": answer.delay_seconds,
        "status": 200 if answer.fault is None else 500,
        "model": model,
        "simulated": answer.simulated,
    }
