"""The sample projects: real data where there is data, and stories that say they are stories.

The photos are scikit-learn's bundled handwritten digits (part of the test set of "Optical Recognition of Handwritten
Digits", UCI Machine Learning Repository, CC BY 4.0, https://doi.org/10.24432/C50P49), written out as images. Nothing
is made up about them; the story around them is, and says so.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.errors import UserError
from estimators.base.sentence import data_file, tr

if TYPE_CHECKING:
    from desktop.jobs.worker import Cancelled, Progress
    from desktop.project.project import Project

PER_CLASS = 60
SCALE = 8  # 8 x 8 pixels become 64 x 64, so that a person can see them
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Sample:
    """One line of "Try a sample" on the welcome page."""

    id: str
    name: str
    words: str
    icon: str


_STORIES: dict[str, dict[str, Any]] = data_file(Path(__file__).with_name("samples.json"))
SAMPLES = tuple(
    Sample(id_, told["title"], told["words"], told["icon"]) for id_, told in _STORIES.items()
)


def sample_folder() -> Path:
    """Where samples live: the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("smart-enough", appauthor=False) / "samples"


def make_sample(sample_id: str, folder: Path | None = None) -> Path:
    """The project file of a sample, made where it is not there yet; an existing one is kept as the user left it."""
    sample = next((s for s in SAMPLES if s.id == sample_id), None)
    if sample is None:
        raise UserError(
            tr("There is no sample “{sample_id}”.", sample_id=sample_id),
            "",
            tr("Choose one of {id}.", id=", ".join(s.id for s in SAMPLES)),
        )
    from desktop.project.project import Project  # Welcome lists the samples without
    from desktop.project.trouble import explaining

    home = (folder or sample_folder()) / sample.id
    path = home / f"{sample.name}.smart"
    if path.exists():
        return path
    with explaining(home):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    unfinished = home / "unfinished.smart"
    with Project.create(unfinished, name=sample.name) as project:
        fill_sample(project, sample.id)
    unfinished.rename(path)
    return path


def fill_sample(project: "Project", sample_id: str) -> None:
    """Write the story of a sample into a new project; ``write_digits`` makes the photos of the digits."""
    from desktop.project import commands as edit
    from reports.provenance import Provenance

    told = _STORIES[sample_id]
    guessed = (Provenance.GUESS.value, tr("made up for the sample"))
    answers = []
    for key, value in told["facts"].items():
        source, note = told.get("sources", {}).get(key, guessed)
        answers.append(edit.SetFact(key, value, key.replace("_", " "), Provenance(source), note))
    project.do(edit.Several(answers, tr("fill in the sample")))
    if sample_id == "digits":
        project.do(edit.Several([edit.AddClass(word) for word in WORDS], tr("name the digits")))


def digits_folder(project: Path) -> Path:
    """Where the photos of the digits sample go: beside its project."""
    return project.parent / "digits"


def write_sample(folder: Path, progress: "Progress", _cancelled: "Cancelled") -> Path:
    """The job: write the bundled digits into ``folder``; scikit-learn takes a second to import."""
    progress(0, 1, tr("Writing 600 photos"))
    return write_digits(folder)


def write_digits(folder: Path, per_class: int = PER_CLASS) -> Path:
    """Write the bundled digits as PNG files, one folder a digit; returns the folder."""
    import numpy as np
    from PIL import Image
    from sklearn.datasets import load_digits

    from desktop.project.trouble import explaining

    digits = load_digits()
    for digit, word in enumerate(WORDS):
        target = folder / word
        with explaining(target):
            target.mkdir(parents=True, exist_ok=True)
            for number in np.flatnonzero(digits.target == digit)[:per_class]:
                ink = np.clip(digits.images[number] * (255 / 16), 0, 255).astype("uint8")
                image = Image.fromarray(255 - ink)
                image.resize((8 * SCALE, 8 * SCALE), Image.Resampling.BICUBIC).save(
                    target / f"{word}-{number:04d}.png"
                )
    return folder
