"""Every ready-made set is whole: its answers are of its kind's type, its files are there, its source and licence are said."""

from pathlib import Path

import pytest
from PIL import Image

from estimators.base.task_kind import TASK_KINDS
from estimators.classifier.sound.reader import SAMPLE_RATE, decode_sound
from mock_ai.ready_made import FOLDER, ReadyMadeSet, caption_of, ready_made, ready_made_sets

TYPES = {
    "classify": str,
    "number": int,
    "rank": str,
    "extract": dict,
    "transcribe": str,
    "generate": str,
    "act": list,
}
SETS = [each for kind in TASK_KINDS for each in ready_made_sets(kind)]
MOST_BYTES = 3_000_000
MOST_BYTES_OF_SOUND = 700_000


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
    files = [item.input for item in each.items if isinstance(item.input, Path)]
    photos = [path for path in files if path.suffix == ".jpg"]
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


def test_what_has_to_be_right_in_a_written_line_stands_in_it() -> None:
    for each in ready_made_sets("transcribe"):
        for item in each.items:
            assert item.points
            for point in item.points:
                assert point in str(item.good), item


def test_a_recording_lasts_as_long_as_its_caption_says_and_all_are_small() -> None:
    bytes_there = 0
    for each in ready_made_sets("transcribe"):
        for item in each.items:
            assert isinstance(item.input, Path)
            samples = decode_sound(item.input.read_bytes())
            assert abs(samples).max() > 0.3
            assert item.caption.endswith(f", {round(len(samples) / SAMPLE_RATE)} seconds")
            assert caption_of(item.input) == item.caption
            bytes_there += item.input.stat().st_size
        assert "computer voice" in each.source
    assert bytes_there < MOST_BYTES_OF_SOUND
    assert caption_of(Path("order.mp3")) == caption_of("order") == ""


def test_fields_are_the_same_for_every_page_and_found_in_it() -> None:
    for each in ready_made_sets("extract"):
        names = {tuple(item.good) for item in each.items if isinstance(item.good, dict)}
        assert len(names) == 1
        for item in each.items:
            assert isinstance(item.good, dict)
            text = str(item.input)
            found = [value for value in item.good.values() if value in text]
            assert len(found) >= 2, item


def test_a_good_reply_has_points_to_grade_it_by() -> None:
    for each in ready_made_sets("generate"):
        for item in each.items:
            assert item.points
            assert item.forbidden


def test_steps_that_cannot_be_undone_are_among_the_steps_and_nothing_forbidden_is() -> None:
    for each in ready_made_sets("act"):
        for item in each.items:
            assert isinstance(item.good, list)
            assert len(item.good) >= 2
            assert set(item.irreversible) <= set(item.good)
            assert item.forbidden
            assert not set(item.forbidden) & set(item.good)
        assert any(item.irreversible for item in each.items)
        assert any(not item.irreversible for item in each.items)


def test_numbers_are_more_than_last_week_again() -> None:
    for each in ready_made_sets("number"):
        assert len({item.good for item in each.items}) > len(each.items) / 2


def test_all_sets_together_are_small() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        ready_made("guess")
