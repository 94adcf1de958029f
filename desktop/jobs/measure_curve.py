"""The job that measures the learning curve of a project's data, and shows it as it grows."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.measure.table_model import tolerance_of
from desktop.jobs.curve import forecast_of, forecast_of_rows
from desktop.jobs.learn import classifier_examples
from desktop.jobs.table_data import opened_table, task_of
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Cancelled, Progress, show_part
from desktop.project.project import Project
from desktop.project.record_kinds import CurveForecast
from desktop.project.records import Derived
from desktop.project.table_data import said_columns, table_of
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.data_sufficiency.plan import BuyingConstraints

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.measured import MeasuredPoint


_READ = 10  # of a hundred: what networks read of a table


@dataclass(frozen=True)
class MeasureCurve(OnProject):
    """How much more data would help; what is asked of it sharpens the answer."""

    asked: BuyingConstraints = field(default_factory=BuyingConstraints)


@dataclass(frozen=True)
class MeasuredSize:
    """One size of the curve under way: the mean and spread of the repeats so far. ``sizes``: how many there will be."""

    n: int
    mean: float
    std: float | None
    repeats: int
    sizes: int


def measure_curve(
    request: MeasureCurve, progress: Progress, cancelled: Cancelled
) -> Derived[CurveForecast]:
    """Train at growing sizes on the examples to learn from, and forecast what more of them bring."""
    from estimators.data_sufficiency.pool import learning_sizes

    with Project.open_beside(request.project) as project:
        if table_of(project) is not None:
            return _of_rows(project, request, progress, cancelled)
        examples = tuple(example for example in project.labelled() if not example.held_out)
        data = classifier_examples(project, examples)
        counts = [data.labels.count(label) for label in set(data.labels)]
        sizes = len(learning_sizes(len(data.labels), len(counts)))

        found, slices = forecast_of(
            data,
            request.asked,
            cache=project.caches.embeddings,
            seed=request.seed,
            on_point=partial(_grown, progress, sizes),
            progress=progress,
            cancelled=cancelled,
        )
        paths = tuple(tuple(project.stored_path(Path(name)) for name in names) for names in slices)
        kept = _kept(found, len(counts), max(counts) / len(data.labels), request.seed, paths)
        return Derived(kept, project.fingerprint())


def _grown(progress: Progress, sizes: int, point: "MeasuredPoint") -> None:
    show_part(progress, MeasuredSize(point.n, point.mean, point.std, point.repeats, sizes))


def _of_rows(
    project: Project, request: MeasureCurve, progress: Progress, cancelled: Cancelled
) -> Derived[CurveForecast]:
    """The same of a table; the rows that a training holds out are not looked at."""
    from estimators.classifier.progress import stretch
    from estimators.data_sufficiency.pool import learning_sizes
    from estimators.table.column_role import plan_columns
    from estimators.table.row_curve import curve_rows
    from estimators.table.row_split import HOLDOUT
    from estimators.table.target import read_target

    said = said_columns(project)
    with opened_table(project) as (table, _sheets):
        there = set(table.names)
        plans = plan_columns(
            table,
            roles={name: role for name, role in said.roles.items() if name in there},
            types={name: type_ for name, type_ in said.types.items() if name in there},
        )
        if plans.answer is None:
            raise UserError(tr("Nothing is to be predicted yet."), "", tr("Choose the column with the answer."))  # fmt: skip
        target = read_target(table, plans.answer, task_of(project))
        rows = curve_rows(
            table,
            plans,
            target,
            tolerance=tolerance_of(project),
            holdout=HOLDOUT,
            seed=request.seed,
            cache=project.caches.embeddings,
            progress=stretch(progress, 0, _READ, 100),
            cancelled=cancelled,
        )
    sizes = len(learning_sizes(len(rows.labels), int(rows.labels.max()) + 1))
    found = forecast_of_rows(
        rows,
        request.asked,
        seed=request.seed,
        on_point=partial(_grown, progress, sizes),
        progress=stretch(progress, _READ, 100, 100),
        cancelled=cancelled,
    )
    kept = _kept(found, len(rows.classes) or None, rows.majority, request.seed)
    return Derived(kept, project.fingerprint())


def _kept(
    found: "Forecast",
    n_classes: int | None,
    majority: float | None,
    seed: int,
    slices: tuple[tuple[str, ...], ...] = (),
) -> CurveForecast:
    """The forecast with the curves that are possible, so that another target is only looked up."""
    from estimators.data_sufficiency.chance_to_reach import PossibleCurves
    from estimators.data_sufficiency.sufficiency import fitted, what_if

    forecaster = fitted(
        found.measured,
        pool=found.have,
        n_classes=n_classes,
        majority=majority,
        modality=found.task.modality,
        design_effect=found.design_effect,
        random_state=seed,
    )
    drawn = PossibleCurves.drawn(forecaster, found.have)
    return CurveForecast(found, tuple(what_if(forecaster, found.have)), drawn, slices)
