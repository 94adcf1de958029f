"""Candidates at an address in words and as JSON: what will be sent, what came of a run, and how often checks hold."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from estimators.base.interval import between
from estimators.base.money import money, money_range
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural

if TYPE_CHECKING:
    from estimators.measure.checks import AnswerCheck
    from estimators.measure.endpoint.preview import SendingPreview
    from estimators.measure.endpoint.run_outcome import AnswerRun
    from estimators.measure.estimate import Estimate

CHECKS: Mapping[str, str] = {
    "contains": tr("contains “{value}”"),
    "lacks": tr("does not contain “{value}”"),
    "matches": tr("matches “{value}”"),
    "schema": tr("meets the schema"),
    "at_least": tr("has at least {value} words"),
    "at_most": tr("has at most {value} words"),
    "language": tr("is in the language “{value}”"),
}


def preview_document(preview: "SendingPreview") -> dict[str, Any]:
    """What would be sent, as JSON; amounts in the currency."""
    return {
        "name": preview.candidate.name,
        "host": preview.host,
        "leaves_this_computer": preview.leaves,
        "calls": preview.calls,
        "received_before": preview.known,
        "cost": {"low": float(preview.cost[0]), "high": float(preview.cost[1]), "worst": float(preview.worst)},
        "currency": preview.candidate.prices.currency,
        "masked": preview.masked,
        "first_request": preview.first,
    }  # fmt: skip


def preview_text(preview: "SendingPreview") -> list[str]:
    """What would be sent, where to and what it may cost, and the first request to the letter."""
    candidate, prices = preview.candidate, preview.candidate.prices
    where = (
        tr_plural(
            "“{name}”: {n} call to {host}, another computer.",
            "“{name}”: {n} calls to {host}, another computer.",
            preview.calls,
            name=candidate.name,
            host=preview.host,
        )
        if preview.leaves
        else tr_plural(
            "“{name}”: {n} call to {host}, this computer.",
            "“{name}”: {n} calls to {host}, this computer.",
            preview.calls,
            name=candidate.name,
            host=preview.host,
        )
    )
    lines = [where]
    if preview.known:
        lines.append(
            tr_plural(
                "{n} answer is there already and is not asked for again.",
                "{n} answers are there already and are not asked for again.",
                preview.known,
            )
        )
    if not prices.is_free:
        low, high, worst = (float(one) for one in (*preview.cost, preview.worst))
        lines.append(
            tr(
                "It is likely to cost {range}, at most {worst} where no call has to be repeated.",
                range=money_range(low, high, prices.currency),
                worst=money(worst, prices.currency),
            )
        )
    if prices.source and not prices.is_exact:
        lines.append(tr("The prices are a range: {source}. It is booked at the upper end.", source=prices.source))  # fmt: skip
    if candidate.masks:
        lines.append(
            tr_plural(
                "In {n} case something is masked; names of people are not.",
                "In {n} cases something is masked; names of people are not.",
                preview.masked,
            )
        )
    return [*lines, tr("The first request:"), "", *preview.first.splitlines(), ""]


def run_document(run: "AnswerRun") -> dict[str, Any]:
    return {
        "name": run.candidate.name,
        "host": run.candidate.address.host,
        "setup": run.candidate.setup_hash,
        "end": run.end.value,
        "asked": run.asked,
        "received_before": run.known,
        "failed": dict(run.failed),
        "left": run.left,
        "retries": run.retries,
        "spent": float(run.spent),
        "lost": float(run.lost),
        "currency": run.candidate.prices.currency,
        "sentences": list(run.sentences),
    }


def run_text(run: "AnswerRun") -> list[str]:
    """What a person has to know of a run, a line each."""
    name = run.candidate.name
    return [tr("“{name}”: {sentence}", name=name, sentence=each) for each in run.sentences]


Shares = Mapping[str, Mapping["AnswerCheck", "Estimate"]]


def checks_document(shares: Shares) -> list[dict[str, Any]]:
    """How often each check holds for each candidate, as JSON."""
    return [
        {
            "candidate": name,
            "check": check.kind.value,
            "of": check.value,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "n": found.n,
        }
        for name, each in shares.items()
        for check, found in each.items()
    ]


def checks_text(shares: Shares) -> Sequence[str]:
    """How often each check holds, a line each: evidence beside a grade, never the grade."""
    return [
        tr(
            "“{name}” {check} in {share} ({range}).",
            name=name,
            check=CHECKS[check.kind.value].format(value=check.value[:60]),
            share=percent(found.value, 1),
            range=between(found.low, found.high, _one_decimal),
        )
        for name, each in shares.items()
        for check, found in each.items()
        if found.low is not None and found.high is not None
    ]


def _one_decimal(share: float) -> str:
    return percent(share, 1)
