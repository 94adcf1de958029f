"""The cues of the published lists as questions: yes, no or unknown; each names the list that asks it."""

from typing import Any

from desktop.project.question_kinds import YES_NO, Kind, Question
from estimators.case.questions import cue_entries
from estimators.need_for_ai.cues import sources

CUE_GROUPS = {
    "for_ai": "What speaks for AI",
    "against_ai": "What speaks against it",
    "automate": "Help people, or do it for them",
    "augment": "Help people, or do it for them",
    "framing": "Is it framed well",
    "steps": "Is it framed well",
    "canvas": "Is it clear",
    "data": "Data",
}
_LEVELS = {
    "C4": "Hearsay",
    "C3": "Found",
    "C2": "In reach",
    "C1": "Loaded",
    "B": "Checked",
    "A": "Fit for this",
    "A1": "Ready",
}


def _asked(entry: dict[str, Any]) -> Question:
    source = sources()[entry["source"]]
    words = entry["label"][:1].lower() + entry["label"][1:]
    levels = tuple((level, _LEVELS.get(level, level)) for level in entry.get("values", ()))
    return Question(
        entry["name"],
        entry["label"],
        Kind.CHOICE,
        f"“{words}”",
        case_key=entry["name"],
        choices=levels or YES_NO,
        group=CUE_GROUPS[entry["group"]],
        origin=f"{source.title}, {entry['item']}",
        address=source.url or "",
    )


# Two groups of the lists may share a heading: what is read together stands together.
_IN_ORDER = {title: at for at, title in enumerate(dict.fromkeys(CUE_GROUPS.values()))}
CUE_QUESTIONS: tuple[Question, ...] = tuple(
    sorted((_asked(entry) for entry in cue_entries()), key=lambda asked: _IN_ORDER[asked.group])
)
CUE_KEYS = frozenset(asked.key for asked in CUE_QUESTIONS)
