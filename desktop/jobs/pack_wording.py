"""What is said of packing a project for sharing: what the copy holds, what it does not, what could not go in."""

from desktop.jobs.pack import PackedProject, PackSize
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.number import digits, megabytes
from estimators.base.phrase import listed


def holds_words(size: PackSize, one: str, *, metadata: bool = False) -> tuple[str, str]:
    """What a packed project holds and what it does not, a sentence each; ``one`` is what an example is called."""
    held = [
        f"the {'original' if size.examples == 1 else 'originals'} of its {count(size.examples, one)}",
        "your answers and notes",
        count(size.runs, "trained model"),
        f"{count(size.sessions, 'demo session')} with the names that people gave",
        count(size.signoffs, "sign-off"),
    ]
    there = (size.examples, True, size.runs, size.sessions, size.signoffs)
    parts = [words for words, some in zip(held, there, strict=True) if some]
    kept = (
        ""
        if metadata or one == "text"
        else f"when and where a {one} was made, by whom or with which camera, "
    )
    return (
        f"The copy holds {listed(parts)}: about {megabytes(size.bytes)}.",
        f"It does not hold {kept}in which folders of this computer its files lie, or what was removed or undone.",
    )


def cleaned_words(packed: PackedProject) -> str:
    """How many files are in it without what they said of their maker, in a sentence; nothing where none said any."""
    if not packed.cleaned:
        return ""
    thing = count(packed.cleaned, example_noun(packed.modality))
    is_or_are = "is" if packed.cleaned == 1 else "are"
    return f"{thing} {is_or_are} in it without position, time, author and camera."


def missing_words(packed: PackedProject, most: int = 3) -> str:
    """Which originals are not in the packed file, in a sentence or two; nothing where all are."""
    gone = _left_out(packed, packed.missing, "the original is gone or has changed", most)
    stuck = "what it says of its maker cannot be taken out"
    return " ".join(filter(None, [gone, _left_out(packed, packed.uncleaned, stuck, most)]))


def _left_out(packed: PackedProject, names: tuple[str, ...], why: str, most: int) -> str:
    if not names:
        return ""
    named = ", ".join(f"“{name}”" for name in names[:most])
    others = f" and {digits(len(names) - most)} more" if len(names) > most else ""
    is_or_are = "is" if len(names) == 1 else "are"
    thing = count(len(names), example_noun(packed.modality))
    return f"{thing} {is_or_are} not in it, because {why}: {named}{others}."
