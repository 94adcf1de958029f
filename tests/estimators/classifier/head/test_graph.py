from typing import Any

import numpy as np
import pytest

from estimators.classifier.backbone import View
from estimators.classifier.export import head_bytes
from estimators.classifier.head.head import CalibratedHead
from tests.estimators.classifier.head.blobs import blobs

VIEWS: dict[str, tuple[View, ...]] = {
    "square roots": (),
    "a part": (View("part", 10, 60, "unit"),),
    "four, overlapping": (
        View("a", 0, 40, "root"),
        View("b", 30, 90, "unit"),
        View("c", 10, 20, "unit"),
        View("d", 80, 90, "plain"),
    ),
}


@pytest.mark.parametrize("case", VIEWS)
@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("beside", [0, 60])
def test_the_graph_says_what_the_head_says(case: str, classes: int, beside: int) -> None:
    import onnxruntime

    X, y = blobs(12, 90, classes, 0.3)
    X = (0.02 * X).astype(np.float32).astype(np.float64)
    background = 0.02 * np.random.default_rng(5).normal(0.3, size=(50, beside)) if beside else None
    head = CalibratedHead(views=VIEWS[case]).fit(X, y, background=background)
    has_columns = beside and VIEWS[case] and VIEWS[case][0].stop <= beside
    assert (head.background_ is not None) == bool(has_columns)
    session: Any = onnxruntime.InferenceSession(
        head_bytes(head), providers=["CPUExecutionProvider"]
    )
    rows = np.vstack([X[:10], np.zeros_like(X[:1]), 3 * X[:2], -X[:2]])
    for row, P, strange in zip(
        rows, head.predict_proba(rows), head.out_of_distribution_score(rows), strict=True
    ):
        p, s = session.run(None, {"features": row[None].astype(np.float32)})
        np.testing.assert_allclose(p, P, atol=1e-5)
        assert s == pytest.approx(strange, abs=1e-4)
