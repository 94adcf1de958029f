"""The record of a run of OpenAI's evals (JSON lines): a line that says what was run, then events of its samples.

An event `match` says what was expected and picked and whether the two agree, which is a judge's verdict; `sampling` what was
asked and answered. The final report is not read: it is worked out anew. Source of the events:
https://github.com/openai/evals/blob/main/evals/record.py
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from estimators.base.codec import MismatchError, convert
from estimators.measure.answer_row import as_text
from estimators.measure.case import CandidateAnswer, EvalCase, RowLoss, RowLosses
from estimators.measure.inspect_log import last_message


@dataclass(frozen=True)
class _Event:
    type: str
    sample_id: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Sampled:
    """What the events of one sample have said so far."""

    input: str = ""
    sampled: str | None = None
    picked: str | None = None
    expected: str | None = None
    correct: bool | None = None
    matched: bool = False
    tokens_in: int | None = None
    tokens_out: int | None = None
    error: str = ""


@dataclass
class OpenAIEvalsReader:
    """Takes line after line; `cases` and `answers` say what they held, `name` which candidate was run."""

    losses: RowLosses
    name: str = ""
    rows: int = 0
    _samples: dict[str, _Sampled] = field(default_factory=dict)

    def read(self, lines: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Take lines; one that is neither an event nor about the run is counted."""
        for number, record in lines:
            if "spec" in record:
                self.name = _model(record["spec"])
            elif "final_report" not in record and "run_config" not in record:
                self.rows += 1
                try:
                    self._take(convert(record, _Event), number)
                except MismatchError:
                    self.losses.add(RowLoss.UNREADABLE, number)

    def _take(self, event: _Event, line: int) -> None:
        sample = self._samples.setdefault(event.sample_id, _Sampled())
        data = event.data
        if event.type == "match":
            if sample.matched:
                self.losses.add(RowLoss.DOUBLED, line)
                return
            sample.matched = True
            sample.correct = data["correct"] if isinstance(data.get("correct"), bool) else None
            sample.expected = _one(data.get("expected"))
            sample.picked = _one(data.get("picked"))
            sample.sampled = sample.sampled or _one(data.get("sampled"))
        elif event.type == "sampling" and not sample.input:  # what comes later is a grader's
            sample.input = last_message(data.get("prompt"))
            sample.sampled = _one(data.get("sampled"))
            usage = data.get("usage")
            usage = usage if isinstance(usage, dict) else {}
            sample.tokens_in = _whole(usage.get("prompt_tokens"))
            sample.tokens_out = _whole(usage.get("completion_tokens"))
        elif event.type == "metrics" and sample.correct is None and data.get("score") in (0, 1):
            sample.correct = bool(data["score"])
        elif event.type == "error":
            sample.error = as_text(data.get("message") or data.get("error")) or "error"

    @property
    def cases(self) -> dict[str, EvalCase]:
        """By id, in the order of the file."""
        return {
            name: EvalCase(name, one.input, one.expected) for name, one in self._samples.items()
        }

    @property
    def answers(self) -> tuple[CandidateAnswer, ...]:
        """One a sample: what was picked where something was, else what was sampled."""
        return tuple(
            CandidateAnswer(
                case=name,
                answer=one.picked or one.sampled,
                tokens_in=one.tokens_in,
                tokens_out=one.tokens_out,
                error=one.error,
                judge=None if one.error else one.correct,
            )
            for name, one in self._samples.items()
        )


def _model(spec: Any) -> str:
    if not isinstance(spec, dict):
        return ""
    named = spec.get("completion_fns") or spec.get("model_name") or spec.get("model")
    return ", ".join(map(str, named)) if isinstance(named, list) else str(named or "")


def _one(value: Any) -> str | None:
    """A text, or several that stand for one."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " | ".join(value) or None
    return as_text(value)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
