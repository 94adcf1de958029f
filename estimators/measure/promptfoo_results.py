"""promptfoo's results (JSON as `promptfoo eval -o results.json` writes it, now and in older versions, or its JSON lines).

A candidate is a provider with one of the prompts. Whether its assertions held is a judge's verdict, not the truth. Source of
the fields: https://www.promptfoo.dev/docs/configuration/outputs/ and `EvaluateResult` in promptfoo's src/types.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from estimators.base.codec import MismatchError, convert
from estimators.base.sentence import tr
from estimators.measure.answer_row import as_text
from estimators.measure.case import CandidateAnswer, EvalCase, RowLoss, RowLosses

_INPUTS = ("input", "question", "query", "prompt", "message", "text")
_EXPECTED = ("expected", "target", "answer", "ideal", "reference", "label")
_CALL_FAILED = 2
"""Of `ResultFailureReason`: 0 none, 1 an assertion, 2 an error."""


@dataclass(frozen=True)
class _Tokens:
    prompt: float | None = None
    completion: float | None = None


@dataclass(frozen=True)
class _Response:
    output: Any = None
    error: Any = None
    cost: float | None = None
    cached: bool | None = None
    tokenUsage: _Tokens | None = None  # noqa: N815


@dataclass(frozen=True)
class _Row:
    provider: Any = None
    prompt: Any = None
    vars: dict[str, Any] | None = None
    response: _Response | str | None = None
    testIdx: int | None = None  # noqa: N815
    promptIdx: int | None = None  # noqa: N815
    testCase: dict[str, Any] | None = None  # noqa: N815
    success: bool | None = None
    failureReason: int | None = None  # noqa: N815
    error: Any = None
    latencyMs: float | None = None  # noqa: N815
    cost: float | None = None


@dataclass
class PromptfooReader:
    """Takes row after row; `cases` and `candidates()` say what they held."""

    losses: RowLosses
    cases: dict[str, EvalCase] = field(default_factory=dict)
    rows: int = 0
    _answers: dict[tuple[str, int], list[CandidateAnswer]] = field(default_factory=dict)
    _trials: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    _by_vars: dict[str, str] = field(default_factory=dict)

    def read(self, documents: Iterable[Any]) -> None:
        """Take rows; one that is none is counted."""
        for document in documents:
            self.rows += 1
            try:
                row = convert(document, _Row)
            except MismatchError:
                self.losses.add(RowLoss.UNREADABLE)
                continue
            self._take(row)

    def candidates(self) -> dict[str, tuple[CandidateAnswer, ...]]:
        """The answers by candidate; the prompt is in a name only where a provider was asked with several."""
        prompts = Counter(provider for provider, _ in self._answers)
        return {
            provider
            if prompts[provider] == 1
            else tr("{name}, prompt {n}", name=provider, n=number + 1): tuple(answers)
            for (provider, number), answers in self._answers.items()
        }

    def _take(self, row: _Row) -> None:
        test = row.testCase or {}
        given = row.vars or _mapping(test.get("vars"))
        case = self._case(row, test, given)
        if case not in self.cases:
            self.cases[case] = EvalCase(case, _input(given, row.prompt), _expected(given, test))
        name = _provider(row.provider), row.promptIdx or 0
        response = row.response if isinstance(row.response, _Response) else _Response(row.response)
        answer = as_text(response.output)
        failed = row.failureReason == _CALL_FAILED or response.error is not None
        failed |= row.failureReason is None and answer is None and row.error is not None
        tokens = response.tokenUsage or _Tokens()
        self._answers.setdefault(name, []).append(
            CandidateAnswer(
                case=case,
                answer=answer,
                trial=self._trials[(*name, case)],
                # What a cache gave says nothing about how long the candidate takes.
                seconds=None if row.latencyMs is None or response.cached else row.latencyMs / 1000,
                tokens_in=_whole(tokens.prompt),
                tokens_out=_whole(tokens.completion),
                cost=response.cost if row.cost is None else row.cost,
                error=as_text(response.error or row.error) or "error" if failed else "",
                judge=None if failed else row.success,
            )
        )
        self._trials[(*name, case)] += 1

    def _case(self, row: _Row, test: Mapping[str, Any], given: Mapping[str, Any]) -> str:
        named = given.get("id", given.get("case_id", _mapping(test.get("metadata")).get("id")))
        if isinstance(named, str | int):
            return str(named)
        if row.testIdx is not None:
            return str(row.testIdx)
        known = json.dumps(given, sort_keys=True, default=str) if given else repr(row.prompt)
        return self._by_vars.setdefault(known, str(len(self._by_vars)))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _provider(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("label") or value.get("id")
    return str(value or "")


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _input(given: Mapping[str, Any], prompt: Any) -> str:
    for name in _INPUTS:
        if name in given:
            return as_text(given[name]) or ""
    shown = {name: value for name, value in given.items() if name not in (*_EXPECTED, "id")}
    if len(shown) == 1:
        return as_text(next(iter(shown.values()))) or ""
    if shown:
        return as_text(shown) or ""
    return as_text(prompt.get("raw") if isinstance(prompt, dict) else prompt) or ""


def _expected(given: Mapping[str, Any], test: Mapping[str, Any]) -> str | None:
    """What a variable says that is called so, or the one assertion that names the whole answer."""
    for name in _EXPECTED:
        if name in given:
            return as_text(given[name])
    checks = test.get("assert")
    for check in checks if isinstance(checks, list) else []:
        if isinstance(check, dict) and check.get("type") == "equals":
            return as_text(check.get("value"))
    return None
