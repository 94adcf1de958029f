"""What is made of real exchanges: stubs of the project's scenario, or good answers of its kind."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.findings.fake.scenarios import active_scenario
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.scenario import Scenario
from mock_ai.traffic.exchange import WireExchange, from_stored
from mock_ai.traffic.recorded_example import RecordedExamples, recorded_examples
from mock_ai.traffic.stub_recorder import RecordedStubs, record, with_stubs


@dataclass(frozen=True)
class Recording:
    """The active scenario as it is once it answers what was recorded."""

    scenario: Scenario
    stubs: int
    left_out: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """What the edit is called."""
        return tr(
            "record {count} in “{name}”", count=count(self.stubs, "answer"), name=self.scenario.name
        )


def recording_of(path: Path, numbers: Iterable[int], *, delays: bool = True) -> Recording:
    """The active scenario of a project with stubs of these exchanges, oldest first.

    It reads, unpacks and checks them all: not for the GUI thread.
    """
    with Project.open_beside(path) as project:
        calls = _calls(project, numbers)
        return _added(project, record(calls, project.requests.media, delays=delays))


def recording_of_har(path: Path, har_path: Path) -> Recording:
    """The active scenario with stubs of the real traffic in a HAR file."""
    from mock_ai.traffic.har import read_har

    har = read_har(har_path)
    with Project.open_beside(path) as project:
        return _added(project, record(har.calls, har.find))


def examples_of(path: Path, kind: str, numbers: Iterable[int]) -> RecordedExamples:
    """The good answers that these exchanges gave, oldest first.

    It reads, unpacks and checks them all: not for the GUI thread. Raises ``UserError`` where none can be made.
    """
    with Project.open_beside(path) as project:
        recorded = recorded_examples(kind, _calls(project, numbers), project.requests.media)
    if not recorded.examples:
        raise nothing_recorded(recorded.left_out)
    return recorded


def _calls(project: Project, numbers: Iterable[int]) -> Iterable[WireExchange]:
    requests = project.requests
    rows = [row for number in sorted(numbers) if (row := requests.row(number)) is not None]
    return (from_stored(row, requests.wire(int(row["id"]))) for row in rows)


def _added(project: Project, recorded: RecordedStubs) -> Recording:
    from mock_ai.stubs.section import restored

    if not recorded.stubs:
        raise nothing_recorded(recorded.left_out)
    scenario = active_scenario(project)[1]
    sections = json.loads(scenario.stubs.document or "{}")
    document = json.dumps(with_stubs(sections, recorded.stubs), ensure_ascii=False)
    try:
        book = restored(document, scenario.stubs.folder)
    except UserError as error:
        raise UserError(
            tr(
                "“{name}” cannot take {count}.",
                name=scenario.name,
                count=count(len(recorded.stubs), "more answer"),
            ),
            error.why,
            tr("Choose fewer, or another scenario."),
        ) from error
    return Recording(replace(scenario, stubs=book), len(recorded.stubs), recorded.left_out)


def nothing_recorded(left_out: tuple[tuple[int, str], ...]) -> UserError:
    """Why there is nothing to record, as the first exchange has it."""
    if not left_out:
        return UserError(
            tr("There is no exchange to record."), "", tr("Choose others, or serve it first.")
        )
    number, why = left_out[0]
    if len(left_out) == 1:
        return UserError(tr("This exchange cannot be recorded."), why, tr("Choose another."))
    return UserError(
        tr("None of these {left_out} exchanges can be recorded.", left_out=digits(len(left_out))),
        tr("Number {number}, for one: {why}", number=number, why=why),
        tr("Choose others."),
    )
