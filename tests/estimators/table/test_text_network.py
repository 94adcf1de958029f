"""Of many sentences the slow network reads all only where it may say more of the answer than the scout does."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.classifier.embedding import MemoryCache
from estimators.classifier.modality import TEXT
from estimators.classifier.progress import report_nothing
from estimators.table import text_network as module
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import plan_columns
from estimators.table.target import ColumnData, RowTarget, column_data
from estimators.table.text_network import text_network
from tests.estimators.table.made_tables import as_table

SLOW, ROWS = "minilm", 4_200
WIDTHS = {TEXT.scout: 256, SLOW: 384}


@pytest.fixture(scope="module")
def sentences() -> ColumnData:
    table = as_table({"said": [f"sentence number {n}" for n in range(ROWS)], "gone": ["yes", "no"] * (ROWS // 2)})  # fmt: skip
    plans = plan_columns(table, label="gone", types={"said": ColumnType.TEXT}, roles={"said": ColumnRole.USE})  # fmt: skip
    return column_data(table, plans.of("said"))


def chosen(monkeypatch, sentences: ColumnData, told: dict[str, float], target: RowTarget, *, rows: int = ROWS) -> tuple[str, list[str]]:  # fmt: skip
    """Which network reads, where each tells the answer as loudly as said; and which were asked."""
    asked: list[str] = []

    def embed(texts: tuple[str, ...], *, backbone: str, **_: object) -> SimpleNamespace:
        asked.append(backbone)
        features = np.zeros((len(texts), WIDTHS[backbone]), np.float32)
        features[:, 1:9] = np.random.default_rng(0).normal(size=(len(texts), 8))  # alike in both
        numbers = [int(text.rsplit(" ", 1)[1]) for text in texts]
        features[:, 0] += told[backbone] * np.asarray(target.values[numbers], np.float32)
        return SimpleNamespace(features=features)

    monkeypatch.setattr(module, "embed", embed)
    name = text_network(sentences, SLOW, target, np.arange(rows), cache=MemoryCache(), progress=report_nothing)  # fmt: skip
    return name, asked


def gone() -> RowTarget:
    values: NDArray[np.float64] = np.random.default_rng(0).integers(0, 2, ROWS).astype(float)
    return RowTarget("gone", "classify", values, ("no", "yes"))


def spent() -> RowTarget:
    return RowTarget("spent", "number", np.random.default_rng(0).normal(size=ROWS))


@pytest.mark.parametrize("target", [gone(), spent()], ids=lambda target: target.task)
def test_the_slow_network_reads_where_it_alone_tells_the_answer(monkeypatch, sentences, target) -> None:  # fmt: skip
    assert chosen(monkeypatch, sentences, {TEXT.scout: 0, SLOW: 2}, target)[0] == SLOW


@pytest.mark.parametrize("target", [gone(), spent()], ids=lambda target: target.task)
def test_the_scout_reads_where_it_tells_as_much(monkeypatch, sentences, target) -> None:
    assert chosen(monkeypatch, sentences, {TEXT.scout: 2, SLOW: 2}, target)[0] == TEXT.scout


def test_rows_without_an_answer_and_those_held_out_are_not_looked_at(monkeypatch, sentences) -> None:  # fmt: skip
    target = gone()
    hidden = replace(target, values=np.where(np.arange(ROWS) < 1_100, target.values, np.nan))
    loud = {TEXT.scout: 2, SLOW: 2}
    assert chosen(monkeypatch, sentences, loud, hidden) == (TEXT.scout, [TEXT.scout, SLOW])
    assert chosen(monkeypatch, sentences, loud, hidden, rows=900) == (SLOW, [])


def test_of_few_sentences_nothing_is_asked(monkeypatch, sentences) -> None:
    few = replace(sentences, words=sentences.words[:4_000])
    assert chosen(monkeypatch, few, {TEXT.scout: 2, SLOW: 0}, gone()) == (SLOW, [])
