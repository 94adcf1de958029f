"""Which option is worth most, how sure are we, and what should we find out first?"""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from estimators.build_vs_buy.valuation import BuildVsBuy as BuildVsBuy

__getattr__ = lazy_names(BuildVsBuy="estimators.build_vs_buy.valuation")
