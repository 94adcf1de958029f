"""Before the first training, the Measure page has this computer timed, and says how long it takes here."""

from pathlib import Path

import pytest

from desktop.findings.measure.training_time import next_training
from desktop.jobs.time_training import FUNCTION
from desktop.pages.measure.page import MeasurePage
from tests.jobs_in_process import add_found

pytestmark = pytest.mark.slow


@pytest.fixture
def page(session, jobs, tmp_path: Path) -> MeasurePage:
    """Over a project with long texts, not shown yet."""
    for at in range(300):
        file = tmp_path / "mails" / ("order", "refund")[at % 2] / f"{at}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Mail {at}. " + f"The parcel {at} is late, and nobody answers. " * 40)
    add_found(session.project, tmp_path / "mails")
    made = MeasurePage(session, jobs)
    made.ensure_built()
    return made


def test_a_first_training_is_given_the_time_that_it_takes_here(page, shown, jobs, qtbot) -> None:
    shown(page, 1400, 860)
    project = page.session.project
    assert "has not been timed yet" in page.header.lead.text()
    assert page.primary_text() == "Train with 300"
    qtbot.waitUntil(lambda: next_training(project).measured)
    qtbot.waitUntil(lambda: not jobs.busy)
    takes = next_training(project)
    assert takes.sentence in page.header.lead.text()
    assert page.primary_text() == f"Train with 300 · {takes.words}"
    assert [view.text for view in jobs.jobs()] == [takes.words]


def test_nobody_waits_for_the_time(page, shown, jobs, qtbot) -> None:
    shown(page, 1400, 860)
    assert not page.primary_off()
    assert jobs.is_active(FUNCTION)
    page.hide()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not next_training(page.session.project).measured
    page.show()
    assert jobs.is_active(FUNCTION)
