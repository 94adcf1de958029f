"""What will be sent, before anything is: the host, how many calls, the first request to the letter, and what it may cost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from estimators.base.sentence import tr
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.answer_log import LoggedAnswer
from estimators.measure.endpoint.call_plan import PlannedCall
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.mask import masked
from estimators.measure.endpoint.token_price import estimated_tokens_in, estimated_tokens_out
from estimators.measure.endpoint.wire import ModelRequest


@dataclass(frozen=True)
class SendingPreview:
    """What a run would send.

    - `host`; `leaves`: whether that is another computer. `calls`: how many, those apart that are answered already (`known`).
    - `cost`: from the least to the most that it is likely to cost; `worst`: the most that it can, one try a call.
    - `masked`: cases in which something is masked. `first`: the first request as text, with a mark where the key goes.
    """

    candidate: EndpointCandidate
    host: str
    leaves: bool
    calls: int
    known: int
    cost: tuple[Decimal, Decimal]
    worst: Decimal
    masked: int
    first: str


def preview_of(
    candidate: EndpointCandidate,
    cases: Mapping[str, EvalCase],
    *,
    trials: int = 1,
    received: Mapping[str, LoggedAnswer] | None = None,
) -> SendingPreview:
    """What asking the cases would send and cost.

    - `received`: answers of a log, by content; from those to the same candidate the length of further ones is known.
    """
    planned = candidate.calls(cases.values(), max(1, trials))
    calls = {one.content: one for one in planned.values()}
    known = received or {}
    fresh = [one for content, one in calls.items() if content not in known]
    first = fresh[0] if fresh else next(iter(calls.values()), None)
    changed = sum(masked(case.input) != case.input for case in cases.values())
    return SendingPreview(
        candidate=candidate,
        host=candidate.address.host,
        leaves=not candidate.address.is_loopback,
        calls=len(fresh),
        known=len(calls) - len(fresh),
        cost=_cost(candidate, fresh, known.values()),
        worst=sum((one.worst for one in fresh), Decimal(0)),
        masked=changed if candidate.masks else 0,
        first=request_text(first.request) if first else "",
    )


def request_text(request: ModelRequest) -> str:
    """A request as a person reads it: the address, the headers, the body in lines; the key is a mark."""
    key = [f"{request.key_header}: {request.key_prefix}{tr('(the key, if one is given)')}"] if request.key_header else []  # fmt: skip
    headers = [f"{name}: {value}" for name, value in request.headers.items()]
    body = json.dumps(json.loads(request.body), ensure_ascii=False, indent=2)
    return "\n".join([f"POST {request.url}", *headers, *key, "", body])


def _cost(
    candidate: EndpointCandidate, fresh: Iterable[PlannedCall], known: Iterable[LoggedAnswer]
) -> tuple[Decimal, Decimal]:
    mine = [one for one in known if one.setup == candidate.setup_hash and one.tokens_out]
    written = [float(one.tokens_out) for one in mine if one.tokens_out is not None]
    out = (min(written), max(written)) if written else estimated_tokens_out(candidate.settings.max_tokens)  # fmt: skip
    fresh = list(fresh)
    into = estimated_tokens_in(call.request.body.decode("utf-8", "replace") for call in fresh)
    ends = [(into[at], out[at] * len(fresh)) for at in range(2)]
    low, high = candidate.prices.range_of(ends[0], ends[1], len(fresh))
    return low, max(low, min(high, sum((call.worst for call in fresh), Decimal(0))))
