"""Reading a project, and appending what jobs and demos bring."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from desktop.project import decode
from desktop.project.caches import Caches
from desktop.project.candidate_store import CandidateStore
from desktop.project.data_fingerprint import is_summed
from desktop.project.example_blocks import ExampleBlocks
from desktop.project.file import Command, ProjectFile, now
from desktop.project.kept_answers import KeptAnswers
from desktop.project.originals import Original, Originals, path_from
from desktop.project.records import (
    RUN_SETTINGS,
    SESSION_NOTES,
    SHOWN_SCENARIO,
    Bar,
    ClassInfo,
    Condition,
    DemoSession,
    Example,
    Fact,
    Json,
    KeptReaction,
    Record,
    RecordKind,
    Run,
    RunSettings,
    ScenarioRow,
    SessionNotes,
    ShownScenario,
    SignOff,
    condition_key,
    shortened,
    signed_key,
)
from desktop.project.request_journal import RequestJournal
from desktop.project.signed import outdated
from desktop.project.trouble import DamageError, explain, explaining
from desktop.project.versions import VersionStore
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.classifier.training_result import TRAINING_RESULT, TrainingResult
from mock_ai.reaction import Reaction

T = TypeVar("T")
_FACT = "SELECT key, value, source, note, at FROM fact"
_RUN = "SELECT id, number, created, settings, result, model_sha256 FROM run"
_DATED = {
    "created": ("project", "run", "candidate"),
    "at": ("fact", "reaction", "bar", "signoff", "grade", "preference"),
    "added": ("example", "eval_case"),
}


class Project(KeptAnswers):
    """An open project: what it holds, its edits, its caches."""

    def __init__(self, file: ProjectFile) -> None:
        super().__init__(file)
        self.caches = Caches(file)
        self.blocks = ExampleBlocks(file)
        self.originals = Originals(file)
        self.requests = RequestJournal(file)
        self.measured = CandidateStore(file)
        self.versions = VersionStore(file, self.last_change)
        self.runs_read: dict[int, tuple[tuple[int, int], Run]] = {}  # kept until the next change
        self._records: dict[str, tuple[tuple[Json, ...], Record[Json]]] = {}

    @classmethod
    def create(cls, path: Path, *, name: str, organisation: str = "") -> Self:
        made = cls(ProjectFile.create(path, name=name, organisation=organisation))
        made.versions.begin()
        return made

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(ProjectFile.open(path))

    @classmethod
    def open_beside(cls, path: Path) -> Self:
        return cls(ProjectFile.open_beside(path))

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object
    ) -> None:
        found = None if error is None else self.damage_behind(error)
        self.close()
        if found is not None and found is not error:
            raise found from error

    def do(self, command: Command) -> frozenset[str]:
        """Carry out one edit; what it could take away is a version first (`VersionStore.before`)."""
        self.versions.before(command)
        return self.file.do(command)

    def damage_behind(self, error: BaseException) -> Exception | None:
        """Why something failed, where that is for what the file holds, in words; None: it is a mistake of ours."""
        if isinstance(error, UserError):
            return error
        if isinstance(error, DamageError):
            return explain(error, self.path)
        if not isinstance(error, decode.DATA_ERRORS):
            return None
        from desktop.project.damage import find_damage

        return find_damage(self)

    @property
    def path(self) -> Path:
        return self.file.path

    # --- the brief -----------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        return str(self._one("SELECT uid FROM project"))

    @property
    def name(self) -> str:
        return str(self._one("SELECT name FROM project"))

    @property
    def organisation(self) -> str:
        return str(self._one("SELECT organisation FROM project"))

    def last_change(self) -> str:
        """When the project was last edited or got a new result."""
        moments = [
            self._one(f"SELECT max({column}) FROM {table}")
            for column, tables in _DATED.items()
            for table in tables
        ]
        return max(str(moment) for moment in moments if moment)

    def facts(self) -> dict[str, Fact]:
        """Every answer by its key; read anew only after a change."""
        return dict(self.until_change("facts", self._read_facts))

    def fact(self, key: str) -> Fact | None:
        with contextlib.suppress(UserError):  # another answer is damaged
            return self.until_change("facts", self._read_facts).get(key)
        return next(iter(self._made(decode.fact, f"{_FACT} WHERE key = ?", key)), None)

    def _read_facts(self) -> dict[str, Fact]:
        return {fact.key: fact for fact in self._made(decode.fact, f"{_FACT} ORDER BY id")}

    def answer(self, key: str, default: Json = None) -> Json:
        """The value of a known answer, otherwise ``default``."""
        fact = self.fact(key)
        return fact.value if fact and fact.known else default

    def classes(self) -> tuple[ClassInfo, ...]:
        """The classes in their order, with readable examples counted; counted anew only after a change."""
        return self.until_change("classes", self._count_classes)

    def _count_classes(self) -> tuple[ClassInfo, ...]:
        def counted(number: int, name: Json, description: Json) -> ClassInfo:
            of = partial(self.blocks.count, of=(number,), readable=True)
            return decode.class_info(
                number, name, description, of(held_out=False), of(held_out=True)
            )

        return self._made(counted, "SELECT id, name, description FROM class ORDER BY position, id")

    # --- the data ------------------------------------------------------------------------------------------------

    _EXAMPLE = (
        "SELECT e.id, e.path, e.name, e.sha256, e.size, e.modality, e.class_id, c.name, e.held_out, e.trouble, "
        "e.belongs "
        "FROM example e LEFT JOIN class c ON c.id = e.class_id"
    )

    def examples(self) -> tuple[Example, ...]:
        """Every example, in the order they were added."""
        return self._made(decode.example, f"{self._EXAMPLE} ORDER BY e.id")

    def first_example(self) -> Example | None:
        return next(
            iter(self._made(decode.example, f"{self._EXAMPLE} ORDER BY e.id LIMIT 1")), None
        )

    def labelled(self) -> tuple[Example, ...]:
        """The readable examples that have a label: what training sees."""
        return tuple(e for e in self.examples() if e.class_name is not None and e.readable)

    def count_examples(self) -> int:
        return self.blocks.count()

    def count_unreadable(self) -> int:
        return self.blocks.count(readable=False)

    def original(self, example: Example) -> Path:
        """Where the example's file should be."""
        return self.originals.place(example.path)

    def item(self, example: Example) -> "str | Path":
        """What the classifier takes: the text of a text that came from a table, otherwise the file to read."""
        text = self.text(example)
        if text is not None:
            return text
        return self.originals.file(example.path, example.sha256, example.modality)

    def text(self, example: Example) -> str | None:
        """The text of an example that came from a table; None for what is a file of its own."""
        if example.modality != "text":
            return None
        return self.originals.text(example.path, example.sha256)

    def shown(self, example: Example) -> Original:
        """What may be shown of a file to people, or handed to a player."""
        return self.originals.shown(example.path, example.sha256, example.modality)

    def is_here(self, example: Example) -> bool:
        """Whether the example can be read: it is in the project, or its file is where it should be."""
        return self.originals.is_here(example.path, example.sha256)

    def stored_path(self, path: Path) -> str:
        """A file's path as the project keeps it: relative to the project where it lies below or beside it."""
        return path_from(self.path.parent, path)

    def fingerprint(self) -> str:
        """A hash of what training sees (content, labels, holdout, what belongs together): the same data, the same hash."""
        return self.until_change("fingerprint", self.blocks.fingerprint)

    def has_data(self, fingerprint: str) -> bool:
        """Whether what training sees is still what it was as something got this fingerprint."""
        if is_summed(fingerprint) or not fingerprint:
            return fingerprint == self.fingerprint()
        return self.blocks.fits_in_order(fingerprint)

    # --- derived results -----------------------------------------------------------------------------------------

    def append_record(self, kind: RecordKind[T], value: T, fingerprint: str) -> frozenset[str]:
        """Keep the newest derived result of a kind (`desktop.project.record_kinds`)."""
        self._records.pop(kind.name, None)
        with self.file.transaction("record") as connection:
            connection.execute("DELETE FROM record WHERE kind = ?", (kind.name,))
            connection.execute(
                "INSERT INTO record (kind, created, fingerprint, payload) VALUES (?, ?, ?, ?)",
                (kind.name, now(), fingerprint, kind.schema.dump(value)),
            )
        return frozenset({"record"})

    def record(self, kind: RecordKind[T]) -> Record[T] | None:
        """The newest derived result of a kind; read once, however often it is asked for."""
        found = self._row(
            "SELECT created, fingerprint, length(payload) FROM record WHERE kind = ?", kind.name
        )
        if found is None:
            return None
        known = self._records.get(kind.name)
        if known is None or known[0] != found:
            query = "SELECT created, fingerprint, payload FROM record WHERE kind = ?"
            known = (found, self._made(partial(decode.record, kind), query, kind.name)[0])
            self._records[kind.name] = known
        record: Record[T] = known[1]
        return record

    # --- runs ----------------------------------------------------------------------------------------------------

    def append_run(self, settings: RunSettings, result: TrainingResult) -> Run:
        """Keep a finished training, whose model is in the caches already; deleting it later can be undone."""
        kept, values = TRAINING_RESULT.dump(shortened(result)), RUN_SETTINGS.dump(settings)
        self._append(
            """INSERT INTO run (number, created, settings, result, model_sha256)
               VALUES ((SELECT coalesce(max(number), 0) + 1 FROM run), ?, ?, ?, ?)""",
            (now(), values, kept, result.model_sha256),
        )
        return self.runs()[0]

    def runs(self) -> tuple[Run, ...]:
        """The run history, newest first."""
        return self._made(decode.run, f"{_RUN} ORDER BY number DESC")

    def run(self, run_id: int) -> Run | None:
        """One run; None where it is gone."""
        return next(iter(self._made(decode.run, f"{_RUN} WHERE id = ?", run_id)), None)

    # --- the fake ------------------------------------------------------------------------------------------------

    def scenarios(self) -> tuple[ScenarioRow, ...]:
        query = "SELECT id, name, payload FROM scenario ORDER BY position, id"
        return self._made(decode.scenario, query)

    def append_session(self, scenario: ShownScenario, notes: SessionNotes) -> int:
        """Begin a demo session; returns its id."""
        return self._append(
            """INSERT INTO session (number, started, scenario, payload)
               VALUES ((SELECT coalesce(max(number), 0) + 1 FROM session), ?, ?, ?)""",
            (now(), SHOWN_SCENARIO.dump(scenario), SESSION_NOTES.dump(notes)),
        )

    def append_reaction(self, session_id: int, reaction: Reaction) -> int:
        """Keep what a person did with an answer; returns its id. Its session and the time are those of the row."""
        said = plain(reaction)
        for column in ("session", "outcome", "at"):
            del said[column]
        return self._append(
            "INSERT INTO reaction (session_id, at, outcome, payload) VALUES (?, ?, ?, ?)",
            (session_id, now(), reaction.outcome, json.dumps(said, ensure_ascii=False)),
        )

    def _append(self, statement: str, values: tuple[Json, ...]) -> int:
        with self.file.transaction() as connection:
            made = connection.execute(statement, values).lastrowid
        assert made is not None
        return made

    def take_back_reaction(self, reaction_id: int) -> None:
        """Forget a reaction that was a slip, as the person who made it asks for."""
        with self.file.transaction() as connection:
            connection.execute("DELETE FROM reaction WHERE id = ?", (reaction_id,))

    def sessions(self) -> tuple[DemoSession, ...]:
        """The demo sessions with their reactions, oldest first; read anew only after a change."""
        return self.until_change("sessions", self._read_sessions)

    def _read_sessions(self) -> tuple[DemoSession, ...]:
        rows: dict[int, list[KeptReaction]] = {}
        query = """SELECT r.id, s.number, r.at, r.outcome, r.payload FROM reaction r
                   JOIN session s ON s.id = r.session_id ORDER BY r.id"""
        for number, kept in self._made(decode.reaction, query):
            rows.setdefault(number, []).append(kept)
        return self._made(
            lambda *row: decode.session(row, rows),
            "SELECT id, number, started, scenario, payload FROM session ORDER BY number",
        )

    # --- the launch ----------------------------------------------------------------------------------------------

    def bars(self) -> tuple[Bar, ...]:
        """Every bar that was set, newest first; the first one is in force."""
        query = "SELECT id, value, source, reason, at FROM bar ORDER BY id DESC"
        return self._made(decode.bar, query)

    @property
    def bar(self) -> Bar | None:
        """The bar in force, or None where nobody has set one."""
        bars = self.bars()
        return bars[0] if bars else None

    @property
    def accuracy_bar(self) -> Bar | None:
        """The bar in force if it is on the share of right answers among all; None for another metric, or without one."""
        bar = self.bar
        return bar if bar is not None and bar.is_plain else None

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of the launch, in order."""
        found = self._made(decode.condition, "SELECT id, text FROM condition ORDER BY position, id")
        return tuple(Condition(one.id, one.text, *self._whose(one.id)) for one in found)

    def _whose(self, condition_id: int) -> tuple[str, str]:
        kept = self.answer(condition_key(condition_id))
        owner, by = (kept.get("owner"), kept.get("by")) if isinstance(kept, dict) else ("", "")
        known = isinstance(owner, str) and isinstance(by, str)  # else a foreign file
        return (str(owner), str(by)) if known else ("", "")

    def signoffs(self) -> tuple[SignOff, ...]:
        """Who signs, with what has changed under a signature since it was given."""
        query = "SELECT id, name, role, state, at FROM signoff ORDER BY id"
        return tuple(
            replace(one, outdated=outdated(one, self.answer(signed_key(one.id)), self._rows))
            for one in self._made(decode.signoff, query)
        )

    # --- plumbing ------------------------------------------------------------------------------------------------

    def _made(self, make: Callable[..., T], statement: str, *values: Json) -> tuple[T, ...]:
        """The rows of a query as records; what is none is said in words, with the name of the file."""
        rows = self.file.read(statement, values)
        with explaining(self.path, DamageError):
            return tuple(make(*row) for row in rows)

    def _rows(self, statement: str, *values: Json) -> list[tuple[Json, ...]]:
        return self.file.read(statement, values)

    def _row(self, statement: str, *values: Json) -> tuple[Json, ...] | None:
        return next(iter(self.file.read(statement, values)), None)

    def _one(self, statement: str) -> Json:
        row = self._row(statement)
        return row[0] if row else None
