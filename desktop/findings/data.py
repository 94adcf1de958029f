"""Is the data clean, is it enough: charts, sentences and evidence from the examples."""

from desktop.findings.hygiene import INSPECTION, findings
from desktop.findings.wording import capital, count, money, percent, shorten
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.records import Json, Record
from reports import evidence
from reports.chart_data import Axis, ClassCount, ClassCountChart, CurveChart, CurvePoint, Marker
from reports.provenance import Provenance

CURVE = "learning curve"
__all__ = ["CURVE", "FEW_TO_TRAIN", "INSPECTION", "findings"]

FEW_TO_TRAIN = 15  # examples of each class, before a first result is worth looking at


def class_counts(project: Project) -> ClassCountChart:
    """How many examples of each class there are, to learn from and held out."""
    rows = tuple(ClassCount(c.name, c.learn, c.held_out) for c in project.classes() if c.examples)
    return ClassCountChart(
        title=_balance(rows), note=f"{capital(noun(project))} by class.", rows=rows
    )


def _balance(rows: tuple[ClassCount, ...]) -> str:
    sizes = sorted(row.learn + row.held_out for row in rows)
    if not sizes:
        return "Nothing is labelled yet"
    if len(sizes) == 1:
        return f"Only “{rows[0].label}” so far"
    if sizes[0] == sizes[-1]:
        return f"{count(len(sizes), 'class')} of {sizes[0]:,} each"
    largest = max(rows, key=lambda row: row.learn + row.held_out)
    if sizes[-1] > 3 * sizes[0]:
        return f"“{shorten(largest.label, 14)}” outnumbers the others"
    return f"{count(len(sizes), 'class')} of {sizes[0]:,} to {sizes[-1]:,}"


def is_current(project: Project, record: Record | None) -> bool:
    """Whether a derived result was made from the data as it is now."""
    return record is not None and record.fingerprint == project.fingerprint()


def curve_chart(project: Project) -> CurveChart | None:
    """The measured learning curve with its forecast; None where it was not measured yet."""
    record = project.record(CURVE)
    if record is None or not record.payload.get("measured"):
        return None
    payload, things = record.payload, noun(project)
    have = payload["have"]
    measured = tuple(
        CurvePoint(
            p["n"],
            p["mean"],
            max(0.0, p["mean"] - 1.645 * (p["std"] or 0)),
            min(1.0, p["mean"] + 1.645 * (p["std"] or 0)),
            p["repeats"],
            Provenance.MEASURED,
        )
        for p in payload["measured"]
    )
    furthest = _furthest(payload)
    shown = [p for p in payload["forecast"] if p["n"] <= furthest]
    required = payload.get("required") or {}
    target, needed = required.get("target"), required.get("p50")
    furthest = shown[-1]["n"] if shown else furthest  # the axis ends where the line does
    lowest = min([p.low for p in measured] + [p["p5"] for p in shown])
    reached = None
    text = ""
    if target and needed and have < needed <= furthest:
        reached = Marker(needed, f"{needed:,} · forecast")
        text = (
            f"between {required['p10']:,} and {required['p90']:,}"
            if required.get("p10") and required.get("p90")
            else ""
        )
    return CurveChart(
        title=payload["purchase_title"],
        note=f"Right answers (%) by labelled {things}. Dashed: forecast. Band: 9 in 10.",
        x_axis=count_axis(furthest, f"labelled {things}"),
        y_axis=_share_axis(lowest),
        points=measured,
        line=tuple((p["n"], p["p50"]) for p in shown),
        band=tuple((p["n"], p["p5"], p["p95"]) for p in shown),
        provenance=Provenance.MEASURED,
        forecast_from=have,
        goal=Marker(target, f"{percent(target)} right") if target else None,
        reached_at=reached,
        reached_range=(required["p10"], required["p90"]) if text else None,
        reached_range_text=text,
        point_label=f"{measured[-1].x:,.0f} measured",
    )


def _furthest(payload: dict[str, Json]) -> int:
    required = payload.get("required") or {}
    have = int(payload["have"])
    wanted = required.get("p90") or required.get("p50") or 4 * have
    return int(min(max(2.5 * have, 1.15 * wanted), 8 * have))


def count_axis(furthest: float, label: str = "") -> Axis:
    """An axis of counts from zero with three or four round ticks."""
    step = next(s * 10**e for e in range(7) for s in (1, 2, 4, 5) if furthest / (s * 10**e) <= 4)
    ticks = tuple((float(at), f"{at:,}") for at in range(0, int(furthest) + 1, step))
    return Axis(0, furthest, ticks, label)


def _share_axis(lowest: float) -> Axis:
    start = max(0.0, int(lowest * 10) / 10)
    step = 0.1 if start >= 0.5 else 0.2
    ticks, at = [], start
    while at < 1.0001:
        ticks.append((round(at, 2), f"{at * 100:.0f}" + ("%" if at > 0.999 else "")))
        at += step
    return Axis(start, 1.0, tuple(ticks))


def headline(project: Project) -> str:
    """The page's finding."""
    record = project.record(CURVE)
    if record is not None and record.payload.get("measured"):
        return str(record.payload["headline"])
    classes = [c for c in project.classes() if c.examples]
    labelled = sum(c.examples for c in classes)
    if not project.count_examples():
        return "What should it learn from?"
    if len(classes) < 2:
        return "It needs a second class to tell apart."
    thin = min(classes, key=lambda c: c.examples)
    if thin.examples < FEW_TO_TRAIN:
        return f"“{shorten(thin.name, 32)}” has only {count(thin.examples, noun(project, 1))}."
    return f"{count(labelled, noun(project, 1))} in {count(len(classes), 'class')}."


def lead(project: Project) -> str:
    """The sentence below it: how many there are, and how many are held out."""
    classes = project.classes()
    labelled, held = sum(c.examples for c in classes), sum(c.held_out for c in classes)
    if not project.count_examples():
        return "Nothing here yet. Bring 15 examples of each kind and you will see a first result in a minute."
    words = f"{labelled:,} labelled {noun(project, labelled)}."
    if held:
        words += (
            f" {held:,} {'is' if held == 1 else 'are'} held out: the classifier is tested on those and never learns from "
            "them."
        )
    return words


def purchase_sentence(project: Project) -> str:
    """What the next labels cost and buy, in a sentence or two; empty where nothing was measured."""
    record = project.record(CURVE)
    return " ".join(record.payload.get("remarks", [])) if record else ""


def data_evidence(project: Project) -> evidence.Data | None:
    """The examples as the report prints them; None where there are none."""
    if not project.count_examples():
        return None
    counts = class_counts(project)
    record = project.record(CURVE)
    needed = None
    if record and (required := record.payload.get("required")) and required["p50"]:
        more = max(0, required["p50"] - record.payload["have"])
        needed = evidence.Figure(
            f"{more:,} more labels",
            more,
            Provenance.MEASURED,
            n=record.payload["have"],
            split="forecast from the learning curve",
            low=required["p10"],
            high=required["p90"],
            evidence_id=evidence.DATA_ID,
        )
    story = project.fact("story")
    return evidence.Data(
        modality=noun(project),
        classes=counts.rows,
        hygiene=tuple(
            evidence.Statement(
                f"{finding.text}. {finding.detail}".strip().replace("..", "."),
                evidence_id=evidence.DATA_ID,
            )
            for finding in findings(project)
        ),
        curve=curve_chart(project),
        labels_needed=needed,
        labels_sentence=purchase_sentence(project),
        origin=str(story.value) if story else "",
    )


def price_of_label(project: Project) -> str:
    """The price of a label as the person gave it."""
    value = project.answer("label_cost")
    currency = project.answer("currency", "USD")
    return (
        f"{money(value['low'], currency)} to {money(value['high'], currency)}"
        if value
        else "unknown"
    )
