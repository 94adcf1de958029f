"""Files of cases: a table or JSON lines with `id`, `input` and, where there is one, `expected`, `group` and `slice`."""

from pathlib import Path

from estimators.base.errors import UserError, cannot_open
from estimators.base.sentence import tr
from estimators.measure.answer_row import USUAL_COLUMNS, OwnColumns, case_of_row
from estimators.measure.case import CaseFile, EvalCase, RowLoss, RowLosses
from estimators.measure.table_rows import check_size, json_lines, table_rows

_CASES = ("input", "expected")


def read_cases(path: Path, own: OwnColumns = USUAL_COLUMNS) -> CaseFile:
    """Read the cases; a file of answers that holds its cases in every row will do, too.

    - `own`: columns that somebody named; one may be slice and input at once.

    Of rows that say different things of one case the first counts, and the others are counted.
    Raises `UserError` where the file cannot be read, lacks the columns or holds no case.
    """
    check_size(path)
    losses = RowLosses()
    try:
        with path.open("rb") as file:
            json = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    except OSError as error:
        raise cannot_open(path) from error
    rows = json_lines(path, losses, own) if json else table_rows(path, _CASES, losses, own)
    cases: dict[str, EvalCase] = {}
    n = 0
    for row in rows:
        n += 1
        case = case_of_row(row.fields)
        if not case.id:
            losses.add(RowLoss.NO_ID, row.line)
        elif cases.setdefault(case.id, case) != case:
            losses.add(RowLoss.CONTRADICTED, row.line)
    if not cases:
        found = losses.found()
        raise UserError(
            tr("“{name}” holds no cases.", name=path.name),
            found[0].sentence if found else "",
            tr("Give a file with the columns id and input."),
        )
    return CaseFile(cases, n, losses.found())
