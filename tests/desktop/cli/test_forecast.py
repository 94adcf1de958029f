"""``smart-enough forecast``: from a curve or from the task alone, and what it says of wishes that cannot be."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

CURVE = "n,accuracy\n58,.67\n82,.72\n116,.76\n164,.795\n231,.825\n327,.85\n462,.87\n"


@pytest.fixture
def forecast(run: Callable[..., object]) -> Callable[..., object]:
    return partial(run, "forecast")


@pytest.fixture
def curve(tmp_path: Path) -> Path:
    file = tmp_path / "c.csv"
    file.write_text(CURVE)
    return file


def test_the_task_alone_gives_a_range_and_says_that_nothing_is_measured(forecast) -> None:
    status, out, _ = forecast("--classes", 3, "--modality", "photo", "--target", 0.8)
    assert status == 0
    assert "a task like this (3 classes, photos)" in out
    assert "Nothing is measured yet" in out
    assert "right 100%" not in out
    assert "inf" not in out.replace("information", "")


def test_the_json_has_the_plan_and_every_number_of_the_words(forecast, curve) -> None:
    status, out, _ = forecast(
        "--curve", curve, "--target", 0.9, "--budget", 50, "--price", 0.5, "--json"
    )
    found = json.loads(out)
    assert status == 0
    assert found["plan"]["rule"] == "budget"
    assert found["plan"]["rounds"][-1]["total"] == 562
    assert found["shape"] == "ordinary"
    assert found["by_slice"] == []
    assert {"p5", "p10", "p25", "p50", "p75", "p90", "p95"} < found["forecast"][0].keys()


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (["--classes", 3, "--target", 90], 1, "Did you mean 0.9?"),
        (["--classes", 3, "--price", -1], 1, "The price of a label is -1. It cannot be negative."),
        (["--classes", 3, "--labels-per-day", 0], 1, "0 labels a day come to no end."),
        (["--classes", 3, "--start", "2020-01-01"], 1, "--start 2020-01-01 is in the past."),
        (["--classes", 3, "--start", "soon"], 2, "“soon” is not a day; write it as 2026-12-10"),
        (["--classes", 1], 1, "Give at least two classes."),
        (["--classes", 3, "--majority", 1.2], 1, "It is a share between 0 and 1."),
        (["--classes", 3, "--budget", "nan"], 1, "The budget is nan. That is no amount of money."),
        (["{tmp}", "--classes", 3], 1, "--classes does not go with DATA."),
        (["{tmp}", "--target", 90], 1, "Did you mean 0.9?"),
        ([], 1, "Give DATA or --curve, or say something of the task."),
    ],
)
def test_what_cannot_be_is_one_sentence_before_anything_is_measured(
    forecast, tmp_path, argv, status, said
) -> None:
    code, out, err = forecast(*(str(part).format(tmp=tmp_path) for part in argv))
    assert (code, out) == (status, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n,accuracy\n64,.8\n", "Only one size is measured"),
        ("n,accuracy\n" + "".join(f"{64 + i},.8\n" for i in range(10)), "Enough to be right"),
        ("n;accuracy\n64;0,7\n128;0,8\n", "Enough to be right"),
        ("n,accuracy\n64,71%\n128,78%\n", "Enough to be right"),
        (
            "n,accuracy\n"
            + "".join(f"64,{a}\n128,{a - 0.06}\n256,{a - 0.12}\n" for a in (0.8, 0.81)),
            "The curve falls",
        ),
    ],
)
def test_odd_curves_are_forecast_and_named(forecast, tmp_path, text, said) -> None:
    file = tmp_path / "c.csv"
    file.write_text(text)
    status, out, err = forecast("--curve", file)
    assert status == 0, err
    assert said in out
    assert "nan" not in out
