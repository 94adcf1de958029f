"""What the Stage shows of each kind, in words, and that odd content is shown, too."""

from typing import Any

import pytest

from mock_ai.kind_on_stage import DOUBTFUL, stage_answer, stage_question
from mock_ai.kinds.dialled_kind import AnswerPart, KindAnswer, item_digest
from mock_ai.kinds.product import GoodExample, KindSetting
from mock_ai.ready_made import ReadyMadeItem, ready_made
from mock_ai.stage_answer import StageAnswer, StageSource
from mock_ai.stage_material import StageMaterial

LONG = " ".join(f"word{n % 977}" for n in range(50_000))
SCRIPTS = "คนไทย 日本語のテキスト עברית نص عربي"


def first_of(kind: str, name: str = "") -> tuple[ReadyMadeItem, StageMaterial, StageAnswer]:
    """The first item of a set, answered as well as can be."""
    product = KindSetting(kind, ready_made=name)
    material = StageMaterial.of(product)
    item = next(iter(material.items.values()))
    given = product.fitted(0).made(item.good, product.fitted(0).allocation.lucks[-1])
    return item, material, stage_answer(kind, item.input, given, item, material)


def test_a_reply_would_be_sent_and_a_summary_would_be_used() -> None:
    item, material, reply = first_of("generate")
    assert reply.headline == "Would you send it?"
    (page,) = [one for one in material.pages if one.name == item.note]
    assert reply.sources == (StageSource(page.name, page.text),)
    assert page.text
    assert item.note not in stage_question("generate", item.input, item, material).caption
    _, _, summary = first_of("generate", "generate-meetings")
    assert summary.headline == "Would you use it?"
    assert summary.caption.startswith("Summary · ")


def test_what_cannot_be_undone_waits_and_a_question_is_one() -> None:
    steps = ["Read the receipt: taxi, $38.40", "Ask Dana to approve", "Pay $38.40 to Luis Ortega"]
    parts = tuple(AnswerPart(str(n), step) for n, step in enumerate(steps, 1))
    answer = stage_answer("act", "taxi", KindAnswer(steps, True, None, 0.9, parts))
    assert answer.headline == "May I pay $38.40 to Luis Ortega?"
    assert answer.lead.startswith("Two steps are done.")
    assert [part.asks for part in answer.parts] == [False, True, False]
    assert [part.final for part in answer.parts] == [False, False, True]
    stopped = stage_answer("act", "taxi", KindAnswer(steps[:2], False, "stops", 0.9, parts[:2]))
    assert stopped.headline == "I have a question."


def test_a_number_comes_with_its_range_the_past_and_the_rule() -> None:
    item = ready_made("number").items[10]
    material = StageMaterial.of(KindSetting("number"))
    question = stage_question("number", item.input, item, material)
    assert len(question.past) == 10
    assert question.past[0] == ("2 Mar", 332.0)
    assert question.baseline == ("as a week ago", 381.0)
    parts = (AnswerPart("low", 395), AnswerPart("high", 460))
    answer = stage_answer(
        "number", item.input, KindAnswer(428, True, None, 0.9, parts), item, material
    )
    assert answer.headline == "About 428."
    assert answer.lead == "Between 395 and 460, 8 times in 10."
    assert [part.text for part in answer.parts] == ["395", "428", "460"]


def test_words_are_doubtful_by_how_sure_it_sounds_and_say_what_else_it_may_be() -> None:
    item = ReadyMadeItem("order 1", "fifteen kilos of potatoes")
    heard = ("fifty", 0.5), ("kilos", 0.9), ("of", 0.95), ("potatoes", 0.4)
    parts = tuple(AnswerPart(word, word, sure) for word, sure in heard)
    given = KindAnswer("fifty kilos of potatoes", False, "sound_alike", 0.7, parts)
    answer = stage_answer("transcribe", item.input, given, item)
    assert answer.headline == "Two words I’m not sure of."
    assert [part.doubtful for part in answer.parts] == [sure < DOUBTFUL for _, sure in heard]
    assert answer.parts[0].others == ("fifteen",)
    assert answer.parts[3].others
    assert stage_question("transcribe", item.input, item).text == item.good


def test_a_ready_made_recording_is_shown_with_who_speaks_and_does_not_say_the_words() -> None:
    item, material, _ = first_of("transcribe")
    question = stage_question("transcribe", item.input, item, material, "sound")
    assert question.caption == f"{item.caption} · {item.note}"
    assert (question.text, question.modality) == ("", "sound")


def test_fields_say_where_they_stand() -> None:
    parts = (
        AnswerPart("who", "Design", 0.9),
        AnswerPart("by", "Thursday", 0.5),
        AnswerPart("for", None, 0.9),
    )
    text = "So Design sends it by Thursday."
    answer = stage_answer("extract", text, KindAnswer({}, True, None, 0.5, parts))
    assert answer.headline == "I’m not sure of “by”."
    assert [part.place for part in answer.parts] == [(3, 9), (22, 30), None]
    assert answer.caption == "2 of 3 fields filled"


def test_a_field_is_marked_where_it_stands_whatever_comes_before() -> None:
    text = "Weißer Fußweg, bezahlt von ANA."
    parts = (AnswerPart("who", "Ana"),)
    (part,) = stage_answer(
        "extract", text, KindAnswer({"who": "Ana"}, True, None, 0.9, parts)
    ).parts
    assert part.place is not None
    assert text[slice(*part.place)] == "ANA"


def test_fields_keep_the_order_in_which_they_were_typed() -> None:
    product = KindSetting.of("extract", {}, [GoodExample("to Wei", {"who": "Wei", "by": "noon"})])
    ((_, good),) = product.good_examples
    assert list(good) == ["who", "by"]


def test_what_ends_with_a_question_waits_for_a_yes() -> None:
    parts = (AnswerPart("1", "Read the receipt"), AnswerPart("2", "Ask whether that is fine"))
    steps = [part.value for part in parts]
    answer = stage_answer("act", "taxi", KindAnswer(steps, False, "asks", 0.9, parts))
    assert (answer.accept.label, answer.reject.label) == ("Approve", "Stop here")


def test_a_list_has_photos_where_there_are_some() -> None:
    _, material, answer = first_of("rank")
    assert answer.headline == "Which one would you take?"
    assert all(part.photo for part in answer.parts)
    assert material.photo(answer.parts[0].text) is not None
    assert material.photo("Unicorns") is None


ODD: dict[str, list[Any]] = {
    "generate": [LONG, SCRIPTS, "ok then"],
    "transcribe": [LONG, SCRIPTS, "ok then"],
    "extract": [{"a": LONG, "b": SCRIPTS}, {"a": "x", "b": None}, {"a": [1, 2], "b": {"c": 3}}],
    "act": [[LONG], [SCRIPTS, "Pay 5"], [{"tool": "refund", "arguments": {"order": "A"}}]],
    "rank": [LONG, SCRIPTS, "x"],
    "number": [1e300, -5, 0],
}


@pytest.mark.parametrize("kind", ODD)
def test_long_odd_and_foreign_content_is_shown(kind: str) -> None:
    examples = [
        GoodExample(asked, good)
        for asked, good in zip((SCRIPTS, LONG, "b"), ODD[kind], strict=True)
    ]
    product = KindSetting.of(kind, {}, examples)
    material, fake = StageMaterial.of(product), product.fitted(0)
    for asked, _ in examples:
        item = material.items[item_digest(asked).hex()]
        answer = stage_answer(kind, asked, fake.answer(asked), item, material)
        assert answer.headline
        assert answer.parts
        assert stage_question(kind, asked, item, material).text
        # What a visitor brings is not known.
        assert stage_answer(kind, "new", fake.answer("new"), None, material).headline
        assert stage_question(kind, "new", None, material).text == "new"
