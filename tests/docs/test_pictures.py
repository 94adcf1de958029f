"""The pictures of README and guides show what the window shows."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageDraw

from tests.docs.blocks import ROOT

SCRIPT = ROOT / "docs" / "screenshots.py"


@pytest.fixture(scope="module")
def screenshots() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshots", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_pictures_of_the_sample_show_the_window_as_it_is(tmp_path: Path) -> None:
    """Where this is red and the change is meant: `python docs/screenshots.py` takes them anew."""
    told = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, SCRIPT, "--compare"], capture_output=True, text=True, check=False, env=told
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(ran.stdout.splitlines()) == 4


def test_a_button_that_moved_is_seen_and_letters_half_a_pixel_off_are_not(
    screenshots: ModuleType, tmp_path: Path
) -> None:
    kept, moved, hinted = (tmp_path / f"{name}.png" for name in ("kept", "moved", "hinted"))
    with Image.open(ROOT / "docs" / "images" / "decide-light.png") as picture:
        page = picture.convert("RGB")
    for path, left in ((kept, 900), (moved, 908)):
        shown = page.copy()
        ImageDraw.Draw(shown).rounded_rectangle((left, 700, left + 100, 730), 6, fill="#1b1b1f")
        shown.save(path)
    shown = Image.open(kept)
    off = shown.transform(shown.size, Image.Transform.AFFINE, (1, 0, 0.5, 0, 1, 0), Image.Resampling.BILINEAR)  # fmt: skip
    off.save(hinted)
    assert screenshots.shown_otherwise(kept, kept) == 0
    assert screenshots.shown_otherwise(kept, hinted) < screenshots.MOST
    assert screenshots.shown_otherwise(kept, moved) > screenshots.MOST
