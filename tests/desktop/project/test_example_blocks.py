"""Counts and fingerprint of a large project: after an edit only the examples beside it are read again."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project.data_fingerprint import TABLE_SEEN, fingerprint_in_order, fingerprints_of
from desktop.project.example_list import ExamplesOf, count_readable, count_unlabelled, named_like
from desktop.project.project import Project
from desktop.project.records import Json, NewExample

MANY = 4_500


def _examples(numbers: range) -> tuple[NewExample, ...]:
    labels = ("ice", "dirt", None)
    return tuple(
        NewExample(f"{n}.jpg", f"{n}.jpg", f"{n:064x}", 1, "photo", labels[n % 3], n % 4 == 0)
        for n in numbers
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.smart", name="p") as made:
        made.do(edit.AddExamples(_examples(range(MANY))))
        yield made


class _Reads:
    """How many examples each query reads at most: what lies between the two ids that it asks for."""

    def __init__(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks: list[tuple[int, int]] = []
        self.whole: list[str] = []
        read = project.file.read

        def noted(statement: str, values: tuple[Json, ...]) -> list[tuple[Json, ...]]:
            if "FROM example" in statement and "LIMIT 1" not in statement:
                if "BETWEEN" in statement:
                    self.blocks.append((values[0], values[1]))
                elif "WHERE id IN" not in statement and "WHERE path IN" not in statement:
                    self.whole.append(statement)
            return read(statement, values)

        monkeypatch.setattr(project.file, "read", noted)


def _counted(project: Project) -> list[int]:
    of_classes = [number for one in project.classes() for number in (one.learn, one.held_out)]
    return [project.count_examples(), count_unlabelled(project), *of_classes]


def test_counts_after_an_edit_read_only_the_block_that_it_touched(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.fingerprint()
    assert _counted(project) == [4_500, 1_500, 1_125, 375, 1_125, 375]
    reads = _Reads(project, monkeypatch)
    project.do(edit.LabelExamples((3, 1_500), "ice"))
    counted, fingerprint = _counted(project), project.fingerprint()
    assert set(reads.blocks) == {(0, 999), (1_000, 1_999)}
    assert reads.whole == []
    monkeypatch.undo()
    with Project.open_beside(project.path) as anew:
        assert counted == _counted(anew)
        assert fingerprint == anew.fingerprint()


def test_what_was_undone_has_the_fingerprint_that_it_had(project: Project) -> None:
    before, counted = project.fingerprint(), _counted(project)
    project.do(edit.LabelExamples(tuple(range(1, 1_800)), "frost"))
    assert project.fingerprint() != before
    project.file.undo()
    assert (project.fingerprint(), _counted(project)) == (before, counted)
    project.do(edit.RemoveExamples((MANY - 1,)))
    assert project.count_examples() == MANY - 1
    assert project.fingerprint() != before


def test_the_same_data_has_one_fingerprint_in_whichever_order_it_came(
    project: Project, tmp_path: Path
) -> None:
    with Project.create(tmp_path / "q.smart", name="q") as other:
        for numbers in (range(2_000, MANY), range(2_000)):
            other.do(edit.AddExamples(_examples(numbers)))
        assert other.fingerprint() == project.fingerprint()
        assert fingerprints_of(other.file.connection.execute)[0] == project.fingerprint()


@pytest.mark.parametrize("change", ["label", "side", "content", "tie", "name"])
def test_whatever_training_sees_makes_another_fingerprint(project: Project, change: str) -> None:
    before, (ice, _) = project.fingerprint(), project.classes()
    project.do(
        {
            "label": edit.LabelExamples((1,), "dirt"),
            "side": edit.HoldOut(frozenset({2})),
            "content": edit.RemoveExamples((1,)),
            "tie": edit.BelongTogether((1, 4)),
            "name": edit.RenameClass(ice.id, ice.name, "frost"),
        }[change]
    )
    assert project.fingerprint() != before


def test_what_an_older_version_knew_the_data_by_still_fits(project: Project) -> None:
    """As every older version wrote it: the JSON of each row, in order."""
    rows = project.file.read(
        """SELECT e.sha256, c.name, e.held_out, e.belongs FROM example e JOIN class c ON c.id = e.class_id
           WHERE e.trouble = '' ORDER BY e.sha256""",
        (),
    )
    table = project.file.read(TABLE_SEEN, ())
    text = "".join(json.dumps(row if row[3] else row[:3]) for row in rows)
    text += "".join(map(json.dumps, table))
    older = sha256(text.encode()).hexdigest()
    assert fingerprint_in_order(project.file.connection.execute) == older
    assert project.has_data(older)
    assert project.has_data(project.fingerprint())
    project.do(edit.LabelExamples((1,), "dirt"))
    assert not project.has_data(older)
    project.file.undo()
    assert project.has_data(older)
    assert not project.has_data("")


def test_rows_that_somebody_else_wrote_are_counted(project: Project) -> None:
    assert count_readable(project, None) == 1_500
    with Project.open_beside(project.path) as beside, beside.file.transaction() as connection:
        connection.execute("UPDATE example SET trouble = 'gone' WHERE class_id IS NULL")
    assert count_readable(project, None) == 0
    assert project.count_unreadable() == 1_500


def test_ids_at_the_ends_of_what_sqlite_knows_are_counted(project: Project) -> None:
    most, least = 2**63 - 1, -(2**63)
    with project.file.transaction() as connection:
        connection.execute("UPDATE example SET id = ? WHERE id = 1", (most,))
        connection.execute("UPDATE example SET id = ? WHERE id = 2", (least,))
    assert project.count_examples() == MANY


def test_named_examples_are_read_again_only_where_they_were_edited(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ExamplesOf(project, [f"{n}.jpg" for n in range(0, MANY, 2)])
    assert len(named.rows()) == MANY // 2
    reads = _Reads(project, monkeypatch)
    project.do(edit.LabelExamples((1, 2), "frost"))
    project.do(edit.RemoveExamples((3,)))
    seen: list[int] = []
    read = project.file.read
    monkeypatch.setattr(
        project.file, "read", lambda query, values: seen.extend(values) or read(query, values)
    )
    rows = named.rows()
    assert seen == [1, 2, 3]
    frost = next(info.id for info in project.classes() if info.name == "frost")
    assert rows["0.jpg"].class_id == frost
    assert "1.jpg" not in rows  # nobody asked for it
    assert "2.jpg" not in rows  # it is gone
    assert reads.whole == []


def test_examples_are_looked_for_by_name_a_block_at_a_time(project: Project) -> None:
    parts = list(named_like(project, "99 jpg", 6))
    assert [row.name for part in parts for row in part] == [
        "99.jpg", "199.jpg", "299.jpg", "399.jpg", "499.jpg", "599.jpg"
    ]  # fmt: skip
    assert len(parts) == 1  # no more was read than was asked for
    assert [len(part) for part in named_like(project, "4499", 6)] == [0, 0, 0, 0, 1]
    assert list(named_like(project, " ", 6)) == []


def test_a_version_after_an_edit_packs_only_what_it_touched(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.project.versions import VersionKind

    for step in project.versions.steps():
        step()
    reads = _Reads(project, monkeypatch)
    project.versions.keep(VersionKind.NAMED, "first")
    assert reads.blocks == []
    project.do(edit.LabelExamples((3,), "ice"))
    project.versions.keep(VersionKind.NAMED, "second")
    assert reads.blocks == [(0, 999)]
    for version, label in zip(project.versions.all(), ("ice", None), strict=True):
        at = project.path.with_name(f"{version.name}.smart")
        project.versions.write(version.id, at)
        with Project.open_beside(at) as then:
            assert [row.class_name for row in then.examples() if row.id == 3] == [label]
