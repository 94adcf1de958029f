"""Whether there is enough to check, to measure a learning curve and to train; and what is asked of a forecast."""

from desktop.findings.data import CURVE
from desktop.findings.wording import capital
from desktop.project.progress import noun
from desktop.project.project import Project

LEAST_FOR_A_CURVE = 4  # examples to learn from in the smallest class


def target_of(project: Project) -> float | None:
    """The accuracy to reach: the bar, or what the brief asks for; None where nobody has said."""
    if project.bar is not None:
        return project.bar.value
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
    """Whether every class has enough to learn from to measure a curve."""
    sizes = [info.learn for info in project.classes() if info.examples]
    return len(sizes) >= 2 and min(sizes) >= LEAST_FOR_A_CURVE


def why_not_train(project: Project) -> str:
    """What is missing before a training can start, as one sentence; an empty text: nothing."""
    classes = [info for info in project.classes() if info.examples]
    if not classes:
        return f"Label {noun(project)} of two classes first."
    if len(classes) < 2:
        return f"There is only “{classes[0].name}”; add a second class."
    thin = min(classes, key=lambda info: info.examples)
    if thin.examples < 2:
        return f"{capital(f'“{thin.name}”')} has only 1 {noun(project, 1)}; add at least one more."
    return ""


def asked_otherwise(project: Project) -> bool:
    """Whether the curve was measured for another goal or price than is asked for now."""
    record = project.record(CURVE)
    asked = record.payload.get("asked") if record else None
    return asked != {"target": target_of(project), "price": price_of(project)}
