"""What can be done with scenarios, for the menu, the palette and the list of keys."""

from collections.abc import Callable

from desktop.actions import Action
from desktop.pages.fake.edits import ScenarioEdits
from desktop.pages.fake.files import ScenarioFiles
from desktop.pages.fake.serving import Serving
from desktop.project.stages import Stage


def scenario_actions(
    edits: ScenarioEdits,
    files: ScenarioFiles,
    serving: Serving,
    ask_troubles: Callable[[], None],
    read_only: Callable[[], str],
) -> tuple[Action, ...]:
    """Each is off where ``read_only`` says why, but for those that write a file of their own."""
    stage = Stage.FAKE

    def save_spec() -> None:
        files.save_spec(serving.address.removesuffix("/v1"))

    return (
        Action("fake.new", "New scenario…", edits.new, stage=stage, off=read_only, icon="add"),
        Action("fake.open", "Open a scenario file…", files.open, stage=stage, off=read_only, icon="folder"),
        Action("fake.save", "Save the scenario as a file…", edits.save_active, stage=stage),
        Action("fake.troubles", "Choose what goes wrong…", ask_troubles, stage=stage, off=read_only, icon="fault"),
        Action("fake.duplicate", "Duplicate scenario", edits.duplicate_active, stage=stage, off=read_only),
        Action("fake.rename", "Rename scenario…", edits.rename_active, "F2", stage=stage, off=read_only),
        Action("fake.delete", "Delete scenario", edits.delete_active, stage=stage, off=read_only),
        Action("fake.spec", "Save the OpenAPI description…", save_spec, stage=stage),
    )  # fmt: skip
