"""A candidate at an address, frozen: who is asked what, how, at which prices; changing anything makes another candidate."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import ModelAddress, WireName
from estimators.measure.endpoint.call_plan import PlannedCall
from estimators.measure.endpoint.input_file import (
    InputFile,
    blank,
    check_takes,
    encoded_file,
    most_file_tokens,
)
from estimators.measure.endpoint.mask import masked
from estimators.measure.endpoint.message_parts import Asked
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

    def __post_init__(self) -> None:
        body = self.address.body if self.address.wire is WireName.JSON else "{prompt}"
        if self.prompt.examples and "{prompt}" not in body:
            raise UserError(
                tr("The body of the request has no place for examples."),
                tr("They are put before the case where “{prompt}” stands."),
                tr('Write, for example, {"question": "{prompt}"}.'),
            )

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

    def request(self, asked: Asked) -> ModelRequest:
        """The request that asks one case, by its text or its file: exactly what is sent, but for the key."""
        shown = masked(asked) if self.masks and isinstance(asked, str) else asked
        return request_of(self.address, self._sent_prompt, self.settings, shown)

    @cached_property
    def _sent_prompt(self) -> PromptTemplate:
        """The prompt, with its examples masked as the cases are."""
        if not (self.masks and self.prompt.examples):
            return self.prompt
        shown = tuple((masked(given), masked(answer)) for given, answer in self.prompt.examples)
        return replace(self.prompt, examples=shown)

    def whole(self, call: PlannedCall) -> ModelRequest:
        """The request with its file in it. Raises `UnreadableItem` where that cannot be read."""
        if call.file is None:
            return call.request
        return self.request(encoded_file(call.file, self.address.wire))

    def calls(
        self,
        cases: Iterable[EvalCase],
        trials: int = 1,
        files: Mapping[str, InputFile] | None = None,
        answered: Collection[tuple[str, int]] = (),
    ) -> dict[tuple[str, int], PlannedCall]:
        """The call of each case and trial, trial by trial; cases that ask the same share one.

        - `files`: of cases that are files, by their ids. `answered`: cases and trials that are not asked again.

        Raises `UserError` where the wire takes no such file, or texts are shown as examples beside files.
        """
        files = files or {}
        for modality in sorted({one.modality for one in files.values()}):
            check_takes(self.address, modality)
        if self.prompt.examples and any(one.modality != "text" for one in files.values()):
            raise UserError(
                tr("The examples in the prompt are texts, and the cases are files."),
                "",
                tr("Leave the examples out, and describe the answers in the prompt."),
            )
        found: dict[tuple[str, int], PlannedCall] = {}
        by_content: dict[str, PlannedCall] = {}
        cases, setup = list(cases), self.setup_hash.encode()
        for trial in range(trials):
            for case in cases:
                if (case.id, trial) in answered:
                    continue
                file = files.get(case.id)
                request = self.request(case.input if file is None else blank(file))
                asked = [setup, str(trial).encode(), request.body]
                asked += [] if file is None else [file.digest.encode()]
                content = hashlib.sha256(b"\n".join(asked)).hexdigest()[:32]
                if content not in by_content:
                    most = most_tokens_in(request.body, with_schema=bool(self.settings.schema))
                    most += most_file_tokens(file, self.address.wire) if file is not None else 0
                    worst = self.prices.cost(most, self.settings.max_tokens)
                    by_content[content] = PlannedCall(
                        content, request, worst, case.id, trial, file, most
                    )
                found[case.id, trial] = by_content[content]
        return found
