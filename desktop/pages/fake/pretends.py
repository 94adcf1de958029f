"""The first tab: scenarios, dials, what 100 answers would look like, and one answer as the prototype gets it."""

import json
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.fake.scenarios import (
    active_scenario,
    form_field,
    outcome_grid,
    reference_ticks,
    scenarios_of,
    serves_the_real_one,
)
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.dials import Dials
from desktop.pages.fake.scenarios import ScenarioList
from desktop.project.example_list import with_paths
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import run_in_use
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Span
from desktop.widgets.rows import CodeWell, Section
from mock_ai.answer_wording import answer_sentence
from mock_ai.content import content_digest
from mock_ai.scenario import ClassAnswer, Scenario
from reports.chart_data import OutcomeGrid

USUAL_ADDRESS = "http://127.0.0.1:8765/v1"
PHOTOS_TRIED = 12  # until one is answered rightly, for the example of a request
FAULTS_PASSED = 100


class PretendsTab(QWidget):
    """Shows the active scenario and lets its dials be turned."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        scenario = active_scenario(project)[1]
        self.scenarios = ScenarioList()
        self.dials = Dials(scenario, reference_ticks(project))
        grid = outcome_grid(project, scenario)
        self._note = grid.note
        self.grid: ChartView[OutcomeGrid] = chart_view(grid)
        self.well = CodeWell()
        one = Section("One answer, as your prototype gets it", self.well)
        self.columns = ResponsiveColumns(
            (LayoutColumn("list", 204), LayoutColumn("dials"), LayoutColumn("preview", 404)),
            gap=64,
            ruled=True,
        )
        self.columns.add("list", self.scenarios)
        self.columns.add("dials", self.dials, gap=32)
        self.columns.add("preview", self.grid, gap=32)
        self.columns.add("preview", one, gap=24)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.columns)
        self._soon = LatestWinsThread(self)
        self._soon.answered.connect(self._previewed)
        self.dials.moved.connect(self.preview)
        self._asking = LatestWinsThread(self)
        self._asking.answered.connect(self._answered)

    def show_project(self, project: Project, address: str) -> None:
        """Show the scenarios and the active one's dials as the project has them."""
        scenario = active_scenario(project)[1]
        self.scenarios.set_scenarios([known for _, known in scenarios_of(project)], scenario.id)
        self.dials.set_ticks(reference_ticks(project))
        self.dials.set_scenario(scenario)
        self._note = f"The next 100 {noun(project)}, as this scenario would answer them."
        self.preview(scenario)
        examples = project.labelled()
        known = {e.sha256: e.class_name for e in examples if e.class_name}
        shown = sorted(examples, key=lambda e: not e.held_out)[:PHOTOS_TRIED]
        photos = tuple((e.name, e.sha256) for e in shown) or ((f"{noun(project, 1)}.jpg", ""),)
        asked = _Asked(photos, known, address, noun(project, 1))
        run = run_in_use(project) if serves_the_real_one(project) else None
        if run is not None and run.result.answered:
            self._answered(_measured_answer(run, asked, project))
        else:
            self._asking.ask(lambda: _answer_of(scenario, asked))

    def preview(self, scenario: Scenario) -> None:
        """Redraw the hundred answers for these dials."""
        note = self._note

        def work() -> OutcomeGrid:
            return OutcomeGrid(
                "What 100 answers would look like",
                note,
                tuple("none" if o == "no answer" else o for o in scenario.preview(100)),
            )

        self._soon.ask(work)

    def _previewed(self, grid: OutcomeGrid) -> None:
        if grid != self.grid.chart:
            self.grid.set_chart(grid)

    def _answered(self, lines: list[str | Span]) -> None:
        self.well.text.set_spans(*lines)

    def stop(self) -> None:
        """Let nothing run on."""
        self._soon.stop()
        self._asking.stop()


@dataclass(frozen=True)
class _Asked:
    """What the example of a request needs: some examples, and the truth that the fake errs against."""

    examples: tuple[tuple[str, str], ...]  # name, sha256
    known: dict[str, str]
    address: str
    one: str  # what an example is called: photo, text, sound, clip


def _answer_of(scenario: Scenario, asked: _Asked) -> list[str | Span]:
    """The first of these that the scenario answers rightly, as a client sees it; else the first one."""
    import_module(
        "mock_ai.stubs.fault_catalogue"
    )  # what the list of troubles needs, before it is opened
    fake = scenario.fake(known=asked.known)
    lines: list[list[str | Span]] = []
    for name, sha256 in asked.examples:
        digest = bytes.fromhex(sha256) if sha256 else content_digest(name)
        answers = (fake.answer_digests([digest], position)[0] for position in range(FAULTS_PASSED))
        answer = next((one for one in answers if one.fault is None), None)
        if answer is not None:
            lines.append(_code(name, asked, answer))
            if answer.label == asked.known.get(sha256):
                return lines[-1]
    return lines[0] if lines else ["No answer comes from this scenario."]


def _measured_answer(run: Run, asked: _Asked, project: Project) -> list[str | Span]:
    """What the real one said of an example in its test."""
    row = run.result.answered[0]
    sentence = answer_sentence(row.label, row.probability, row.abstain)
    answer = ClassAnswer(
        row.label,
        row.probability,
        row.probabilities,
        row.abstain,
        None,
        0.0,
        sentence,
        simulated=False,
    )
    found = with_paths(project, [row.path])
    name = found[0].name if found else row.path.rpartition("/")[2]
    return _code(name, asked, answer)


def _code(name: str, asked: _Asked, answer: ClassAnswer) -> list[str | Span]:
    body = {
        "label": answer.label,
        "confidence": round(answer.probability, 2) if answer.probability is not None else None,
        "text": answer.text,
    }
    lines = ",\n   ".join(
        f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in body.items()
    )
    request = (
        f'curl -H "Authorization: Bearer $TOKEN" \\\n  {form_field(asked.one, name)} \\\n'
        f"  {asked.address or USUAL_ADDRESS}/predict\n→ {{{lines},\n   "
    )
    mark = f'"simulated": {json.dumps(answer.simulated)}'
    return [request, Span(mark, mono=True, colour="sim" if answer.simulated else "ink"), "}"]
