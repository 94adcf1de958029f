"""PySide6 6.12.0 gives away references to None that it does not own; desktop/__init__.py keeps enough of them."""

import subprocess
import sys

CALLS = """
import desktop
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("x")
print("alive")
"""


def test_python_outlives_many_calls_into_qt() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "alive", ended.stderr
