"""The ways to answer that are compared: what each is called, and which inputs of the valuation are its own."""

from dataclasses import dataclass
from pathlib import Path

from estimators.base.sentence import data_file, tr


@dataclass(frozen=True)
class Way:
    """One option beside staying as today.

    Attributes
    ----------
    label, doing : str
        "Buy a product" as it stands alone, and "Buying a product" at the head of a sentence.
    prefix : str
        What its inputs begin with: `product_delay`, `product_person_months`.
    accuracy : str
        The input that says how often it is right; empty for what is built, which improves on what is trained.
    price, fee : str
        The inputs of what it costs for each answer and every month; empty: nothing.
    labels, run : str
        The inputs of the labels to buy and of a training; empty: none.
    upkeep : bool
        Whether a share of its cost is spent again every year, by its own people.
    """

    name: str
    label: str
    doing: str
    prefix: str
    accuracy: str = ""
    price: str = ""
    fee: str = ""
    labels: str = ""
    run: str = ""
    upkeep: bool = False


NOTHING = "nothing"
BUILD = "build_from_scratch"
PRODUCT = "buy_product"
TRAINED = "accuracy_trained"  # of what is trained; what is built improves on it

WAYS = tuple(Way(**row) for row in data_file(Path(__file__).with_name("ways.json")))
OPTIONS = (NOTHING, *(way.name for way in WAYS))
LABELS = {NOTHING: tr("Stay as today")} | {way.name: way.label for way in WAYS}
DOING = {NOTHING: tr("Staying as today")} | {way.name: way.doing for way in WAYS}

# What cases of before these options called them.
OLDER_NAMES = {
    "rules": "rule",
    "buy_api": PRODUCT,
    "automl_finetune": "train_own",
    "build_custom": BUILD,
}
