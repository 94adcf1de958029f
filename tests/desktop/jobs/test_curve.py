from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.jobs.curve import forecast_of
from estimators.base.errors import UserError
from estimators.classifier.embedding import MemoryCache
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.progress import WorkCancelled
from estimators.data_sufficiency.plan import BuyingConstraints

CACHE = MemoryCache()


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    """Two classes of noise, reddish and bluish; a third of each is in a folder of its own, and has the wrong colour."""
    root: Path = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    for label, channel in (("red", 0), ("blue", 2)):
        for number in range(36):
            at_night = number % 3 == 0
            pixels = rng.integers(0, 120, (48, 48, 3))
            pixels[..., 2 - channel if at_night else channel] += 90
            folder = root / label / ("night" if at_night else "day")
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{rng.integers(1 << 40):x}.png")
    return load_examples(root)


def measured(photos, **listening):
    return forecast_of(photos, BuyingConstraints(0.9, price=0.05), cache=CACHE, **listening)


def test_points_and_progress_come_while_the_curve_is_measured(photos):
    points, steps = [], []
    found, _ = measured(photos, on_point=points.append, progress=lambda *step: steps.append(step))
    latest = {point.n: point for point in points}
    assert tuple(latest[n] for n in sorted(latest)) == found.measured
    assert len(points) > len(latest)
    done = [step[0] for step in steps if step[1] == 100 and "Learning" in step[2]]
    assert done == sorted(done)
    assert done[-1] <= 100
    assert {gain.name for gain in found.by_class} == {"red", "blue"}
    assert measured(photos)[0] == found


def test_a_folder_that_is_answered_wrongly_is_named(photos):
    found, names = measured(photos)
    gain = found.by_slice[0]
    assert {Path(name).parent.name for name in names[0]} == {"night"}
    assert len(names[0]) == 24
    assert gain.slice == "in “night”"
    assert gain.called("photos") == "photos in “night”"
    assert gain.more_helps is not None
    assert gain.gain_per_example is not None


def test_of_a_label_for_each_example_no_curve_is_measured(photos):
    ids = tuple(f"order {n}" for n in range(1_001))
    many = Examples("photo", photos.items[:1] * 1_001, ids, Path(), names=ids)
    with pytest.raises(UserError, match="There are 1,001 different labels"):
        measured(many)


def test_cancelling_stops_the_measuring(photos):
    points = []
    with pytest.raises(WorkCancelled):
        measured(photos, on_point=points.append, cancelled=lambda: len(points) > 1)
    assert len(points) == 2
