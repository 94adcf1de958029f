"""Case files (CASE.json): reading one, taking its answers into a project, and writing the project's answers as one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.findings.case import BUDGET, RANKING_KEY, YES, case_of
from desktop.project.commands import SetFact, Several
from desktop.project.product import WORD_KEY
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import question_of
from desktop.project.records import Json
from desktop.project.trouble import explain, explaining
from estimators.base.errors import UserError
from estimators.base.number_reader import read_share
from estimators.base.sentence import tr
from estimators.case.case_schema import share_names
from estimators.case.default_inputs import CASE_WORD
from estimators.case.price_book import PRICES, currencies
from estimators.case.questions import with_rights
from reports.provenance import Provenance

LARGEST_CASE = 5_000_000  # bytes
_SOURCES = {str(source): source for source in Provenance}
_UNKNOWN_WORDS = {"", "unknown", "i don't know", "i don’t know"}
# What a project measures, or counts, itself: a file may name it, and is not believed.
_OWN = frozenset(("title", "measured", "acceptance", "n_classes", "stage"))


def read_case(path: Path) -> dict[str, Any]:
    """The inputs in a case file: an object, or a golden case's ``inputs``."""
    try:
        if path.stat().st_size > LARGEST_CASE:
            raise UserError(
                tr("“{name}” is too big for a case.", name=path.name),
                "",
                tr("Give a JSON object with the inputs."),
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:
        raise UserError(
            tr("“{name}” is not text.", name=path.name),
            tr("A case is JSON in UTF-8."),
            tr("Pick another file."),
        ) from error
    try:
        case = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = (
            tr("In line {lineno}: {msg}.", lineno=error.lineno, msg=error.msg)
            if isinstance(error, json.JSONDecodeError)
            else tr("It is nested too deep.")
        )
        raise UserError(
            tr("“{name}” is not JSON.", name=path.name), where, tr("Mend it and try again.")
        ) from error
    if isinstance(case, dict) and isinstance(case.get("inputs"), dict):
        case = case["inputs"]
    if not isinstance(case, dict):
        raise UserError(
            tr("“{name}” holds no case.", name=path.name),
            tr("A case is a JSON object with inputs."),
            tr("See the documentation of assess."),
        )
    case.pop("$schema", None)  # for editors
    shares = share_names()
    return {name: _as_shares(each) if name in shares else each for name, each in case.items()}


def _as_shares(given: Any) -> Any:
    """What is written in per cent, alone or as an end of a range, as the share that it is."""
    if isinstance(given, list):
        return [_as_shares(each) for each in given]
    if isinstance(given, dict):
        ends = ("value", "low", "high")
        return {key: _as_shares(each) if key in ends else each for key, each in given.items()}
    share = read_share(given) if isinstance(given, str) and "%" in given else None
    return given if share is None else share


def write_case(project: Project, path: Path) -> int:
    """Write what the project knows as a case file; says how many inputs it holds."""
    from reports.report import write_whole

    case = case_of(project)
    text = json.dumps(case, ensure_ascii=False, indent=2, allow_nan=False)
    with explaining(path):
        write_whole(path, f"{text}\n".encode())
    return len(case)


@dataclass(frozen=True)
class Taken:
    """The answers of a case file as one edit.

    ``left_out`` are the names that no question asks, ``own`` those that the project finds out itself.
    """

    edit: Several
    answers: int
    unknown: int
    left_out: tuple[str, ...]
    own: tuple[str, ...] = ()


def answers_in(case: Mapping[str, Any], name: str) -> Taken:
    """The answers of a case as one edit of a project, with ``name`` (of the file) as their source.

    Raises ``UserError`` naming an input that cannot be right; then nothing is taken. What is null or
    "unknown" becomes "I don't know".
    """
    _check(case)
    case = _in_its_currency(_with_both_error_costs(with_rights(case)))
    commands: list[SetFact] = []
    left_out = []
    unknown = 0
    for key, given in case.items():
        asked = question_of(key)
        if key == "currency":
            commands.append(_currency(given, name))
        elif key == RANKING_KEY:
            if given:  # an empty ranking ranks nothing
                commands.append(SetFact(RANKING_KEY, list(given), tr("what counts besides money")))
        elif key == PRICES:
            if given:
                commands.append(SetFact(PRICES, list(given), tr("your prices")))
        elif key == CASE_WORD:
            if isinstance(given, str) and given:
                commands.append(SetFact(WORD_KEY, given, tr("the word for one")))
        elif asked is None:
            left_out.append(key)
        elif _is_unknown(given):
            unknown += 1
            commands.append(SetFact(asked.key, None, asked.words, Provenance.UNKNOWN))
        else:
            commands.append(_answer(asked, given, name))
    if not commands:
        raise UserError(
            tr("“{name}” answers no question of the brief.", name=name),
            tr("It names {left_out} other things.", left_out=len(left_out))
            if left_out
            else tr("It is empty."),
            tr('A case is a JSON object such as {"labelled_examples": 200}.'),
        )
    return Taken(
        Several(tuple(commands), tr("take the answers of “{name}”", name=name)),
        len(commands) - unknown,
        unknown,
        tuple(key for key in left_out if key not in _OWN),
        tuple(key for key in left_out if key in _OWN - {"title"} and not _is_unknown(case[key])),
    )


def _with_both_error_costs(case: Mapping[str, Any]) -> dict[str, Any]:
    """One cost of a mistake is that of both kinds of mistake, where they are not told apart: as the engine takes it."""
    whole = dict(case)
    names = [name for name in ("error_cost", "error_cost_usd") if not _is_unknown(case.get(name))]
    if names:
        for kind in ("missed_cost", "false_alarm_cost"):
            if _is_unknown(whole.get(kind)):
                whole[kind] = whole[names[0]]
        del whole[names[0]]
    return whole


def _in_its_currency(case: dict[str, Any]) -> dict[str, Any]:
    """A project keeps every amount in its own currency, a case its budget in US dollars."""
    currency = case.get("currency")
    per_usd = currencies().get(currency.strip().upper(), 1.0) if isinstance(currency, str) else 1.0
    budget: Any = case.get(BUDGET)
    if per_usd == 1 or _is_unknown(budget):
        return case
    ends = _ends(budget)
    if isinstance(budget, Mapping):
        turned: Any = {
            key: each * per_usd if isinstance(each, int | float) else each
            for key, each in budget.items()
        }
    else:
        turned = budget * per_usd if ends is None else [end * per_usd for end in ends]
    return {**case, BUDGET: turned}


def _check(case: Mapping[str, Any]) -> None:
    """Both engines must be able to read it."""
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.need_for_ai import assess

    assess(case)
    BuildVsBuy(draws=200).evaluate(case)


def _is_unknown(given: Any) -> bool:
    if isinstance(given, Mapping) and "value" in given and "low" not in given:
        given = given["value"]
    return given is None or (isinstance(given, str) and given.strip().lower() in _UNKNOWN_WORDS)


def _answer(asked: Question, given: Any, name: str) -> SetFact:
    source, note = Provenance.GUESS, tr("from {name}", name=name)
    if isinstance(given, Mapping):
        source = _SOURCES.get(str(given.get("provenance", "")), source)
        note = str(given.get("source") or note)[:200]
        if source in {Provenance.UNKNOWN, Provenance.DEFAULT}:
            source = Provenance.GUESS
    return SetFact(asked.key, _value(asked, given), asked.words, source, note)


def _value(asked: Question, given: Any) -> Json:
    if asked.kind is Kind.FLAGS:
        flags = given.get("value") if isinstance(given, Mapping) else given
        return [flags] if isinstance(flags, str) else list(flags or ())
    ends = _ends(given)
    if isinstance(given, Mapping) and ends is None:
        given = given.get("value")
    if asked.kind is Kind.RANGE:
        low, high = ends if ends is not None else (given, given)
        return {"low": low, "high": high}
    if ends is not None:  # a range where the form asks for one number: its middle
        low, high = ends
        middle = given.get("value") if isinstance(given, Mapping) else None
        given = middle if middle is not None else (low + high) / 2
    if asked.kind is Kind.CHOICE:
        if isinstance(given, bool):
            given = next(word for word, means in YES.items() if means is given)
        return str(given)
    if asked.kind is Kind.LEVEL:
        return round(float(given))
    return given


def _ends(given: Any) -> tuple[float, float] | None:
    match given:
        case [low, high]:
            return low, high
        case {"low": low, "high": high}:
            return low, high
    return None


def _currency(given: Any, name: str) -> SetFact:
    code = str(given).strip().upper()
    if code not in currencies():
        raise UserError(
            tr("“{name}” gives its amounts in “{given}”.", name=name, given=str(given)),
            tr("That currency is not known here."),
            tr("Use one of {currencies}.", currencies=", ".join(currencies())),
        )
    return SetFact("currency", code, tr("the currency"))
