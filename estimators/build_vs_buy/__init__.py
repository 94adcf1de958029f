"""Which option is worth most, how sure are we, and what should we find out first?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from estimators.build_vs_buy.inputs import Input
    from estimators.build_vs_buy.intangibles import Intangibles
    from estimators.build_vs_buy.labels import LabelsWorth, value_of_labels
    from estimators.build_vs_buy.result import OptionValue, TornadoBar, Valuation
    from estimators.build_vs_buy.valuation import BuildVsBuy

__all__ = [
    "BuildVsBuy",
    "Input",
    "Intangibles",
    "LabelsWorth",
    "OptionValue",
    "TornadoBar",
    "Valuation",
    "value_of_labels",
]

_HOMES = {
    "BuildVsBuy": "valuation",
    "Input": "inputs",
    "Intangibles": "intangibles",
    "LabelsWorth": "labels",
    "OptionValue": "result",
    "TornadoBar": "result",
    "Valuation": "result",
    "value_of_labels": "labels",
}


def __getattr__(name: str) -> Any:
    """Import numpy only once a valuation is wanted."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"estimators.build_vs_buy.{_HOMES[name]}"), name)
