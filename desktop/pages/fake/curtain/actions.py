"""What can be done behind the curtain, for palette and keys, and how it is explained."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QDesktopServices

from desktop.actions import Action
from desktop.pages.fake.curtain.answering import HOT_KEYS
from desktop.pages.fake.curtain.behind import BehindView
from desktop.pages.fake.curtain.curtain import Curtain
from desktop.project.stages import Stage
from reports.stage_view import Explanation

CURTAIN = Explanation(
    "How answering behind the curtain works",
    "What your prototype asks waits for you, and your answer goes out in the form that its client expects; the client "
    "cannot tell. While you think, a client that reads a stream sees that somebody is typing. When the time is up, what "
    "would have been said without you goes out; while you write, the time begins anew. Whoever answers, the record marks "
    "it as simulated, and says whether it was you.",
    (
        ("1–9", "choose an answer"),
        ("← →", "how sure it sounds (Shift: ten points)"),
        ("Enter", "send it"),
        ("0", "“I don’t know”"),
        ("Space", "let the dials answer"),
        ("Q", "the next in the queue"),
        ("E", "write the words yourself"),
        ("Esc", "step out"),
    ),
    "The method is known as Wizard of Oz (Kelley, 1984).",
)
_NOBODY = "Nobody is waiting."


def curtain_actions(
    curtain: Curtain, behind: BehindView, show: Callable[[], None], off: Callable[[], str]
) -> tuple[Action, ...]:
    """The actions; ``show`` opens the live session, ``off`` says why nobody can step behind the curtain."""
    stage, answering = Stage.FAKE, behind.answering

    def nobody() -> str:
        return "" if behind.shown is not None and behind.isVisible() else _NOBODY

    def queue_off() -> str:
        return "" if len(curtain.waiting()) > 1 else "There is no other in the queue."

    def words() -> str:
        return "Step out from behind the curtain" if curtain.is_on else "Step behind the curtain"

    def step() -> None:
        show()
        if curtain.is_on:
            curtain.step_out()
        else:
            curtain.step_behind()

    def step_off() -> str:
        return "" if curtain.is_on else off()

    def open_page() -> None:
        QDesktopServices.openUrl(curtain.page)

    def page_off() -> str:
        return "" if curtain.page.isValid() else "Serve it first."

    choices = tuple(
        Action(f"fake.choose_{n}", f"Answer {n}", partial(answering.choose, n), str(n), stage=stage, off=nobody, in_palette=False)
        for n in range(1, HOT_KEYS + 1)
    )  # fmt: skip
    return (
        Action("fake.curtain", words, step, "B", stage=stage, off=step_off, icon="person"),
        Action("fake.send", "Send the answer", answering.send, stage=stage, off=nobody, icon="return"),
        Action("fake.unknown", "Say “I don’t know”", answering.unknown, "0", stage=stage, off=nobody),
        Action("fake.automatic", "Let the dials answer", answering.automatic, "Space", stage=stage, off=nobody),
        Action("fake.words", "Write the answer yourself", answering.start_editing, "E", stage=stage, off=nobody),
        Action("fake.next", "Take the next in the queue", behind.take_next, "Q", stage=stage, off=queue_off),
        Action("fake.operator_page", "Answer from the browser", open_page, stage=stage, off=page_off, icon="person"),
        *choices,
    )  # fmt: skip
