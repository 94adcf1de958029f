"""Setting and moving the bar: what must be shown, how much of it, where that number comes from, and why it moves."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.findings.launch.bar import METRICS, BarSource, bar_sources, set_bar, source_words
from desktop.findings.problem.brief import currency_of
from desktop.project.file import Command
from desktop.project.product import is_classifier, kind_name
from desktop.project.project import Project
from desktop.project.records import BarOrigin
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.ask import AskPopover
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, RadioGroup
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import TOP, column, fill, holder, row
from estimators.acceptance.metric import Metric, Requirement
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.percent import set_percent
from estimators.base.phrase import capital, listed, quoted
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS

_CLASSES_TO_CHOOSE = 6  # more are typed
_CONFIDENCES = tuple((f"{at}", set_percent(at)) for at in (0.9, 0.95, 0.99))
_QUESTIONS = {
    Metric.ACCURACY: tr("Right answers it must reach"),
    Metric.RECALL: tr("How many of them it must find"),
    Metric.PRECISION: tr("How many of those called so must be"),
    Metric.COVERAGE: tr("How many it must answer alone"),
    Metric.COST: tr("What a case may cost at most"),
}
_CUTOFF = tr(
    "Tested at a cut-off that is chosen on training examples that were left out, never on the test."
)


class BarPopover(AskPopover):
    """Asks for the bar; on a class, a coverage or a cost only where one unfolds that."""

    def __init__(self, window: QWidget, project: Project, do: Callable[[Command], object]) -> None:
        self._bar = project.bar
        title = tr("Move the bar") if self._bar else tr("Set the bar")
        super().__init__(
            window,
            title,
            (),
            self._set,
            button=title,
            text=tr("The old bar stays in the history, and the report prints why it moved.")
            if self._bar
            else tr("The test has to show it; page one of the report prints it."),
            width=440,
        )
        self._project, self._do_it = project, do
        self._of_classes = is_classifier(project)  # the other measures are of classes
        self._sources = {source.source: source for source in bar_sources(project)}
        self._classes = [each.name for each in project.classes()]
        self._box = column(margins=(0, 10, 0, 0), spacing=4)
        self._panel = holder(self._box)
        self._measure()
        self._value_and_source()
        self.body.insertWidget(self.body.indexOf(self.problem), self._panel)
        self._show_bar()

    # -- making -------------------------------------------------------------------------------

    def _measure(self) -> None:
        """What is measured: folded while it is the share of right answers."""
        self.measures = RadioGroup(
            tr("What must be shown"), [(str(m), words) for m, words in METRICS]
        )
        self.measures.chosen.connect(self._adapt)
        self.of_choice = RadioGroup(
            tr("Of which class"),
            [(name, name) for name in self._classes[:_CLASSES_TO_CHOOSE]],
            across=True,
        )
        self.of_field = LineField(tr("Of which class"), tr("the class, as it is called"))
        self.of_choice.chosen.connect(self.of_field.set_value)
        self.confidence = ChoiceBar(tr("How sure the test must be"), _CONFIDENCES)
        self.cutoff_note = Label(_CUTOFF, role=Role.NOTE, colour="ink2")
        asked = Label(tr("How sure the test must be"), colour="ink2")
        sure = row((asked, 1), self.confidence, spacing=6)
        what = (self.measures, self.of_choice, self.of_field, self.cutoff_note, sure)
        self._details = holder(column(*what, margins=(0, 0, 0, 8), spacing=6))
        self.unfold = Button(tr("Measure something else"), "link", run=self._unfold)
        self._box.addWidget(self._details)
        self._details.hide()

    def _value_and_source(self) -> None:
        self.question = Label(weight=500)
        self.share = NumberField(tr("The bar"), suffix="%", low=1, high=99.9)
        currency = symbol(currency_of(self._project))
        self.amount = NumberField(tr("The bar"), prefix=currency, low=0)
        self.amount.setPlaceholderText(f"{currency}2.50")
        for field in (self.share, self.amount):
            field.changed.connect(self._typed)
        self.source = RadioGroup(
            tr("Where it comes from"),
            [(name, self._source_words(each)) for name, each in self._sources.items()],
        )
        self.source.chosen.connect(self._source_chosen)
        self.source_mark = GlyphMark(
            PROVENANCE_GLYPHS[self._sources[BarOrigin.OWN].provenance], "", size=12
        )
        self.source_why = Label(role=Role.NOTE, colour="ink2")
        why = row((self.source_mark, TOP), (self.source_why, 1), spacing=6)
        self.reason = LineField(tr("Why"), tr("What people said, a contract, a baseline…"))
        self.source_title = Label(tr("Where it comes from"), weight=500)
        title = Label(tr("Why it moves") if self._bar else tr("Why"), weight=500)
        line = row(self.share, self.amount, None, self.unfold, spacing=4)
        origin = (self.source_title, self.source, why)
        fill(self._box, self.question, line, 8, *origin, 8, title, self.reason)

    def _source_words(self, source: BarSource) -> str:
        name = capital(source_words(source.source))
        return name if source.value is None else f"{name}: {set_percent(source.value)}"

    # -- showing ------------------------------------------------------------------------------

    def _show_bar(self) -> None:
        bar = self._bar
        metric = Metric(bar.metric) if bar and bar.metric in list(Metric) else Metric.ACCURACY
        self.measures.set_value(str(metric))
        self.confidence.set_value(f"{bar.confidence:g}" if bar else "0.95")
        if bar is not None:
            if metric is Metric.COST:
                self.amount.set_number(bar.value)
            else:
                self.share.set_number(round(bar.value * 100, 2))
            self.of_choice.set_value(bar.of)
            self.of_field.set_value(bar.of)
        self.source.set_value(bar.source if bar and bar.source in self._sources else BarOrigin.OWN)
        self._details.setVisible(
            metric is not Metric.ACCURACY or bool(bar and bar.confidence != 0.95)
        )
        self._adapt()

    def _adapt(self) -> None:
        """Show what belongs to the chosen measure."""
        metric = self._metric()
        few = len(self._classes) <= _CLASSES_TO_CHOOSE
        self.of_choice.setVisible(metric.of_a_class and few)
        self.of_field.setVisible(metric.of_a_class and not few)
        self.cutoff_note.setVisible(metric is not Metric.ACCURACY)
        self.share.setVisible(metric is not Metric.COST)
        self.amount.setVisible(metric is Metric.COST)
        of_kind = tr(
            "{metric}, at least", metric=capital(LEVEL_WORDS[kind_name(self._project)].metric)
        )
        self.question.setText(_QUESTIONS[metric] if self._of_classes else of_kind)
        self.unfold.setVisible(self._details.isHidden() and self._of_classes)
        for name, source in self._sources.items():  # the others speak of right answers alone
            usable = source.value is not None or name in (BarOrigin.CONTRACT, BarOrigin.OWN)
            shown = metric is Metric.ACCURACY or name in (BarOrigin.CONTRACT, BarOrigin.OWN)
            button = self.source.button(name)
            button.setVisible(shown)
            button.setEnabled(usable)
            button.setToolTip("" if usable else source.why)
        if not self.source.button(self.source.value() or BarOrigin.OWN).isVisibleTo(self.source):
            self.source.set_value(BarOrigin.OWN)
        self.fields = {
            "value": self.amount if metric is Metric.COST else self.share,
            "reason": self.reason,
        }
        self._say_source()
        self._fit()

    def _fit(self) -> None:
        """Be as tall as what is shown now."""
        for widget in (self.source, self.measures, self._details, self._panel):
            layout = widget.layout()
            if layout is not None:
                layout.activate()
        self.resettle()

    def _say_source(self) -> None:
        source = self._sources[self.source.value() or BarOrigin.OWN]
        self.source_mark.set_glyph(PROVENANCE_GLYPHS[source.provenance], source.provenance.words)
        self.source_why.setText(source.why)

    def _metric(self) -> Metric:
        return Metric(self.measures.value() or Metric.ACCURACY)

    # -- choosing -----------------------------------------------------------------------------

    def _unfold(self) -> None:
        self._details.show()
        self._adapt()
        self.measures.button(self.measures.value() or str(Metric.ACCURACY)).setFocus()

    def _typed(self, number: float | None) -> None:
        value = self._sources[self.source.value() or BarOrigin.OWN].value
        if number is not None and value is not None and round(value * 100, 2) != round(number, 2):
            self.source.set_value(BarOrigin.OWN)  # another number is not from there
            self._say_source()

    def _source_chosen(self, name: str) -> None:
        source = self._sources[name]
        if source.value is not None:
            self.share.set_number(round(source.value * 100, 2))
        known = {each.reason for each in self._sources.values()}
        if not self.reason.text().strip() or self.reason.text() in known:
            self.reason.set_value(source.reason)
        self._say_source()
        self._fit()

    # -- sending ------------------------------------------------------------------------------

    def submit(self) -> None:
        """Set the bar; stays open where that will not do."""
        try:
            self._set({})
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why, error.next_step))))
            return
        self.close_popover()

    def _set(self, _answers: dict[str, str]) -> None:
        metric, field = self._metric(), self.fields["value"]
        assert isinstance(field, NumberField)
        field.editingFinished.emit()  # what is being typed counts
        if field.problem() or field.value() is None:
            field.setFocus()
            raise UserError(field.problem() or tr("Type a number."), "", "")
        number = field.value() or 0.0
        reason = self.reason.text().strip()
        requirement = Requirement(
            metric,
            number if metric is Metric.COST else round(number / 100, 6),
            float(self.confidence.value() or 0.95),
            self._class_named() if metric.of_a_class else "",
        )
        if self._same(requirement):
            return
        if self._bar is not None and not reason:
            raise UserError(
                tr("Say why the bar moves."), tr("The report prints it."), tr("A few words do.")
            )
        source = self._sources[self.source.value() or BarOrigin.OWN]
        self._do_it(set_bar(self._project, requirement, source.source, source.provenance, reason))

    def _class_named(self) -> str:
        name = self.of_field.text().strip()
        if name not in self._classes:
            some = listed([quoted(each) for each in self._classes[:_CLASSES_TO_CHOOSE]])
            raise UserError(
                tr("Say of which class."),
                tr("There are {some}.", some=some),
                tr("Choose one of them."),
            )
        return name

    def _same(self, wanted: Requirement) -> bool:
        bar = self._bar
        return bar is not None and (bar.metric, bar.value, bar.confidence, bar.of) == (
            str(wanted.metric), wanted.value, wanted.confidence, wanted.of,
        )  # fmt: skip
