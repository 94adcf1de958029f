"""Which view the Stage has for which kind of product."""

from collections.abc import Callable, Mapping, Sequence

from desktop.pages.stage.class_view import ClassView
from desktop.pages.stage.draft import DraftView
from desktop.pages.stage.form_fields import FormFieldsView
from desktop.pages.stage.kind_view import KindView, StageView
from desktop.pages.stage.number import NumberView
from desktop.pages.stage.recommendations import RecommendationsView
from desktop.pages.stage.task_steps import TaskStepsView
from desktop.pages.stage.transcript import TranscriptView

VIEWS: Mapping[str, Callable[[str], KindView]] = {
    "generate": DraftView,
    "rank": RecommendationsView,
    "transcribe": TranscriptView,
    "extract": FormFieldsView,
    "act": TaskStepsView,
    "number": NumberView,
}
"""By the names of ``estimators.base.task_kind``; those that tell classes apart have :class:`ClassView`."""


def view_of(kind: str, modality: str, classes: Sequence[str]) -> StageView:
    """The view of a kind; ``modality`` is what it is shown, ``classes`` what it may answer where it tells apart."""
    return VIEWS[kind](modality) if kind in VIEWS else ClassView(modality, classes)
