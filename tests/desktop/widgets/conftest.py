"""The charts that pages draw of whole projects."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from desktop.findings.case import case_of
from desktop.findings.data.learning_curve import curve_chart
from desktop.findings.data.view import class_counts
from desktop.findings.decide.intangibles import worth_chart
from desktop.findings.decide.value_charts import options_chart, tornado_chart
from desktop.findings.decide.verdict import work_out
from desktop.findings.fake.acceptance_curve import acceptance_chart, reactions_of, said_by
from desktop.findings.fake.scenarios import active_scenario, outcome_grid
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.bound_chart import chart_of
from desktop.findings.measure.accuracy import class_chart, confusion_chart, runs_chart
from desktop.findings.measure.calibration import confidence_chart, reliability_chart
from desktop.project.project import Project
from reports.chart_data import Chart
from tests.golden.projects import open_project


def charts_of(project: Project) -> Iterator[Chart]:
    """What the pages draw of a trained project."""
    run = project.runs()[0]
    yield runs_chart(project, run)
    yield class_chart(run, project)
    yield confusion_chart(run, project)
    yield reliability_chart(run, project)
    yield confidence_chart(run, project, 0.8)
    yield class_counts(project)
    yield curve_chart(project)
    yield chart_of(bar_test(project))
    yield outcome_grid(active_scenario(project)[1], "photos")
    if (accepted := acceptance_chart(said_by(reactions_of(project), 0.7))) is not None:
        yield accepted


def value_charts(project: Project) -> Iterator[Chart]:
    valuation = work_out(case_of(project)).valuation
    yield from (options_chart(valuation), tornado_chart(valuation), worth_chart(valuation))


@pytest.fixture(scope="package")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[type[Chart], list[Chart]]:
    """The charts of whole projects, by kind."""
    found = defaultdict(list)
    for name in ("recall_bar", "cost_bar", "half_filled"):
        with Project.open(open_project(name, tmp_path_factory.mktemp("whole") / name)) as project:
            for chart in (*(charts_of(project) if project.runs() else ()), *value_charts(project)):
                found[type(chart)].append(chart)
    return found
