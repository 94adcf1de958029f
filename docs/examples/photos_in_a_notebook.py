"""From photos to a served model and a tracked run, cell by cell.

Open it as a notebook (VS Code and Jupytext read the `# %%` marks), or run it: python docs/examples/photos_in_a_notebook.py PHOTOS
PHOTOS has one folder per class.
"""

# %% What is there
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_score

from estimators.acceptance import lower_bound
from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.batched import BatchModel, batch_model, compared
from mock_ai import FakeClassifier

photos = Path(sys.argv[1] if len(sys.argv) > 1 else "mock_ai/ready_made/waste")
items = sorted(path for path in photos.glob("*/*") if path.suffix in {".jpg", ".png"})
labels = np.array([path.parent.name for path in items])
held_out = np.arange(len(items)) % 4 == 0
print(len(items), "photos,", len(set(labels)), "classes,", held_out.sum(), "held out")

# %% The fake, before there is a model: right as often as you say
fake = FakeClassifier(accuracy=0.8, random_state=0).fit(items, labels)
print("fake:", round(fake.score(items, labels), 3))

# %% The model: cross-validated, then tested on what was held out
model = LocalClassifier(backbone="quick", random_state=0)
known = [item for item, held in zip(items, held_out, strict=True) if not held]
folds = StratifiedKFold(3, shuffle=True, random_state=0)
print("cross-validated:", cross_val_score(model, known, labels[~held_out], cv=folds).round(2))
model.fit(known, labels[~held_out])
asked = [item for item, held in zip(items, held_out, strict=True) if held]
right = int((model.predict(asked) == labels[held_out]).sum())
print(f"test: {right} of {len(asked)}, sure of at least {lower_bound(right, len(asked)):.1%}")

# %% One file, which answers as the model does, by onnxruntime alone
folder = Path(tempfile.mkdtemp())
model.export(folder / "model.onnx")
exported = OnnxClassifier(folder / "model.onnx")
apart = np.abs(exported.predict_proba(asked[:4]) - model.predict_proba(asked[:4])).max()
print("file and model differ by", f"{apart:.0e}")

# %% Several photos a call, each with the answer that it gets alone
batch = batch_model((folder / "model.onnx").read_bytes()).whole
(folder / "model.batch.onnx").write_bytes(batch)
print("in one call:", compared((folder / "model.onnx").read_bytes(), BatchModel(batch), asked[:4]))

# %% Kept by MLflow, where it is installed (`pip install mlflow`), so that `mlflow models serve` can serve it
try:
    import mlflow
except ImportError:
    print("no MLflow here: nothing was tracked")
else:
    import onnx

    mlflow.set_tracking_uri(f"sqlite:///{folder / 'runs.db'}")
    kept = mlflow.create_experiment("photos", artifact_location=(folder / "kept").as_uri())
    with mlflow.start_run(experiment_id=kept, run_name="photos"):
        mlflow.log_params(model.get_params())
        mlflow.log_metrics({"right": right / len(asked), "n_test": len(asked)})
        logged = mlflow.onnx.log_model(onnx.load_model_from_string(batch), name="photos")
    print("tracked in", folder / "runs.db", "as", logged.model_uri)
