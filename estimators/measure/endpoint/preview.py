"""What will be sent, before anything is: the host, how many calls, the first request to the letter, and what it may cost."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from estimators.base.number import megabytes
from estimators.base.sentence import tr
from estimators.classifier.unreadable import UnreadableItem
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.answer_log import LoggedAnswer
from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.call_plan import PlannedCall
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.input_file import InputFile, likely_file_tokens
from estimators.measure.endpoint.mask import masked
from estimators.measure.endpoint.token_price import estimated_tokens_in, estimated_tokens_out
from estimators.measure.endpoint.wire import ModelRequest

_BASE64 = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}$")


@dataclass(frozen=True)
class SendingPreview:
    """What a run would send.

    - `host`; `leaves`: whether that is another computer. `calls`: how many, those apart that are answered already (`known`).
    - `cost`: from the least to the most that it is likely to cost; `worst`: the most that it can, one try a call.
    - `masked`: cases in which something is masked. `first`: the first call, for `first_request`.
    - `files`: those that go along, by modality: how many, and their bytes on disk.
    """

    candidate: EndpointCandidate
    host: str
    leaves: bool
    calls: int
    known: int
    cost: tuple[Decimal, Decimal]
    worst: Decimal
    masked: int
    first: PlannedCall | None
    files: Mapping[str, tuple[int, int]]

    def first_request(self) -> str:
        """The first request to the letter, with marks for the key and for the bytes of a file, which is read for it: not for the GUI thread."""
        if self.first is None:
            return ""
        try:
            return request_text(self.candidate.whole(self.first), self.first.file is not None)
        except UnreadableItem as error:
            return CallFailure(FailureKind.UNREADABLE, str(error)).sentence


def preview_of(
    candidate: EndpointCandidate,
    cases: Mapping[str, EvalCase],
    *,
    files: Mapping[str, InputFile] | None = None,
    trials: int = 1,
    answered: Collection[tuple[str, int]] = (),
    received: Mapping[str, LoggedAnswer] | None = None,
) -> SendingPreview:
    """What asking the cases would send and cost.

    - `files`: of cases that are photos or sounds, by their ids. `answered`: cases and trials that are not asked again.
    - `received`: answers of a log, by content; from those to the same candidate the length of further ones is known.
    """
    planned = candidate.calls(cases.values(), max(1, trials), files, answered)
    calls = {one.content: one for one in planned.values()}
    known = received or {}
    fresh = [one for content, one in calls.items() if content not in known]
    first = fresh[0] if fresh else next(iter(calls.values()), None)
    sent = [one.file for one in fresh if one.file is not None]
    texts = [case.input for case in cases.values() if case.id not in (files or {})]
    return SendingPreview(
        candidate=candidate,
        host=candidate.address.host,
        leaves=not candidate.address.is_loopback,
        calls=len(fresh),
        known=len(calls) - len(fresh),
        cost=_cost(candidate, fresh, known.values()),
        worst=sum((one.worst for one in fresh), Decimal(0)),
        masked=sum(masked(one) != one for one in texts) if candidate.masks else 0,
        first=first,
        files={
            kind: (len(sizes), sum(sizes))
            for kind in dict.fromkeys(one.modality for one in sent)
            if (sizes := [one.size for one in sent if one.modality == kind])
        },
    )


def request_text(request: ModelRequest, with_file: bool = False) -> str:
    """A request as a person reads it: the address, the headers, the body in lines; the key is a mark, and the bytes of a file."""
    key = [f"{request.key_header}: {request.key_prefix}{tr('(the key, if one is given)')}"] if request.key_header else []  # fmt: skip
    headers = [f"{name}: {value}" for name, value in request.headers.items()]
    document = json.loads(request.body)
    shown = _shortened(document) if with_file else document
    body = json.dumps(shown, ensure_ascii=False, indent=2)
    return "\n".join([f"POST {request.url}", *headers, *key, "", body])


def _shortened(value: Any) -> Any:
    """The document with how long they are in place of the base64 of files."""
    if isinstance(value, dict):
        return {key: _shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shortened(part) for part in value]
    if not isinstance(value, str) or (found := _BASE64.search(value)) is None:
        return value
    size = megabytes(len(found[0]) * 3 / 4)
    return value[: found.start()] + tr("(the file: {size} in base64)", size=size)


def _cost(
    candidate: EndpointCandidate, fresh: Iterable[PlannedCall], known: Iterable[LoggedAnswer]
) -> tuple[Decimal, Decimal]:
    mine = [one for one in known if one.setup == candidate.setup_hash and one.tokens_out]
    written = [float(one.tokens_out) for one in mine if one.tokens_out is not None]
    out = (min(written), max(written)) if written else estimated_tokens_out(candidate.settings.max_tokens)  # fmt: skip
    fresh = list(fresh)
    into = estimated_tokens_in(call.request.body.decode("utf-8", "replace") for call in fresh)
    of_files = [likely_file_tokens(call.file) for call in fresh if call.file is not None]
    ends = [(into[at] + sum(one[at] for one in of_files), out[at] * len(fresh)) for at in range(2)]
    low, high = candidate.prices.range_of(ends[0], ends[1], len(fresh))
    return low, max(low, min(high, sum((call.worst for call in fresh), Decimal(0))))
