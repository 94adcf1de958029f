"""Putting the request journal to the fake and to the real model, off the GUI thread."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.jobs.journal_out import opened, walk
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from desktop.project.record_kinds import AskedAnswerer, Disagreement, LeftOutExchanges, ReplayResult
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.classifier.training_fingerprints import TrainingFingerprints
    from mock_ai.traffic.replay import ComparedAnswers, ReplayClient, Replayed

FAKE, MODEL = "fake", "model"
MOST_LISTED = 500


@dataclass(frozen=True)
class ReplayJournal:
    """Which exchanges to put to whom.

    ``source`` is a project or a HAR file. The fake is the active scenario of the project, or that of ``scenario``; the
    model is that of the run in use, or ``model``.
    """

    source: Path
    targets: tuple[str, ...]
    choice: ExchangeFilter = field(default_factory=ExchangeFilter)
    scenario: Path | None = None
    model: Path | None = None


def replay_journal(
    request: ReplayJournal, progress: Progress, cancelled: Cancelled
) -> ReplayResult:
    """The job: ask again, compare, and list what differs."""
    from mock_ai.traffic.replay import Replay

    with (
        _answerers(request) as (answerers, truth, names),
        opened(request.source, request.choice) as source,
    ):
        # Being right on what it was taught says nothing about the model, so nobody is measured on that.
        taught = {key for key in truth if answerers.taught(key)}
        unseen = {key: name for key, name in truth.items() if key not in taught}
        asks = {name: asking.ask for name, asking in answerers.asked.items()}
        replay = Replay(asks, unseen)
        learned = 0
        for call in walk(source, progress, cancelled, tr("Asking")):
            learned += str(call.summary.get("sha256")) in taught
            replay.put(call, source.find)
        result = replay.result()
    unsaid = answerers.model is not None and truth and answerers.learned_from is None
    return _result(result, names, len(source.rows), None if unsaid else learned)


@dataclass(frozen=True)
class _Answerers:
    """Who is asked, by name, and the model among them."""

    asked: "dict[str, ReplayClient]"
    model: "OnnxClassifier | None"

    @property
    def learned_from(self) -> "TrainingFingerprints | None":
        return self.model.facts.learned_from if self.model is not None else None

    def taught(self, key: str) -> bool:
        """Whether the model says that it learned from the item of that SHA-256."""
        return self.learned_from is not None and self.learned_from.has_key(key)


@contextmanager
def _answerers(
    request: ReplayJournal,
) -> "Iterator[tuple[_Answerers, dict[str, str], dict[str, str]]]":
    """Who is asked, what is true, and what the answerers are called."""
    from mock_ai.traffic.replay import ReplayClient

    truth: dict[str, str] = {}
    with ExitStack() as stack:
        project = None
        if request.source.suffix.lower() != ".har":
            project = stack.enter_context(Project.open_beside(request.source))
            truth = {e.sha256: e.class_name for e in project.labelled() if e.class_name}
        made = {name: _source(request, project, name) for name in request.targets}
        asked = {
            name: stack.enter_context(ReplayClient(source, called))
            for name, (source, called) in made.items()
        }
        model = made[MODEL][0] if MODEL in made else None
        names = {name: called for name, (_, called) in made.items()}
        yield _Answerers(asked, model), truth, names


def _source(request: ReplayJournal, project: Project | None, target: str) -> tuple[Any, str]:
    if target == FAKE:
        if request.scenario is not None:
            from mock_ai.scenario_file import load_scenario

            scenario = load_scenario(request.scenario)
            return scenario, scenario.name
        if project is None:
            raise UserError(
                tr("A HAR file has no scenario of its own."),
                "",
                tr("Name one with --scenario S.yaml."),
            )
        from desktop.findings.fake.scenarios import active_scenario, fake_of

        scenario = active_scenario(project)[1]
        return fake_of(project, scenario), scenario.name
    from estimators.classifier.onnx_classifier import OnnxClassifier

    if request.model is not None:
        return OnnxClassifier(request.model), request.model.name
    from desktop.project.run_list import run_in_use

    run = run_in_use(project) if project is not None else None
    if project is None or run is None:
        raise UserError(
            tr("There is no trained classifier to ask."),
            tr("The replay wants a real model."),
            tr("Train one first, name one with --model M.onnx, or ask only the fake."),
        )
    model = OnnxClassifier.from_bytes(project.caches.model(run.model_sha256))
    return model, tr("run {number}", number=run.number)


def _result(
    found: "Replayed", names: dict[str, str], exchanges: int, learned_from: int | None
) -> ReplayResult:
    differing = found.differing
    return ReplayResult(
        exchanges=exchanges,
        compared=len(found.compared),
        answerers=tuple(AskedAnswerer(name, names.get(name, name)) for name in found.answerers),
        agreement=found.agreements,
        right=found.right,
        left_out=tuple(LeftOutExchanges(*why, n) for why, n in found.left_out),
        disagreements=len(differing),
        rows=tuple(map(_disagreement, differing[:MOST_LISTED])),
        learned_from=learned_from,
    )


def _disagreement(one: "ComparedAnswers") -> Disagreement:
    return Disagreement(
        one.number,
        one.name,
        one.differs,
        one.truth,
        tuple(outcome.shown for outcome in one.outcomes),
        tuple(outcome.simulated for outcome in one.outcomes),
    )
