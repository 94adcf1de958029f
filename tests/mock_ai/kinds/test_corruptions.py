"""Each kind's ways of being wrong, on real sentences, other scripts and long texts."""

import random
import time

import pytest

from estimators.base.errors import UserError
from mock_ai import fake_of_kind
from mock_ai.kinds.number import DialledNumber
from mock_ai.kinds.text_corruption import CORRUPTIONS, TextMaterial, left_out
from mock_ai.kinds.words import joined, plain_words, sentences, tokens, word_errors

SUPPORT = {
    "Where is my refund?": "Dear Mr Miller, thank you for writing. Your refund of $42.50 for order A-1042 was sent on 14 March to your card. It can take up to 5 working days.",
    "Is my router still under warranty?": "Yes, your new router is covered by the warranty until June 2027. Bring it to our shop in Leeds with the receipt, and Tom will swap it.",
    "How do I cancel?": "You can cancel under Account before the 28th of the month. The rest of the month stays open to you.",
    "Can I change the address?": "Yes, as long as the parcel has not left Bristol. Write to us before Friday noon with the new address.",
}
SCRIPTS = {
    "Chinese": (
        "退款什么时候到？",
        "您的退款将在三个工作日内到账。您可以在“我的订单”中查看。谢谢。",
    ),
    "Japanese": ("返品できますか？", "はい、三十日以内に返品できます。送料は無料です。"),
    "Russian": (
        "Где мой заказ?",
        "Мы отправили заказ 312 в среду. Вы можете отменить его до пятницы.",
    ),
    "Arabic": (
        "هل يمكنني إرجاع المنتج؟",
        "يمكنك إعادة المنتج خلال 14 يومًا. يرجى الاحتفاظ بالإيصال.",
    ),
    "Hindi": ("वापसी कब होगी?", "आपका पैसा 5 दिनों में वापस आएगा। रसीद अपने पास रखें।"),
    "Thai": ("ยกเลิกได้ไหม", "คุณยกเลิกได้ภายใน 7 วัน กรุณาเก็บใบเสร็จไว้"),
    "Greek": ("Πού είναι το δέμα;", "Το δέμα 77 είναι στο δρόμο. Μπορείτε να το δείτε αύριο."),
}


def wrong_answers(failure, pairs=SUPPORT):
    fake = fake_of_kind("generate", good=0.0, mix={failure: 1.0}).fit(
        list(pairs), list(pairs.values())
    )
    return [
        (one["answer"], one["failure"], good)
        for one, good in zip(fake.answers(list(pairs)), pairs.values(), strict=True)
    ]


@pytest.mark.parametrize("failure", CORRUPTIONS)
def test_a_bad_answer_is_made_from_the_good_one(failure):
    for answer, named, good in wrong_answers(failure):
        assert named == failure
        assert answer.strip() != good
        own = set(plain_words(good))
        shared = len(own & set(plain_words(answer))) / len(own)
        if failure == "refused":
            assert "can’t help with “" in answer
        elif failure == "left_out":
            assert len(sentences(answer)) == len(sentences(good)) - 1
        elif failure == "cut_off":
            assert good.startswith(answer)
            assert answer[-1].isalnum()
        elif failure == "language":
            assert 0 < shared < 0.9
        else:
            assert shared > 0.5


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("failure", CORRUPTIONS)
def test_answers_in_other_scripts_go_wrong_in_their_own(script, failure):
    asked, good = SCRIPTS[script]
    ((answer, named, _),) = wrong_answers(failure, {asked: good})
    assert answer
    assert answer != good
    if named not in ("language",):
        assert not any(letter.isascii() and letter.isalpha() for letter in answer)
    if failure not in ("language", "made_up"):
        assert named == failure


@pytest.mark.parametrize("script", SCRIPTS)
def test_words_of_any_script_are_counted_and_joined_again(script):
    _, text = SCRIPTS[script]
    assert joined(tokens(text)) == text
    assert "".join(sentences(text)) == text
    assert len(plain_words(text)) >= 5
    fake = fake_of_kind("transcribe", word_error=0.3).fit(["a"], [text])
    assert abs(word_errors(text, fake.predict(["a"])[0]) / len(plain_words(text)) - 0.3) < 0.1


def test_word_errors_are_those_of_the_field():
    assert word_errors("Send two boxes to Anna.", "send two boxes to anna") == 0
    assert word_errors("a b c d", "a x c") == 2
    assert word_errors("a b", "") == 2
    assert word_errors("", "a b") == 2


@pytest.mark.parametrize("kind", ["generate", "transcribe"])
def test_a_good_answer_of_fifty_thousand_words_takes_no_time(kind):
    long = " ".join(
        f"Sentence {n} says that order {n} is sent to Anna before Friday." for n in range(4500)
    )
    assert len(long.split()) > 50_000 - 1000
    dials = {"good": 0.0} if kind == "generate" else {"word_error": 0.2}
    fake = fake_of_kind(kind, **dials).fit(["a", "b"], [long, "Short one, of 3 words."])
    begun = time.process_time()
    answer = fake.predict(["a"])[0]
    print(kind, "seconds for 50,000 words:", time.process_time() - begun)
    assert answer != long


def test_a_paraphrase_gets_the_answer_of_the_question_it_is_like():
    fake = fake_of_kind("generate", good=1.0).fit(list(SUPPORT), list(SUPPORT.values()))
    assert fake.predict(["please, where has my refund gone?"]) == [SUPPORT["Where is my refund?"]]
    assert fake.predict(["the router's warranty?"]) == [
        SUPPORT["Is my router still under warranty?"]
    ]


def test_whole_numbers_stay_whole_and_inside_means_inside():
    goods = [1, 2, 4, 9, 30, 250, 0]
    fake = fake_of_kind("number", within=(0.1, 0.5)).fit(list("abcdefg"), goods)
    answers = fake.answers(list("abcdefg"))
    assert all(isinstance(one["answer"], int) for one in answers)
    for one, good in zip(answers, goods, strict=True):
        assert (abs(one["answer"] - good) <= 0.1 * (good or 4)) == one["good"]
    assert fake.predict(list("abc")).dtype.kind == "i"


@pytest.mark.parametrize(
    ("calibration", "low", "high"),
    [("calibrated", 0.79, 0.81), ("overconfident", 0.3, 0.5), ("underconfident", 0.97, 1.0)],
)
def test_a_range_holds_what_it_promises_when_it_is_honest(calibration, low, high):
    goods = [100.0 + n for n in range(500)]
    items = [f"day {n}" for n in range(500)]
    fake = DialledNumber(items, goods, {"calibration": calibration})
    assert low <= fake.covered(goods, [fake.answer(item) for item in items]) <= high


def test_numbers_can_be_dialled_by_their_mean_error():
    goods = [float(n % 90 + 10) for n in range(2000)]
    items = [f"day {n}" for n in range(2000)]
    said = fake_of_kind("number", mae=5.0, bias=1.0).fit(items, goods).predict(items)
    assert abs(abs(said - goods).mean() - 5.0) < 0.05
    assert (said >= goods).all()


def test_lists_go_wrong_as_recommenders_do():
    shop = [
        f"{colour} {thing}"
        for colour in ("red", "blue", "green")
        for thing in ("shirt", "lamp", "chair", "mug")
    ]
    taken = [shop[min(n * n % 17, 11)] for n in range(200)]
    items = [f"person {n}" for n in range(200)]
    fake = fake_of_kind("rank", hit=(3, 0.5), sold_out=["green mug"]).fit(items, taken)
    bests = sorted(shop, key=lambda one: (-taken.count(one), one))
    for one, good in zip(fake.answers(items), taken, strict=True):
        first = one["answer"][:3]
        assert (good in first) == one["good"]
        if one["failure"] == "popular":
            assert first == [best for best in bests if best != good][:3]
        elif one["failure"] == "repeats":
            assert len(set(one["answer"])) < 3
        elif one["failure"] == "sold_out" and good != "green mug":
            assert "green mug" in first
        elif one["failure"] is None:
            assert len(set(one["answer"])) == 6
    with pytest.raises(UserError, match="only one item"):
        fake_of_kind("rank").fit(["a", "b"], ["x", "x"])


def test_fields_go_wrong_by_name_and_keep_their_shape():
    pages = [
        {
            "total": 10.5 + n,
            "date": f"2026-03-{n % 28 + 1:02}",
            "shop": f"Shop {n}",
            "lines": [{"price": n}],
        }
        for n in range(200)
    ]
    items = [f"page {n}" for n in range(200)]
    fake = fake_of_kind("extract", fields=0.8).fit(items, pages)
    seen = set()
    for one, page in zip(fake.answers(items), pages, strict=True):
        assert one["answer"].keys() == page.keys()
        for part in one["parts"]:
            if part["failure"]:
                seen.add((part["failure"], part["name"]))
                if part["failure"] == "missing":
                    assert part["value"] is None
    assert ("missing", "lines.0.price") in seen
    assert {name for name, _ in seen} == {"missing", "wrong_field", "made_up", "format"}


def test_numbers_heard_wrong_have_a_dial_of_their_own():
    goods = [f"Please send {n + 13} boxes to gate {n % 7 + 2} today." for n in range(300)]
    items = [f"call {n}" for n in range(300)]
    said = (
        fake_of_kind("transcribe", word_error=0.1, numbers_wrong=0.2)
        .fit(items, goods)
        .predict(items)
    )
    heard = [
        sum(
            a != b
            for a, b in zip(
                [w for w in plain_words(good) if w.isdigit()],
                [w for w in plain_words(one) if w.isdigit()],
                strict=False,
            )
        )
        for good, one in zip(goods, said, strict=True)
    ]
    assert abs(sum(heard) / 600 - 0.2) < 0.03


def test_tasks_stop_take_another_thing_do_too_much_or_ask():
    tasks = {
        f"refund order A-{n}": [
            {"tool": "find_order", "arguments": {"order": f"A-{n}"}},
            {"tool": "refund", "arguments": {"order": f"A-{n}", "amount": n}},
        ]
        for n in range(1000, 1100)
    }
    fake = fake_of_kind("act", done=0.0).fit(list(tasks), list(tasks.values()))
    for one, good in zip(fake.answers(list(tasks)), tasks.values(), strict=True):
        steps = one["answer"]
        if one["failure"] == "stops":
            assert steps == good[:1]
        elif one["failure"] == "wrong_object":
            assert [step["tool"] for step in steps] == [step["tool"] for step in good]
            assert sum(a != b for a, b in zip(steps, good, strict=True)) == 1
        elif one["failure"] == "too_much":
            assert len(steps) == 3
        else:
            assert [("ask" in step) for step in steps] == [True, False, True]


def test_a_number_word_heard_wrong_is_another_number():
    goods = ["Please send fifteen boxes.", "We need fifty limes.", "Two crates of onions."]
    fake = fake_of_kind("transcribe", word_error=0.0, numbers_wrong=1.0).fit(list("abc"), goods)
    assert fake.predict(list("abc")) == ["Please send fifty boxes.", "We need fifteen limes.", "Ten crates of onions."]  # fmt: skip


def test_of_fifty_thousand_words_without_a_mark_the_end_is_left_out() -> None:
    """Each letter was once tried in vain up to the end, which takes an hour."""
    text = " ".join(f"word{n}" for n in range(50_000))
    kept = left_out(text, "", TextMaterial.of([text]), random.Random(0))
    assert kept == " ".join(f"word{n}" for n in range(25_000))
