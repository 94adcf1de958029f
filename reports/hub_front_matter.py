"""What the Hugging Face Hub reads of a model card: a head in YAML with tags and the measured share of right answers.

The form is that of https://huggingface.co/docs/hub/model-cards. A licence is the person's to choose, so there is none in it.
"""

import json

from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.text_runs import clean

_TASKS = {
    "photo": "image-classification",
    "text": "text-classification",
    "sound": "audio-classification",
    "clip": "video-classification",
    "row": "tabular-classification",
}


def front_matter(evidence: Evidence) -> str:
    """The head of the card as text; empty where nothing was tested. Values are JSON, which YAML reads as it is."""
    accuracy = evidence.accuracy
    if accuracy is None or accuracy.right.value is None:
        return ""
    task = _TASKS.get(accuracy.noun, "other")
    tag = [] if task == "other" else [f"pipeline_tag: {task}"]
    said = _scalar(evidence.project.title)
    split = _scalar(f"{accuracy.right.counts}, {accuracy.split}")
    lines = [
        "---",
        f"# {tr('license: choose one, as in apache-2.0')}",
        "library_name: onnx",
        *tag,
        "tags: [classification, calibrated, abstains]",
        "metrics: [accuracy]",
        "model-index:",
        f"- name: {said}",
        "  results:",
        f"  - task: {{type: {task}}}",
        f"    dataset: {{type: private, name: {said}, split: {split}}}",
        f"    metrics: [{{type: accuracy, value: {accuracy.right.value:.6g}, verified: false}}]",
        "---",
        "",
    ]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text as YAML reads it. In it is neither a tag nor an address for those who read the head as Markdown."""
    written = json.dumps(clean(text), ensure_ascii=False)
    return written.replace("<", r"\u003c").replace("://", r":\u002f/").replace("](", r"]\u0028")
