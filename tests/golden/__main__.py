"""``python -m tests.golden`` writes every kept sentence anew; ``git diff`` then shows what a change has changed.

Arguments are handed to pytest: ``-k recall_bar`` keeps those of one project alone. ``python -m tests.golden record`` has the jobs make the trained projects anew first (see ``projects.py``).
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.golden.projects import RECORDINGS, record

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments == ["record"]:
        arguments = []
        for name in RECORDINGS:
            with tempfile.TemporaryDirectory() as scratch:
                print(record(name, Path(scratch) / name))
    os.environ["SMART_ENOUGH_GOLDEN"] = "rewrite"
    sys.exit(pytest.main(["-q", "tests/test_golden_sentences.py", *arguments]))
