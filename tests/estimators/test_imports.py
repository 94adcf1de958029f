"""A package is imported before anything heavy is needed."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "sklearn", "scipy", "joblib"}


@pytest.mark.parametrize("name", ["acceptance", "build_vs_buy", "data_sufficiency", "need_for_ai"])
def test_importing_a_package_imports_nothing_heavy(name: str) -> None:
    code = f"import sys, estimators.{name}; print(*{HEAVY} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
