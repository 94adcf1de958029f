"""What a project keeps of its jobs, kind by kind: the name of each, its type, and how older files are read."""

from dataclasses import dataclass
from typing import Any, ClassVar

from desktop.project.records import RecordKind
from estimators.base.codec import Schema
from estimators.base.sentence import tr
from estimators.classifier.collection_plan import CollectionRequest
from estimators.classifier.data_issue import (
    LEAVE_OUT,
    NOT_ALL,
    WHETHER,
    HygieneReport,
    gate_with_words,
)
from estimators.classifier.evaluation_result import Loss
from estimators.classifier.issue_remark import issues_with_words
from estimators.classifier.training_result import AugmentationEffect, Certificate, Latency
from estimators.data_sufficiency.chance_to_reach import PossibleCurves
from estimators.data_sufficiency.forecast_result import Forecast
from estimators.data_sufficiency.plan import Required
from estimators.table.table_look import TableLook
from mock_ai.traffic.exchange import Agreement, RightShare

Document = dict[str, Any]


# --- the data ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Inspection:
    """What was found to mend. ``seen``: the ids of the examples whose side is chosen; None in older files: of all."""

    report: HygieneReport
    seen: tuple[int, ...] | None = None


def _inspection_from_printed(document: Document) -> None:
    """It was kept as ``inspect --json`` prints it; the oldest have no fixes, where a copy was always left out."""
    seen = document.pop("seen", None)
    for kind in ("leakage", "exact_duplicates"):
        for row in document.get(kind, ()):
            row.setdefault("fix", {"action": LEAVE_OUT, "paths": row["paths"][1:]})
    document.setdefault("modality", "photo")
    document.setdefault("classes", {})
    report = dict(document)
    document.clear()
    document.update(report=report, seen=seen)


def _inspection_with_sentences(document: Document) -> None:
    """What a gate found, and what to do about a shortcut, were parts of sentences."""
    report = document["report"]
    gate_with_words(report)
    for row in report.get("shortcuts", ()):
        why, _, advice = row["why"].partition(". ")
        if advice:
            row["why"], row["advice"] = (
                f"{why}.",
                NOT_ALL if "make sure" in advice.lower() else WHETHER,
            )


INSPECTION = RecordKind(
    "inspection",
    Schema(Inspection, (_inspection_from_printed, _inspection_with_sentences, issues_with_words)),
)


TABLE_LOOK = RecordKind("table", Schema(TableLook))
"""What was found of a table of facts; its fingerprint is that of `desktop.project.table_data`."""


@dataclass(frozen=True)
class CurveForecast:
    """A measured learning curve and its forecast.

    ``what_if`` is what other targets would take, ``curves`` are possible ones (None in older files), ``slice_paths`` the
    examples of each of the forecast's lacking slices, as far as they are known.
    """

    forecast: Forecast
    what_if: tuple[Required, ...] = ()
    curves: PossibleCurves | None = None
    slice_paths: tuple[tuple[str, ...], ...] = ()


def _curve_from_printed(document: Document) -> None:
    """It was kept as ``forecast --json`` prints it."""
    asked, curves = document.pop("asked", None), document.pop("curves", None)
    what_if = document.pop("what_if", ())
    for row in what_if:
        row["within"] = 0
    if document["required"]["target"] is None:
        document["required"] = None
    document["curve"] = document.pop("forecast")
    for point in document["measured"]:
        point["scores"] = []
    for row in document["by_class"]:
        row["name"] = row.pop("class")
    slice_paths = [row.pop("paths", []) for row in document.get("by_slice", ())]
    forecast = dict(document)
    document.clear()
    document.update(
        forecast=forecast, asked=asked, what_if=what_if, curves=curves, slice_paths=slice_paths
    )


def _curve_with_sentences(document: Document) -> None:
    """Its sentences were kept, instead of what they are made of; what its examples are called only the project knows."""
    forecast = document["forecast"]
    own = {"target": (forecast["required"] or {}).get("target")}
    own["currency"] = forecast["next_purchase"]["currency"]
    forecast["asked"] = document.pop("asked") or own
    sizes = [row["examples"] for row in forecast["by_class"]]
    if sizes:
        forecast["task"] = {"n_classes": len(sizes), "majority": max(sizes) / sum(sizes)}
    for row in forecast.get("by_slice", ()):
        row["right"] = round(row["accuracy"] * row["n"])
        row["n_others"] = round(row["n"] / row["share"]) - row["n"]
        row["right_others"] = round((row["accuracy"] + row["gap"]) * row["n_others"])
        if row["gain_per_example"] is not None:
            row["more_helps"] = "You lack" in row["sentence"]
        if row["slice"].startswith("in “"):
            row["folder"] = row["slice"][4:-1]


def _curve_with_words(document: Document) -> None:
    """A slice was kept as what it was called; a condition's name was its English word and still is."""
    for row in document["forecast"].get("by_slice", ()):
        called = row.pop("slice")
        row["condition"] = "" if row.get("folder") else called


CURVE = RecordKind(
    "learning curve",
    Schema(CurveForecast, (_curve_from_printed, _curve_with_sentences, _curve_with_words)),
)


@dataclass(frozen=True)
class TaskQuestion:
    """What is known of a task before it has data; ``n_classes`` None where that is not known either."""

    modalities: tuple[str, ...]
    n_classes: int | None
    target: float


@dataclass(frozen=True)
class TaskCounts:
    """How many examples of a kind such tasks took (None: out of reach), and the chance that the target is reached."""

    modality: str
    p10: int | None
    p50: int | None
    p90: int | None
    reachable: float


@dataclass(frozen=True)
class TaskForecast:
    """What tasks like this one took, for every kind of example that was asked about."""

    asked: TaskQuestion
    kinds: tuple[TaskCounts, ...]


TASK = RecordKind("task forecast", Schema(TaskForecast))


@dataclass(frozen=True)
class Suggestion:
    """An unlabelled example, and why its label would teach much, as `estimators.classifier.active_learning` has it.

    ``older_words`` is the sentence of older files, which kept nothing else.
    """

    path: str
    reason: str = ""
    classes: tuple[str, ...] = ()
    score: float = 0.0
    older_words: str = ""


@dataclass(frozen=True)
class Suggestions:
    """What to label, most useful first; of how many that were looked at, of how many, and how many labels there were."""

    rows: tuple[Suggestion, ...]
    looked_at: int = 0
    of: int = 0
    labelled: int = 0


def _suggestions_with_sentences(document: Document) -> None:
    for row in document["rows"]:
        row["older_words"] = row.pop("why")


LABEL_NEXT = RecordKind("label next", Schema(Suggestions, (_suggestions_with_sentences,)))


@dataclass(frozen=True)
class CollectionPlan:
    """What to collect, out of ``wrong`` of ``tested`` answers of the run with that number.

    ``sentences`` are the requests of older files, which kept nothing else of them that can be read.
    """

    requests: tuple[CollectionRequest, ...]
    run: int
    tested: int
    wrong: int
    sentences: tuple[str, ...] = ()


def _plan_of_wishes(document: Document) -> None:
    document["sentences"] = [row["text"] for row in document.pop("wishes")]
    document["requests"] = []


COLLECTION_PLAN = RecordKind("collection plan", Schema(CollectionPlan, (_plan_of_wishes,)))


@dataclass(frozen=True)
class MadeExamples:
    """What ``made`` variants of ``made_from`` examples did to the accuracy on real ones."""

    effect: AugmentationEffect
    made: int
    made_from: int


MADE_EXAMPLES = RecordKind(
    "made examples",
    Schema(MadeExamples, (lambda document: document.update(effect=document.pop("help")),)),
)


# --- the model files: records whose fingerprint is the model's SHA-256, and one of all that were checked -----------------


@dataclass(frozen=True)
class CheckedFile:
    """How a model file compares with its test, and its latency (None where no original was here)."""

    model_sha256: str
    certificate: Certificate
    latency: Latency | None


@dataclass(frozen=True)
class CheckedFiles:
    """What was asked of the runs' files after their numbers were shown, oldest first."""

    files: tuple[CheckedFile, ...] = ()


def _files_by_hash(document: Document) -> None:
    files = [{"model_sha256": sha256, **found} for sha256, found in document.items()]
    document.clear()
    document["files"] = files


CHECKED_FILES = RecordKind("model files", Schema(CheckedFiles, (_files_by_hash,)))
CERTIFICATE = RecordKind("certificate", Schema(Certificate))
SMALL_MODEL = RecordKind("8-bit model", Schema(Loss))


# --- the fake ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskedAnswerer:
    """Somebody who was asked: "recorded", "fake" or "model", and what that one is called."""

    id: str
    name: str


@dataclass(frozen=True)
class LeftOutExchanges:
    """How many exchanges were not compared.

    ``who`` gave no answer to compare ("": what was asked is not kept); ``reason`` is "refused", "fault", "no_answer" or
    "not_kept", in older files perhaps words.
    """

    json_names: ClassVar = {"who": "", "reason": ""}
    json_also: ClassVar = ("why",)

    who: str
    reason: str
    n: int

    @property
    def why(self) -> str:
        if not self.who:
            return tr("what was sent is not kept: it was asked on the Stage, or is too old")
        words = {
            "refused": tr("refused"),
            "fault": tr("a fault"),
            "no_answer": tr("no answer"),
            "not_kept": tr("what was answered is no longer kept"),
        }
        return f"{self.who}: {words.get(self.reason, self.reason)}"


@dataclass(frozen=True)
class Disagreement:
    """An exchange, by its number, where not all say the same; ``answers`` in the order of the answerers."""

    id: int
    name: str
    differs: str
    truth: str | None
    answers: tuple[str, ...]
    simulated: tuple[bool, ...]


@dataclass(frozen=True)
class ReplayResult:
    """What came of asking again, as it is printed; the first disagreements are in ``rows``.

    ``learned_from``: how many asked about what the model learned from, None where its file does not say.
    """

    exchanges: int
    compared: int
    answerers: tuple[AskedAnswerer, ...]
    agreement: tuple[Agreement, ...]
    right: tuple[RightShare, ...]
    left_out: tuple[LeftOutExchanges, ...]
    disagreements: int
    rows: tuple[Disagreement, ...]
    learned_from: int | None = 0


def _replay_with_sentences(document: Document) -> None:
    """Why exchanges were left out was kept in words."""
    reasons = {
        "a fault": "fault",
        "no answer": "no_answer",
        "what was answered is no longer kept": "not_kept",
    }
    for row in document["left_out"]:
        who, _, words = row.pop("why").partition(": ")
        of_answer = who in {one["id"] for one in document["answerers"]}
        row["who"] = who if of_answer else ""
        row["reason"] = reasons.get(words, words) if of_answer else "not_kept"


REPLAY = RecordKind("replay", Schema(ReplayResult, (_replay_with_sentences,)))


# --- the report ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeptReport:
    """The report that was written last: its pages, the SHA-256 of the file, and where it went."""

    pages: int = 0
    sha256: str = ""
    file: str = ""


REPORT = RecordKind("report", Schema(KeptReport))

RECORD_KINDS = (
    INSPECTION,
    TABLE_LOOK,
    CURVE,
    TASK,
    LABEL_NEXT,
    COLLECTION_PLAN,
    MADE_EXAMPLES,
    CHECKED_FILES,
    CERTIFICATE,
    SMALL_MODEL,
    REPLAY,
    REPORT,
)
