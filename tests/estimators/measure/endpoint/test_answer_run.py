"""Cases asked at an address: on every wire, within the cap, kept before the next, never twice."""

from decimal import Decimal
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import NetworkPermission
from estimators.measure.endpoint.call_plan import RunEnd
from estimators.measure.endpoint.prompt import PromptTemplate, SamplingSettings, schema_of_kind
from estimators.measure.scores import score
from mock_ai.server.runner import ServerThread
from tests.estimators.measure.endpoint.conftest import Ask

Cases = dict[str, EvalCase]


@pytest.mark.parametrize("wire", ["openai", "openai-responses", "anthropic", "gemini"])
def test_a_vendor_answers_on_each_wire(vendor: ServerThread, cases: Cases, ask_at: Ask, wire: str) -> None:  # fmt: skip
    run = ask_at(
        f"{wire}:{vendor.base_url}?model=m", cases, key=vendor.token, kind="classify",
        prompt=PromptTemplate("Which? {input}", "Be brief.", (("my old card", "card"),)),
        settings=SamplingSettings(schema=schema_of_kind("classify", cases)),
    )  # fmt: skip
    assert (run.end, run.asked, run.left, dict(run.failed)) == (RunEnd.DONE, 12, 0, {})
    given = [one for trials in run.answers.answers.values() for one in trials]
    assert {one.answer for one in given} <= {"refund", "card"}
    assert score("classify", cases, run.answers).invalid() == 0
    cost = sum(Decimal(one.tokens_in + 2 * one.tokens_out) for one in given) / 1_000_000
    assert run.spent == cost
    assert all(one.seconds > 0 and one.cost > 0 for one in given)


def test_plain_json_is_asked_by_a_template_and_read_by_a_path(vendor: ServerThread, cases: Cases, ask_at: Ask) -> None:  # fmt: skip
    wire = {"body": '{"text": "{input}"}', "answer_path": "label"}
    run = ask_at(f"{vendor.base_url}/predict", cases, key=vendor.token, price="0.001", wire=wire)
    assert (run.asked, run.spent) == (12, Decimal("0.012"))
    assert {one[0].tokens_in for one in run.answers.answers.values()} == {None}


def test_what_was_received_is_not_asked_again(vendor: ServerThread, cases: Cases, ask_at: Ask) -> None:  # fmt: skip
    address = f"openai:{vendor.base_url}?model=m"
    first = ask_at(address, cases, key=vendor.token, most=5)
    assert (first.asked, first.known, first.left) == (5, 0, 7)
    second = ask_at(address, cases, key=vendor.token)
    assert (second.asked, second.known, second.left) == (7, 5, 0)
    third = ask_at(address, cases, key=vendor.token, cap="0")
    assert (third.asked, third.known, third.spent, third.end) == (0, 12, 0, RunEnd.DONE)
    assert third.answers.answers == second.answers.answers
    assert ask_at(address, cases, key=vendor.token, trials=2).asked == 12
    other = ask_at(address, cases, key=vendor.token, prompt=PromptTemplate("Else? {input}"))
    assert other.asked == 12


def test_cases_that_ask_the_same_share_an_answer(vendor: ServerThread, ask_at: Ask) -> None:
    cases = {name: EvalCase(name, "the same") for name in "abc"}
    run = ask_at(f"openai:{vendor.base_url}?model=m", cases, key=vendor.token)
    assert (run.asked, run.left, set(run.answers.answers)) == (1, 0, set("abc"))


def test_a_run_stops_before_the_cap(vendor: ServerThread, cases: Cases, ask_at: Ask) -> None:
    run = ask_at(f"openai:{vendor.base_url}?model=m", cases, key=vendor.token, cap="0.0019")
    assert run.end is RunEnd.CAP
    assert 0 < run.asked < 12
    assert run.spent <= Decimal("0.0019")
    assert f"{12 - run.asked} answers are missing" in run.sentences[0]


def test_nothing_goes_to_a_host_that_nobody_allowed(cases: Cases, ask_at: Ask) -> None:
    with pytest.raises(UserError, match="not allowed"):
        ask_at("openai:m", cases)


def test_no_other_computer_is_asked_without_a_price(cases: Cases, ask_at: Ask) -> None:
    allowed = NetworkPermission.of("10.0.0.1")
    with pytest.raises(UserError, match="There is no price"):
        ask_at("openai:http://10.0.0.1?model=m", cases, price=None, permission=allowed)


def test_a_key_goes_nowhere_without_encryption(cases: Cases, ask_at: Ask, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="without encryption"):
        ask_at("openai:http://10.0.0.1?model=m", cases, key="sk-canary-1", permission=NetworkPermission.of("10.0.0.1"))  # fmt: skip
