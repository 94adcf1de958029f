"""The picture of labelling as one goes: what is sure after each label, however often one looks."""

from desktop.findings.launch.sequential import Labelling
from estimators.acceptance.bounds import anytime_lower_bound
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from reports.chart_data import Axis, CurveChart, CurvePoint, Marker
from reports.provenance import Provenance

_CHECKPOINTS = 14  # bounds drawn: each takes a third of a millisecond
_FIRST = 2  # labels before there is a line


def sequential_chart(going: Labelling) -> CurveChart | None:
    """Share right by label, with the band that holds at every label at once; None before the second label."""
    answers = going.answers
    if len(answers) < _FIRST:
        return None
    n, test = len(answers), going.test
    places = sorted({max(1, round(n * step / _CHECKPOINTS)) for step in range(1, _CHECKPOINTS + 1)})
    rights = [answers[:place].count("1") for place in places]
    line = tuple((float(m), k / m) for m, k in zip(places, rights, strict=True))
    band = tuple(
        (
            float(m),
            anytime_lower_bound(k, m, test.confidence),
            1 - anytime_lower_bound(m - k, m, test.confidence),
        )
        for m, k in zip(places, rights, strict=True)
    )
    lowest = min(test.bar, *(low for _, low, _ in band))
    start = next(each for each in (0.8, 0.5, 0.0) if lowest >= each)
    ticks = tuple((at, percent(at)) for at in (start, (1 + start) / 2, 1.0))
    last = CurvePoint(float(n), line[-1][1], band[-1][1], band[-1][2], n, Provenance.MEASURED)
    return CurveChart(
        title=going.state.sentence.removesuffix("."),
        note=f"{count(n, 'fresh label')}. Band: sure at {set_percent(test.confidence)} on either side after every label at once, "
        "however often one looks (a confidence sequence).",
        x_axis=Axis(1.0, float(max(n, 2)), ((1.0, "1"), (float(n), f"{digits(n)} labels"))),
        y_axis=Axis(start, 1.0, ticks),
        points=(last,),
        line=line,
        band=band,
        provenance=Provenance.MEASURED,
        goal=Marker(test.bar, f"bar {set_percent(test.bar)}"),
        point_label=f"{digits(rights[-1])} of {digits(n)} right",
    )
