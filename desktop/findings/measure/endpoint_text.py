"""Candidates at an address in words and as JSON: what will be sent, what came of a run, and how often checks hold."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from estimators.base.interval import between
from estimators.base.money import money, money_range
from estimators.base.number import digits, megabytes
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.endpoint.input_file import LONGEST_SIDE

if TYPE_CHECKING:
    from estimators.measure.checks import AnswerCheck
    from estimators.measure.endpoint.preview import SendingPreview
    from estimators.measure.endpoint.prompt import PromptTemplate
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
        "examples": len(preview.candidate.prompt.examples),
        "prompt_sha256": preview.candidate.prompt.digest,
        "files": {kind: {"n": n, "bytes": size} for kind, (n, size) in preview.files.items()},
        "first_request": preview.first_request(),
    }  # fmt: skip


def preview_text(preview: "SendingPreview") -> list[str]:
    """What would be sent, where to and what it may cost, and the first request to the letter."""
    request = preview.first_request().splitlines()
    return [*preview_lines(preview), tr("The first request:"), "", *request, ""]


def preview_lines(preview: "SendingPreview") -> list[str]:
    """What would be sent, where to and what it may cost."""
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
    lines = [
        where,
        *_of_prompt(candidate.prompt),
        *(_of_files(kind, *found) for kind, found in preview.files.items()),
    ]
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
    if candidate.masks and preview.files.keys() - {"text"}:
        lines.append(tr("Nothing is masked in what is seen or heard."))
    elif candidate.masks and not preview.files:
        lines.append(
            tr_plural(
                "In {n} case something is masked; names of people are not.",
                "In {n} cases something is masked; names of people are not.",
                preview.masked,
            )
        )
    return lines


def spent_words(spent: float, currency: str) -> str:
    """What was spent on a candidate so far, which the cap counts as well."""
    return tr("It has cost {spent} so far, which counts.", spent=money(spent, currency))


def _of_prompt(prompt: "PromptTemplate") -> list[str]:
    """How many examples the prompt shows, and its hash, which is another for other words or examples."""
    if not prompt.examples:
        return []
    return [
        tr_plural(
            "The prompt shows {n} example that is not held out; its hash is {hash}.",
            "The prompt shows {n} examples that are not held out; its hash is {hash}.",
            len(prompt.examples),
            hash=prompt.digest[:8],
        )
    ]


def _of_files(kind: str, n: int, size: int) -> str:
    """What goes along."""
    on_disk = megabytes(size)
    if kind == "photo":
        return tr_plural(
            "{n} photo goes along, {size} on disk, without what it says of place, time and camera, and with {side} pixels a side at most.",
            "{n} photos go along, {size} on disk, without what they say of place, time and camera, and with {side} pixels a side at most.",
            n,
            size=on_disk,
            side=digits(LONGEST_SIDE),
        )
    if kind == "sound":
        return tr_plural(
            "{n} sound goes along, {size} on disk, without what its file says of its maker.",
            "{n} sounds go along, {size} on disk, without what their files say of their maker.",
            n,
            size=on_disk,
        )
    return tr_plural("{n} text goes along, {size} on disk.", "{n} texts go along, {size} on disk.", n, size=on_disk)  # fmt: skip


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
