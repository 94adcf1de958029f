"""Adding photos, texts, sounds, clips and tables to a project, on real files."""

import csv
import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.findings.data.view import look_at_disk
from desktop.findings.stage_status import stage_statuses
from desktop.jobs.add_data import AddData, FoundData, find_data, first_words
from desktop.jobs.label_next import SuggestNext, suggest_next
from desktop.jobs.table_columns import TableColumns
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage, State
from estimators.base.errors import UserError
from estimators.base.language import ENGLISH, Language, speak
from tests.jobs_in_process import run_job
from tests.recordings import write_clips


def bring(project: Project, *sources: Path, ask: bool = True, **columns: TableColumns) -> FoundData:
    """Add what is there, as the window does."""
    said = tuple((sources[0], value) for value in columns.values())
    found = run_job(find_data, AddData(project.path, sources, said, ask=ask))
    if found.examples:
        project.do(edit.AddExamples(found.examples, "texts"))
    return found


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


REVIEWS = (
    ("text", "label"),
    ("It broke after a day", "bad"),
    ("Does what it says", "good"),
    ("I have not tried it", ""),
    ("Would buy it again", "good"),
)


def test_texts_of_a_table_are_kept_in_the_project_by_line(project, tmp_path) -> None:
    found = bring(project, table(tmp_path / "reviews.csv", *REVIEWS))
    first = project.examples()[0]
    assert (first.path, first.name, first.modality) == (
        "reviews.csv:2",
        "It broke after a day",
        "text",
    )
    assert project.item(first) == "It broke after a day"
    assert project.file.undo_text == "add 4 texts"
    assert found.modality == "text"
    (tmp_path / "reviews.csv").unlink()  # the project needs the file no more
    assert project.item(first) == "It broke after a day"
    assert look_at_disk(project.originals, project.blocks.files()).missing == frozenset()
    status = next(s for s in stage_statuses(project) if s.stage is Stage.DATA)
    assert status.state is not State.PROBLEM
    project.file.undo()
    assert project.count_examples() == 0


def test_a_list_never_shows_what_cannot_be_printed() -> None:
    assert first_words("red \x1b[31m\n and\u200b\tmore") == "red [31m and more"
    assert len(first_words("long " * 1000)) <= 120


def test_a_row_without_a_label_is_an_example_that_nobody_has_labelled(project, tmp_path) -> None:
    found = bring(project, table(tmp_path / "reviews.csv", *REVIEWS))
    assert [e.class_name for e in project.examples()] == ["bad", "good", None, "good"]
    assert found.skipped == ("1 of its 4 rows have no label yet.",)


def test_a_changed_table_is_not_mixed_up_with_what_is_there(project, tmp_path) -> None:
    bring(project, table(tmp_path / "reviews.csv", *REVIEWS))
    changed = (REVIEWS[0], ("Another first line", "bad"), *REVIEWS[1:])
    found = bring(project, table(tmp_path / "reviews.csv", *changed))
    assert "“reviews.csv” has changed since it was added" in found.skipped[-1]
    assert project.item(project.examples()[0]) == "It broke after a day"


ODD = (
    ("Nr", "Rückmeldung", "Wohin damit", "Wer"),
    *((str(n), f"Die {n}. Rückmeldung ist etwas länger", "lob" if n % 2 else "tadel", f"p{n % 3}") for n in range(12)),
)  # fmt: skip


def test_a_table_with_other_names_is_a_question_with_a_guess(project, tmp_path) -> None:
    found = bring(project, table(tmp_path / "odd.csv", *ODD))
    assert found.examples == ()
    (asked,) = found.asked
    assert asked.names == ODD[0]
    assert (asked.guess.item, asked.guess.label) == ("Rückmeldung", "Wohin damit")
    with pytest.raises(UserError, match="lacks"):
        bring(project, tmp_path / "odd.csv", ask=False)


@pytest.fixture
def another_language() -> Iterator[None]:
    sentences = {"“{name}” lacks a {column} column.": ("{name}: {column}?",)}
    speak(Language(code="xx", sentences=sentences))
    yield
    speak(ENGLISH)


@pytest.mark.usefixtures("another_language")
def test_unclear_columns_are_asked_for_in_any_language(project, tmp_path) -> None:
    assert bring(project, table(tmp_path / "odd.csv", *ODD)).asked


def test_the_answer_brings_texts_labels_and_what_belongs_together(project, tmp_path) -> None:
    source = table(tmp_path / "odd.csv", *ODD)
    bring(project, source, said=TableColumns("Rückmeldung", "Wohin damit", "Wer"))
    examples = project.examples()
    assert len(examples) == 12
    assert {e.class_name for e in examples} == {"lob", "tadel"}
    assert {e.belongs for e in examples} == {"p0", "p1", "p2"}
    project.do(edit.RemoveExamples(tuple(e.id for e in examples)))
    bring(project, source, said=TableColumns("Rückmeldung", None))
    assert {e.class_name for e in project.examples()} == {None}


def test_a_project_holds_one_kind_and_says_so(project, tmp_path, digits_folder) -> None:
    bring(project, digits_folder(n=2, classes=2))
    source = table(tmp_path / "reviews.csv", *REVIEWS)
    with pytest.raises(UserError, match="This project holds photos") as refused:
        bring(project, source)
    assert refused.value.why == "“reviews.csv” holds texts."
    found = bring(project, source, digits_folder(n=1, classes=2, first=9))
    assert len(found.examples) == 2
    assert any("“reviews.csv” holds texts." in words for words in found.skipped)


def test_the_text_files_of_class_folders_are_read_where_they_are(project, tmp_path) -> None:
    for label in ("good", "bad", "unlabelled"):
        (tmp_path / "notes" / label).mkdir(parents=True)
        (tmp_path / "notes" / label / "1.txt").write_text(f"A {label} note.\n")
    bring(project, tmp_path / "notes")
    labels = {e.path: e.class_name for e in project.examples()}
    assert labels == {
        "notes/bad/1.txt": "bad",
        "notes/good/1.txt": "good",
        "notes/unlabelled/1.txt": None,  # a folder of no class
    }
    assert all(isinstance(project.item(e), Path) for e in project.examples())


def pile(folder: Path, kind: str, number: int = 3) -> Path:
    """A folder of photos, sounds or texts without folders in it."""
    folder.mkdir(parents=True)
    for n in range(number):
        path = folder / f"{n}"
        if kind == "photo":
            from PIL import Image

            Image.new("RGB", (32, 32), (40 * n, 90, 200)).save(path.with_suffix(".png"))
        elif kind == "sound":
            with wave.open(str(path.with_suffix(".wav")), "wb") as sound:
                sound.setparams((1, 2, 8000, 0, "NONE", ""))
                sound.writeframes(bytes([n, 0, 9, n]) * 4000)
        else:
            path.with_suffix(".txt").write_text(f"Note {n}.")
    return folder


@pytest.mark.parametrize("kind", ["photo", "sound", "text"])
def test_a_folder_of_files_brings_them_without_a_label_and_leaves_the_classes_alone(
    project, tmp_path, kind
) -> None:
    for name in ("Clean", "Crack"):
        project.do(edit.AddClass(name))
    bring(project, pile(tmp_path / "demo", kind))
    assert {(e.modality, e.class_name) for e in project.examples()} == {(kind, None)}
    assert [info.name for info in project.classes()] == ["Clean", "Crack"]


def test_several_folders_of_files_at_once_are_class_folders(project, tmp_path) -> None:
    bring(project, pile(tmp_path / "good", "text"), pile(tmp_path / "bad", "text"))
    assert {info.name: info.examples for info in project.classes()} == {"good": 3, "bad": 3}


def test_a_file_beside_class_folders_comes_without_a_label(project, tmp_path) -> None:
    pile(tmp_path / "notes" / "good", "text")
    pile(tmp_path / "notes" / "bad" / "deeper", "text")
    (tmp_path / "notes" / "loose.txt").write_text("Nobody has said what this is.")
    found = bring(project, tmp_path / "notes")
    labels = {Path(e.path).parent.name: e.class_name for e in project.examples()}
    assert labels == {"good": "good", "deeper": "bad", "notes": None}
    assert found.skipped == ()


def test_clips_come_with_their_length(project, tmp_path) -> None:
    found = bring(project, write_clips(tmp_path / "belt", 2))
    assert {example.milliseconds for example in found.examples} == {800}


def test_sounds_come_with_a_picture_and_their_length(project, dataset, tmp_path) -> None:
    for digit in "01":
        (tmp_path / "digits" / digit).mkdir(parents=True)
        for sound in sorted((dataset("spoken_digits") / digit).iterdir())[:2]:
            shutil.copy(sound, tmp_path / "digits" / digit)
    (tmp_path / "digits" / "0" / "broken.wav").write_bytes(b"RIFF cut short")
    found = bring(project, tmp_path / "digits")
    assert found.modality == "sound"
    assert [e.name for e in found.unreadable] == ["broken.wav"]
    good = [e for e in found.examples if not e.trouble]
    assert all(100 < e.milliseconds < 2000 for e in good)
    assert all(project.caches.thumbnail(e.sha256).startswith(b"\xff\xd8") for e in good)


def test_another_project_brings_its_texts_with_labels_and_groups(project, tmp_path) -> None:
    with Project.create(tmp_path / "other.smart", name="Other") as other:
        bring(other, table(tmp_path / "odd.csv", *ODD), said=TableColumns("Rückmeldung", "Wohin damit", "Wer"))  # fmt: skip
    (tmp_path / "odd.csv").unlink()
    bring(project, tmp_path / "other.smart")
    first = project.examples()[0]
    assert project.item(first) == "Die 0. Rückmeldung ist etwas länger"
    assert (first.class_name, first.belongs) == ("tadel", "p0")


def test_hostile_tables_are_explained_and_never_crash(project, dataset) -> None:
    for source in sorted(dataset("hostile_csv").rglob("*.csv")):
        said = outcome(project, source)
        assert said, source
        assert "\0" not in said, source


def outcome(project: Project, source: Path) -> str:
    """What a person learns about a table: what was found, what is asked, or what is wrong with it."""
    try:
        found = run_job(find_data, AddData(project.path, (source,), ask=True))
    except UserError as error:
        return f"{error.what} {error.why}"
    if found.table is not None:
        return f"{found.table.rows} rows of facts"
    return f"{len(found.examples) or ''}{found.skipped or ''}{[a.guess for a in found.asked] or ''}"


# What to label next -----------------------------------------------------------------------------


def test_what_to_label_next_names_unlabelled_examples_with_a_reason(
    project, digits_folder: Callable[..., Path]
) -> None:
    bring(project, digits_folder(n=8, classes=2))
    ids = [e.id for e in project.examples()]
    project.do(edit.HoldOut(frozenset({ids[0], ids[8]})))
    bare = tuple(i for n, i in enumerate(ids) if n % 8 > 3)
    project.do(edit.LabelExamples(bare, None))
    found = run_job(suggest_next, SuggestNext(project.path, n=5)).value
    paths = {e.path for e in project.examples() if e.class_name is None}
    assert 0 < len(found.rows) <= 5
    assert {row.path for row in found.rows} <= paths
    assert all(row.reason for row in found.rows)
    assert (found.of, found.labelled) == (8, 6)


def test_with_everything_labelled_there_is_nothing_to_suggest(project, digits_folder) -> None:
    bring(project, digits_folder(n=2, classes=2))
    with pytest.raises(UserError, match="Everything is labelled"):
        run_job(suggest_next, SuggestNext(project.path))
