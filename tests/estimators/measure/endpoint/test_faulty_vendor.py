"""Services that fail in every way: a sentence each, nothing lost, nothing paid twice, the key nowhere."""

import ssl
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.measure.answer_file import read_answers
from estimators.measure.case import EvalCase
from estimators.measure.endpoint import call_plan
from estimators.measure.endpoint.call_plan import RunEnd
from tests.estimators.measure.endpoint.conftest import Ask
from tests.estimators.measure.endpoint.faulty_vendor import FaultyVendor

CANARY = "sk-canary-0123456789abcdef"
ONE = {"a": EvalCase("a", "is it?", "yes")}
SEVEN = {f"c{at}": EvalCase(f"c{at}", f"is it {at}?", "yes") for at in range(7)}
WORST = (
    Decimal(700) + 2 * 512
) / 1_000_000  # a little more than such a call can cost at 1 and 2 a million


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyVendor]:
    with FaultyVendor() as running:
        yield running


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch, faulty: FaultyVendor) -> Iterator[None]:
    """A second try comes at once; what is held is let go at the end."""
    monkeypatch.setattr(call_plan, "FIRST_WAIT", 0.0)
    faulty.seen.clear()
    faulty.released.clear()
    yield
    faulty.released.set()


def at(faulty: FaultyVendor, what: str) -> str:
    return f"openai:{faulty.url}/{what}?model=m"


@pytest.mark.parametrize(
    ("what", "said", "tries", "charged"),
    [
        ("html", "no JSON but something else", 1, True),
        ("empty", "The answer is empty", 3, True),
        ("half", "The answer broke off", 3, True),
        ("half_a_page", "The answer broke off", 3, True),
        ("unannounced_half", "The answer broke off", 3, True),
        ("dropped", "The answer broke off", 3, True),
        ("latin", "not written in UTF-8", 1, True),
        ("huge", "larger than any that was asked for", 1, True),
        ("changed", "no answer at “choices.0”", 1, True),
        ("strict", "does not take this request (status 400). It says: too long", 1, False),
        ("down", "The service failed (status 502).", 3, False),
    ],
)
def test_a_call_that_fails_is_a_sentence_and_a_wrong_answer(
    faulty: FaultyVendor, ask_at: Ask, what: str, said: str, tries: int, charged: bool
) -> None:
    run = ask_at(at(faulty, what), ONE, key=CANARY)
    assert (run.end, run.asked, run.left) == (RunEnd.DONE, 0, 0)
    assert said in run.sentences[0]
    assert said in run.answers.answers["a"][0].error
    assert len(faulty.seen[what]) == tries
    assert (0 < run.spent <= tries * WORST) if charged else run.spent == 0


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("locked", "does not accept the key (status 401). It says: Incorrect API key provided: Bearer …. Go away"),
        ("poor", "no money left"),
        ("unknown", "knows no such address or model (status 404). It says: no such model"),
        ("elsewhere", "sends the call on to “elsewhere.example”; nothing was sent there"),
    ],
)  # fmt: skip
def test_what_would_fail_each_time_is_asked_once(
    faulty: FaultyVendor, ask_at: Ask, what: str, said: str
) -> None:
    run = ask_at(at(faulty, what), SEVEN, key=CANARY, concurrency=1)
    assert (run.end, run.asked, run.left, run.spent) == (RunEnd.REFUSED, 0, 7, 0)
    assert "7 answers are missing" in run.sentences[0]
    assert said in run.sentences[1]
    assert len(faulty.seen[what]) == 1


def test_a_service_that_is_down_pauses_the_run_and_it_goes_on_later(
    faulty: FaultyVendor, ask_at: Ask, tmp_path: Path
) -> None:
    run = ask_at(at(faulty, "down"), SEVEN, concurrency=1)
    assert (run.end, run.left) == (RunEnd.PAUSED, 7)
    assert len(faulty.seen["down"]) == 4 * 3
    assert ask_at(at(faulty, "down"), ONE, price="0").sentences[0].startswith("1 case was asked")


def test_it_waits_as_the_service_asks_or_pauses(faulty: FaultyVendor, ask_at: Ask) -> None:
    run = ask_at(at(faulty, "busy"), ONE)
    assert (run.end, run.asked, run.retries) == (RunEnd.DONE, 1, 2)
    run = ask_at(at(faulty, "closed_for_the_day"), ONE)
    assert (run.end, run.left) == (RunEnd.PAUSED, 1)
    assert len(faulty.seen["closed_for_the_day"]) == 1


@pytest.mark.parametrize("what", ["held", "dripping"])
def test_a_call_that_takes_too_long_is_ended_and_counts_as_paid(
    faulty: FaultyVendor, ask_at: Ask, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(call_plan, "MOST_TRIES", 1)
    run = ask_at(at(faulty, what), ONE, seconds=0.2)
    assert "took too long" in run.sentences[0]
    assert 0 < run.spent <= WORST


def test_a_run_that_is_stopped_keeps_what_came(
    faulty: FaultyVendor, ask_at: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("estimators.measure.endpoint.answer_run._GRACE_SECONDS", 0.0)
    run = ask_at(at(faulty, "held"), SEVEN, cancelled=lambda: len(faulty.seen.get("held", ())) == 4)
    assert (run.end, run.asked, run.left) == (RunEnd.CANCELLED, 0, 7)
    assert 0 < run.spent <= 4 * WORST
    assert run.sentences[0] == "It was stopped; 7 answers are missing."


def test_lies_about_tokens_are_bounded_and_said(faulty: FaultyVendor, ask_at: Ask) -> None:
    run = ask_at(at(faulty, "lying"), ONE)
    assert run.spent <= WORST
    assert run.answers.answers["a"][0].tokens_in is None
    assert any("count of tokens is missing or cannot be" in one for one in run.sentences)


def test_refusals_blocks_and_cuts_are_answers_and_said(faulty: FaultyVendor, ask_at: Ask) -> None:
    refused, blocked = ask_at(at(faulty, "refusing"), ONE), ask_at(at(faulty, "blocking"), ONE)
    assert refused.answers.answers["a"][0].answer == "I can't."
    assert "1 answer is a refusal of the model." in refused.sentences
    assert (blocked.answers.answers["a"][0].answer, blocked.answers.answers["a"][0].error) == (None, "blocked")  # fmt: skip
    assert "1 answer was blocked by the service; it counts as wrong." in blocked.sentences
    cut = ask_at(at(faulty, "cut"), ONE)
    assert cut.sentences[1] == "1 answer was cut off at the most tokens that were asked for."
    half = ask_at(at(faulty, "surrogate"), ONE).answers.answers["a"][0].answer
    assert half == "half \ufffd"


def test_a_key_is_found_nowhere(faulty: FaultyVendor, ask_at: Ask, tmp_path: Path) -> None:
    log = tmp_path / "answers.jsonl"
    told = ask_at(at(faulty, "telling"), ONE, key=CANARY)
    assert told.answers.answers["a"][0].answer == "you sent Bearer …"
    assert f"Bearer {CANARY}" in faulty.keys
    said = [*told.sentences, repr(told)]
    for what in ("locked", "html", "half", "elsewhere", "down"):
        run = ask_at(at(faulty, what), ONE, key=CANARY)
        said += [*run.sentences, repr(run)]
    with pytest.raises(UserError) as caught:
        ask_at("openai:http://10.0.0.1?model=m", ONE, key=CANARY)
    said += traceback.format_exception(caught.value)
    assert CANARY not in "\n".join(said)
    assert CANARY not in log.read_text()
    assert read_answers(log).candidates["gpt"][0].answer == "you sent Bearer …"


def test_seconds_are_those_that_the_vendor_took(faulty: FaultyVendor, ask_at: Ask) -> None:
    faulty.delays = [0.02, 0.05, 0.03, 0.04, 0.01, 0.02, 0.03]
    faulty.delivered.clear()
    run = ask_at(at(faulty, "timed"), SEVEN, concurrency=1)
    seconds = [given[0].seconds or 0 for given in run.answers.answers.values()]
    assert all(it >= theirs for it, theirs in zip(seconds, faulty.delays, strict=True))


def test_a_service_without_a_certificate_that_the_system_trusts_gets_nothing(
    ask_at: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    with FaultyVendor() as pretender:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        pretender.socket = context.wrap_socket(pretender.socket, server_side=True)
        address = f"openai:{pretender.url.replace('http:', 'https:')}/good?model=m"
        run = ask_at(address, SEVEN, key=CANARY, concurrency=1)
        assert (run.end, run.left, run.spent) == (RunEnd.REFUSED, 7, 0)
        assert "cannot prove that it is who it says" in run.sentences[1]
        assert (pretender.seen, pretender.keys) == ({}, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # now the system trusts it
        assert ask_at(address, SEVEN, key=CANARY).asked == 7


def own_certificate(folder: Path) -> Path:
    """A certificate for this computer that nobody but itself has signed, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "own.pem"
    path.write_bytes(made.public_bytes(pem) + secret)
    return path
