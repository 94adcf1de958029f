"""The sample projects: real data where there is data, and stories that say they are stories.

The photos are scikit-learn's bundled handwritten digits (part of the test set of "Optical Recognition of Handwritten
Digits", UCI Machine Learning Repository, CC BY 4.0, https://doi.org/10.24432/C50P49), written out as images. Nothing
is made up about them; the story around them is, and says so.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.worker import Cancelled, Progress
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.trouble import explain
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.provenance import Provenance

DIGITS = tr("Handwritten digits")
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


SAMPLES = (
    Sample("digits", DIGITS, tr("photos · real data, a made-up story"), "photo"),
    Sample(
        "sales-tax", tr("Sales tax at checkout"), tr("no photos · when a rule is enough"), "table"
    ),
    Sample(
        "stylist", tr("Wardrobe stylist for a pitch"), tr("no users yet · a fake first"), "chat"
    ),
)

STORY = tr(
    "The digits are real: 600 of the 1,797 that come with scikit-learn (UCI, CC BY 4.0). "
    "The office, its clerks and their numbers are made up to show how a project looks."
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
    home = (folder or sample_folder()) / sample.id
    path = home / f"{sample.name}.smart"
    if path.exists():
        return path
    try:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    except OSError as error:
        raise explain(error, home) from error
    unfinished = home / "unfinished.smart"
    with Project.create(unfinished, name=sample.name) as project:
        fill_sample(project, sample.id)
    unfinished.rename(path)
    return path


def fill_sample(project: Project, sample_id: str) -> None:
    """Write the story of a sample into a new project; ``write_digits`` makes the photos of the digits."""
    facts = {"digits": _DIGITS, "sales-tax": _SALES_TAX, "stylist": _STYLIST}[sample_id]
    sources = _DIGITS_SOURCES if sample_id == "digits" else {}
    answers = []
    for key, value in facts.items():
        source, note = sources.get(key, (_GUESS, tr("made up for the sample")))
        answers.append(edit.SetFact(key, value, key.replace("_", " "), source, note))
    project.do(edit.Several(answers, tr("fill in the sample")))
    if sample_id == "digits":
        project.do(edit.Several([edit.AddClass(word) for word in WORDS], tr("name the digits")))


def digits_folder(project: Path) -> Path:
    """Where the photos of the digits sample go: beside its project."""
    return project.parent / "digits"


def write_sample(folder: Path, progress: Progress, _cancelled: Cancelled) -> Path:
    """The job: write the bundled digits into ``folder``; scikit-learn takes a second to import."""
    progress(0, 1, tr("Writing 600 photos"))
    return write_digits(folder)


def write_digits(folder: Path, per_class: int = PER_CLASS) -> Path:
    """Write the bundled digits as PNG files, one folder a digit; returns the folder."""
    import numpy as np
    from PIL import Image
    from sklearn.datasets import load_digits

    digits = load_digits()
    for digit, word in enumerate(WORDS):
        target = folder / word
        try:
            target.mkdir(parents=True, exist_ok=True)
            for number in np.flatnonzero(digits.target == digit)[:per_class]:
                ink = np.clip(digits.images[number] * (255 / 16), 0, 255).astype("uint8")
                image = Image.fromarray(255 - ink)
                image.resize((8 * SCALE, 8 * SCALE), Image.Resampling.BICUBIC).save(
                    target / f"{word}-{number:04d}.png"
                )
        except OSError as error:
            raise explain(error, target) from error
    return folder


_GUESS = Provenance.GUESS

# Guesses that were made up for the sample, apart from those with another source (``_DIGITS_SOURCES``).
_DIGITS: dict[str, Json] = {
    "story": STORY,
    "who": tr("Two clerks who type meter readings from paper cards"),
    "volume_per_month": {"low": 18_000, "high": 26_000},
    "today": tr("A clerk reads every digit and types it; a second one checks 1 card in 10."),
    "today_accuracy": {"low": 0.9, "high": 0.97},
    "miss_cost": {"low": 0.2, "high": 1.2},
    "false_alarm_cost": {"low": 0.05, "high": 0.2},
    "right_value": {"low": 0.15, "high": 0.45},
    "human_in_loop": "yes",
    "answer_seconds": 1,
    "accuracy_gate": None,
    "label_cost": {"low": 0.02, "high": 0.08},
    "user_pain": 3,
    "pain_evidence": "metrics",
    "demand_validated": "yes",
    "active_users": 12,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": "yes",
    "regulatory_tier": "minimal",
    "data_owned": "yes",
    "data_uniqueness": 2,
    "data_may_leave_premises": "no",
    "differentiation": 1,
    "commodity_api_available": "yes",
    "commodity_fit": 3,
    "ml_engineers": 0,
    "engineers": 1,
    "budget_usd": 20_000,
    "deadline_weeks": 12,
    "launch.owner": tr("The head of meter reading"),
    "launch.way_back": tr("The shift lead turns it off; the clerks type by hand again, 5 minutes."),
    "launch.tripwires": [
        {
            "metric": tr("the share of right digits in the daily sample"),
            "direction": "below",
            "threshold": "90%",
            "window": "a week",
            "action": tr("type by hand again and look at what changed"),
            "owner": tr("The head of meter reading"),
        }
    ],
    "ready.eu_ai_act.prohibited_practice": "no",
    "ready.eu_ai_act.area": "none",
    "risk.safety_part": "no",
    "ready.eu_ai_act.transparency": "no",
    "risk.about_people": "no",
    "ready.data_readiness.A": "yes",
    "ready.ml_test_score.data.2": "na",
    "ready.ml_test_score.data.5": "partly",
    "ready.ml_test_score.model.7": "na",
    "ready.ml_test_score.infrastructure.6": "partly",
    "ready.ml_test_score.monitoring.7": "partly",
    "ready.nist_ai_rmf.map.1": "yes",
    "ready.nist_ai_rmf.map.2": "yes",
    "ready.nist_ai_rmf.govern.4": "partly",
    "ready.hax.1": "yes",
    "ready.hax.8": "yes",
    "ready.hax.6": "na",
    "ready.hax.18": "no",
}

_SALES_TAX: dict[str, Json] = {
    "story": tr("A made-up shop, to show a problem that needs no AI."),
    "who": tr("A web shop that must add the right sales tax to each order"),
    "volume_per_month": {"low": 90_000, "high": 150_000},
    "today": tr("A table of rates that a bookkeeper keeps by hand."),
    "today_accuracy": {"low": 0.985, "high": 0.999},
    "miss_cost": {"low": 40, "high": 300},
    "human_in_loop": "no",
    "user_pain": 4,
    "pain_evidence": "metrics",
    "demand_validated": "yes",
    "active_users": 40_000,
    "explicit_rules_possible": "yes",
    "error_cost_level": "high",
    "error_reversible": "yes",
    "regulatory_tier": "minimal",
    "commodity_api_available": "yes",
    "commodity_fit": 5,
}

_STYLIST: dict[str, Json] = {
    "story": tr("Two made-up founders, to show an idea whose demand nobody has seen yet."),
    "who": tr("People who stand before a full wardrobe with nothing to wear"),
    "today": tr("They scroll through pictures, or ask a friend."),
    "user_pain": 2,
    "pain_evidence": "anecdotal",
    "demand_validated": "no",
    "active_users": 0,
    "explicit_rules_possible": "no",
    "error_cost_level": "negligible",
    "error_reversible": "yes",
    "human_in_loop": "yes",
    "budget_usd": 5000,
    "deadline_weeks": 5,
}

_DIGITS_SOURCES = {
    "story": (Provenance.PUBLISHED, tr("scikit-learn, UCI")),
    "accuracy_gate": (Provenance.UNKNOWN, ""),
    "ready.ml_test_score.data.2": (_GUESS, tr("a photo is one input; made up for the sample")),
    "ready.ml_test_score.model.7": (_GUESS, tr("it reads digits; made up for the sample")),
    "ready.hax.6": (_GUESS, tr("it reads digits; made up for the sample")),
}
