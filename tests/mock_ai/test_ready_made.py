"""Every ready-made set is whole: its answers are of its kind's type, its files are there, its source and licence are said."""

from pathlib import Path

import pytest
from PIL import Image

from estimators.base.task_kind import TASK_KINDS
from mock_ai.ready_made import FOLDER, ReadyMadeSet, ready_made, ready_made_sets

TYPES = {
    "classify": str,
    "number": float,
    "rank": str,
    "extract": dict,
    "transcribe": str,
    "generate": str,
    "act": list,
}
THERE = [kind for kind in TASK_KINDS if (FOLDER / f"{kind}.json").exists()]
SETS = [each for kind in THERE for each in ready_made_sets(kind)]
MOST_BYTES = 3_000_000


def _named(each: ReadyMadeSet) -> str:
    return f"{each.kind}: {each.title}"


@pytest.mark.parametrize("each", SETS, ids=_named)
def test_a_set_has_a_dozen_different_items_with_good_answers_of_its_kind(
    each: ReadyMadeSet,
) -> None:
    inputs = [item.input for item in each.items]
    assert len(set(inputs)) == len(inputs) >= 12
    for item in each.items:
        assert type(item.good) is TYPES[each.kind], item
        assert item.good or item.good == 0, item
        assert item.input != ""


@pytest.mark.parametrize("each", SETS, ids=_named)
def test_a_set_says_where_it_comes_from_and_its_photos_open(each: ReadyMadeSet) -> None:
    assert each.title
    assert each.licence
    assert "https://" in each.source or "written for this sample" in each.source.lower()
    photos = [item.input for item in each.items if isinstance(item.input, Path)]
    for path in photos + [page.photo for page in each.pages if page.photo]:
        with Image.open(path) as picture:
            picture.verify()


def test_what_is_somebody_elses_is_in_the_notice() -> None:
    notice = (FOLDER.parents[1] / "NOTICE").read_text("utf-8")
    for each in SETS:
        for word in each.source.split():
            if word.startswith("https://"):
                assert word.rstrip(".,:") in notice, each.title


def test_what_is_recommended_is_in_the_shop_and_not_in_the_basket() -> None:
    for each in ready_made_sets("rank"):
        shop = {page.name for page in each.pages}
        assert len(shop) >= 12
        for item in each.items:
            assert item.good in shop
            assert str(item.good).lower() not in str(item.input).lower()


def test_all_sets_together_are_small() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        ready_made("guess")
