"""Files of answers, whatever tool wrote them; and one candidate's answers matched with the cases.

Told by what is in it, not by its name: a table, JSON lines, promptfoo's results, a log of Inspect, a record of OpenAI's
evals. Nothing is dropped in silence: what does not count is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from estimators.base.codec import MismatchError, parse
from estimators.base.errors import UserError, cannot_open
from estimators.base.phrase import cut, listed, quoted
from estimators.base.sentence import tr
from estimators.measure.answer_row import (
    USUAL_COLUMNS,
    OwnColumns,
    answer_of_row,
    case_of_row,
    fields_in_row,
    row_fields,
)
from estimators.measure.case import (
    AnswerFile,
    CandidateAnswer,
    CandidateAnswers,
    EvalCase,
    LeftOut,
    RowLoss,
    RowLosses,
)
from estimators.measure.endpoint.answer_log import answers_in_log, is_log
from estimators.measure.inspect_log import InspectReader, eval_archive, model_of
from estimators.measure.json_array import array_elements, value_in
from estimators.measure.openai_evals import OpenAIEvalsReader
from estimators.measure.promptfoo_results import PromptfooReader
from estimators.measure.table_rows import (
    FieldRow,
    check_names,
    check_size,
    json_lines,
    objects_of_lines,
    table_rows,
)

_ANSWERED = ("answer", "passed", "human", "judge")
"""A run of a task may be told by whether it passed, an answer by its grades."""
_TOLD = (*_ANSWERED, "error")
_NAMES_SHOWN = 5
_START = 4096
_LONGEST_LINE = 1 << 20
"""A document that was written in one line is longer, and is not read for a look at it."""


def read_answers(path: Path, own: OwnColumns = USUAL_COLUMNS) -> AnswerFile:
    """Read a file of answers.

    - `own`: columns that somebody named.

    Raises `UserError` where the file cannot be read, is something else, or holds no answer.
    """
    check_size(path)
    losses = RowLosses()
    try:
        with path.open("rb") as file:
            start = file.read(_START).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise cannot_open(path) from error
    if start.startswith(b"PK") and path.suffix == ".eval":
        found = _inspect_archive(path, losses)
    elif start[:1] == b"[":
        check_names(path, array_elements(path, (), RowLosses()), _TOLD, own)
        found = _rows(path, _array_rows(path, losses, own), losses)
    elif start[:1] == b"{":
        found = _json(path, losses, own)
    else:
        found = _rows(path, table_rows(path, _ANSWERED, losses, own), losses)
    if not any(found.candidates.values()):
        first = found.left_out[0].sentence if found.left_out else ""
        raise UserError(
            tr("“{name}” holds no answers.", name=path.name),
            first,
            tr("Give a file with the columns id and answer."),
        )
    return found


def answers_to(
    cases: Mapping[str, EvalCase], file: AnswerFile, candidate: str = ""
) -> CandidateAnswers:
    """Match the answers of one candidate of a file with the cases.

    Where ids are unknown, or are known and mean other inputs (a tool that numbers its cases), answers go by the input of the
    file's own cases. An answer to a case that does not exist is
    left out, of two to one case in one trial the first counts, a case without an answer is named: all of it is counted.

    Raises `UserError` where the file has several candidates and none of this name, or none of its answers is to a case.
    """
    given = _of_candidate(file, candidate)
    by_input = _by_input(cases, file, given)
    losses = RowLosses()
    kept: dict[str, dict[int, CandidateAnswer]] = {}
    for answer in given:
        name = answer.case
        if by_input:
            name = by_input.get(_own_input(file, name), "")
        if name not in cases:
            losses.add(RowLoss.UNKNOWN_CASE)
        elif answer.trial in kept.setdefault(name, {}):
            losses.add(RowLoss.DOUBLED)
        else:
            if name != answer.case:
                losses.add(RowLoss.MATCHED_BY_INPUT)
            if answer.error:
                losses.add(RowLoss.FAILED)
            elif answer.is_empty:
                losses.add(RowLoss.NO_ANSWER)
            own = answer if name == answer.case else replace(answer, case=name)
            kept[name][answer.trial] = own
    if not any(kept.values()):
        raise UserError(
            tr("None of the answers in “{name}” is to one of the cases.", name=file.name),
            tr("Their first id is “{id}”.", id=cut(given[0].case, 40)) if given else "",
            tr("Give both files the same ids."),
        )
    if absent := len(cases) - len(kept):
        losses.add(RowLoss.NOT_ASKED, n=absent)
    ordered = {
        name: tuple(trials[at] for at in sorted(trials)) for name, trials in kept.items() if trials
    }
    return CandidateAnswers(candidate or file.name, ordered, _joined(file.left_out, losses))


def _by_input(
    cases: Mapping[str, EvalCase], file: AnswerFile, given: Sequence[CandidateAnswer]
) -> dict[str, str]:
    """The ids of cases by their inputs, where that is what tells which answer is to which; else empty."""
    inputs = {_plain(case.input): case.id for case in cases.values() if case.input}
    if len(inputs) < sum(bool(case.input) for case in cases.values()):
        return {}  # two cases have one input
    names = dict.fromkeys(answer.case for answer in given)
    known = [name for name in names if name in cases]
    agreeing = sum(_own_input(file, name) in ("", _plain(cases[name].input)) for name in known)
    found = sum(_own_input(file, name) in inputs for name in names)
    return inputs if 2 * agreeing < len(names) and found > agreeing else {}


def _own_input(file: AnswerFile, name: str) -> str:
    own = file.cases.get(name)
    return _plain(own.input) if own else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _joined(read: Sequence[LeftOut], losses: RowLosses) -> tuple[LeftOut, ...]:
    return (*read, *losses.found())


def _of_candidate(file: AnswerFile, name: str) -> tuple[CandidateAnswer, ...]:
    if name in file.candidates:
        return file.candidates[name]
    if len(file.candidates) == 1:
        return next(iter(file.candidates.values()))
    shown = [quoted(one) for one in list(file.candidates)[:_NAMES_SHOWN]]
    raise UserError(
        tr("“{name}” holds the answers of several candidates.", name=file.name),
        tr("They are {listed}.", listed=listed(shown))
        if len(file.candidates) <= _NAMES_SHOWN
        else tr("The first are {listed}.", listed=listed(shown)),
        tr("Call the candidate as the file does."),
    )


def _json(path: Path, losses: RowLosses, own: OwnColumns) -> AnswerFile:
    """JSON lines where the first line is an object of its own, else a document."""
    with path.open("rb") as file:
        line = file.readline(_LONGEST_LINE)
    try:
        first = parse(line.strip().removeprefix(b"\xef\xbb\xbf"), dict[str, Any])
    except MismatchError:  # begins over several lines, or is damaged
        found = _document(path, losses)
        return found if found.rows else _lines(path, losses, own)
    if is_log(line):
        return _log(path, losses)
    if isinstance(first.get("results"), dict | list) or isinstance(first.get("samples"), list):
        return _document(path, losses)
    if {"type", "sample_id"} <= first.keys() or "spec" in first:
        return _openai(path, losses)
    if "provider" in first and {"promptIdx", "testIdx", "vars"} & first.keys():
        reader = PromptfooReader(losses)
        reader.read(record for _, record in objects_of_lines(path, losses))
        return _file(path, reader.rows, reader.candidates(), reader.cases, losses)
    return _lines(path, losses, own)


def _lines(path: Path, losses: RowLosses, own: OwnColumns) -> AnswerFile:
    check_names(path, (record for _, record in objects_of_lines(path, RowLosses())), _TOLD, own)
    return _rows(path, json_lines(path, losses, own), losses)


def _log(path: Path, losses: RowLosses) -> AnswerFile:
    candidates, contents = answers_in_log(path)
    if contents.unreadable:
        losses.add(RowLoss.UNREADABLE, n=contents.unreadable)
    if contents.torn:
        losses.add(RowLoss.BROKEN_OFF)
    return _file(path, sum(map(len, candidates.values())), candidates, {}, losses)


def _document(path: Path, losses: RowLosses) -> AnswerFile:
    heads: list[tuple[str, str]] = []
    elements = array_elements(
        path, ("samples", "results"), losses, lambda key, head: heads.append((key, head))
    )
    first = list(islice(elements, 1))
    if heads and heads[0][0] == "samples":
        samples = InspectReader(losses)
        samples.read(chain(first, elements))
        name = model_of(value_in(heads[0][1], "eval"))
        return _file(path, samples.rows, {name: tuple(samples.answers)}, samples.cases, losses)
    rows = PromptfooReader(losses)
    rows.read(chain(first, elements))
    return _file(path, rows.rows, rows.candidates(), rows.cases, losses)


def _inspect_archive(path: Path, losses: RowLosses) -> AnswerFile:
    header, samples = eval_archive(path, losses)
    reader = InspectReader(losses)
    reader.read(samples)
    answers = {model_of(header): tuple(reader.answers)}
    return _file(path, reader.rows, answers, reader.cases, losses)


def _openai(path: Path, losses: RowLosses) -> AnswerFile:
    reader = OpenAIEvalsReader(losses)
    reader.read(objects_of_lines(path, losses))
    return _file(path, reader.rows, {reader.name: reader.answers}, reader.cases, losses)


def _array_rows(path: Path, losses: RowLosses, own: OwnColumns) -> Iterable[FieldRow]:
    """The objects of a file that is one array, as rows of JSON lines."""
    for number, record in enumerate(array_elements(path, (), losses), start=1):
        if not isinstance(record, dict):
            losses.add(RowLoss.UNREADABLE, number)
            continue
        places = row_fields(tuple(record), own)
        yield FieldRow(number, fields_in_row(places, list(record.values())))


def _rows(path: Path, rows: Iterable[FieldRow], losses: RowLosses) -> AnswerFile:
    candidates: dict[str, list[CandidateAnswer]] = {}
    cases: dict[str, EvalCase] = {}
    n = 0
    for row in rows:
        n += 1
        answer = answer_of_row(row.fields, losses, row.line)
        if not answer.case:
            losses.add(RowLoss.NO_ID, row.line)
            continue
        candidates.setdefault(str(row.fields.get("candidate") or "").strip(), []).append(answer)
        if answer.case not in cases:
            cases[answer.case] = case_of_row(row.fields)
    named = {name: tuple(answers) for name, answers in candidates.items()}
    return _file(path, n, named, cases, losses)


def _file(
    path: Path,
    rows: int,
    candidates: Mapping[str, tuple[CandidateAnswer, ...]],
    cases: Mapping[str, EvalCase],
    losses: RowLosses,
) -> AnswerFile:
    return AnswerFile(path.name, rows, candidates, cases, losses.found())
