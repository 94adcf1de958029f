"""Real traffic in a HAR file becomes answers of the scenario that is open; without a call in it nothing changes."""

import json
from pathlib import Path

import pytest

from desktop.findings.fake.recorded_stubs import recording_of_har
from desktop.project.project import Project
from estimators.base.errors import UserError


def har(folder: Path, path: str) -> Path:
    asked = {"messages": [{"role": "user", "content": "Where is it?"}], "model": "m"}
    said = {"choices": [{"message": {"role": "assistant", "content": "On its way."}}]}
    call = {
        "startedDateTime": "2026-03-01T12:00:00.000Z",
        "time": 412,
        "timings": {"send": 0, "wait": 412, "receive": 0},
        "request": {
            "method": "POST",
            "url": f"https://api.openai.com{path}",
            "headers": [],
            "postData": {"mimeType": "application/json", "text": json.dumps(asked)},
        },
        "response": {
            "status": 200,
            "headers": [],
            "content": {"mimeType": "application/json", "text": json.dumps(said)},
        },
    }
    file = folder / "real.har"
    file.write_text(json.dumps({"log": {"entries": [call]}}))
    return file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "desk.smart", name="Desk") as made:
        return made.path


def test_a_call_is_answered_as_it_was(project: Path, tmp_path: Path) -> None:
    found = recording_of_har(project, har(tmp_path, "/v1/chat/completions"))
    assert (found.stubs, found.left_out) == (1, ())
    assert found.words == f"record 1 answer in “{found.scenario.name}”"
    assert "On its way." in found.scenario.stubs.document


def test_a_file_without_a_call_of_a_model_is_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        recording_of_har(project, har(tmp_path, "/v1/files"))
