"""Where Qt keeps what a person sets, and the one setting that is read before anything is worded: the language.

The window speaks the environment's language, else the one that was chosen in Settings, else the system's. Commands speak
English unless the environment names a language: what scripts read stays as it is.
"""

import os

from PySide6.QtCore import QLocale, QSettings

from estimators.base.language import ENGLISH, VARIABLE, language_file, language_named, speak

ORGANISATION = APPLICATION = "Smart Enough"
_CHOSEN = f"{VARIABLE}_CHOSEN"  # stands beside the variable where it was not the person who set it


def open_store() -> QSettings:
    """The settings store of this person. Tests point it elsewhere with ``QSettings.setPath``."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION
    )


def speak_chosen_language() -> None:
    """Say everything from now on in the chosen language, in the processes of jobs as well.

    Comes before the first import that words a constant.
    """
    if os.environ.get(VARIABLE):
        return  # it is spoken already
    code = chosen_language()
    os.environ[VARIABLE] = os.environ[_CHOSEN] = code
    speak(language_named(code))


def environment_without_choice() -> dict[str, str]:
    """The environment as it was given to this process, for one that is to speak what is chosen now."""
    ours = (VARIABLE, _CHOSEN) if _CHOSEN in os.environ else ()
    return {name: value for name, value in os.environ.items() if name not in ours}


def chosen_language() -> str:
    """The code of a language that the product has."""
    kept = str(open_store().value("look/language", ""))
    wanted = [kept, *(name.split("-")[0] for name in QLocale.system().uiLanguages())]
    return next((code for code in wanted if _is_ours(code)), ENGLISH.code)


def _is_ours(code: str) -> bool:
    return code == ENGLISH.code or language_file(code) is not None
