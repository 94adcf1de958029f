"""A model of rows has no answer to a row unlike all that it learned from, whichever way it is asked."""

import numpy as np
import pytest

from tests.mock_ai.vendor_clients import anthropic_at, chat, exact, gemini_at, openai_at

ODD, USUAL = '{"age": 430}', '{"age": 41}'
WHY = "I don’t know this one; its “age” is unlike all that I have learned from."
SCHEMA = {
    "type": "json_schema",
    "json_schema": {
        "name": "answer",
        "schema": {
            "type": "object",
            "properties": {"label": {"enum": ["no", "yes"]}, "value": {"type": "number"}},
            "required": ["label", "value"],
        },
    },
}


class _Rows:
    modality_ = "text"
    row_schema = {"type": "object", "properties": {"age": {"type": "number"}}}  # noqa: RUF012

    def strange_columns(self, X):
        return [("age",) if "430" in text else () for text in X]


class Classes(_Rows):
    classes_ = np.array(["no", "yes"])

    def predict_proba(self, X):
        return np.array([[0.9, 0.1]] * len(X))


class Numbers(_Rows):
    promised = 0.9

    def predict_range(self, X):
        return np.array([[5.0, 4.0, 6.0]] * len(X))


@pytest.mark.parametrize("model", [Classes(), Numbers()], ids=["classes", "numbers"])
def test_a_strange_row_is_not_answered_and_its_columns_are_named(serve, clients, model):
    running, client = serve(model, name="rows")
    plain = client.post("/v1/predict", json={"text": ODD}).json()
    assert (plain["abstain"], plain["strange"], plain["text"]) == (True, ["age"], WHY)
    assert plain.get("label") is None
    assert plain.get("answer") is None
    assert "strange" not in client.post("/v1/predict", json={"text": USUAL}).json()

    openai, anthropic = clients(openai_at, running), clients(anthropic_at, running)
    asked = [{"role": "user", "content": ODD}]
    completion = exact(openai.chat.completions.create(model="m", messages=asked))
    assert WHY in (completion.choices[0].message.refusal or completion.choices[0].message.content)
    assert WHY in openai.responses.create(model="m", input=ODD).model_dump_json()
    message = exact(anthropic.messages.create(model="m", max_tokens=200, messages=asked))
    assert "".join(part.text for part in message.content) == WHY
    gemini = clients(gemini_at, running)
    assert gemini.models.generate_content(model="m", contents=ODD).text == WHY


@pytest.mark.parametrize("model", [Classes(), Numbers()], ids=["classes", "numbers"])
def test_no_answer_to_a_strange_row_is_made_up_for_a_schema(serve, model):
    _, client = serve(model, name="rows")
    told = chat(client, ODD, response_format=SCHEMA).json()["choices"][0]["message"]
    assert told["refusal"] == WHY
    assert not told["content"]
    usual = chat(client, USUAL, response_format=SCHEMA).json()["choices"][0]["message"]
    assert usual["content"]
