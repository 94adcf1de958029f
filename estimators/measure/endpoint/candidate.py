"""A candidate at an address, frozen: who is asked what, how, at which prices; changing anything makes another candidate."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import ModelAddress, WireName
from estimators.measure.endpoint.call_plan import PlannedCall
from estimators.measure.endpoint.mask import masked
from estimators.measure.endpoint.prompt import PromptTemplate, SamplingSettings
from estimators.measure.endpoint.token_price import FREE, TokenPrices, most_tokens_in
from estimators.measure.endpoint.wire import ModelRequest, request_of


@dataclass(frozen=True)
class EndpointCandidate:
    """Who is asked what.

    - `kind`: of `estimators.base.task_kind`, which says what of an answer is scored; None: all of it.
    - `masks`: whether e-mail addresses, phone numbers, cards and bank accounts are taken out of the cases before they are sent.
    """

    name: str
    address: ModelAddress
    prompt: PromptTemplate = field(default_factory=PromptTemplate)
    settings: SamplingSettings = field(default_factory=SamplingSettings)
    prices: TokenPrices = FREE
    kind: str | None = None
    masks: bool = False

    @property
    def setup_hash(self) -> str:
        """The same for the same address, model, prompt and settings, whatever it is called and costs."""
        text = json.dumps(self.description(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

    def description(self) -> dict[str, Any]:
        """What is frozen, for the log and for a person."""
        address, settings = self.address, self.settings
        return {
            "wire": address.wire.value,
            "base_url": address.base_url,
            "model": address.model,
            "body": address.body if address.wire is WireName.JSON else "",
            "answer_path": address.answer_path if address.wire is WireName.JSON else "",
            "prompt": self.prompt.text,
            "system": self.prompt.system,
            "examples": [list(pair) for pair in self.prompt.examples],
            "temperature": settings.temperature,
            "max_tokens": settings.max_tokens,
            "schema": settings.schema,
            "masks": self.masks,
        }

    def request(self, case_input: str) -> ModelRequest:
        """The request that asks one case: exactly what is sent, but for the key."""
        shown = masked(case_input) if self.masks else case_input
        return request_of(self.address, self.prompt, self.settings, shown)

    def most_in(self, request: ModelRequest) -> int:
        """The most tokens that a request can be read as."""
        return most_tokens_in(request.body, with_schema=bool(self.settings.schema))

    def calls(self, cases: Iterable[EvalCase], trials: int = 1) -> dict[tuple[str, int], PlannedCall]:  # fmt: skip
        """The call of each case and trial, trial by trial; cases that ask the same share one."""
        found: dict[tuple[str, int], PlannedCall] = {}
        by_content: dict[str, PlannedCall] = {}
        cases, setup = list(cases), self.setup_hash.encode()
        for trial in range(trials):
            for case in cases:
                request = self.request(case.input)
                asked = b"\n".join((setup, str(trial).encode(), request.body))
                content = hashlib.sha256(asked).hexdigest()[:32]
                if content not in by_content:
                    worst = self.prices.cost(self.most_in(request), self.settings.max_tokens)
                    by_content[content] = PlannedCall(content, request, worst, case.id, trial)
                found[case.id, trial] = by_content[content]
        return found
