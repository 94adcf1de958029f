"""What a training was set to, and what it chose."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HeadWeight:
    """One of the heads that answer together, on which features, and its weight in the mean."""

    features: str
    head: str
    weight: float


@dataclass(frozen=True)
class TrainingSettings:
    """Enough to repeat a training; what older results do not say is None or empty.

    Attributes
    ----------
    why_backbone : str
        Why this network, in a sentence, where several were tried.
    holdout : float or None
        The share that was held out, where nobody said which examples are.
    C : float or None
        Regularisation of the best logistic regression.
    set_thresholds : dict of str to float
        Of prediction sets, by their level ("0.9").
    """

    modality: str = ""
    backbone: str = ""
    why_backbone: str = ""
    seed: int | None = None
    holdout: float | None = None
    heads: tuple[HeadWeight, ...] = ()
    C: float | None = None
    temperature: float | None = None
    out_of_distribution_threshold: float | None = None
    calibrated: bool = False
    set_thresholds: dict[str, float] = field(default_factory=dict)
