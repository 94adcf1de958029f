"""Where the Stage's answers come from: the active scenario, or the real classifier where it was swapped in."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.fake import answering
from desktop.project.project import Project
from desktop.project.records import Example
from mock_ai.scenario import Answer
from mock_ai.wording import NO_ANSWER, answer_sentence

if TYPE_CHECKING:
    from estimators.classifier import OnnxClassifier
    from mock_ai.scenario import ScenarioFake

SHOWN = 20  # examples a session
_CANNOT = {"photo": "see this photo", "sound": "hear this sound", "video": "see this clip"}


def missing_words(modality: str) -> str:
    """What is said of an example whose file is gone."""
    return f"I can’t {_CANNOT.get(modality, 'read this text')}. Its file is not here."


def examples_to_show(project: Project, seed: int = 0, n: int = SHOWN) -> tuple[Example, ...]:
    """Up to ``n`` examples in a seeded order: those held out first, because no model has learned from them."""
    examples = [example for example in project.examples() if example.readable]
    order = random.Random(seed)  # noqa: S311  a repeatable order, not a secret
    order.shuffle(examples)
    examples.sort(key=lambda example: (not example.held_out, example.class_name is None))
    return tuple(examples[:n])


@dataclass(frozen=True)
class Asked:
    """One example put to what answers; ``item`` is its file, or the text that the project keeps itself."""

    example: Example
    item: str | Path
    position: int  # how many were asked before it


class Answerer:
    """Answers from any thread; what it needs is read and loaded with the first question."""

    def __init__(self, project_path: Path) -> None:
        self._path = project_path
        self._source: ScenarioFake | OnnxClassifier | None = None

    def answer(self, asked: Asked) -> Answer:
        """The answer to one example, with the delay that it should take."""
        if self._source is None:
            with Project.open_beside(self._path) as project:
                self._source = answering(project)[0]
        source = self._source
        if getattr(source, "simulated", False):
            digest = bytes.fromhex(asked.example.sha256)
            return source.answer_digests([digest], asked.position)[0]
        if isinstance(asked.item, Path) and not asked.item.exists():
            words = missing_words(asked.example.modality)
            return Answer(None, None, {}, False, "error", 0.0, words, simulated=False)
        row = source.predict_proba([asked.item])[0]
        abstain = bool(source.abstains([asked.item])[0])
        names = [str(name) for name in source.classes_]
        best = int(row.argmax())
        label = None if abstain else names[best]
        sure = float(row[best])
        return Answer(
            label,
            sure,
            dict(zip(names, map(float, row), strict=True)),
            abstain,
            None,
            0.0,
            answer_sentence(label, sure, abstain),
            simulated=False,
        )


__all__ = ["NO_ANSWER", "SHOWN", "Answerer", "Asked", "examples_to_show", "missing_words"]
