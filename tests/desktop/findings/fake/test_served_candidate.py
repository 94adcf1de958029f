"""Which candidate answers in the fake's place, and which cannot."""

import pytest

from desktop.findings.fake.served_candidate import (
    candidate_named,
    candidates_to_swap,
    fake_rests,
    kept_in_place,
    put_in_place,
)
from desktop.project.commands import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from estimators.base.errors import UserError
from tests.desktop.graded_project import graded_project


def test_a_candidate_is_put_in_place_and_taken_out_by_undo(tmp_path) -> None:
    with graded_project(tmp_path, 2, ("Prompt v3", "Service A")) as project:
        assert (kept_in_place(project), fake_rests(project)) == (None, False)
        second = candidate_named(project, "Service A")
        project.do(put_in_place(second))
        assert (kept_in_place(project), fake_rests(project)) == (second, True)
        project.file.undo()
        assert kept_in_place(project) is None


def test_what_has_an_address_of_its_own_is_refused_with_it(tmp_path) -> None:
    with graded_project(tmp_path, 1, ("Prompt v3",)) as project:
        url = CandidateSettings(url="https://api.example.com/v1")
        project.do(PutCandidate(None, "Far away", CandidateSource.ADDRESS, url))
        far = next(one for one in candidates_to_swap(project) if one.name == "Far away")
        with pytest.raises(
            UserError, match=r"point your prototype at https://api\.example\.com/v1"
        ):
            put_in_place(far)
        with pytest.raises(UserError, match="There are “Prompt v3” and “Far away”"):
            candidate_named(project, "Nobody")
