"""Files that want memory, work or other files: refused before anything of them runs. `tests/attacks/crafted_models.py` has them."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from estimators.base.errors import UserError
from estimators.classifier import LocalClassifier, OnnxClassifier, limited_session
from estimators.classifier.backbone import session
from estimators.classifier.embedding import embed
from estimators.classifier.file_outline import problem_in_outline
from estimators.classifier.limited_session import LimitedSession, SessionFailed
from tests.attacks.crafted_models import into_strangeness, node, table
from tests.attacks.misleading_models import hostile
from tests.attacks.models import sound_model
from tests.patience import PATIENCE


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """A model of photos drawn here, and the folder of them."""
    return sound_model(tmp_path_factory.mktemp("own"))


REFUSED = {
    "concat_bomb": r"may take [\d,.]+ GB of memory; 0.5 GB are the most",
    "concat_without_end": r"may take [\d,.]+ GB",
    "flatten_and_square_without_end": r"may take [\d,.]+ GB",
    "broadcast_bomb_mul": r"may take 28.8 GB",
    "broadcast_bomb_matmul": r"may take 28.8 GB",
    "broadcast_in_the_network": r"may take [\d,.]+ GB",
    "alive_at_once": r"may take [\d,.]+ GB",
    "gather_bomb": "'Gather'",
    "resize_bomb": r"may take 8,796.1 GB",
    "resize_of_the_photo": r"may take [\d,.]+ GB",
    "resize_by_a_factor": "resizes by a factor",
    "resize_by_a_policy": "resizes by a factor",
    "many_products": r"may take [\d,.]+ thousand million multiplications; 5 thousand million",
    "many_convolutions": "thousand million multiplications",
    "convolution_that_pads": "pads without bounds",
    "doubles": "turns numbers into something else",
    "operator_range": "'Range'",
    "operator_tile": "'Tile'",
    "operator_einsum": "'Einsum'",
    "operator_regex": "'RegexFullMatch'",
    "loop": "'Loop'|damaged",
    "condition": "'If'",
    "graph_in_a_harmless_operator": "hides a graph",
    "function": "operators of its own",
    "old_operators": "other operators",
    "external_passwd": "numbers in another file",
    "external_without_saying_so": "numbers in another file",
    "external_steering_table": "numbers in another file",
    "promises_a_million_million_numbers": "more numbers than it brings",
    "dims_beyond_64_bits": "more numbers than it brings",
    "negative_dims": "negative length",
    "two_tables_of_one_name": "one name",
    "table_instead_of_the_photo": "one name",
    "cycle": "not in order",
    "too_many_operators": "100,000 parts|built differently",
    "answers_of_another_length": "do not fit its classes",
    "millions_of_operators": "100,000 parts",
    "millions_of_graphs_in_an_operator": "hides something inside an operator",
    "millions_of_versions": "no graph|more than one graph",
    "two_graphs": "more than one graph",
    "nested_without_end": "hides something inside an operator|damaged",
    "groups_without_end": "damaged",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_model_is_refused_before_it_runs(
    own: tuple[bytes, Path], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where a table in another file would be looked for
    with pytest.raises(UserError, match=REFUSED[name]):
        OnnxClassifier.from_bytes(hostile(name, own[0]))


@pytest.mark.parametrize(
    "name",
    [
        "probabilities_nan",
        "probabilities_minus_1e30",
        "probabilities_zero",
        "probabilities_below_zero",
        "weights_without_numbers",
    ],
)
def test_answers_that_are_no_probabilities_are_refused(own: tuple[bytes, Path], name: str) -> None:
    model = OnnxClassifier.from_bytes(hostile(name, own[0]), "odd.onnx")
    photo = next(own[1].glob("*/*.png"))
    with pytest.raises(UserError, match=r"“odd.onnx” is not a model .* no probabilities"):
        model.predict_proba([photo])


def test_a_file_of_ours_runs_here_and_any_other_in_a_process_of_its_own(
    own: tuple[bytes, Path],
) -> None:
    ours = OnnxClassifier.from_bytes(own[0])
    assert not ours.facts.foreign
    changed = onnx.load_model_from_string(own[0])
    first = next(node for node in changed.graph.node if node.op_type == "Conv")
    first.attribute.append(onnx.helper.make_attribute("auto_pad", "NOTSET"))  # says nothing new
    foreign = OnnxClassifier.from_bytes(changed.SerializeToString())
    assert foreign.facts.foreign
    photos = sorted(own[1].glob("*/*.png"))
    assert np.array_equal(ours.predict_proba(photos), foreign.predict_proba(photos))


def test_a_part_learned_from_words_is_ours_only_as_it_was_made() -> None:
    texts = [
        "My card has not arrived",
        "When will the card come",
        "What is the rate",
        "Rates today",
    ]
    labels = np.array(["card", "card", "rate", "rate"])
    made = LocalClassifier(backbone="minilm").fit_embeddings(
        embed(texts, backbone="minilm"), labels, np.arange(4), backbone="minilm", ngrams=True
    )
    model = made.to_bytes()
    assert not OnnxClassifier.from_bytes(model).facts.foreign
    changed = onnx.load_model_from_string(model)
    weights = next(
        t
        for t in changed.graph.initializer
        if t.name.startswith("ngrams.") and len(t.dims) == 1 and t.dims[0] > 16
    )
    weights.dims.append(1)  # it would then make a square of what is one row
    with pytest.raises(UserError, match="more than a classifier does"):
        OnnxClassifier.from_bytes(changed.SerializeToString())


def test_a_process_of_its_own_takes_no_more_memory_than_it_may(own: tuple[bytes, Path]) -> None:
    image = {"image": np.zeros((9, 9, 3), np.uint8)}
    bomb = onnx.load_model_from_string(own[0])
    table(bomb, "tall", np.ones((20_000, 1)))
    table(bomb, "wide", np.ones((1, 20_000)))
    into_strangeness(bomb, [node("Mul", ["tall", "wide"], "boom")], "boom")  # 1.6 GB
    with pytest.raises(SessionFailed):
        LimitedSession(bomb.SerializeToString()).run(None, image)
    sound = LimitedSession(own[0])
    answers = sound.run(["strangeness"], image)
    assert answers == session(own[0]).run(["strangeness"], image)
    sound.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit to hand out")
def test_a_process_of_its_own_takes_no_more_of_the_processor_than_it_may(
    own: tuple[bytes, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def hurried(arguments: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        module = limited_session.__name__
        code = f"import {module} as limited; limited._SECONDS_OF_CPU = 0; limited.main()"
        started.append(begin([*arguments[:-1], code], **options))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", hurried)
    monkeypatch.setattr(limited_session, "_SECONDS", PATIENCE)  # the clock is not what ends it
    with pytest.raises(SessionFailed):
        LimitedSession(hostile("many_products", own[0]))
    assert started[0].wait() == -signal.SIGXCPU


def test_the_outline_of_a_sound_file_is_sound(own: tuple[bytes, Path]) -> None:
    assert problem_in_outline(own[0]) is None
