"""The script that reads like a notebook, from its first cell to its last."""

import re
import subprocess
import sys

import pytest

from tests.docs.blocks import ROOT


@pytest.mark.slow
def test_the_notebook_runs_to_its_end(digits_folder) -> None:
    script = ROOT / "docs" / "examples" / "photos_in_a_notebook.py"
    ran = subprocess.run([sys.executable, script, digits_folder(n=12, classes=3)], cwd=ROOT, capture_output=True, text=True, check=False, env=None)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "36 photos, 3 classes, 9 held out" in ran.stdout
    assert re.search(r"test: \d of 9, sure of at least \d", ran.stdout)
    assert re.search(r"file and model differ by (0e\+00|\de-0[5-9])", ran.stdout)
