"""AutoGluon's `medium_quality` on one split, run by an interpreter of its own: it is no part of this product, nor of its locks.

    PYTHON tests/benchmarks/autogluon_reference.py FOLDER

FOLDER has `learn.csv` and `test.csv` (columns as they are, the answer last, under the name `answer`) and `task` ("classify" or "number").
Written there: `said.json` with `seconds` of processor time, and what is said of the test rows: `classes` and `probabilities`, or `numbers`.
An environment with it: `python3 -m venv /tmp/autogluon && /tmp/autogluon/bin/pip install "autogluon.tabular[lightgbm,catboost,xgboost]"` (about 2 GB).
"""

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    import pandas as pd
    from autogluon.tabular import TabularPredictor

    task = (folder / "task").read_text()
    learned, tested = (pd.read_csv(folder / name) for name in ("learn.csv", "test.csv"))
    many = "binary" if learned["answer"].nunique() == 2 else "multiclass"
    kind, measure = (
        (many, "log_loss") if task == "classify" else ("regression", "mean_absolute_error")
    )
    predictor = TabularPredictor(
        "answer", problem_type=kind, eval_metric=measure, path=str(folder / "models"), verbosity=0
    )
    predictor.fit(learned, presets="medium_quality", num_cpus=1)
    said: dict[str, object] = {}
    rows = tested.drop(columns="answer")
    if task == "classify":
        told = predictor.predict_proba(rows)
        said = {
            "classes": [str(name) for name in told.columns],
            "probabilities": told.values.tolist(),
        }
    else:
        said = {"numbers": predictor.predict(rows).tolist()}
    spent = os.times()
    said["seconds"] = spent.user + spent.system + spent.children_user + spent.children_system
    (folder / "said.json").write_text(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
