"""The job that says what tasks like this one took, before there is any data."""

from dataclasses import dataclass

from desktop.findings.task_range import TASK, asked_of_task
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.progress import one_of
from desktop.project.records import Json
from desktop.session import Session

FUNCTION = "desktop.jobs.task_range:forecast_task"


@dataclass(frozen=True)
class ForecastTask:
    """What is known of the task; see `estimators.data_sufficiency.forecast`."""

    modalities: tuple[str, ...]
    n_classes: int | None
    target: float


@dataclass(frozen=True)
class TaskForecast:
    """For every kind of example: what it is called, the counts, and the chance that the target is reached."""

    kinds: tuple[dict[str, Json], ...]


def forecast_task(
    request: ForecastTask,
    progress: Progress,  # noqa: ARG001  the protocol's arguments; this takes a moment
    cancelled: Cancelled,  # noqa: ARG001
) -> TaskForecast:
    """Forecast from the task alone, for each kind of example."""
    from estimators.data_sufficiency import forecast

    kinds = []
    for modality in request.modalities:
        many = f"{one_of(modality)}s"
        found = forecast(
            [], target=request.target, n_classes=request.n_classes, modality=modality, unit=many
        ).required
        assert found is not None  # there is a target
        kinds.append(
            {
                "modality": modality,
                "many": many,
                "p10": _rounded(found.p10),
                "p50": _rounded(found.p50),
                "p90": _rounded(found.p90),
                "reachable": found.reachable,
            }
        )
    return TaskForecast(tuple(kinds))


def start_task_range(session: Session, jobs: JobQueue) -> None:
    """Work the range out for what is known of the open project's task, and keep it."""
    project = session.project
    asked = asked_of_task(project)

    def keep(found: TaskForecast) -> str:
        session.project.append_record(TASK, {"asked": asked, "kinds": list(found.kinds)}, "")
        session.appended("record")
        return "see the Data page"

    request = ForecastTask(tuple(asked["modalities"]), asked["n_classes"], asked["target"])
    jobs.start("Tasks like this one", FUNCTION, request, on_done=keep)


def _rounded(n: int | None) -> int | None:
    """Two figures: the range is wide."""
    return None if n is None else int(float(f"{n:.1e}"))
