"""Jobs in their own processes: progress, cancel, failure."""

import importlib
import multiprocessing
import os
from multiprocessing import spawn
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop.jobs import queue as module
from desktop.jobs.job import Callbacks, Job
from desktop.jobs.queue import JobQueue
from desktop.widgets.label import Label
from desktop.window.jobs import JobsPopover

JOBS = "jobs_for_tests"


def begin(
    queue: JobQueue, job: str, path: Path, number: int = 0, *, title: str = "Job", **how: object
) -> int:
    """Start one of the jobs for tests; its result is of no interest unless ``how`` says so."""
    how.setdefault("on_done", lambda _: None)
    asked = importlib.import_module(JOBS).Request(path, number)
    return queue.start(title, f"{JOBS}:{job}", asked, **how)


@pytest.fixture
def queue(qtbot, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent)  # spawned processes get our sys.path
    made = JobQueue()
    yield made
    made.forget()


def wait_for_state(qtbot, queue: JobQueue, job_id: int, state: str):
    def view():
        return next(job for job in queue.jobs() if job.id == job_id)

    qtbot.waitUntil(lambda: view().state == state)
    return view()


def test_a_job_runs_in_another_process_and_hands_its_result_over(qtbot, queue, tmp_path) -> None:
    results, texts = [], []
    queue.changed.connect(lambda: texts.extend(job.text for job in queue.jobs()))
    job = begin(
        queue,
        "count",
        tmp_path / "pid",
        200,
        on_done=lambda result: results.append(result) or "200 photos",
        title="Training run 1",
    )
    assert wait_for_state(qtbot, queue, job, "done").text == "200 photos"
    assert results == [200]
    assert int((tmp_path / "pid").read_text()) != os.getpid()
    assert any(text.startswith("Looking at photo") for text in texts)


@pytest.mark.parametrize("number", [0, 2_500])
def test_a_result_of_many_rows_arrives_whole_though_not_at_once(
    qtbot, queue, tmp_path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(module, "MOMENT", 1e-9)  # one message a look
    results = []
    job = begin(queue, "many", tmp_path, number, on_done=results.append)
    wait_for_state(qtbot, queue, job, "done")
    (found,) = results
    assert found.rows == tuple(range(number))
    assert found.words == "counted"


def test_parts_of_a_result_arrive_in_their_order_before_it(qtbot, queue, tmp_path) -> None:
    seen = []
    job = begin(
        queue,
        "growing",
        tmp_path,
        5,
        on_done=lambda result: seen.append(result) or "done",
        on_part=lambda part: seen.append(part.number),
    )
    wait_for_state(qtbot, queue, job, "done")
    assert seen == [0, 1, 2, 3, 4, 5]


def test_no_part_arrives_once_the_job_was_cancelled(qtbot, queue, tmp_path) -> None:
    seen = []
    job = begin(queue, "growing_for_ever", tmp_path, on_part=seen.append)
    qtbot.waitUntil(lambda: len(seen) > 2)
    queue.cancel(job)
    before = len(seen)
    wait_for_state(qtbot, queue, job, "cancelled")
    assert len(seen) == before


def test_a_second_job_waits_for_the_first_and_says_so(qtbot, queue, tmp_path) -> None:
    begin(queue, "count", tmp_path / "a", 30, title="Training run 1")
    second = begin(queue, "count", tmp_path / "b", 1, title="Learning curve")
    view = next(job for job in queue.jobs() if job.id == second)
    assert (view.state, view.text) == ("waiting", "waits for training run 1")
    wait_for_state(qtbot, queue, second, "done")


def test_a_running_job_never_shows_less_than_before(qtbot, queue, tmp_path) -> None:
    begin(queue, "backwards", tmp_path / "go")
    qtbot.waitUntil(lambda: queue.jobs()[0].share == 0.75)
    (tmp_path / "go").touch()
    qtbot.waitUntil(lambda: queue.jobs()[0].text == "second half")
    assert queue.jobs()[0].share == 0.75


def test_a_job_is_never_said_to_be_all_done_while_it_runs(qtbot, queue, tmp_path) -> None:
    job = begin(queue, "last_step", tmp_path / "go")
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    (view,) = queue.jobs()
    assert view.share == 0.99
    (tmp_path / "go").touch()
    wait_for_state(qtbot, queue, job, "done")
    assert queue.jobs()[0].time_left == ""


def test_cancelling_stops_the_process_and_keeps_nothing(qtbot, queue, tmp_path) -> None:
    results = []
    job = begin(queue, "count", tmp_path / "a", 10_000, on_done=results.append)
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    queue.cancel(job)
    wait_for_state(qtbot, queue, job, "cancelled")
    assert results == []
    assert not (tmp_path / "a").exists()


def test_a_job_that_ignores_cancel_is_ended_after_two_seconds(qtbot, queue, tmp_path) -> None:
    job = begin(queue, "stubborn", tmp_path)
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    working = multiprocessing.active_children()
    assert working
    queue.cancel(job)
    wait_for_state(qtbot, queue, job, "cancelled")
    # By itself it would end after an hour.
    qtbot.waitUntil(lambda: not set(working) & set(multiprocessing.active_children()))


def test_a_waiting_job_can_be_cancelled_and_tried_again(qtbot, queue, tmp_path) -> None:
    begin(queue, "count", tmp_path / "a", 20)
    job = begin(queue, "count", tmp_path / "b", 1)
    queue.cancel(job)
    assert next(view for view in queue.jobs() if view.id == job).state == "cancelled"
    queue.retry(job)
    qtbot.waitUntil(lambda: (tmp_path / "b").exists() and not queue.busy)


def test_what_a_person_can_mend_is_said_in_words_with_what_to_do(qtbot, queue, tmp_path) -> None:
    failures = []
    window = QWidget()
    qtbot.addWidget(window)
    job = begin(queue, "mendable", tmp_path, on_failed=failures.append)
    view = wait_for_state(qtbot, queue, job, "failed")
    said = "The folder is empty. There is nothing to learn from. Choose another."
    assert view.text == said
    popover = JobsPopover(window, queue)
    assert said in [label.text() for label in popover.findChildren(Label)]
    assert view.details == ""
    assert (failures[0].what, failures[0].next_step) == ("The folder is empty.", "Choose another.")


@pytest.mark.parametrize(
    ("name", "said"), [("bug", "ZeroDivisionError"), ("sudden_death", "exit code")]
)
def test_a_bug_is_our_mistake_with_details_to_copy(qtbot, queue, tmp_path, name, said) -> None:
    job = begin(queue, name, tmp_path)
    view = wait_for_state(qtbot, queue, job, "failed")
    assert view.text == "That is our mistake, not yours."
    assert said in view.details


def test_closing_the_window_leaves_no_process_behind(qtbot, queue, tmp_path) -> None:
    begin(queue, "stubborn", tmp_path)
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    queue.forget()
    assert queue.jobs() == ()
    assert not multiprocessing.active_children()


def test_a_process_stands_by_with_its_imports_done_and_takes_the_next_job(
    qtbot, queue, tmp_path
) -> None:
    queue.keep_warm()
    standing_by = {child.pid for child in multiprocessing.active_children()}
    assert len(standing_by) == 1
    first = begin(queue, "imported", tmp_path / "a")
    wait_for_state(qtbot, queue, first, "done")
    pid, sklearn = (tmp_path / "a").read_text().split()
    assert int(pid) in standing_by
    assert sklearn == "True"
    queue.forget()  # another one stood by for the job after that
    assert not multiprocessing.active_children()


@pytest.fixture
def soon_at_rest(monkeypatch) -> None:
    """Asked for before ``queue``."""
    monkeypatch.setattr("desktop.jobs.queue.REST_MS", 20)


def test_nobody_stands_by_after_a_rest_without_work(soon_at_rest, qtbot, queue, tmp_path) -> None:
    job = begin(queue, "until_let_go", tmp_path / "starts")
    queue.keep_warm()
    assert len(multiprocessing.active_children()) == 2
    (tmp_path / "go").touch()
    qtbot.waitUntil(lambda: not multiprocessing.active_children())
    assert queue.jobs()[0].state == "done"
    assert queue.jobs()[0].id == job


def test_a_process_on_standby_that_died_is_not_given_a_job(qtbot, queue, tmp_path) -> None:
    queue.keep_warm()
    (child,) = multiprocessing.active_children()
    child.kill()
    child.join()
    job = begin(queue, "count", tmp_path / "a", 1)
    wait_for_state(qtbot, queue, job, "done")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_job_ended_from_outside_is_not_called_our_mistake(qtbot, queue, tmp_path) -> None:
    failed = []
    job = begin(queue, "count", tmp_path / "a", 100_000, on_failed=failed.append)
    wait_for_state(qtbot, queue, job, "running")
    (child,) = multiprocessing.active_children()
    child.kill()
    wait_for_state(qtbot, queue, job, "failed")
    assert "ended from outside" in failed[0].what
    assert failed[0].details == ""
    after = begin(queue, "count", tmp_path / "b")
    wait_for_state(qtbot, queue, after, "done")


def test_a_process_that_did_its_job_well_takes_the_next_one(qtbot, queue, tmp_path) -> None:
    queue.keep_warm()
    for name in ("a", "b"):
        job = begin(queue, "imported", tmp_path / name)
        wait_for_state(qtbot, queue, job, "done")
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()
    queue.forget()
    assert not multiprocessing.active_children()


def test_a_patient_job_makes_way_and_starts_anew(qtbot, queue, tmp_path) -> None:
    queue.keep_warm()
    patient = begin(queue, "until_let_go", tmp_path / "starts", patient=True)
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    pressed = begin(queue, "count", tmp_path / "pressed", 1)
    wait_for_state(qtbot, queue, pressed, "done")
    (tmp_path / "go").touch()
    wait_for_state(qtbot, queue, patient, "done")
    assert len((tmp_path / "starts").read_text().splitlines()) == 2


def test_a_patient_job_that_a_person_cancels_does_not_come_back(qtbot, queue, tmp_path) -> None:
    patient = begin(queue, "count", tmp_path / "a", 10_000, patient=True)
    qtbot.waitUntil(lambda: queue.jobs()[0].share is not None)
    begin(queue, "count", tmp_path / "b", 1)
    queue.cancel(patient)
    qtbot.waitUntil(lambda: (tmp_path / "b").exists() and not queue.busy)
    assert not (tmp_path / "a").exists()


def test_a_job_whose_process_cannot_be_started_fails_in_words(qtbot, queue, tmp_path) -> None:
    python = spawn.get_executable()
    spawn.set_executable("/nowhere/python")
    try:
        queue.keep_warm()
        job = begin(queue, "count", tmp_path / "a", 1)
        assert wait_for_state(qtbot, queue, job, "failed").text
    finally:
        spawn.set_executable(python)


def test_the_time_left_follows_the_pace_since_it_began_to_come_on(monkeypatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    job = Job(1, "Job", "module:function", None, Callbacks(lambda _: None), state="running")
    now = 60.0  # a minute until its imports are there is no measure of its pace
    job.come_on(0.1)
    assert job.view(None).time_left == ""
    now = 70.0
    job.come_on(0.2)
    assert (job.view(None).seconds_left, job.view(None).time_left) == (80, "about 1 min left")
    now = 90.0  # it counts down while nothing is heard
    assert job.view(None).seconds_left == 60
    job.come_on(0.1)
    assert job.view(None).share == 0.2
    now = 151.0  # and says nothing any more where that was not enough
    assert job.view(None).time_left == ""
