"""What travels inside the PDF: the evidence it was written from, and the hash of the model it speaks of."""

from collections.abc import Sequence

from estimators.base.sentence import tr
from reports.evidence import Evidence, dump
from reports.pdf.attachments import Attachment
from reports.text_runs import clean

# Which sections show which part of the evidence; a part that no section shows is not attached either.
_SHOWN_BY: dict[str, tuple[str, ...]] = {
    "problem": ("decision", "desirability", "basis", "problem", "card", "model", "brief"),
    "decision": ("decision", "viability", "basis", "problem", "brief"),
    "options": ("decision", "viability", "basis", "options", "brief"),
    "data": ("feasibility", "basis", "data", "datasheet", "card", "model"),
    "fake": ("desirability",),
    "accuracy": ("decision", "feasibility", "basis", "accuracy", "card", "model", "brief"),
    "candidates": ("feasibility", "basis", "card"),
    "launch": ("decision", "risk", "basis", "test", "progress", "score", "card", "limits", "brief"),
}


def attachments(evidence: Evidence, sections: Sequence[str]) -> tuple[Attachment, ...]:
    """``evidence.json``, and ``model.sha256`` as sha256sum reads it where there is a model."""
    left_out = [part for part, names in _SHOWN_BY.items() if not set(names) & set(sections)]
    if "provenance" in sections:  # lists every number, so all of it is shown
        left_out = []
    files = [
        Attachment(
            "evidence.json",
            dump(evidence, left_out).encode("utf-8", "replace"),
            "application/json",
            tr("The evidence that this report was written from"),
        )
    ]
    accuracy = evidence.accuracy
    if accuracy is not None and "accuracy" not in left_out:
        name = " ".join(clean(accuracy.model_file).split()) or "model.onnx"
        line = f"{' '.join(clean(accuracy.model_sha256).split())}  {name}\n"
        files.append(
            Attachment(
                "model.sha256",
                line.encode("utf-8", "replace"),
                "text/plain",
                tr("The sha256 of the model that this report speaks of"),
                "Supplement",
            )
        )
    return tuple(files)
