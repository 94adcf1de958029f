"""Stubs of real exchanges as an edit of the project's scenario."""

import json
from collections.abc import Iterable
from dataclasses import replace

from desktop.errors import FakeUserError, UserError
from desktop.findings.fake import active_scenario, put_scenario
from desktop.findings.wording import count
from desktop.project.file import Command
from desktop.project.project import Project
from mock_ai.traffic.call import call_of
from mock_ai.traffic.recording import Recorded, Stub, record, with_stubs


def recorded(project: Project, numbers: Iterable[int], *, delays: bool = True) -> Recorded:
    """Stubs of these exchanges, oldest first (``UserError`` where they are too many)."""
    requests = project.requests
    rows = [row for number in sorted(numbers) if (row := requests.row(number)) is not None]
    calls = (call_of(row, requests.wire(int(row["id"]))) for row in rows)
    return record(calls, requests.media, delays=delays)


def put_recorded(project: Project, stubs: tuple[Stub, ...]) -> Command:
    """The edit that lets the active scenario answer so; its own stubs stay, after these."""
    from mock_ai.stubs.section import restored

    scenario = active_scenario(project)[1]
    sections = json.loads(scenario.stubs.document or "{}")
    document = json.dumps(with_stubs(sections, stubs), ensure_ascii=False)
    try:
        book = restored(document, scenario.stubs.folder)
    except FakeUserError as error:
        raise UserError(
            f"“{scenario.name}” cannot take {count(len(stubs), 'more answer')}.",
            error.why,
            "Choose fewer, or another scenario.",
        ) from error
    words = f"record {count(len(stubs), 'answer')} in “{scenario.name}”"
    return put_scenario(project, replace(scenario, stubs=book), words)
