"""A candidate at an address, as its settings say it: who is asked what, what that would send, and which hosts were allowed.

How to use, line by line:

    endpoint_of("Prompt v4", settings, "generate")      the candidate that can be asked; the key is not in it
    sending(project, "Prompt v4", settings, cases)      what would be sent, and what it may cost; nothing is
    allowed_hosts(project)                              hosts that somebody allowed in this project
    allow_host(project, "api.example.com")              the edit that allows one more
"""

from collections.abc import Mapping
from decimal import Decimal

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSettings
from desktop.project.product import kind_name
from desktop.project.project import Project
from estimators.base.sentence import tr
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import PUBLIC_BASES, WireName, model_address
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.preview import SendingPreview, preview_of
from estimators.measure.endpoint.prompt import INPUT, PromptTemplate, SamplingSettings
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


def usual_address(wire: str) -> str:
    """Where a service of that wire usually answers; empty for plain JSON."""
    return PUBLIC_BASES.get(WireName(wire), "")


def endpoint_of(name: str, settings: CandidateSettings, kind: str) -> EndpointCandidate:
    """The candidate that these settings say. Raises `UserError` where they cannot be right."""
    wire = WireName(settings.wire or WireName.OPENAI)
    if wire is WireName.JSON:
        address = model_address(settings.url)
    else:
        address = model_address(f"{wire.value}:{settings.model}", base_url=settings.url or None)
    return EndpointCandidate(
        name,
        address,
        PromptTemplate(settings.prompt or INPUT, settings.system),
        SamplingSettings(
            settings.temperature, settings.max_tokens or MOST_TOKENS, settings.answer_schema
        ),
        prices_of(settings),
        kind,
        settings.masked,
    )


def prices_of(settings: CandidateSettings) -> TokenPrices:
    """The prices of a million tokens, in and out. Raises `UserError` where one is none."""
    if settings.price_in is None and settings.price_out is None:
        return FREE
    reading, writing = (Decimal(str(one or 0)) for one in (settings.price_in, settings.price_out))
    return TokenPrices(
        (reading, reading), (writing, writing), currency=settings.currency or "USD", source="yours"
    )


def sending(
    project: Project, name: str, settings: CandidateSettings, cases: Mapping[str, EvalCase]
) -> SendingPreview:
    """What asking these cases would send. Raises `UserError` where the settings cannot be right."""
    return preview_of(endpoint_of(name, settings, kind_name(project)), cases)


def work_cases(project: Project) -> Mapping[str, EvalCase]:
    """The first cases that one works with: a prompt is tried on these, never on those held out."""
    work = [one for one in project.measured.cases() if not one.held_out and not one.aside]
    return {one.case.id: one.case for one in work[:TRIED]}


def allowed_hosts(project: Project) -> tuple[str, ...]:
    given = project.answer(NETWORK_KEY)
    return tuple(str(one) for one in given) if isinstance(given, list) else ()


def allow_host(project: Project, host: str) -> Command:
    hosts = sorted({*allowed_hosts(project), host})
    words = tr("the hosts that may be asked, with {host}", host=host)
    return edit.SetFact(NETWORK_KEY, hosts, words, Provenance.GUESS, tr("your choice"))
