"""What can be done with the journal, for the menu, the command palette and the page of shortcuts."""

from desktop.actions import Action
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.fake.journal.work import JournalWork
from desktop.project.stages import Stage
from reports.stage_view import Explanation


def journal_actions(work: JournalWork, view: JournalView) -> tuple[Action, ...]:
    """The actions, each registered once."""
    stage = Stage.FAKE
    return (
        Action("fake.find", "Find in what was asked and answered", view.toggle_filter, "Ctrl+F", stage=stage, off=work.off, icon="search"),
        Action("fake.export_journal", "Export what was asked and answered…", work.export, stage=stage, off=work.off, icon="drop"),
        Action("fake.record", "Record answers in the scenario", work.record, stage=stage, off=work.off_for_edits, icon="add"),
        Action("fake.record_har", "Take answers from a HAR file…", work.record_har, stage=stage, off=work.read_only, icon="add"),
        Action("fake.save_recorded", "Save answers as a scenario file…", work.save_scenario, stage=stage, off=work.off),
        Action("fake.forget_journal", "Forget what was asked…", work.offer_forgetting, stage=stage, off=work.off_for_forgetting),
        Action("fake.ask_again", "Ask again and compare", work.ask_again, stage=stage, off=work.off, icon="compare"),
        Action("fake.show_found", "Where the answers differed", work.show_found, stage=stage, off=work.off_for_found, icon="compare"),
    )  # fmt: skip


def journal_explanation(view: JournalView) -> Explanation:
    """How the journal is kept (F1)."""
    kept = len(view.rows.everything)
    return Explanation(
        "What the journal keeps",
        "Every request and every answer, with who answered, by which rule, what went wrong, and how long it took. Keys "
        "and tokens are never kept. The newest 10,000 exchanges stay, and 64 MB of what went over the wire; a photo is "
        "stored once. Recording makes stubs that give the same answers; asking again compares the record with the fake "
        "and the real model. “Forget what was asked” deletes it all from the file, for good.",
        (("Exchanges", f"{kept:,}"), ("Shown", f"{len(view.rows.shown):,}")),
        "Agreement counts different questions, each once, with an exact (Clopper–Pearson) interval.",
    )
