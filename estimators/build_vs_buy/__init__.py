"""Which option is worth most, how sure are we, and what should we find out first?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from estimators.build_vs_buy.inputs import Input
    from estimators.build_vs_buy.result import OptionValue, TornadoBar, Valuation
    from estimators.build_vs_buy.valuation import BuildVsBuy
    from estimators.build_vs_buy.words import money

__all__ = ["BuildVsBuy", "Input", "OptionValue", "TornadoBar", "Valuation", "money"]

_HOMES = {
    "BuildVsBuy": "valuation",
    "Input": "inputs",
    "OptionValue": "result",
    "TornadoBar": "result",
    "Valuation": "result",
    "money": "words",
}


def __getattr__(name: str) -> Any:
    """Import numpy only once a valuation is wanted."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"estimators.build_vs_buy.{_HOMES[name]}"), name)
