"""Whether there is enough to check, to measure a learning curve and to train; and what is asked of a forecast."""

from desktop.findings.case import case_of
from desktop.findings.data.sufficiency import LEAST_FOR_A_CURVE, labels_per_day
from desktop.project.noun import noun
from desktop.project.product import is_classifier
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE
from desktop.project.table_data import look_of, role_of, table_of
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.phrase import capital, quoted
from estimators.base.sentence import tr
from estimators.data_sufficiency.plan import BuyingConstraints
from estimators.table.column import ColumnRole


def target_of(project: Project) -> float | None:
    """The accuracy to reach: the bar, or what the brief asks for; None where nobody has said."""
    bar = project.accuracy_bar
    if bar is not None:
        return bar.value
    wanted = project.answer("accuracy_gate")
    return float(wanted) if isinstance(wanted, int | float) and 0 < wanted < 1 else None


def price_of(project: Project) -> float | None:
    """What one more label costs, the middle of the person's range; None where it is unknown."""
    value = project.answer("label_cost")
    return (value["low"] + value["high"]) / 2 if isinstance(value, dict) else None


def can_check(project: Project) -> bool:
    """Whether there are two classes to tell apart."""
    return sum(bool(info.examples) for info in project.classes()) >= 2


def can_measure(project: Project) -> bool:
    """Whether every class has enough to learn from to measure a curve; of a table, whether something can be predicted."""
    if table_of(project) is not None:
        look = look_of(project)
        return look is not None and bool(look.task) and not why_not_train(project)
    sizes = [info.learn for info in project.classes() if info.examples]
    return len(sizes) >= 2 and min(sizes) >= LEAST_FOR_A_CURVE


def why_not_train(project: Project) -> str:
    """What is missing before a training can start, as one sentence; an empty text: nothing."""
    if table_of(project) is not None:
        return _why_not_train_on_rows(project)
    classes = [info for info in project.classes() if info.examples]
    if not is_classifier(project):
        return tr("Only what tells things apart is trained here.")
    if not classes:
        return tr("Label {noun} of two classes first.", noun=noun(project))
    if len(classes) < 2:
        return tr("There is only “{name}”; add a second class.", name=classes[0].name)
    thin = min(classes, key=lambda info: info.examples)
    if thin.examples < 2:
        return tr(
            "{capital} has only 1 {noun}; add at least one more.",
            capital=capital(quoted(thin.name)),
            noun=noun(project, 1),
        )
    return ""


def _why_not_train_on_rows(project: Project) -> str:
    look = look_of(project)
    if look is None:
        return ""  # the training finds out
    if look.trouble:
        what, *_, next_step = look.trouble
        return f"{what} {next_step}".strip()
    if not any(role_of(project, one.name) == ColumnRole.USE for one in look.columns):
        return tr("No column is used to learn from.")
    return ""


def value_per_point(project: Project) -> float | None:
    """What one more right answer in a hundred is worth by the answers on Problem, to two figures; None: unknown."""
    from estimators.build_vs_buy.valuation import value_per_point as value_of

    try:
        value = value_of(case_of(project))
    except UserError:  # an answer that cannot be right is said on Decide
        return None
    # Two figures: every reaction in a demo moves the third, and need not measure the curve anew.
    return float(f"{value:.2g}") if value is not None and value > 0 else None


def budget_of(project: Project) -> float | None:
    """The budget, where a goal or a worth says how much of it labels should take; None otherwise."""
    value = project.answer("budget_usd")
    if not isinstance(value, int | float) or value <= 0:
        return None
    # The budget is that of the whole project: a limit, and nothing to be spent because it is there.
    wanted = target_of(project) is not None or value_per_point(project) is not None
    return float(value) if wanted else None


def asked_of(project: Project) -> BuyingConstraints:
    """What a forecast is asked with."""
    return BuyingConstraints(
        target=target_of(project),
        price=price_of(project),
        value_per_point=value_per_point(project),
        labels_per_day=labels_per_day(project),
        budget=budget_of(project),
        currency=symbol(project.answer("currency", "USD")),
    )


def asked_otherwise(project: Project) -> bool:
    """Whether the curve was measured for another goal, price or worth than is asked for now."""
    record = project.record(CURVE)
    return record is None or record.value.forecast.asked != asked_of(project)
