"""``python -m tests.golden`` writes every kept sentence anew; ``git diff`` then shows what a change has changed.

Arguments are handed to pytest: ``-k recall_bar`` keeps those of one project alone, ``-k findings`` what the findings come to. ``python -m tests.golden record`` has the jobs make the trained projects anew first (see ``projects.py``).
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.golden.projects import RECORDINGS, record

KEPT_BY = (
    "tests/test_golden_sentences.py",
    "tests/desktop/findings/test_kept_findings.py",
    "tests/desktop/test_layouts.py::test_no_page_cuts_a_word_and_nothing_has_moved",
    "tests/estimators/acceptance/test_kept_results.py",
    "tests/estimators/build_vs_buy/test_kept_valuations.py",
    "tests/estimators/need_for_ai/test_assess.py::test_a_case_is_answered_as_it_was",
)

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments == ["record"]:
        arguments = []
        for name in RECORDINGS:
            with tempfile.TemporaryDirectory() as scratch:
                print(record(name, Path(scratch) / name))
    os.environ["SMART_ENOUGH_GOLDEN"] = "rewrite"
    sys.exit(pytest.main(["-q", *KEPT_BY, *arguments]))
