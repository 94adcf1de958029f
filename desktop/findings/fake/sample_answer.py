"""One answer as the prototype gets it: the request as curl, and the JSON that comes back."""

import json
from dataclasses import dataclass
from importlib import import_module

from desktop.findings.fake.scenarios import form_field
from desktop.project.example_list import with_paths
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.spoken_answer import answer_sentence
from mock_ai.content import content_digest
from mock_ai.conversation import ClassAnswer
from mock_ai.scenario import Scenario

USUAL_ADDRESS = "http://127.0.0.1:8765/v1"
_EXAMPLES_TRIED = 12  # until one is answered rightly
_FAULTS_PASSED = 100


@dataclass(frozen=True)
class SampleAnswer:
    """Everything up to the field that says who answers, and that field."""

    before: str
    mark: str = ""
    simulated: bool = True


@dataclass(frozen=True)
class SampleRequest:
    """What may be asked: some examples (name, SHA-256), the known truth, where, and what one is called."""

    examples: tuple[tuple[str, str], ...]
    known: dict[str, str]
    address: str
    one: str


def sample_request(project: Project, address: str) -> SampleRequest:
    """What a sample can be asked about; held-out examples first."""
    one = noun(project, 1)
    examples = project.labelled()
    known = {e.sha256: e.class_name for e in examples if e.class_name}
    shown = sorted(examples, key=lambda e: not e.held_out)[:_EXAMPLES_TRIED]
    named = tuple((e.name, e.sha256) for e in shown) or ((f"{one}.jpg", ""),)
    return SampleRequest(named, known, address, one)


def fake_sample(scenario: Scenario, asked: SampleRequest) -> SampleAnswer:
    """The first example that the scenario answers rightly; else the first that it answers."""
    # This runs in a thread, long before anybody opens the list of faults, which needs it.
    import_module("mock_ai.fault_catalogue")
    fake = scenario.fake(known=asked.known)
    first: SampleAnswer | None = None
    for name, sha256 in asked.examples:
        digest = bytes.fromhex(sha256) if sha256 else content_digest(name)
        answers = (fake.answer_digests([digest], position)[0] for position in range(_FAULTS_PASSED))
        answer = next((one for one in answers if one.fault is None), None)
        if answer is not None:
            sample = _sample(name, asked, answer)
            if answer.label == asked.known.get(sha256):
                return sample
            first = first or sample
    return first or SampleAnswer("No answer comes from this scenario.")


def measured_sample(run: Run, asked: SampleRequest, project: Project) -> SampleAnswer:
    """What the trained classifier said of an example in its test."""
    row = run.result.answered[0]
    label, sure, abstain = row.label, row.probability, row.abstain
    said = answer_sentence(label, sure, abstain)
    answer = ClassAnswer(label, sure, {}, abstain, None, 0.0, said, simulated=False)
    found = with_paths(project, [row.path])
    name = found[0].name if found else row.path.rpartition("/")[2]
    return _sample(name, asked, answer)


def _sample(name: str, asked: SampleRequest, answer: ClassAnswer) -> SampleAnswer:
    body = {
        "label": answer.label,
        "confidence": round(answer.probability, 2) if answer.probability is not None else None,
        "text": answer.text,
    }
    lines = ",\n   ".join(
        f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in body.items()
    )
    request = (
        f'curl -H "Authorization: Bearer $TOKEN" \\\n  {form_field(asked.one, name)} \\\n'
        f"  {asked.address or USUAL_ADDRESS}/predict\n→ {{{lines},\n   "
    )
    mark = f'"simulated": {json.dumps(answer.simulated)}'
    return SampleAnswer(request, mark, answer.simulated)
