"""Cases from wherever they are: a table or JSON lines with `id`, `input` and, where there is one, `expected`, `group` and `slice`;
a folder of files, one folder a class where the classes are known; lines that somebody pasted.
"""

from pathlib import Path

from estimators.base.errors import UserError, cannot_open
from estimators.base.sentence import tr
from estimators.measure.answer_row import USUAL_COLUMNS, OwnColumns, case_of_row
from estimators.measure.case import CaseFile, EvalCase, RowLoss, RowLosses
from estimators.measure.table_rows import (
    check_names,
    check_size,
    json_lines,
    objects_of_lines,
    table_rows,
)

_CASES = ("input", "expected")


def read_cases(path: Path, own: OwnColumns = USUAL_COLUMNS, *, numbered: bool = False) -> CaseFile:
    """Read the cases; a file of answers that holds its cases in every row will do, too.

    - `own`: columns that somebody named; one may be slice and input at once.
    - `numbered`: where no column names the cases, they are numbered from 1 in the order of the rows.

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
    needed = _CASES[:1] if numbered else _CASES
    if json:
        objects = (record for _, record in objects_of_lines(path, RowLosses()))
        check_names(path, objects, needed, own, with_id=not numbered)
        rows = json_lines(path, losses, own)
    else:
        rows = table_rows(path, needed, losses, own, with_id=not numbered)
    cases: dict[str, EvalCase] = {}
    n = 0
    for row in rows:
        n += 1
        unnamed = numbered and "id" not in row.fields
        case = case_of_row({**row.fields, "id": str(n)} if unnamed else row.fields)
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


def cases_of_lines(text: str) -> CaseFile:
    """Cases from pasted lines: one a line, what is expected behind a tab where somebody wrote it (as a spreadsheet pastes it).

    A line that comes again with the same answer is the same case; with another, the first counts and the others are counted.
    Raises `UserError` where there is no line.
    """
    losses = RowLosses()
    cases: dict[str, EvalCase] = {}
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for at, line in lines:
        asked, _, expected = (part.strip() for part in line.partition("\t"))
        known = cases.setdefault(asked, EvalCase(str(len(cases) + 1), asked, expected or None))
        if (known.expected or "") != expected:
            losses.add(RowLoss.CONTRADICTED, at)
    if not cases:
        raise UserError(tr("There is no line."), "", tr("Paste one case a line."))
    return CaseFile({case.id: case for case in cases.values()}, len(lines), losses.found())


def cases_of_folder(folder: Path) -> CaseFile:
    """Cases from files: each is one, by its path from the folder; the folder that it lies in is the expected answer.

    Files that lie in no folder have none. A text file's input is its text, of others it is their path. Hidden files are passed over.
    Raises `UserError` where there is no file.
    """
    losses = RowLosses()
    cases: dict[str, EvalCase] = {}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    shown = [path for path in files if not any(p.startswith(".") for p in _parts(path, folder))]
    for path in shown:
        parts = _parts(path, folder)
        name = "/".join(parts)
        try:
            asked = path.read_text("utf-8-sig").strip() if path.suffix == ".txt" else name
        except (OSError, UnicodeDecodeError):
            losses.add(RowLoss.UNREADABLE)
            continue
        cases[name] = EvalCase(name, asked, parts[0] if len(parts) > 1 else None)
    if not cases:
        raise UserError(
            tr("“{name}” holds no files.", name=folder.name),
            "",
            tr("Give a folder with one file a case."),
        )
    return CaseFile(cases, len(shown), losses.found())


def _parts(path: Path, folder: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts
