"""Demo sessions while they run: which example comes next, how good the fake is just now, what people did.

One implementation for every Stage (the window's and the web page's). Nothing here knows Qt, a server or the project.

    demo = RunningDemo(plan, keeper)           # keeper: anything with keep, take_back and reactions
    turn = demo.turn("3")                      # what participant 3 sees next; None: that was the last
    answer = demo.answer(turn)                 # the fake's answer, with the delay it should take
    demo.react(turn, answer, "accepted")       # kept at once
    demo.take_back("3")                        # the last reaction of participant 3 is undone

What comes next follows from the plan and the reactions alone, so a demo that was killed goes on where it stood: make
``RunningDemo`` again with a keeper that returns the reactions kept so far.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_ai.demo.plan import DemoItem as DemoItem
    from mock_ai.demo.plan import DemoPlan as DemoPlan
    from mock_ai.demo.reaction_store import FileReactionStore as FileReactionStore
    from mock_ai.demo.reaction_store import MemoryReactionStore as MemoryReactionStore
    from mock_ai.demo.reaction_store import ReactionStore as ReactionStore
    from mock_ai.demo.running_demo import DemoTurn as DemoTurn
    from mock_ai.demo.running_demo import RunningDemo as RunningDemo

_HOME = {
    "DemoItem": "mock_ai.demo.plan",
    "DemoPlan": "mock_ai.demo.plan",
    "ReactionStore": "mock_ai.demo.reaction_store",
    "FileReactionStore": "mock_ai.demo.reaction_store",
    "MemoryReactionStore": "mock_ai.demo.reaction_store",
    "RunningDemo": "mock_ai.demo.running_demo",
    "DemoTurn": "mock_ai.demo.running_demo",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 (the names are those of the table above)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mock_ai.demo' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
