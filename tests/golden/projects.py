"""The projects whose every sentence is kept: each a real one, made by the product's own commands and jobs.

What needs no training is made anew each time. What was trained or measured is read from ``recorded/*.sql``, a dump of the
project that the jobs made once, because the last digit of a training depends on the processor. ``python -m
tests.golden record`` makes these anew: only where the jobs themselves measure something else than before.
"""

import hashlib
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE
from desktop.project.records import Json
from desktop.project.run_list import run_key
from estimators.classifier.training_result import Latency
from mock_ai.journal import Exchange
from reports.provenance import Provenance
from tests.digits import WORDS
from tests.kept_records import begin_session, keep_reaction

RECORDED = Path(__file__).parent / "recorded"
STORIES = json.loads((Path(__file__).parent / "stories.json").read_text("utf-8"))
DAY = "2026-03-02"  # a Monday: when everything was done
UID = "0123456789abcdef" * 2
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
_CACHES = ("thumbnail", "embedding", "model", "model_part", "undo_row", "undo_step")
GUESS, MEASURED, OWN = Provenance.GUESS, Provenance.MEASURED, "your choice"


def open_project(name: str, folder: Path) -> Path:
    """Make the project ``name`` in a folder of its own; returns its file."""
    folder.mkdir(parents=True)
    path = folder / f"{name}.smart"
    if name in RECORDINGS:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((RECORDED / f"{name}.sql").read_text(encoding="utf-8"))
        with Project.open(path) as project:  # an edit brings an older file up to date
            project.do(edit.RenameProject(project.name, "Blade works"))
    else:
        with Project.create(path, name=_MADE[name][0]) as project:
            _MADE[name][1](project)
    fix_chance(path)
    return path


def fix_chance(path: Path) -> None:
    """Write one day in place of every moment in a project file, and one address that tells it from others."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("fixed", 1, _fixed, deterministic=True)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            if table.startswith(("sqlite_", "undo_")):
                continue
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            for _, column, kind, *_ in columns:
                if kind == "TEXT":
                    connection.execute(f"UPDATE {table} SET {column} = fixed({column})")
        connection.execute("UPDATE project SET uid = ?", (UID,))
        connection.execute("DELETE FROM undo_row")
        connection.execute("DELETE FROM undo_step")


def _fixed(text: str | None) -> str | None:
    return None if text is None else _MOMENT.sub(f"{DAY}T09:30:00", text)


# Without training -------------------------------------------------------------------------------


def _empty(_project: Project) -> None:
    pass


def _half_filled(project: Project) -> None:
    """A brief with gaps, a bar without a test, a fake that people have seen, and what it was asked."""
    facts: tuple[tuple[str, Json], ...] = (
        ("who", "Two inspectors who look at photos of turbine blades"),
        ("volume_per_month", {"low": 800, "high": 2_000}),
        ("today", "An inspector looks at every photo."),
        ("miss_cost", {"low": 300, "high": 1_500}),
        ("false_alarm_cost", {"low": 10, "high": 40}),
        ("label_cost", {"low": 0.5, "high": 2}),
        ("budget_usd", 20_000),
        ("explicit_rules_possible", "no"),
        ("error_cost_level", "high"),
    )
    answer(project, facts)
    project.do(edit.AddClass("clean"))
    project.do(edit.AddClass("defect"))
    project.do(edit.SetBar(0.85, OWN, GUESS))
    show_fake(project, "defect", "clean")


def answer(project: Project, facts: tuple[tuple[str, Json], ...]) -> None:
    """Answer questions of the brief, all as guesses."""
    for key, value in facts:
        project.do(edit.SetFact(key, value, key.replace("_", " "), GUESS, ""))


def show_fake(project: Project, *labels: str) -> None:
    """A demo session with the reactions of three people, and three requests in the journal."""
    chance = random.Random(7)
    row = begin_session(project, "The promise", 0.9, people="Ana, Ben, Cleo")
    for number in range(60):
        outcome = chance.choices(("accepted", "corrected", "rejected"), (8, 1, 1))[0]
        person, block = ("Ana", "Ben", "Cleo")[number % 3], number // 30
        keep_reaction(project, row, outcome, (0.9, 0.8)[block], person=person, block=block)
    exchanges = (
        ("/v1/predict", labels[0], 200, ""),
        ("/v1/chat/completions", labels[1], 200, ""),
        ("/v1/messages", None, 429, "rate_limit"),
    )
    for number, (endpoint, answer, status, fault) in enumerate(exchanges):
        exchange = Exchange(
            at=datetime.fromisoformat(f"{DAY}T09:30:00+00:00"),
            endpoint=endpoint,
            name=f"blade-{number}.png",
            kind="photo",
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
            answer=answer,
            probability=None if answer is None else 0.87,
            abstain=False,
            answered_by="fault" if fault else "dials",
            took_seconds=0.21,
            status=status,
            model="smart-enough-fake",
            simulated=True,
            number=number + 1,
            fault=fault,
        )
        project.requests.append_rows((exchange.to_json(),))


def _sample(story_id: str) -> tuple[str, Callable[[Project], None]]:
    """A project that answers much of the brief and holds no examples."""
    title: str = STORIES[story_id]["title"]
    return title, lambda project: tell_story(project, story_id)


def tell_story(project: Project, story_id: str) -> None:
    """Answer the brief as a story of ``stories.json`` does: a classifier, a case for a rule, an idea nobody asked for."""
    told = STORIES[story_id]
    guessed = (GUESS.value, "made up for the sample")
    answers = []
    for key, value in told["facts"].items():
        source, note = told.get("sources", {}).get(key, guessed)
        answers.append(edit.SetFact(key, value, key.replace("_", " "), Provenance(source), note))
    project.do(edit.Several(answers, "fill in the sample"))
    if story_id == "digits":
        project.do(edit.Several([edit.AddClass(word) for word in WORDS], "name the digits"))


_MADE: dict[str, tuple[str, Callable[[Project], None]]] = {
    "empty": ("Untitled", _empty),
    "half_filled": ("Blade inspection", _half_filled),
    "sample_digits": _sample("digits"),
    "sample_sales_tax": _sample("sales-tax"),
    "sample_stylist": _sample("stylist"),
}


# Trained, or at least measured --------------------------------------------------------------------


def record(name: str, scratch: Path) -> Path:
    """Have the jobs make a project and dump it into ``recorded``."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    path = scratch / f"{name}.smart"
    RECORDINGS[name](path)
    fix_chance(path)
    with closing(sqlite3.connect(path)) as connection:
        for table in _CACHES:
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
        version, application = (
            connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("user_version", "application_id")
        )
        lines = [f"PRAGMA user_version = {version};", f"PRAGMA application_id = {application};"]
        lines += connection.iterdump()
    target = RECORDED / f"{name}.sql"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def _quiet(_done: int, _total: int, _text: str = "") -> None:
    pass


def _never() -> bool:
    return False


def _recall_bar(path: Path) -> None:
    """Photos of two classes, a bar on finding the defects, two looks at the same test, conditions and a signature."""
    with Project.create(path, name="Blade inspection") as project:
        _add_photos(project, {"clean": (1, 40), "defect": (8, 40)})
        _answer_all(project)
        _check(project)
        project.do(edit.SetBar(0.75, OWN, GUESS, metric="recall", of="defect"))
        _measure(project)
        _train(project, seed=0)
        _train(project, seed=1)
        newest = project.runs()[0]
        key = run_key(newest.created, newest.number)
        project.do(edit.NoteOnRun(key, newest.number, "the other seed"))
        project.do(
            edit.PutCondition(
                None, "An inspector sees every photo called clean", "Ana", "2026-06-01"
            )
        )
        project.do(edit.PutSignOff(None, "Ana Ruiz", "Head of inspection", "signed"))
        show_fake(project, "defect", "clean")


def _cost_bar(path: Path) -> None:
    """Texts of three classes and a bar on what a case may cost."""
    table = path.with_name("messages.csv")
    table.write_text(messages(), encoding="utf-8")
    with Project.create(path, name="Customer messages") as project:
        _add(project, table)
        _answer_all(project)
        _check(project)
        _measure(project)
        _train(project, seed=0)
        project.do(edit.SetBar(40.0, "contract", GUESS, "What a case may cost", metric="cost"))


def _untrained(path: Path) -> None:
    """Photos of two classes that were checked; nothing is trained and no bar is set."""
    with Project.create(path, name="Digits to read") as project:
        _add_photos(project, {"one": (1, 12), "seven": (7, 5)})
        _check(project)


def _add_photos(project: Project, classes: dict[str, tuple[int, int]]) -> None:
    import numpy as np
    from PIL import Image
    from sklearn.datasets import load_digits

    digits = load_digits()
    photos = project.path.parent / "photos"
    for name, (digit, n) in classes.items():
        (photos / name).mkdir(parents=True)
        for number, image in enumerate(digits.images[digits.target == digit][:n]):
            ink = Image.fromarray(np.uint8(255 - image / 16 * 255))
            ink.save(photos / name / f"{name}-{number:03}.png")
    _add(project, photos)
    originals = {e.sha256: project.original(e).read_bytes() for e in project.examples()}
    project.caches.put_originals(originals)  # the photos go where the project goes


def _add(project: Project, source: Path) -> None:
    from desktop.jobs.add_data import AddData, find_data

    found = find_data(AddData(project.path, (source,)), _quiet, _never)
    project.do(edit.AddExamples(found.examples))


def _answer_all(project: Project) -> None:
    facts: tuple[tuple[str, Json], ...] = (
        ("who", "Two inspectors who look at photos of turbine blades"),
        ("volume_per_month", {"low": 800, "high": 2_000}),
        ("today", "An inspector looks at every photo."),
        ("today_accuracy", {"low": 0.8, "high": 0.9}),
        ("miss_cost", {"low": 300, "high": 1_500}),
        ("false_alarm_cost", {"low": 10, "high": 40}),
        ("right_value", {"low": 1, "high": 4}),
        ("human_in_loop", "yes"),
        ("label_cost", {"low": 0.5, "high": 2}),
        ("budget_usd", 20_000),
        ("deadline_weeks", 12),
        ("explicit_rules_possible", "no"),
        ("error_cost_level", "high"),
        ("error_reversible", "yes"),
        ("regulatory_tier", "minimal"),
        ("data_owned", "yes"),
        ("demand_validated", "yes"),
        ("commodity_api_available", "no"),
        ("ml_engineers", 1),
        ("engineers", 2),
        ("launch.owner", "Ana Ruiz"),
        ("launch.way_back", "The inspectors look at every photo again."),
    )
    answer(project, facts)


def _check(project: Project) -> None:
    from desktop.jobs.learn import CheckData, check_data, keep_inspection

    checked = check_data(CheckData(project.path), _quiet, _never)
    project.do(edit.HoldOut(checked.held_out))
    keep_inspection(project, checked, current=True)


def _measure(project: Project) -> None:
    from desktop.findings.data.training_data import asked_of
    from desktop.jobs.measure_curve import MeasureCurve, measure_curve

    request = MeasureCurve(project.path, asked=asked_of(project))
    measured = measure_curve(request, _quiet, _never)
    project.append_record(CURVE, measured.value, measured.fingerprint)


def _train(project: Project, seed: int) -> None:
    from desktop.jobs.learn import train
    from desktop.jobs.training_request import TrainModel

    trained = train(TrainModel(project.path, seed=seed), _quiet, _never)
    shutil.rmtree(trained.model.parent)
    project.append_run(trained.settings, replace(trained.result, latency=Latency(0.021, 0.034, 20)))


RECORDINGS: dict[str, Callable[[Path], None]] = {
    "recall_bar": _recall_bar,
    "cost_bar": _cost_bar,
    "untrained": _untrained,
}
NAMES = (*_MADE, *RECORDINGS)


def messages() -> str:
    """A table of 120 short messages of three kinds, as CSV; some could be of either kind."""
    words = {
        "delivery": "parcel late courier address door tracking still waiting",
        "refund": "money back charged twice invoice card return please",
        "question": "how when open size colour does shop please",
    }
    chance = random.Random(7)
    lines = ["text,label"]
    for number in range(120):
        label = sorted(words)[number % 3]
        strange = sorted(words)[(number + 1) % 3]
        said = [
            chance.choice(words[label if chance.random() < 0.7 else strange].split())
            for _ in range(6)
        ]
        lines.append(f"{' '.join(said)} {number},{label}")
    return "\n".join(lines) + "\n"
