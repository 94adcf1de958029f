"""What would be read of a reply in plain JSON, and the sentence where a path leads nowhere."""

import pytest

from estimators.base.errors import UserError
from estimators.measure.endpoint.address import ModelAddress, WireName, model_address
from estimators.measure.endpoint.sample_reply import answer_in_sample

SAMPLE = '{"id": "7", "choices": [{"text": "On its way.", "score": 0.5}], "usage": null}'


def read(path: str, sample: str = SAMPLE) -> str:
    return answer_in_sample(ModelAddress(WireName.JSON, "http://x.test", answer_path=path), sample)


def test_the_answer_is_what_a_run_would_read() -> None:
    assert read("choices.0.text") == "On its way."
    assert read("choices.0.score") == "0.5"
    assert read("choices.0") == '{"text": "On its way.", "score": 0.5}'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("answer", "There is no “answer” at the top; it has id, choices, usage."),
        ("choices.0.reply", "There is no “reply” at choices.0; it has text, score."),
        ("choices.1.text", "“1” is no place of the list at choices, which has 1: count from 0."),
        ("choices.text", "“text” is no place of the list at choices, which has 1: count from 0."),
        ("id.text", "The path goes on with “text” where id is an answer already."),
        ("usage", "At usage the reply has nothing."),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends_and_where_texts_are(
    path: str, said: str
) -> None:
    with pytest.raises(UserError) as error:
        read(path)
    assert error.value.what == said
    assert error.value.next_step == "Texts are at id, choices.0.text."


def test_what_is_no_reply_is_a_sentence() -> None:
    with pytest.raises(UserError, match="no JSON") as error:
        read("answer", "<html>\n<body>")
    assert "line 1, column 1" in str(error.value)
    with pytest.raises(UserError) as none:
        read("answer", "[1, 2]")
    assert none.value.next_step == "There is no text in it at all."
    assert read("a", '{"a": ' + "[" * 400 + "]" * 400 + "}")
    with pytest.raises(UserError):
        read("a", "[" * 100_000)


@pytest.mark.parametrize(
    ("body", "path", "said"),
    [
        ('{"q": "{input}"', "answer", "The body of the request is no JSON."),
        ('["{input}"]', "answer", "The body of the request is no JSON object."),
        ('{"q": "x"}', "answer", "The body of the request has no “{input}” in it."),
        ('{"q": "{input}"}', "choices..text", "“choices..text” is no path to an answer."),
        ('{"q": "{input}"}', "choices. 0", "“choices. 0” is no path to an answer."),
    ],
)
def test_a_body_or_a_path_that_cannot_be_right_is_refused(body: str, path: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        model_address("http://x.test", body=body, answer_path=path)
    assert error.value.what == said
