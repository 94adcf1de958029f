"""What ``serve`` serves: a scenario, a project or a model, and what its Stage shows."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.errors import UserError

if TYPE_CHECKING:
    from mock_ai.scenario import Scenario
    from mock_ai.stage import OpenShow, StageItem, StageKind


@dataclass(frozen=True)
class Played:
    """What answers, and what its Stage shows."""

    source: Any
    scenario: "Scenario"  # of a model: its classes, for the order of what is shown
    items: "tuple[StageItem, ...]"

    def show(self, reactions: Path | None) -> "OpenShow":
        from mock_ai.scenario import Scenario
        from mock_ai.stage import OpenShow
        from mock_ai.stubs.stub_set import NO_STUBS

        kinds: tuple[StageKind, ...] = ("photo", "text")
        if self.items:
            kinds = tuple(dict.fromkeys(item.kind for item in self.items))
        elif self.scenario.stubs != NO_STUBS:
            kinds = ("text", "photo")
        return OpenShow(
            self.items,
            self.scenario,
            kinds=kinds,
            record=reactions,
            simulated=bool(getattr(self.source, "simulated", isinstance(self.source, Scenario))),
        )


def played_by(options: argparse.Namespace) -> Played:
    """What the options of ``serve`` say.

    Raises
    ------
    UserError : a file cannot be read, or there is nothing to show.
    """
    from mock_ai.scenario import Scenario

    what, model, folder = options.what, options.model, options.items
    if what is not None and what.suffix == ".smart":
        played = _of_project(what)
    elif what is not None:
        from mock_ai.scenario_file import load_with_items

        scenario, brought = load_with_items(what)
        folder = folder or brought
        played = Played(scenario, scenario, ())
    elif options.items is not None and len(found := _class_folders(options.items)) > 1:
        scenario = Scenario("stage", "The Stage", found)
        played = Played(scenario, scenario, ())
    else:
        from mock_ai.presets import BUILT_IN

        played = Played(BUILT_IN, BUILT_IN, ())
    if model is not None:
        from estimators.classifier.onnx_classifier import OnnxClassifier

        real = OnnxClassifier(model)
        classes = tuple(str(name) for name in real.classes_)
        played = Played(real, Scenario("model", "The model", classes), played.items)
    if folder is None:
        return played
    from mock_ai.stage import items_in

    items = items_in(folder, played.scenario.classes)
    if model is not None:
        return Played(played.source, played.scenario, items)
    known = {one.item.id: one.item.truth for one in items if one.item.truth is not None}
    return Played(played.scenario.fake(known=known), played.scenario, items)


def _class_folders(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in folder.glob("*") if one.is_dir()))


def _of_project(path: Path) -> Played:
    from desktop.findings.fake.demo_sessions import examples_to_show
    from desktop.findings.fake.scenarios import active_scenario, fake_of
    from desktop.findings.fake.web_stage import exhibits_of
    from desktop.project.project import Project

    with Project.open_beside(path) as project:
        if len(project.classes()) < 2:
            raise UserError(
                f"“{path.name}” has fewer than two classes.",
                "A fake needs to know what it could answer.",
                "Add the answers on the Problem page.",
            )
        scenario = active_scenario(project)[1]
        return Played(
            fake_of(project, scenario), scenario, exhibits_of(project, examples_to_show(project))
        )
