"""The ways to answer that are compared: what each is called, and which inputs of the valuation are its own."""

from dataclasses import dataclass

from estimators.base.sentence import tr


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

WAYS = (
    Way("rule", tr("Simple rule"), tr("A simple rule"), "rule", "accuracy_rule", upkeep=True),
    Way(
        PRODUCT,
        tr("Buy a product"),
        tr("Buying a product"),
        "product",
        "accuracy_product",
        price="product_price",
        fee="product_fee",
    ),
    Way(
        "prompt_api",
        tr("Prompt a model"),
        tr("Prompting a model"),
        "prompt",
        "accuracy_prompt",
        price="prompt_price",
        upkeep=True,
    ),
    Way(
        "prompt_with_retrieval",
        tr("Prompt with your documents"),
        tr("Prompting with documents"),
        "retrieval",
        "accuracy_retrieval",
        price="retrieval_price",
        fee="retrieval_fee",
        upkeep=True,
    ),
    Way(
        "fine_tune_hosted",
        tr("Fine-tune a hosted model"),
        tr("Fine-tuning"),
        "fine_tuned",
        "accuracy_fine_tuned",
        price="fine_tuned_price",
        fee="fine_tuned_fee",
        labels="trained_labels",
        run="fine_tuned_run",
    ),
    Way(
        "self_host_open_weights",
        tr("Open weights on own machines"),
        tr("Hosting open weights"),
        "open_weights",
        "accuracy_open_weights",
        price="open_weights_price",
        fee="open_weights_fee",
        upkeep=True,
    ),
    Way(
        "train_own",
        tr("Train from examples"),
        tr("Training"),
        "trained",
        TRAINED,
        price="trained_price",
        fee="trained_fee",
        labels="trained_labels",
        run="trained_run",
    ),
    Way(
        BUILD,
        tr("Build from scratch"),
        tr("Building from scratch"),
        "build",
        price="trained_price",
        fee="infrastructure_per_month",
        labels="build_labels",
        upkeep=True,
    ),
)
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
