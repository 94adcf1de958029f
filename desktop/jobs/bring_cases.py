"""Bringing cases in, off the GUI thread: from tables, folders and pasted lines, or what people asked the fake.

What nearly repeats a case that is there, or an earlier one of what is brought, comes in set aside, with the name of that one.
What is there already, word for word and under its name, is left out and counted.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.jobs.worker import Cancelled, Progress
from desktop.project.measure_records import NewCase
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.measure.answer_row import OwnColumns
from estimators.measure.case import CaseFile, EvalCase, LeftOut
from estimators.measure.case_file import cases_of_folder, cases_of_lines, read_cases
from estimators.measure.table_rows import UnknownColumnsError

FUNCTION = "desktop.jobs.bring_cases:bring_cases"
MOST_CASES = 20_000
_LINES = (".txt", ".md", ".text")
_DIGITS = 4


@dataclass(frozen=True)
class BringCases:
    """What to bring into the project at `project`: files and folders, pasted lines, what the journal holds, or what was kept as examples.

    `columns`: what a person said of the columns of a table, by its path.
    """

    project: Path
    paths: tuple[Path, ...] = ()
    text: str = ""
    journal: bool = False
    examples: bool = False
    columns: tuple[tuple[Path, OwnColumns], ...] = ()


@dataclass(frozen=True)
class UnknownTable:
    """A table whose columns a person has to explain: their names, and the cells of the first rows."""

    path: Path
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BroughtCases:
    """Cases that are about to be added; `known`: how many were there already. `left_out`: sentences.

    `unknown`: a table that has to be explained before anything is added.
    """

    cases: tuple[NewCase, ...]
    known: int = 0
    left_out: tuple[str, ...] = ()
    unknown: UnknownTable | None = None

    @property
    def aside(self) -> int:
        """How many repeat another."""
        return sum(bool(one.aside) for one in self.cases)


def bring_cases(request: BringCases, progress: Progress, cancelled: Cancelled) -> BroughtCases:
    """The job: read, number, and set aside what repeats another.

    Raises `UserError` where nothing can be read, or it is more than a project may hold.
    """
    progress(0, 100, tr("Reading"))
    with Project.open_beside(request.project) as project:
        there = [one.case for one in project.measured.cases() if not one.aside]
        names = {one.case.id for one in project.measured.cases()}
        found = _read(request, project)
    if isinstance(found, UnknownTable):
        return BroughtCases((), unknown=found)
    read, sentences = found
    if len(read) + len(names) > MOST_CASES:
        raise UserError(
            tr("That is more than a project holds."),
            tr("It has room for {most} cases.", most=MOST_CASES),
            tr("Bring a part of them, drawn by lot."),
        )
    known = {(one.input, one.expected, one.id) for one in there}
    fresh = [one for one in read if (one.input, one.expected, one.id) not in known]
    contents = _contents(fresh, request.paths)
    progress(5, 100, tr("Looking for repeats"))
    marked = tuple(_marked(there, _named(fresh, names), contents, progress, cancelled))
    return BroughtCases(marked, len(read) - len(fresh), sentences)


def _read(
    request: BringCases, project: Project
) -> tuple[list[EvalCase], tuple[str, ...]] | UnknownTable:
    found: list[EvalCase] = []
    sentences: list[str] = []
    for part in _parts(request):
        if isinstance(part, UnknownTable):
            return part
        found += part.cases.values()
        sentences += _words(part.left_out)
    if request.journal:
        asked, lost = _asked(project)
        found += [EvalCase(str(at), said) for at, said in enumerate(asked, start=1)]
        if lost:
            sentences.append(
                tr_plural(
                    "Of {n} request nothing that can be read is kept.",
                    "Of {n} requests nothing that can be read is kept.",
                    lost,
                )
            )
        if not asked:
            raise UserError(
                tr("Nobody has asked the fake anything in words yet."),
                " ".join(sentences),
                tr("Serve it, let people ask, and come back."),
            )
    if request.examples:
        found += _kept(project)
    return found, tuple(sentences)


def _kept(project: Project) -> list[EvalCase]:
    """What an earlier version kept for showing: texts by what they say, files by their path."""
    return [
        EvalCase("", project.text(one) or one.path, one.class_name, one.belongs)
        for one in project.examples()
        if one.readable
    ]


def _parts(request: BringCases) -> Iterator[CaseFile | UnknownTable]:
    said = dict(request.columns)
    if request.text.strip():
        yield _without_names(cases_of_lines(request.text))
    for path in request.paths:
        if path.is_dir():
            yield cases_of_folder(path)
        elif path.suffix.lower() in _LINES:
            try:
                text = path.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise UserError(
                    tr("“{name}” cannot be read.", name=path.name),
                    "",
                    tr("Save it as text in UTF-8."),
                ) from error
            yield _without_names(cases_of_lines(text))
        else:
            try:
                found = read_cases(path, said.get(path, OwnColumns(likely=True)), numbered=True)
            except UnknownColumnsError as error:
                if not error.names:
                    raise
                yield UnknownTable(path, error.names, error.rows)
                return
            in_order = [str(at) for at in range(1, found.rows + 1)]
            yield _without_names(found) if set(found.cases) <= set(in_order) else found


def _without_names(found: CaseFile) -> CaseFile:
    """Those that were only numbered get their numbers in this project."""
    unnamed = {name: replace(case, id="") for name, case in found.cases.items()}
    return CaseFile(unnamed, found.rows, found.left_out)


def _asked(project: Project) -> tuple[list[str], int]:
    from mock_ai.traffic.exchange import from_stored
    from mock_ai.traffic.recorded_example import recorded_questions

    requests = project.requests
    rows = reversed(requests.rows())
    calls = (from_stored(row, requests.wire(int(row["id"]))) for row in rows)
    return recorded_questions(calls, requests.media)


def _words(left_out: Iterable[LeftOut]) -> list[str]:
    return [one.sentence for one in left_out]


def _named(cases: Sequence[EvalCase], taken: set[str]) -> list[EvalCase]:
    """Each with a name of its own: a number with four digits where it has none."""
    names, number, found = set(taken), len(taken), []
    for case in cases:
        name = case.id
        while not name:
            number += 1
            wanted = f"{number:0{_DIGITS}d}"
            name = "" if wanted in names else wanted
        again, wanted = 1, name
        while name in names:
            again += 1
            name = f"{wanted} ({again})"
        names.add(name)
        found.append(replace(case, id=name))
    return found


def _contents(cases: Sequence[EvalCase], folders: Sequence[Path]) -> dict[int, str]:
    """Of each case whose input is the name of a file: a hash of what is in that file, by its place."""
    found: dict[int, str] = {}
    for at, case in enumerate(cases):
        files = (folder / case.id for folder in folders if case.input == case.id)
        file = next((file for file in files if file.is_file()), None)
        if file is not None:
            with file.open("rb") as opened:
                found[at] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found


def _marked(
    there: Sequence[EvalCase],
    cases: Sequence[EvalCase],
    contents: Mapping[int, str],
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[NewCase]:
    """Texts are set aside where they say nearly the same, files where they are the same."""
    from estimators.classifier.progress import stretch
    from estimators.measure.near_cases import near_copies

    every = [*there, *cases]
    start = len(there)
    texts = ["" if at - start in contents else one.input for at, one in enumerate(every)]
    copies = near_copies(texts, stretch(progress, 5, 100, 100), cancelled)
    first: dict[str, int] = {}
    for at, content in contents.items():
        same = first.setdefault(content, start + at)
        if same != start + at:
            copies[start + at] = same
    for at, case in enumerate(cases, start=start):
        yield NewCase(case, aside=every[copies[at]].id if at in copies else "")
