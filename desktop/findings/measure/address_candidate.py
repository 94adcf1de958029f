"""A candidate at an address, as its settings say it: who is asked what, what that would send, and which hosts were allowed.

How to use, line by line:

    endpoint_of("Prompt v4", settings, "generate")      the candidate that can be asked; the key is not in it
    sending(project, "Prompt v4", settings, cases, files)   what would be sent, and what it may cost; nothing is
    allowed_hosts(project)                              hosts that somebody allowed in this project
    allow_host(project, "api.example.com")              the edit that allows one more
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice

from desktop.findings.candidate_measurement import cases_of
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSettings
from desktop.project.product import is_classifier, kind_name
from desktop.project.project import Project
from desktop.project.records import Example
from estimators.base.sentence import tr
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import PUBLIC_BASES, WireName, model_address
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.input_file import InputFile
from estimators.measure.endpoint.preview import SendingPreview, preview_of
from estimators.measure.endpoint.prompt import (
    INPUT,
    PromptTemplate,
    SamplingSettings,
    few_shot,
)
from estimators.measure.endpoint.token_price import FREE, TokenPrices
from reports.provenance import Provenance

NETWORK_KEY = "measure.network"
"""The fact: hosts that may be asked in this project."""
WIRES = (
    (WireName.OPENAI, tr("OpenAI")),
    (WireName.ANTHROPIC, tr("Anthropic")),
    (WireName.GEMINI, tr("Gemini")),
    (WireName.JSON, tr("Plain JSON")),
)
MOST_TOKENS = 512
TRIED = 3
_MOST_WORK = 500  # of a classifier's examples
_MOST_NAMED = 40  # classes in a prompt


def usual_address(wire: str) -> str:
    """Where a service of that wire usually answers; empty for plain JSON."""
    return PUBLIC_BASES.get(WireName(wire), "")


def endpoint_of(name: str, settings: CandidateSettings, kind: str) -> EndpointCandidate:
    """The candidate that these settings say. Raises `UserError` where they cannot be right."""
    wire = WireName(settings.wire or WireName.OPENAI)
    if wire is WireName.JSON:
        address = model_address(
            settings.url, body=settings.body or None, answer_path=settings.answer_path or None
        )
    else:
        address = model_address(f"{wire.value}:{settings.model}", base_url=settings.url or None)
    return EndpointCandidate(
        name,
        address,
        prompt_of(settings),
        SamplingSettings(
            settings.temperature, settings.max_tokens or MOST_TOKENS, settings.answer_schema
        ),
        prices_of(settings),
        kind,
        settings.masked,
    )


def prompt_of(settings: CandidateSettings) -> PromptTemplate:
    """What is asked. Raises `UserError` where the prompt has no place for the case."""
    return PromptTemplate(settings.prompt or INPUT, settings.system, settings.examples)


def prices_of(settings: CandidateSettings) -> TokenPrices:
    """The prices of a million tokens, in and out. Raises `UserError` where one is none."""
    if settings.price_in is None and settings.price_out is None:
        return FREE
    reading, writing = (Decimal(str(one or 0)) for one in (settings.price_in, settings.price_out))
    return TokenPrices(
        (reading, reading), (writing, writing), currency=settings.currency or "USD", source="yours"
    )


def sending(
    project: Project, name: str, settings: CandidateSettings, cases: Mapping[str, EvalCase], files: Mapping[str, InputFile]
) -> SendingPreview:  # fmt: skip
    """What asking these cases would send. Raises `UserError` where the settings cannot be right."""
    return preview_of(endpoint_of(name, settings, kind_name(project)), cases, files=files)


def files_of(project: Project, cases: Mapping[str, EvalCase]) -> dict[str, InputFile]:
    """The examples that cases are, by the ids of the cases; read later, in the thread that the project was opened in."""
    examples = {one.path: one for one in project.examples()} if cases else {}
    return {
        case.id: InputFile(one.name, one.modality, one.sha256, one.size, partial(_content, project, one))
        for case in cases.values()
        if (one := examples.get(case.input)) is not None
    }  # fmt: skip


def work_cases(project: Project) -> Mapping[str, EvalCase]:
    """The cases that one works with, none of them held out: a prompt is tried on these, and its examples are taken from them."""
    work = [one.case for one in project.measured.cases() if not one.held_out and not one.aside]
    if not project.measured.count_cases():
        tested = cases_of(project)
        free = (one for one in project.labelled() if not one.held_out and one.path not in tested)
        work = [EvalCase(one.path, one.path, one.class_name, one.belongs) for one in islice(free, _MOST_WORK)]  # fmt: skip
    return {case.id: case for case in work}


def tried_cases(
    work: Mapping[str, EvalCase], examples: Iterable[tuple[str, str]] = ()
) -> dict[str, EvalCase]:
    """A few to try a prompt on: none that the prompt shows with its answer."""
    shown = {given for given, _ in examples}
    free = (case for case in work.values() if case.input not in shown)
    return {case.id: case for case in islice(free, TRIED)}


@dataclass(frozen=True)
class ExampleCases:
    """Cases whose answers a prompt may show, and those that are held out, both in words."""

    work: tuple[EvalCase, ...]
    held_out: Mapping[str, EvalCase]

    def shown(
        self, n: int, others: Iterable[EvalCase] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Up to n of these, or of others that somebody brought: none that is held out, says the same, or belongs together with one.

        Raises `UserError` where none is left.
        """
        return few_shot(self.work if others is None else others, self.held_out, n) if n else ()


def example_cases(project: Project, work: Mapping[str, EvalCase]) -> ExampleCases:
    """What a prompt may show of the cases that one works with; of photos and sounds nothing."""
    held_out = cases_of(project)
    texts = {
        one.path: text
        for one in (project.examples() if {**work, **held_out} else ())
        if one.modality == "text" and (text := project.text(one)) is not None
    }
    files = files_of(project, work).keys()

    def in_words(cases: Mapping[str, EvalCase]) -> dict[str, EvalCase]:
        return {
            name: replace(case, input=texts.get(case.input, case.input))
            for name, case in cases.items()
            if case.input in texts or name not in files
        }

    return ExampleCases(
        tuple(one for one in in_words(work).values() if one.expected is not None),
        in_words(held_out),
    )


def cases_to_ask(project: Project, wanted: Iterable[str]) -> dict[str, EvalCase]:
    """The held-out cases, and those that a prompt is tried on, of these names."""
    every = {**work_cases(project), **cases_of(project)}
    return {name: every[name] for name in wanted if name in every}


def first_prompt(project: Project) -> str:
    """A prompt to begin with."""
    names = [one.name for one in project.classes()]
    if is_classifier(project) and names:
        return tr(
            "Which of these is it: {answers}? Answer with one of them, and nothing else.\n\n{input}",
            answers=", ".join(names[:_MOST_NAMED]),
            input=INPUT,
        )
    return tr("Write the reply a colleague would send.\n\n{input}", input=INPUT)


def _content(project: Project, example: Example) -> bytes:
    text = project.text(example)
    return project.shown(example).read() if text is None else text.encode()


def allowed_hosts(project: Project) -> tuple[str, ...]:
    given = project.answer(NETWORK_KEY)
    return tuple(str(one) for one in given) if isinstance(given, list) else ()


def allow_host(project: Project, host: str) -> Command:
    hosts = sorted({*allowed_hosts(project), host})
    words = tr("the hosts that may be asked, with {host}", host=host)
    return edit.SetFact(NETWORK_KEY, hosts, words, Provenance.GUESS, tr("your choice"))
