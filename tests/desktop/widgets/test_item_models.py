"""Every item model of the product keeps Qt's rules while it is edited: a warning of QAbstractItemModelTester is a failure."""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

import desktop
from desktop.pages.fake.journal.rows import JournalRows
from desktop.project.example_list import listed
from desktop.project.project import Project
from desktop.widgets.table import PlainTable, TableCell, TableColumn, TableRows
from desktop.widgets.thumbnail_model import Thumbnail, ThumbnailModel
from mock_ai.journal import ExchangeFilter, Waiting
from tests.golden.projects import open_project

Steps = Iterator[None]
Hand = Callable[[Project, list[QAbstractItemModel]], Steps]

# Of no model of its own: one makes its cells, and these are their two hands.
ABSTRACT = {TableRows}


def _label(project: Project, made: list[QAbstractItemModel]) -> Steps:
    """Photos as they are labelled, emptied and brought back, with their pictures arriving meanwhile."""
    rows = [row for info in project.classes() for row in listed(project, info.id).values()]
    thumbnails = {row.id: project.caches.thumbnail(row.sha256 or "") for row in rows}
    items = [Thumbnail(row.id, row.name, label="clean") for row in rows]
    model = ThumbnailModel(thumbnails.get)
    made.append(model)
    for shown in (items, items[: len(items) // 2], [], items[::-1], items[:1]):
        model.set_items(shown)
        for item in shown[:3]:
            model.picture(item)
        yield
    model.wait()


def _replace(project: Project, made: list[QAbstractItemModel]) -> Steps:
    """A table as it is filled, filled anew, emptied, and a column renamed."""
    table = PlainTable("Photos", [TableColumn("photo", stretch=True), "class"])
    made.append(table.model())
    rows: Sequence[Sequence[str | TableCell]] = [
        (row.name, TableCell(info.name, strong=True))
        for info in project.classes()
        for row in listed(project, info.id).values()
    ]
    for shown in (rows, rows[:7], (), rows[::-1]):
        table.set_rows(shown)
        yield
    table.rename_column(1, "label")
    yield


def _serve(project: Project, made: list[QAbstractItemModel]) -> Steps:
    """The journal as requests come in, wait, are answered, filtered and forgotten."""
    model = JournalRows()
    made.append(model)
    rows = [dict(row, id=number) for number, row in enumerate(project.requests.rows() * 20, 1)]
    model.replace(rows[:2])
    yield
    now = datetime.now(UTC)
    waiting = [Waiting(now, "/v1/predict", f"blade-{n}.png", "photo") for n in range(3)]
    for held in (waiting[:1], waiting, waiting[2:], ()):
        model.wait(held)
        yield
        model.add([rows[2 + len(held)]], most=5)
        yield
    model.add(rows[10:30], most=5)
    yield
    for choice in (ExchangeFilter(fault="rate_limit"), ExchangeFilter()):
        model.choose(choice)
        yield
    model.replace(())
    yield


HANDS: dict[str, Hand] = {
    "ThumbnailModel": _label,
    "_Rows": _replace,
    "JournalRows": _serve,
}


def _models() -> list[type[QAbstractItemModel]]:
    """Every class of the product that is one, wherever it is written."""
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found, ahead = [], [QAbstractItemModel]
    while ahead:
        for one in ahead.pop().__subclasses__():
            ahead.append(one)
            if one.__module__.startswith("desktop.") and one not in found:
                found.append(one)
    return [one for one in found if one not in ABSTRACT]


def _look(model: QAbstractItemModel) -> None:
    """Ask for all that a view and a screen reader ask for."""
    nowhere = QModelIndex()
    for row in range(min(5, model.rowCount(nowhere))):
        for column in range(len(model.columns) if isinstance(model, TableRows) else 1):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                assert model.data(model.index(row, column), role) is not None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(model.index(model.rowCount(nowhere), 0)) is None


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return open_project("recall_bar", tmp_path_factory.mktemp("models") / "photos")


@pytest.mark.parametrize("model", _models(), ids=lambda one: one.__name__)
def test_an_item_model_keeps_qts_rules_while_it_is_edited(
    model: type[QAbstractItemModel], look, photos: Path
) -> None:
    made: list[QAbstractItemModel] = []
    with Project.open(photos) as project:
        steps = HANDS[model.__name__](project, made)
        tester: QAbstractItemModelTester | None = None
        edits = 0
        for _ in steps:
            if tester is None:
                assert type(made[0]) is model
                # A warning of Qt's fails a test, which then goes on to say which; "fatal" would end the process.
                how = QAbstractItemModelTester.FailureReportingMode.Warning
                tester = QAbstractItemModelTester(made[0], how, made[0])
            _look(made[0])
            edits += 1
    assert edits > 3
