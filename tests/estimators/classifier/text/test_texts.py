"""Texts: decoding, pieces, fingerprints, n-grams, and the file's graphs against the libraries' own arithmetic."""

import numpy as np
import onnxruntime
import pytest
import tokenizers

from estimators.classifier.backbone import file_path, sessions
from estimators.classifier.duplicates import bits_apart
from estimators.classifier.embedding import embed
from estimators.classifier.text.backbones import (
    MINILM_TOKENIZER,
    vocabulary,
    wordllama_pieces,
)
from estimators.classifier.text.excerpt import PIECES_READ
from estimators.classifier.text.ngrams import NgramView
from estimators.classifier.text.reader import READER, fingerprint
from estimators.classifier.text.terms import Alphabet, terms_of
from estimators.classifier.unreadable import UnreadableItem

TEXTS = [
    "My card still hasn't arrived after two weeks!!!",
    "Die Lieferung kam zu spät und war beschädigt.",
    "El servicio fue excelente 😍 ¡gracias!",
    "这家餐厅的菜很好吃,服务也很周到。",
    "한국어 텍스트, Заказ пришёл вовремя",
    "e\u0301te\u0301 \u200b\u00adx\ta\u00a0b\u3000c 👨‍👩‍👧 🇩🇪 ＡＢＣ ﬁ ẞ İ",
    "a\x01b\x7fc",
    "x" * 100 + " " + "y" * 101,
    "antidisestablishmentarianism " * 60,
    "!",
    "你" * 600,
    "🦩" * 300,
    " ",
    "",
]


def run(model: object, text: str) -> np.ndarray:
    (found,) = model.run(None, {"text": np.array([text], object)})  # type: ignore[attr-defined]
    return np.asarray(found)


@pytest.mark.parametrize("text", TEXTS)
def test_wordpiece_gives_the_pieces_that_the_library_gives(text: str) -> None:
    reference = tokenizers.Tokenizer.from_file(str(file_path(MINILM_TOKENIZER)))
    reference.no_padding()
    reference.enable_truncation(sum(PIECES_READ["minilm"]))
    prepare, _ = sessions("minilm")
    assert run(prepare, text)[0].tolist() == reference.encode(text).ids


def test_what_a_person_types_never_becomes_a_special_piece() -> None:
    prepare, _ = sessions("minilm")
    pieces = {number: piece for piece, number in vocabulary(MINILM_TOKENIZER).items()}
    found = [pieces[int(number)] for number in run(prepare, "[SEP] [MASK]")[0]]
    assert found == ["[CLS]", "[", "sep", "]", "[", "mask", "]", "[SEP]"]


@pytest.mark.parametrize("name", ["minilm", "wordllama"])
def test_like_texts_are_closer_than_unlike_ones(name: str) -> None:
    prepare, features = sessions(name)
    texts = ["My card has not arrived yet.", "When will I get my card?", "I love this song"]
    rows = [features.run(None, {"prepared": run(prepare, text)})[0][0] for text in texts]
    a, b, c = (row / np.linalg.norm(row) for row in rows)
    assert a @ b > a @ c + 0.2


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_has_finite_features(text: str) -> None:
    prepare, features = sessions("wordllama")
    (row,) = features.run(None, {"prepared": run(prepare, text)})
    assert row.shape == (1, 256)
    assert np.isfinite(row).all()


def test_the_longest_known_pieces_are_taken_from_left_to_right() -> None:
    model = wordllama_pieces(
        {"▁": 0, "▁a": 1, "ab": 2, "b": 3, "c": 4, "▁abc": 5, "<s>": 6, "B": 7}
    )
    session = onnxruntime.InferenceSession(model.SerializeToString())
    assert run(session, "aBc ab?c b").tolist() == [[5, 1, 3, 4, 0, 3]]


# N-grams ----------------------------------------------------------------------------------------


def test_terms_are_counted_as_scikit_learn_counts_them() -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [t for t in TEXTS if t.strip() and t.isprintable() and "İ" not in t]
    _, keys = terms_of(texts, Alphabet.of(texts))
    runs = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit_transform(texts)
    words = CountVectorizer(token_pattern=r"\w+", ngram_range=(1, 2)).fit_transform(texts)
    assert sorted(np.unique(keys[keys < 0], return_counts=True)[1]) == sorted(runs.sum(axis=0).A1)
    assert sorted(np.unique(keys[keys >= 0], return_counts=True)[1]) == sorted(words.sum(axis=0).A1)


def test_the_graph_of_n_grams_gives_their_columns() -> None:
    view = NgramView.fit(TEXTS[:9])
    session = onnxruntime.InferenceSession(view.graph().SerializeToString())
    others = ["MY CARD arrived", "zzz 🤖 ß", "a", "the  weeks\n two", "😍😍"]
    columns = view.transform([*TEXTS, *others])
    assert columns.shape[1] == view.columns
    for text, row in zip([*TEXTS, *others], columns, strict=True):
        np.testing.assert_allclose(run(session, text)[0], row, atol=1e-5)


def test_threads_that_begin_at_once_open_a_network_once() -> None:
    sessions.cache_clear()
    embed([f"Text number {number}" for number in range(40)], backbone="minilm")
    assert sessions.cache_info().misses == 1


def test_n_grams_keep_what_tells_the_training_texts_apart() -> None:
    view = NgramView.fit(TEXTS[:9])
    columns = view.transform(TEXTS[:9])
    np.testing.assert_allclose(np.linalg.norm(columns, axis=1), 1, atol=1e-2)


# Decoding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert READER.decode("  Señor, “naïve” café\n".encode(encoding)).tolist() == [
        "Señor, “naïve” café"
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"abc\0def", "NUL"),
        (bytes(range(256)) * 8, "NUL"),
        (b"\x01\x02\x03\x04 binary", "control"),
    ],
)
def test_what_is_no_text_is_said_so(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableItem, match=why):
        READER.decode(data)


def test_a_left_out_text_looks_as_it_would_have_without_being_learned() -> None:
    things = ["parcel", "invoice", "login", "refund", "voucher"]
    texts = [
        f"my {things[i % 5]} is {'late' if i % 2 else 'wrong'}, {i * 7919} of {i // 3 * 104729}"
        for i in range(45)
    ]
    view = NgramView.fit(texts)
    inside, outside = view.transform(texts), view.left_out(texts, range(len(texts)))
    as_learned, as_left_out = [], []
    for left in range(0, len(texts), 4):
        others = [*texts[:left], *texts[left + 1 :]]
        without = NgramView.fit(others)
        new = without.transform(others) @ without.transform([texts[left]])[0]
        rest = np.delete(inside, left, axis=0)
        as_learned.append(np.abs(rest @ inside[left] - new).mean())
        as_left_out.append(np.abs(rest @ outside[left] - new).mean())
    assert np.mean(as_left_out) < 0.5 * np.mean(as_learned)
    # What only the group has is unknown.
    together = view.left_out(texts, np.arange(len(texts)) // 15)
    assert np.linalg.norm(together - outside, axis=1).max() > 0.01


def test_a_long_text_is_cut() -> None:
    decoded = READER.decode(b"word " * 100_000)
    assert READER.size(decoded, b"") == (19_999, 4_000)


def test_fingerprints_are_near_for_near_texts_and_far_for_short_other_ones() -> None:
    def apart(one: str, other: str) -> int:
        return int(bits_apart(fingerprint(one), fingerprint(other)))

    long = (
        "The parcel came three days late and one of the two cups was broken, please send another."
    )
    assert apart(long, long.upper().replace(",", " -")) == 0
    assert apart(long, long.replace("three", "four")) <= 24
    assert apart("😀", "😀") == 0
    for one, other in [("ok", "no"), ("yes", "no"), ("good", "bad"), ("I like it", "I hate it")]:
        assert apart(one, other) > 32
