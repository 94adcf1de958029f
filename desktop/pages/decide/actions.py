"""What can be done on the Decide page from palette, keys and menus."""

from functools import partial
from typing import TYPE_CHECKING

from desktop.actions import Action
from desktop.project.stages import Stage

if TYPE_CHECKING:
    from desktop.pages.decide.page import DecidePage

_OPTIONS = ("1", "2", "3", "4", "5")
_NUMBERS = 5


def page_actions(page: "DecidePage") -> tuple[Action, ...]:
    """Decide otherwise, what if, and the options by their number."""

    def no_trial() -> str:
        return "" if page.trying.on else "Nothing is being tried."

    stage = Stage.DECIDE
    return (
        Action(
            "decide.otherwise",
            "Decide otherwise…",
            page.decide_otherwise,
            stage=stage,
            off=page.why_not_edit,
        ),
        Action("decide.back", "Back from what if", page.trying.back, stage=stage, off=no_trial),
        *(
            Action(
                f"decide.option-{key}",
                partial(page.explaining.option_words, number),
                partial(page.explaining.open_option, number),
                key,
                stage=stage,
                off=page.no_options,
            )
            for number, key in enumerate(_OPTIONS)
        ),
        *(
            Action(
                f"decide.what-if-{number + 1}",
                partial(page.input_words, number),
                partial(page.try_number, number),
                stage=stage,
                off=page.no_options,
            )
            for number in range(_NUMBERS)
        ),
    )
