"""Which job follows which: a training with a handful of examples ends, and says what can be said of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from desktop.findings.data.training_data import why_not_train
from desktop.findings.measure.view import view
from desktop.jobs import training_pipeline as work
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import TrainingPipeline, pipeline_of
from desktop.project.project import Project
from desktop.session import Session
from tests.golden.pages import jobs_in_this_process

pytestmark = pytest.mark.slow

SIX = (
    ("The delivery was late", "delivery", "a"),
    ("My parcel never came", "delivery", "b"),
    ("Card was charged twice", "payment", "c"),
    ("The refund is missing", "payment", "d"),
    ("The app crashes at start", "bug", "e"),
    ("The screen stays white", "bug", "f"),
)
Started = Counter[str]


@pytest.fixture
def session(tmp_path: Path, qtbot) -> Iterator[Session]:
    made = Session()
    made.use(Project.create(tmp_path / "mails.smart", name="Support mails"))
    yield made
    made.close()


@pytest.fixture
def jobs(qtbot, monkeypatch) -> Iterator[JobQueue]:
    """Each is done where it is started: what one brings is what starts the next, in whichever process it was."""
    jobs_in_this_process(monkeypatch)
    made = JobQueue()
    yield made
    made.forget()


@pytest.fixture
def started(jobs, monkeypatch) -> Started:
    """How often each job was started, by its function."""
    counted: Started = Counter()
    start = jobs.start

    def counting(title, function, request, **how):
        counted[function.rpartition(":")[2]] += 1
        return start(title, function, request, **how)

    monkeypatch.setattr(jobs, "start", counting)
    return counted


@pytest.fixture
def learning(session, jobs) -> TrainingPipeline:
    return pipeline_of(session, jobs)


@pytest.fixture
def bring(
    session, learning, jobs, tmp_path, qtbot
) -> Callable[[Sequence[tuple[str, str, str]]], None]:
    """Bring texts with their class and what they belong to, and wait until they are checked."""

    def of(rows: Sequence[tuple[str, str, str]]) -> None:
        table = tmp_path / "mails.csv"
        lines = [",".join(row) for row in rows]
        table.write_text("\n".join(["text,label,group", *lines]), encoding="utf-8")
        learning.add([table])
        qtbot.waitUntil(lambda: not jobs.busy)

    return of


def train(learning: TrainingPipeline, jobs: JobQueue, started: Started, qtbot) -> None:
    """Press Train, and wait until nothing runs any more; a third check would be one for ever."""
    started.clear()
    learning.train()
    qtbot.waitUntil(lambda: not jobs.busy or started["check_data"] > 2)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(SIX, id="two of each class"),
        pytest.param(
            [(label, label, "") for _, label, _ in SIX], id="every example is there twice"
        ),
    ],
)
def test_a_handful_is_checked_once_and_trained_without_a_test(
    session, learning, jobs, started, bring, rows, qtbot
) -> None:
    bring(rows)
    assert why_not_train(session.project) == ""
    train(learning, jobs, started, qtbot)
    assert started == {"check_data": 1, "train": 1, "check_file": 1}
    (run,) = session.project.runs()
    assert (run.result.n_train, run.result.n_test) == (6, 0)
    assert view(session.project, run).lead.startswith("Nothing was held out: a class needs three")
    assert learning.trouble(work.TRAIN) is None


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        (SIX[:2], "There is only “delivery”; add a second class."),
        (SIX[1:3], "“delivery” has only 1 text; add at least one more."),
    ],
)
def test_too_little_for_a_training_is_said_by_the_page_and_refused_by_the_command_line(
    session, bring, capsys, rows, missing, tmp_path
) -> None:
    from desktop.cli.main import main

    bring(rows)
    assert why_not_train(session.project) == missing
    status = main(["train", str(tmp_path / "mails.csv"), "--out", str(tmp_path / "m.onnx")])
    assert status == 1
    assert "delivery" in capsys.readouterr().err
    assert not (tmp_path / "m.onnx").exists()
