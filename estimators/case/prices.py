"""What an answer costs, and what it costs before the first one: from the price book, the kind of task and the way to do it.

Ranges are 90 % ranges of positive numbers. Those of a product are independent, so the widths of their logarithms add up by
their squares; those of a sum share the class of model, so their ends add up.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from estimators.case.default_inputs import DefaultInput, default_inputs, level_of
from estimators.case.price_book import PRICES, PriceBook, PriceLine, built_in
from estimators.case.ways import BUILD, WAYS, Way

if TYPE_CHECKING:
    from estimators.case.questions import Value

Span = tuple[float, float]

_HOURS = 730.0  # of a month
_SECONDS = 3600.0  # of an hour
_READS_FASTER = 10.0  # than it writes: tokens are read many at a time
_EPOCHS = 3.0
_THOUSAND = (1e-3, 1e-3)
_MILLION = (1e-6, 1e-6)
_NOTHING = (0.0, 0.0)


@dataclass(frozen=True)
class RunningCost:
    """US dollars for each answer, and a month however many there are; `lines` of the price book are behind it."""

    per_answer: Span
    per_month: Span
    lines: tuple[PriceLine, ...]


def price_per_answer(values: Mapping[str, "Value"], how: str) -> Span:
    """Return the US dollars that one answer costs, low and high, with its share of what is paid every month.

    `values` are the answers of a case; task_kind, volume_per_month, data_may_leave_premises and its own prices count.
    """
    cost = running_cost(values, how)
    volume = values.get("volume_per_month")
    if not isinstance(volume, int | float):
        volume = math.sqrt(math.prod(default_inputs()["volume_per_month"].range or (1, 1)))
    share = 1 / max(float(volume), 1.0)
    low, high = (
        one + fixed * share for one, fixed in zip(cost.per_answer, cost.per_month, strict=True)
    )
    return low, high


def running_cost(values: Mapping[str, Any], how: str) -> RunningCost:
    kind = values.get("task_kind")
    at_home = values.get("data_may_leave_premises") is False
    return _running(book_of(values), how, kind if isinstance(kind, str) else None, at_home)


def tokens_of(values: Mapping[str, Any], how: str) -> tuple[Span, Span] | None:
    """Return how many tokens a language model reads and writes for one answer; None where no tokens are paid for."""
    kind = values.get("task_kind")
    kind = kind if isinstance(kind, str) else None
    more = ("tokens_of_passages",) if how == "prompt_with_retrieval" else ()
    if how not in _BY_TOKEN or (kind == "transcribe" and how in _BY_MINUTE):
        return None
    of = book_of(values).range
    return _plus(_reading(of, kind), *map(of, more)), _writing(of, kind)


def upfront_of(values: Mapping[str, "Value"], how: str) -> Span:
    """Return the US dollars, low and high, that a way to answer costs before its first answer."""
    way = _BY_NAME.get(how)
    if way is None:
        return _NOTHING
    known = default_inputs()
    ranges = tuple((name, usual_range(known[name], values)[:2]) for name in _upfront_inputs(way))
    return _upfront(book_of(values), way, ranges)


_BY_NAME = {way.name: way for way in WAYS}


def book_of(values: Mapping[str, Any]) -> PriceBook:
    """Return the price book of a case that was read."""
    own = values.get(PRICES)
    return own if isinstance(own, PriceBook) else built_in()


def usual_range(
    default: DefaultInput, values: Mapping[str, Any]
) -> tuple[float, float, tuple[PriceLine, ...]]:
    """Return what is taken of an input where a case is silent, money in US dollars, and the lines that it comes from."""
    book = book_of(values)
    if default.how:
        cost = running_cost(values, default.how)
        return *(cost.per_answer if default.name.endswith("_price") else cost.per_month), cost.lines
    if names := _AMOUNTS.get(default.name):
        return *_amount(book, default.name), tuple(book.lines[name] for name in names)
    if default.book:
        return *book.range(default.book), (book.lines[default.book],)
    low, high = default.range or default.ranges[level_of(default, values)]
    return float(low), float(high), ()


# --- ranges --------------------------------------------------------------------------------------------------------


def _times(*spans: Span) -> Span:
    if any(low <= 0 for low, _ in spans):
        return math.prod(low for low, _ in spans), math.prod(high for _, high in spans)
    middle = math.prod(math.sqrt(low * high) for low, high in spans)
    width = math.exp(math.sqrt(sum((math.log(high / low) / 2) ** 2 for low, high in spans)))
    return middle / width, middle * width


def _plus(*spans: Span) -> Span:
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def _either(*spans: Span) -> Span:
    return min(low for low, _ in spans), max(high for _, high in spans)


def _one_in(span: Span) -> Span:
    return 1 / span[1], 1 / span[0]


# --- running -------------------------------------------------------------------------------------------------------

# The classes of model that a kind of task is usually given to, the cheapest and the dearest.
_MODELS = {"generate": ("small", "large"), "act": ("middle", "reasoning")}
_USUAL = ("small", "middle")


@lru_cache(maxsize=1024)
def _running(book: PriceBook, how: str, kind: str | None, at_home: bool) -> RunningCost:
    used: dict[str, PriceLine] = {}

    def of(name: str) -> Span:
        used[name] = book.lines[name]
        return book.range(name)

    per_answer, per_month = _RUNNING.get(how, _free)(of, kind, at_home)
    return RunningCost(per_answer, per_month, tuple(used.values()))


Of = Callable[[str], Span]


def _free(_of: Of, _kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    return _NOTHING, _NOTHING


def _reading(of: Of, kind: str | None) -> Span:
    """Tokens that one answer is made from."""
    match kind:
        case "rank":
            content = of("tokens_in_rank")
        case "extract":
            content = _times(of("pages_to_extract"), of("tokens_per_page"))
        case "transcribe":
            content = _times(of("minutes_to_transcribe"), of("tokens_per_minute"))
        case "generate":
            content = of("tokens_in_generate")
        case "act":
            return _times(of("agent_steps"), of("tokens_in_step"))
        case None:
            content = _either(_seen(of), of("tokens_in_generate"))
        case _:
            content = _seen(of)
    return _plus(of("tokens_of_instructions"), content)


def _seen(of: Of) -> Span:
    """Tokens of what is told apart: a message, a page or a photo."""
    return _either(of("tokens_per_message"), of("tokens_per_page"), of("tokens_per_photo"))


def _writing(of: Of, kind: str | None) -> Span:
    """Tokens of one answer."""
    match kind:
        case "act":
            return _times(of("agent_steps"), of("tokens_out_step"))
        case "transcribe":
            return _times(of("minutes_to_transcribe"), of("tokens_per_minute"))
        case None:
            return _either(of("tokens_out_classify"), of("tokens_out_generate"))
    return of(f"tokens_out_{kind}")


def _prompted(of: Of, kind: str | None, models: tuple[str, str], more: Span = _NOTHING) -> Span:
    if kind == "transcribe" and more == _NOTHING:
        return _times(of("minutes_to_transcribe"), of("speech_minute"))
    into, out = (
        (of(f"tokens_{way}_{models[0]}")[0], of(f"tokens_{way}_{models[1]}")[1])
        for way in ("in", "out")
    )
    read = _times(_plus(_reading(of, kind), more), into, _MILLION)
    return _plus(read, _times(_writing(of, kind), out, _MILLION))


def _prompt(of: Of, kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    return _prompted(of, kind, _MODELS.get(kind or "", _USUAL)), _NOTHING


def _retrieval(of: Of, kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    asked = _times(of("tokens_per_message"), of("embedding"), _MILLION)
    found = _times(of("vector_search"), _THOUSAND)
    models = _MODELS.get(kind or "", _USUAL)
    answered = _prompted(of, kind, models, of("tokens_of_passages"))
    return _plus(asked, found, answered), of("vector_store")


def _fine_tuned(of: Of, kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    answered = _prompted(of, kind, ("small", "small"))
    return _times(answered, of("fine_tuned_surcharge")), of("fine_tuned_hosting")


def _open_weights(of: Of, kind: str | None, at_home: bool) -> tuple[Span, Span]:
    hour = of("gpu_hour_owned" if at_home else "gpu_hour_rented")
    read, written = _reading(of, kind), _writing(of, kind)
    tokens = (read[0] / _READS_FASTER + written[0], read[1] / _READS_FASTER + written[1])
    hours = _times(tokens, _one_in(of("own_tokens_per_second")), (1 / _SECONDS, 1 / _SECONDS))
    return _times(hours, hour), _times(of("gpus"), hour, (_HOURS, _HOURS))


def _product(of: Of, kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    match kind:
        case "number":
            price = of("forecast")
        case "rank":
            price = of("recommendation")
        case "extract":
            pages = _either(of("ocr_page"), of("form_page"))
            price = _times(of("pages_to_extract"), pages)
        case "transcribe":
            price = _times(of("minutes_to_transcribe"), of("speech_minute"), (1e3, 1e3))
        case "generate":
            price = of("text_product")
        case "act":
            price = of("agent_product")
        case None:
            price = _either(of("picture_label"), of("text_label"), of("form_page"))
        case _:
            price = _either(of("picture_label"), of("text_label"))
    return _times(price, _THOUSAND), of("product_fee")


def _trained(of: Of, _kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    return _times(of("own_model_answer"), _THOUSAND), of("own_model_server")


def _built(of: Of, _kind: str | None, _at_home: bool) -> tuple[Span, Span]:
    return _times(of("own_model_answer"), _THOUSAND), of("own_platform")


# Ways that pay by the token, and those of them that pay by the minute where speech is written down.
_BY_TOKEN = ("prompt_api", "prompt_with_retrieval", "fine_tune_hosted", "self_host_open_weights")
_BY_MINUTE = ("prompt_api", "fine_tune_hosted")
_RUNNING = {
    "buy_product": _product,
    "prompt_api": _prompt,
    "prompt_with_retrieval": _retrieval,
    "fine_tune_hosted": _fine_tuned,
    "self_host_open_weights": _open_weights,
    "train_own": _trained,
    "build_from_scratch": _built,
}

# --- before the first answer ---------------------------------------------------------------------------------------


def _upfront_inputs(way: Way) -> tuple[str, ...]:
    labels = (way.labels, "relabel_share") if way.labels else ()
    return (f"{way.prefix}_person_months", *labels, *(("overrun",) if way.name == BUILD else ()))


@lru_cache(maxsize=1024)
def _upfront(book: PriceBook, way: Way, ranges: tuple[tuple[str, Span], ...]) -> Span:
    known = dict(ranges)
    overrun = (known["overrun"],) if "overrun" in known else ()
    spent = [_times(known[f"{way.prefix}_person_months"], book.range("person_month"), *overrun)]
    if way.labels:
        again = known["relabel_share"]
        spent.append(_times(known[way.labels], book.range("label"), (1 + again[0], 1 + again[1])))
    if way.run:
        spent.append(_amount(book, way.run))
    return _plus(*spent)


# Inputs of the valuation that several lines make up.
_AMOUNTS = {
    "review_cost": ("minutes_to_review", "wage_minute"),
    "trained_run": ("automl_hours", "automl_node_hour"),
    "fine_tuned_run": ("examples_to_tune", "tokens_per_page", "fine_tuning"),
}


def _amount(book: PriceBook, name: str) -> Span:
    factor = _EPOCHS * 1e-6 if name == "fine_tuned_run" else 1.0
    return _times(*(book.range(line) for line in _AMOUNTS[name]), (factor, factor))
