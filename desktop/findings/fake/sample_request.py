"""How a prototype asks, with curl: one of the project's examples or rows, and the answer to it."""

import json
import shlex
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from desktop.findings.fake.scenarios import known_classes
from desktop.findings.fake.table_rows import row_set
from desktop.project.example_list import first_labelled, with_paths
from desktop.project.product import inputs_of
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.cell_lines import cells_of
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence
from mock_ai.conversation import ClassAnswer
from mock_ai.dials import content_digest
from mock_ai.kinds.product import CLASSES
from mock_ai.scenario import Scenario

USUAL_ADDRESS = "http://127.0.0.1:8765/v1"
_EXAMPLES_TRIED = 12  # until one is answered rightly
_FAULTS_PASSED = 100
_MOST_SHOWN = 64  # characters of a text in a sample
_FIELDS = {"video": "clip", "table": "row", "document": "page"}
_CELLS_SHOWN = 4  # cells of a row


@dataclass(frozen=True)
class SampleAnswer:
    """Everything up to the field that says who answers, and that field."""

    before: str
    mark: str = ""
    simulated: bool = True


@dataclass(frozen=True)
class SampleRequest:
    """What may be asked: some examples (name, SHA-256), of which project, where, and the field of a form that holds one."""

    examples: tuple[tuple[str, str], ...]
    project: Path
    address: str
    field: str


def sample_request(project: Project, address: str) -> SampleRequest:
    """What a sample can be asked about; held-out examples first."""
    field = form_field_of(project)
    named = first_labelled(project, _EXAMPLES_TRIED)
    rows = row_set(project)
    if rows is not None:
        texts = [str(item.input) for item in rows.items[:_EXAMPLES_TRIED]]
        named = tuple((text, content_digest(text).hex()) for text in texts)
    named = named or ((f"{field}.jpg", ""),)
    return SampleRequest(named, project.path, address, field)


def fake_sample(scenario: Scenario, asked: SampleRequest) -> SampleAnswer:
    """The first example that the scenario answers rightly; else the first that it answers. Reads the classes of all: for a thread."""
    if scenario.product != CLASSES:
        return _kind_sample(scenario, asked.address)
    # This runs in a thread, long before anybody opens the list of faults, which needs it.
    import_module("mock_ai.fault_catalogue")
    with Project.open_beside(asked.project) as project:
        known = known_classes(project)
    fake = scenario.fake(known=known)
    first: SampleAnswer | None = None
    for name, sha256 in asked.examples:
        digest = bytes.fromhex(sha256) if sha256 else content_digest(name)
        answers = (fake.answer_digests([digest], position)[0] for position in range(_FAULTS_PASSED))
        answer = next((one for one in answers if one.fault is None), None)
        if answer is not None:
            sample = _sample(name, asked, answer)
            if answer.label == known.get(sha256):
                return sample
            first = first or sample
    return first or SampleAnswer(tr("No answer comes from this scenario."))


def _kind_sample(scenario: Scenario, address: str) -> SampleAnswer:
    """The first good answer to one of its examples, at our own address."""
    from mock_ai.client_answer import as_document

    product = scenario.product
    fake = product.fitted(scenario.seed)
    given = [(each.input, fake.answer(each.input)) for each in product.good_examples]
    asked, answer = next((pair for pair in given if pair[1].good), given[0])
    sent = _sent_text(asked) if isinstance(asked, str) else form_field("file", asked.name)
    lines = ",\n   ".join(
        f'"{key}": {_short(json.dumps(value, ensure_ascii=False))}'
        for key, value in as_document(product.kind, answer).items()
    )
    request = (
        f'curl -H "Authorization: Bearer $TOKEN" \\\n  {sent} \\\n'
        f"  {address or USUAL_ADDRESS}/predict\n→ {{{lines},\n   "
    )
    return SampleAnswer(request, '"simulated": true')


def _sent_text(text: str) -> str:
    """How curl sends a text, or a row by its first cells."""
    cells = cells_of(text)
    body = {"row": dict(cells[:_CELLS_SHOWN])} if cells else {"text": _short(text)}
    said = json.dumps(body, ensure_ascii=False)
    if len(cells) > _CELLS_SHOWN:
        said = f"{said.removesuffix('}}')}, …}}}}"
    return f"-H 'Content-Type: application/json' \\\n  -d {shlex.quote(said)}"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def measured_sample(run: Run, asked: SampleRequest, project: Project) -> SampleAnswer | None:
    """What the trained model said of an example in its test; None where the run kept nothing of it.

    Of a row of a table whose number was predicted only the form is shown: what was said of each is not kept.
    """
    kept = run.settings.table
    if kept is not None and kept.number is not None and asked.examples[0][1]:
        told = '"answer": …,\n   "range": {"low": …, "high": …}'
        return SampleAnswer(f"{_request(asked.examples[0][0], asked)}{told},\n   ", '"simulated": false', False)  # fmt: skip
    if not run.result.answered:
        return None
    row = run.result.answered[0]
    if kept is not None and kept.rows:
        ending = f":{kept.rows[0].line}"
        row = next((one for one in run.result.answered if one.path.endswith(ending)), row)
    label, sure, abstain = row.label, row.probability, row.abstain
    said = answer_sentence(label, sure, abstain)
    answer = ClassAnswer(label, sure, {}, abstain, None, 0.0, said, simulated=False)
    found = with_paths(project, [row.path])
    name = found[0].name if found else row.path.rpartition("/")[2]
    if kept is not None and asked.examples[0][1]:
        name = asked.examples[0][0]
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
    mark = f'"simulated": {json.dumps(answer.simulated)}'
    return SampleAnswer(f"{_request(name, asked)}{lines},\n   ", mark, answer.simulated)


def _request(name: str, asked: SampleRequest) -> str:
    """How curl asks, up to the answer."""
    sent = _sent_text(name) if cells_of(name) else form_field(asked.field, name)
    return (
        f'curl -H "Authorization: Bearer $TOKEN" \\\n  {sent} \\\n'
        f"  {asked.address or USUAL_ADDRESS}/predict\n→ {{"
    )


def form_field_of(project: Project) -> str:
    """The field that an example is sent in: photo, text, sound, clip; in every language the same."""
    first = project.first_example()
    modality = first.modality if first is not None else next(iter(inputs_of(project)), "photo")
    return _FIELDS.get(modality, modality)


def form_field(name: str, value: str) -> str:
    """How curl sends an example: the words of a text themselves, of anything else its file."""
    if name == "text":
        return f"--form-string {shlex.quote(f'text={value}')}"
    return f"-F {shlex.quote(f'{name}=@{value}')}"
