"""Trainings as candidates beside the commonest answer."""

from desktop.findings.candidate_measurement import measurement_of


def test_runs_are_candidates_on_their_own_test(trained_session) -> None:
    project = trained_session.project
    run = project.runs()[0]
    found = measurement_of(project)
    names = [one.name for one in found.measured.candidates]
    assert names[0] == f"Run {run.number}"
    assert names[-1].startswith("Always “")
    measured = found.measured.candidates[0].figure
    assert (measured.value, measured.n) == (
        run.result.correct / run.result.n_test,
        run.result.n_test,
    )
