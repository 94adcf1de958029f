"""Kept values: read as written, also from before; anything else is refused with the place where it stands."""

import json
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.codec import MismatchError, Schema, convert, plain, printed


@dataclass(frozen=True)
class Point:
    n: int
    share: float | None = None
    name: str = ""


@dataclass(frozen=True)
class Line:
    points: tuple[Point, ...]
    chances: dict[str, float]
    title: str = ""


def _rename(document: dict) -> None:
    document["chances"] = document.pop("odds")


LINE = Schema(Line, (_rename,))
POINTS = st.builds(
    Point,
    st.integers(-(2**53), 2**53),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
)
LINES = st.builds(
    Line,
    st.lists(POINTS, max_size=3).map(tuple),
    st.dictionaries(st.text(), st.floats(0, 1), max_size=3),
    st.text(),
)
WHOLE = '{"schema":1,"points":[{"n":4,"share":0.5}],"chances":{"a":1}}'


@given(LINES)
def test_what_is_written_is_read_again(line: Line) -> None:
    assert LINE.load(LINE.dump(line)) == line
    assert convert(json.loads(json.dumps(plain(line))), Line) == line


@dataclass(frozen=True)
class Printed:
    """What JSON calls otherwise."""

    json_names: ClassVar = {
        "name": "class",
        "mean": "npv.mean",
        "low": "npv.low",
        "draws": "",
        "curve": "curve[n,worth]",
    }

    name: str
    mean: float
    low: float
    draws: tuple[int, ...]
    curve: tuple[tuple[int, float], ...]
    sizes: dict[float, int]


def test_a_class_says_what_its_json_calls_otherwise_and_leaves_out() -> None:
    document = printed(Printed("crack", 3.5, 1.0, (1, 2), ((10, 0.5),), {0.9: 82}))
    assert list(document) == ["class", "npv", "curve", "sizes"]
    assert (document["class"], document["npv"]) == ("crack", {"mean": 3.5, "low": 1.0})
    assert (document["curve"], document["sizes"]) == ([{"n": 10, "worth": 0.5}], {"0.9": 82})
    kept = Printed("crack", 3.5, 1.0, (1, 2), ((10, 0.5),), {})
    assert convert(plain(kept), Printed) == kept


def test_a_value_without_fields_has_its_number_too() -> None:
    @dataclass(frozen=True)
    class Nothing:
        pass

    schema = Schema(Nothing)
    assert schema.load(schema.dump(Nothing())) == Nothing()


def test_what_was_kept_before_there_were_numbers_is_brought_up_to_date() -> None:
    old = LINE.load('{"points": [{"n": 4}], "odds": {"a": 1}}')
    assert old == Line((Point(4),), {"a": 1.0})


def test_what_a_newer_version_added_is_passed_over() -> None:
    newer = WHOLE.replace('"points"', '"colour":"red","points"')
    assert LINE.load(newer) == LINE.load(WHOLE)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (('"n":4', '"n":"4"'), "$.points[0].n"),
        (('"n":4', '"n":true'), "$.points[0].n"),
        (('"n":4', '"n":' + "9" * 5000), "$.points[0].n"),
        (('"n":4', '"m":4'), "$.points[0]"),
        (('"share":0.5', '"share":1e999'), "$.points[0].share"),
        (('"share":0.5', '"share":NaN'), "malformed"),
        (('"a":1', '"a":null'), "$.chances[...]"),
        (('"a"', '"\\ud800"'), "truncated"),
        (('"schema":1', '"schema":2'), "schema is 2"),
        (('"schema":1', '"schema":true'), "schema is True"),
        (('"schema":1', '"schema":0'), "schema 0"),
        (('"schema":1,', ""), "schema 0"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change: tuple[str, str], place: str) -> None:
    with pytest.raises(MismatchError) as refused:
        LINE.load(WHOLE.replace(*change))
    assert place in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "[", "[" * 100_000, '{"points":' * 100_000, "null", "7", b"\xff", None, 7, "\ud800"],
)
def test_what_is_no_document_is_refused(text: object) -> None:
    with pytest.raises(MismatchError):
        LINE.load(text)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Share:
    share: float


def test_what_numpy_counted_is_kept_as_the_number_it_is() -> None:
    assert Schema(Share).load(Schema(Share).dump(Share(np.float64(0.25)))) == Share(0.25)
    with pytest.raises(TypeError, match="A complex has no place in a record"):
        Schema(Share).dump(Share(1j))  # type: ignore[arg-type]
