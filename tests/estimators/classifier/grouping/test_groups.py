from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from estimators.classifier.data_issue import Gate
from estimators.classifier.embedding import Embeddings, embed
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.grouping.groups import Grouping, find_groups
from estimators.classifier.grouping.name_groups import Names
from estimators.classifier.issue_remark import kept_together, tie_words
from estimators.classifier.modality import PHOTO, modality_named
from estimators.classifier.splits import assign_folds, choose_holdout
from estimators.classifier.training_data import Split, check_split, deal

Dataset = Callable[[str], Path]


def seen_as(features: Any, modality: str = "sound") -> Embeddings:
    """Embeddings whose fingerprints say nothing."""
    n = len(features)
    prints = np.random.default_rng(0).integers(0, 256, (n, 16)).astype(np.uint8)
    keys = tuple(f"{k:064x}" for k in range(n))
    return Embeddings(features.astype(np.float32), prints, np.ones((n, 2)), keys, {}, modality)


def speech(
    speakers: tuple[str, ...], words: int = 5, takes: int = 6
) -> tuple[Embeddings, list[str], list[str]]:
    """Every speaker says every word a few times; voices differ more than takes do."""
    rng = np.random.default_rng(0)
    voice = {name: rng.normal(0, 1.0, 40) for name in speakers}
    word = rng.normal(0, 1.5, (words, 40))
    rows = [
        (w, name, t, word[w] + voice[name] + rng.normal(0, 0.3, 40))
        for w in range(words)
        for name in speakers
        for t in range(takes)
    ]
    names = [f"/rec/{w}/{w}_{name}_{t}.wav" for w, name, t, _ in rows]
    return seen_as(np.array([row[3] for row in rows])), [str(row[0]) for row in rows], names


def kinds(found: Grouping) -> set[str]:
    return {reason.tie for reason in found.reasons}


def test_speakers_are_found_in_the_names_across_classes() -> None:
    embeddings, labels, names = speech(("ada", "bo", "cy", "di", "ed", "flo"))
    found = find_groups(embeddings, labels, names)
    speakers = [name.split("_")[1] for name in names]
    assert len(set(found.ids)) == 6
    assert len(set(zip(found.ids, speakers, strict=True))) == 6
    ada = next(reason for reason in found.reasons if reason.value == "ada")
    why = kept_together(ada.tie, ada.value, len(ada.members), "sound").sentence
    assert why == "“ada” in the file name, as of one speaker: 30 sounds are kept on one side."


def test_names_dealt_out_at_random_join_nothing() -> None:
    embeddings, labels, names = speech(("ada", "bo", "cy", "di", "ed", "flo"))
    rng = np.random.default_rng(1)
    shuffled = np.array(names)
    for label in set(labels):
        mine = np.flatnonzero(np.array(labels) == label)
        shuffled[mine] = shuffled[rng.permutation(mine)]
    found = find_groups(embeddings, labels, shuffled.tolist())
    assert len(set(found.ids)) == len(names)
    assert found.reasons == ()


def test_two_speakers_are_too_few_to_keep_apart_and_the_gate_says_so() -> None:
    embeddings, labels, names = speech(("ada", "bo"))
    found = find_groups(embeddings, labels, names)
    assert found.reasons == ()
    assert len(found.apart) == 2
    held = choose_holdout(labels, found.ids, 0.2)
    assert 0 < held.sum() < len(held)
    gate = gate_of(found, held, embeddings, names)
    assert [check.name for check in gate.checks if not check.passed] == ["belongings"]
    assert "“ada” in the file name" in gate.checks[-1].why
    waived = gate.waived(" Ada ")
    assert (waived.passed, waived.opens, waived.waived_by) == (False, True, "Ada")


def test_a_few_from_a_second_folder_do_not_stop_what_is_there() -> None:
    embeddings, labels, names = speech(("ada", "bo"), takes=20)
    few = [k for k, name in enumerate(names) if "_ada_" in name or int(name[-6:-4].strip("_")) < 2]
    names = [name.replace("_ada_", "_").replace("_bo_", "_") for name in names]
    names = [
        f"/{'first' if k % 40 < 20 else 'second'}/{labels[k]}/{k}.wav" for k in range(len(names))
    ]
    some = embeddings.take(few)
    found = find_groups(some, [labels[k] for k in few], [names[k] for k in few])
    assert len({names[k].split("/")[1] for k in few}) == 2
    assert found.apart == ()


def test_a_few_strange_ones_in_a_class_do_not_make_it_one_source() -> None:
    rng = np.random.default_rng(0)
    centres = np.repeat(rng.normal(0, 1, (3, 40)), [60, 3, 60], axis=0)
    features = centres + rng.normal(0, 0.5, (123, 40))
    labels = ["cat"] * 63 + ["dog"] * 60
    stems = ["cat"] * 60 + ["box"] * 3 + ["dog"] * 60
    names = [f"/all/{stem}.{k}.jpg" for k, stem in enumerate(stems)]
    found = find_groups(seen_as(features), labels, names)
    tied = [tie_words(one.tie, one.value, "sound") for one in (*found.reasons, *found.apart)]
    assert not any("in the file name" in words for words in tied)


def gate_of(found: Grouping, held: Any, embeddings: Embeddings, names: list[str]) -> Gate:
    modality = modality_named(embeddings.modality)
    return check_split(
        Split(~held, held), found, keys=embeddings.keys, names=names, modality=modality
    )


def test_whole_speakers_are_held_out_with_every_class_in_balance() -> None:
    embeddings, labels, names = speech(("ada", "bo", "cy", "di", "ed", "flo"))
    found = find_groups(embeddings, labels, names)
    held = choose_holdout(labels, found.ids, 0.2)
    assert {name.split("_")[1] for name in np.array(names)[held]}.isdisjoint(
        name.split("_")[1] for name in np.array(names)[~held]
    )
    assert set(np.unique(np.array(labels)[held], return_counts=True)[1].tolist()) == {6}
    folds = assign_folds(labels, found.ids, 5, 0)
    for label in set(labels):
        assert (np.bincount(folds[np.array(labels) == label], minlength=5) > 0).all()
    assert gate_of(found, held, embeddings, names).passed


def test_photos_of_one_wall_and_one_shelf_stay_together(dataset: Dataset, cache: Any) -> None:
    bricks = load_examples(dataset("brick_cracks"))
    few = slice(None, None, 4)
    items, labels = bricks.items[few], bricks.labels[few]
    found = find_groups(embed(items, cache=cache), labels)
    scenes = [reason for reason in found.reasons if reason.tie == "scene"]
    assert scenes
    assert any(len({labels[member] for member in scene.members}) == 2 for scene in scenes)
    assert max(np.bincount(found.ids)) < len(items) / 5


def test_unrelated_photos_are_not_joined(
    shared: Path, seen: Embeddings, cats_and_dogs: Any
) -> None:
    names = [str(item) for item in cats_and_dogs.items]
    assert find_groups(seen, cats_and_dogs.labels, names).reasons == ()


def test_what_the_owner_says_belongs_together_does() -> None:
    embeddings, labels, _ = speech(("ada", "bo", "cy"))
    owned = ["", *(f"session {k // 10}" for k in range(1, len(labels)))]
    found = find_groups(embeddings, labels, (), owned)
    assert kinds(found) == {"column"}
    assert found.ids[1] == found.ids[9]
    assert len(set(found.ids)) == 1 + len(set(owned[1:]))


def test_a_number_of_a_patient_counts_by_its_word_alone() -> None:
    rng = np.random.default_rng(0)
    names = [f"/x/{'ill' if k % 2 else 'well'}/patient{k // 6}_view{k}.png" for k in range(60)]
    labels = ["ill" if k % 2 else "well" for k in range(60)]
    found = find_groups(seen_as(rng.normal(size=(60, 40)), "photo"), labels, names)
    assert len(set(found.ids)) == 10


def test_lines_of_a_table_have_no_names() -> None:
    names = Names.of([f"/data/a_{k // 9}.csv:{k}" for k in range(90)], ["x"] * 90)
    assert list(names.keys()) == []


def test_a_copy_on_the_other_side_fails_the_gate() -> None:
    embeddings, labels, names = speech(("ada", "bo", "cy"))
    keys = list(embeddings.keys)
    keys[40] = keys[0]
    held = np.zeros(len(labels), dtype=bool)
    held[40] = True
    twice = Embeddings(
        embeddings.features, embeddings.fingerprints, embeddings.sizes, tuple(keys), {}
    )
    gate = check_split(
        Split(~held, held), find_groups(twice, labels), keys=keys, names=names, modality=PHOTO
    )
    (failed,) = [check for check in gate.checks if not check.passed]
    assert (failed.name, set(failed.paths)) == ("copies", {names[0], names[40]})
    assert failed.why == "1 photo of the test is in the learning set, too."


def dealt(held: set[str], **test_of: Any) -> Any:
    """The sides of a training on six speakers whose holdout or test is chosen already."""
    embeddings, labels, names = speech(("ada", "bo", "cy", "di", "ed", "flo"))
    places = frozenset(k for k, name in enumerate(names) if name.split("_")[1] in held)
    extra = frozenset(test_of.get("also", ()))
    examples = Examples(
        "sound",
        tuple(map(Path, names)),
        tuple(labels),
        Path("/rec"),
        held_out=places | extra,
    )
    return deal(examples, examples, embeddings, holdout=0.2, seed=0)


def test_a_holdout_of_whole_speakers_passes() -> None:
    sides = dealt({"ada"})
    assert sides.gate.passed
    assert sides.left_out == 0


def test_a_few_of_a_tested_speaker_are_not_learned_from() -> None:
    sides = dealt({"ada"}, also={6})  # one take of the second speaker, who says six of each word
    assert sides.gate.passed
    assert sides.left_out == 29
    assert "29 sounds were not learned from" in sides.gate.checks[0].why


def test_speakers_on_both_sides_fail_the_gate_and_are_learned_from() -> None:
    sides = dealt(set(), also=set(range(0, 180, 5)))
    assert [check.name for check in sides.gate.checks if not check.passed] == ["belongings"]
    assert sides.left_out == 0
    assert sides.learning.sum() == 144
