"""The sample projects, at least one of each kind and one on a table: something to show, and a story that says that it is one.

What is in a set is said where it lies (`mock_ai.ready_made`); the story around it is made up, and says so.
"""

import csv
import shutil
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.codec import convert
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import noun
from estimators.base.sentence import data_file, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.jobs.worker import Cancelled, Progress
    from desktop.project.file import Command
    from desktop.project.project import Project
    from mock_ai.ready_made import ReadyMadeSet

_PEOPLE = (tr("Ada (made up)"), tr("Bruno (made up)"), tr("Chen (made up)"))
_IN_A_BLOCK = 18
_SHOWN = (
    (0.9, 17, 1),
    (0.8, 14, 3),
    (0.7, 10, 5),
)  # how right it was; of a block, taken and corrected
_BAR = 0.85
TRAINED = "recycling"  # the sample that has photos to learn from, and so something in every stage


@dataclass(frozen=True)
class Sample:
    """A sample as ``samples.json`` has it.

    Attributes
    ----------
    kind, goes_in, word
        Its kind, what goes in, and what one of its cases is called.
    title, shows
        What its tile says.
    ready_made
        The name of the ready-made set that it shows, that of its file; empty for the first of its kind.
    table, rows, answer
        The bundled table of scikit-learn that it learns from, how many rows it has, and what the column of answers is called;
        empty where it shows a ready-made set.
    facts, sources
        What is answered, and from where; an answer without a source is made up.
    """

    id: str
    kind: str
    title: str
    shows: str
    word: str
    goes_in: tuple[str, ...]
    facts: dict[str, Any]
    sources: dict[str, tuple[str, str]]
    ready_made: str = ""
    table: str = ""
    rows: int = 0
    answer: str = ""

    @property
    def learns(self) -> bool:
        """Whether it has something to be trained on: a table, or photos in classes."""
        return bool(self.table) or (self.kind == "classify" and self.goes_in == ("photo",))

    @property
    def shown_set(self) -> "ReadyMadeSet":
        """The ready-made set that it shows; KeyError where its kind has none of that name."""
        from mock_ai.ready_made import ready_made_sets

        sets = {each.name: each for each in ready_made_sets(self.kind)}
        return sets[self.ready_made or next(iter(sets))]

    @property
    def count(self) -> str:
        """How much there is of it: "160 photos"."""
        if self.table:
            return count(self.rows, "row")
        return count(len(self.shown_set.items), noun(self.word))


def _samples() -> tuple[Sample, ...]:
    stories = data_file(Path(__file__).with_name("samples.json"))
    listed = [{"id": id_, "sources": {}, **told} for id_, told in stories.items()]
    return convert(listed, tuple[Sample, ...])


SAMPLES = _samples()


def sample_folder() -> Path:
    """Where samples live: the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("smart-enough", appauthor=False) / "samples"


def sample_named(sample_id: str) -> Sample:
    """The sample of that id; `UserError` where there is none."""
    found = next((each for each in SAMPLES if each.id == sample_id), None)
    if found is None:
        raise UserError(
            tr("There is no sample “{sample_id}”.", sample_id=sample_id),
            "",
            tr("Choose one of {id}.", id=", ".join(each.id for each in SAMPLES)),
        )
    return found


def make_sample(sample_id: str, folder: Path | None = None) -> Path:
    """The project file of a sample, made where it is not there yet; an existing one is kept as the user left it."""
    sample = sample_named(sample_id)
    from desktop.project.project import Project  # New project lists the samples without
    from desktop.project.trouble import explaining

    home = (folder or sample_folder()) / sample.id
    path = home / f"{sample.title}.smart"
    if path.exists():
        return path
    with explaining(home):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    unfinished = home / "unfinished.smart"
    with Project.create(unfinished, name=sample.title) as project:
        fill_sample(project, sample.id)
        if sample.id == TRAINED:
            _show_fake(project)
    unfinished.rename(path)
    return path


def fill_sample(project: "Project", sample_id: str) -> None:
    """Write the story of a sample into a new project; ``write_data`` brings what one learns from."""
    from desktop.project import commands as edit
    from desktop.project.product import READY_MADE_KEY, set_product
    from reports.provenance import MADE_UP, Provenance

    sample = sample_named(sample_id)
    there = None if sample.table else sample.shown_set
    made_up = (Provenance.GUESS.value, MADE_UP)
    answers: list[Command] = [*set_product(None, sample.kind, sample.goes_in, sample.word)]
    if there is not None:
        words, published = tr("the ready-made set"), Provenance.PUBLISHED
        answers.append(edit.SetFact(READY_MADE_KEY, there.name, words, published, there.source))
    for key, value in sample.facts.items():
        source, note = sample.sources.get(key, made_up)
        answers.append(edit.SetFact(key, value, key.replace("_", " "), Provenance(source), note))
    project.do(edit.Several(answers, tr("fill in the sample")))
    if sample.kind == "classify" and there is not None:
        names = sorted({str(item.good) for item in there.items})
        project.do(edit.Several([edit.AddClass(name) for name in names], tr("name the classes")))


def _show_fake(project: "Project") -> None:
    """A demo session with people who are made up, as their names say, and the bar that somebody set after it."""
    from desktop.project import commands as edit
    from desktop.project.records import BarOrigin, SessionNotes, ShownScenario
    from mock_ai.reaction import OUTCOMES, Reaction
    from reports.provenance import Provenance

    notes = SessionNotes(people=", ".join(_PEOPLE), note=tr("Made up for the sample."))
    session = project.append_session(ShownScenario(tr("The promise"), _SHOWN[0][0]), notes)
    for block, (right, taken, corrected) in enumerate(_SHOWN):
        rejected = _IN_A_BLOCK - taken - corrected
        did = zip(OUTCOMES, (taken, corrected, rejected), strict=True)
        outcomes = [outcome for outcome, times in did for _ in range(times)]
        for person, outcome in zip(cycle(_PEOPLE), outcomes, strict=False):
            said = Reaction("", "", right, outcome, person=person, block=block)
            project.append_reaction(session, said)
    reason = tr("It should do better than what most people of the session took.")
    project.do(edit.SetBar(_BAR, BarOrigin.OWN, Provenance.GUESS, reason))


@dataclass(frozen=True)
class SampleData:
    """Write what the sample learns from into a folder."""

    sample: str
    folder: Path


def data_folder(project: Path) -> Path:
    """Where that goes: beside its project."""
    return project.parent / "data"


def write_sample(request: SampleData, progress: "Progress", cancelled: "Cancelled") -> Path:
    """The job: write the photos or the table of a sample; returns the folder, or the file."""
    from desktop.jobs.worker import JobCancelled

    def step(done: int, total: int) -> None:
        if cancelled():  # opening the sample again writes it anew
            raise JobCancelled
        progress(done, total, tr("Writing what the sample learns from"))

    step(0, 1)
    return write_data(request.sample, request.folder, step)


def write_data(
    sample_id: str, folder: Path, step: "Callable[[int, int], None]" = lambda _done, _total: None
) -> Path:
    """Write the table of a sample, or its photos in a folder a class; returns the file or the folder."""
    from desktop.project.trouble import explaining

    sample = sample_named(sample_id)
    if sample.table:
        with explaining(folder):
            return _write_table(sample, folder / f"{sample.id}.csv")
    items = sample.shown_set.items
    for number, item in enumerate(items):
        step(number, len(items))
        assert isinstance(item.input, Path)
        target = folder / str(item.good)
        with explaining(target):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(item.input, target / item.input.name)
    return folder


def _write_table(sample: Sample, path: Path) -> Path:
    """A set that comes with scikit-learn as a CSV, the answer last."""
    from sklearn import datasets

    found = getattr(datasets, f"load_{sample.table}")()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*map(str, found.feature_names), sample.answer])
        for cells, answer in zip(found.data.tolist(), found.target.tolist(), strict=True):
            writer.writerow([*(f"{cell:.6g}" for cell in cells), found.target_names[answer]])
    return path
