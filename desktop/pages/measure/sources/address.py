"""An address: a prompt or a service answers the held-out cases now, within a sum, after one has seen what is sent."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.findings.measure.address_candidate import (
    WIRES,
    allow_host,
    allowed_hosts,
    example_cases,
    files_of,
    first_prompt,
    sending,
    tried_cases,
    usual_address,
    work_cases,
)
from desktop.findings.measure.endpoint_text import preview_lines
from desktop.findings.measure.new_candidate import offered_cases
from desktop.findings.problem.brief import currency_of
from desktop.jobs.ask_candidate import AskCandidate, AskedCandidate, first_request
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.sources.address_fields import PlainJsonFields, PromptExamples
from desktop.pages.measure.sources.address_job import JOB, start_asking
from desktop.pages.measure.sources.source_page import SourcePage, check_row
from desktop.pages.page import Page
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, FlowLayout, column, fill, holder
from desktop.widgets.popover import Popover
from desktop.widgets.rows import CheckMark, CodeWell
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural
from estimators.measure.endpoint.address import WireName
from estimators.measure.endpoint.api_key import ApiKey, has_key_ring
from estimators.measure.endpoint.prompt import schema_of_kind

_KEPT = tr("Kept in this computer’s key ring, never in the project.")
_NOT_KEPT = tr("This computer has no key ring: the key is asked for each time, and kept nowhere.")
_FIRST_CAP = 1.0
PAUSE_MS = 300  # in typing, before what would be sent is worked out


class AddressPage(SourcePage):
    """Where it answers, with which key and prompt, at which price, and at most for how much."""

    def __init__(self, page: Page, jobs: JobQueue) -> None:
        super().__init__(page, CandidateSource.ADDRESS, tr("Prompt v1"))
        project = page.session.project
        self._jobs, self.offered, self._work = jobs, offered_cases(project), work_cases(project)
        self._asked = self.offered.to_ask()
        self._files = files_of(project, self._asked)
        self._schema = schema_of_kind(kind_name(project), self.offered.every)
        currency = currency_of(project)
        self._currency = currency
        self.wire = ChoiceBar(tr("What it speaks"), [(wire.value, words) for wire, words in WIRES])
        self.wire.set_value(WIRES[0][0].value)
        self.wire.chosen.connect(self._wire_chosen)
        self.url = LineField(tr("Where it answers"), width=290)
        self.url.set_value(usual_address(WIRES[0][0].value))
        self.model = LineField(tr("Model"), width=160)
        self.key = LineField(tr("Key"), width=260)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.prompt = TextField(tr("Prompt"), lines=3, most_lines=6)
        self.prompt.set_value(first_prompt(project))
        self.json = PlainJsonFields()
        self.examples = PromptExamples(example_cases(project, self._work))
        prefix = symbol(currency)
        self.price_in = NumberField(tr("A million tokens in"), prefix=prefix, low=0.0, width=156)
        self.price_out = NumberField(tr("A million tokens out"), prefix=prefix, low=0.0, width=156)
        self.cap = NumberField(tr("At most"), prefix=prefix, low=0.0, width=156)
        self.cap.set_number(_FIRST_CAP)
        self.masks = Tick(tr("Mask e-mail, phone, card and account numbers"))
        unmasked = self._files.keys() == self._asked.keys() and all(
            one.modality != "text" for one in self._files.values()
        )
        self.masks.setChecked(not unmasked)
        self.allowed = Tick("")
        self.see = Button(tr("See what is sent"), "link", run=self._see)
        self.try_three = Button("", "link", run=self._try)
        for waits in (self.allowed, self.try_three):  # for what would be sent
            waits.hide()
        self._tried: tuple[str, ...] = ()
        self._open = True
        below = Label(_KEPT, role=Role.NOTE, colour="ink2", measure=260)
        # Another program answers, which may have to be started first.
        self._ring = LatestWinsThread(self, lambda there: below.setText(_KEPT if there else _NOT_KEPT))  # fmt: skip
        self._ring.ask(has_key_ring)
        self._first = LatestWinsThread(self, self._show_first, self._no_first)
        self._lay_out(below, unmasked=unmasked)
        self._follow()
        self._look()

    def _lay_out(self, below: Label, *, unmasked: bool) -> None:
        self.model_box, self.prompt_box = holder(_asked(self.model)), holder(_asked(self.prompt))
        asks = _in_line(holder(_asked(self.url)), self.model_box)
        prices = _in_line(*(holder(_asked(one)) for one in (self.price_in, self.price_out, self.cap)))  # fmt: skip
        key = column(_asked(self.key), 4, below, 10, (self.masks, LEFT))
        links = _in_line(self.see, self.try_three)
        asked = (self.prompt_box, 14, self.json, self.examples)
        parts = ((self.wire, LEFT), 14, asks, 14, key, 14, *asked, 14, prices)
        fill(self.body, *parts, 14, Hairline(), 8, self.said, 6, links, 10, self.allowed)
        self.masks.setVisible(not unmasked)  # nothing is taken out of what is seen or heard
        self.examples.setVisible(not unmasked)

    def _follow(self) -> None:
        """Say anew what would be sent when something is typed or chosen."""
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._look)
        for typed in (self.name, self.url, self.model, self.prompt):
            typed.textChanged.connect(self._typed)
        for number in (self.price_in, self.price_out, self.cap):
            number.changed.connect(self._look)
        self.json.typed.connect(self._typed)
        self.examples.changed.connect(self._look)
        self.masks.toggled.connect(self._look)
        self.allowed.toggled.connect(self.changed)

    # --- what it would do ------------------------------------------------------------------------------------------

    def settings(self) -> CandidateSettings:
        wire, model = self.wire.value() or "", self.model.text().strip()
        return CandidateSettings(
            detail=shorten(model, 24) or tr("an address"),
            wire=wire,
            url=self.url.text().strip(),
            model=model,
            prompt=self.prompt.toPlainText(),
            answer_schema="" if wire == WireName.JSON else self._schema,
            temperature=0.0,
            masked=self.masks.isChecked(),
            currency=self._currency,
            price_in=self.price_in.value(),
            price_out=self.price_out.value(),
            examples=self.examples.shown,
            body=self.json.body.toPlainText() if wire == WireName.JSON else "",
            answer_path=self.json.path.text().strip() if wire == WireName.JSON else "",
        )

    def _wire_chosen(self, wire: str) -> None:
        self.url.set_value(usual_address(wire))
        self._look()

    def _look(self) -> None:
        """Say anew what would be sent and what it may cost; nothing is sent."""
        self._show_fields()
        try:
            if self.wire.value() != WireName.JSON and not self.model.text().strip():
                raise UserError(
                    tr("It has no model yet."),
                    tr("A service answers with the model that it is asked for."),
                    tr("Write its name beside the address."),
                )
            preview = sending(
                self.page.session.project, self._name(), self.settings(), self._asked, self._files
            )
        except UserError as error:
            self.preview = None
            self.refuse(error)
            return
        self.preview = preview
        project, things = self.page.session.project, case_noun_of(self.page.session.project)
        mark = CheckMark.LOOK if preview.leaves else CheckMark.PASS
        rows = [check_row(line, mark) for line in preview_lines(preview)]
        rows = [check_row(line, CheckMark.PASS) for line in self._tried] + rows
        if self.offered.seen_sentence:
            rows.append(check_row(self.offered.seen_sentence, CheckMark.LOOK))
        self.said.set_rows(rows)
        allowed = preview.host in allowed_hosts(project)
        self.allowed.setVisible(preview.leaves and not allowed)
        self.allowed.setText(
            tr(
                "The {things} may go to {host}, in this project.",
                things=things.many,
                host=preview.host,
            )
        )
        self.allowed.setAccessibleName(self.allowed.text())
        n = len(self._tried_cases())
        self.try_three.setText(tr("Try it on {n} you work with", n=n))
        self.try_three.setVisible(bool(n))
        self.changed.emit()

    def _show_fields(self) -> None:
        """Plain JSON has a body and a path; a prompt only where the body has a place for it."""
        plain = self.wire.value() == WireName.JSON
        self.json.setVisible(plain)
        self.json.show_reading()
        self.model_box.setVisible(not plain)
        self.prompt_box.setVisible(not plain or "{prompt}" in self.json.body.toPlainText())

    def _tried_cases(self) -> tuple[str, ...]:
        return tuple(tried_cases(self._work, self.examples.shown))

    def _name(self) -> str:
        return self.name.text().strip() or tr("It")

    def _see(self) -> None:
        if self.preview is None:
            return
        request = self._request("preview", tuple(self._asked))
        self._first.ask(partial(first_request, request))  # it reads a photo, or a sound

    def _show_first(self, text: str) -> None:
        popover = Popover(self.window(), tr("What is sent"), width=620)
        popover.add_head(tr("What is sent, the first of {n}", n=len(self._asked)), 8)
        well = CodeWell(text)
        scroller = scrolling(well)
        scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
        scroller.setMinimumHeight(min(well.sizeHint().height() + 4, self.window().height() - 200))
        popover.body.addWidget(scroller)
        popover.open_centred()

    def _no_first(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refuse(error)

    def button_words(self) -> str:
        n = len(self._asked)
        return tr_plural("Let it answer {n}", "Let it answer {n}", n)

    def why_not(self) -> str:
        if not self.offered.every:
            return tr("There are no held-out cases yet.")
        if self.no_name():
            return self.no_name()
        if self.preview is None:
            return tr("See what is said above.")
        if self._needs_permission():
            return tr("Say that the cases may leave this computer.")
        if self.preview.leaves and self.preview.candidate.prices.is_free:
            return tr("Say what a million tokens cost, so that the sum cannot be passed.")
        return "" if self.cap.value() else tr("Say for how much at most.")

    def _needs_permission(self) -> bool:
        assert self.preview is not None
        known = allowed_hosts(self.page.session.project)
        return (
            self.preview.leaves and self.preview.host not in known and not self.allowed.isChecked()
        )

    # --- asking ----------------------------------------------------------------------------------------------------

    def _try(self) -> None:
        """Ask it a few cases that one works with, and show what it says."""
        if self.preview is None or self._needs_permission():
            self.changed.emit()
            return
        request = self._request("trial", self._tried_cases())
        self._tried = (tr("It is being tried…"),)
        self._look()
        self._jobs.start(
            tr("Trying {name}", name=self._name()),
            JOB,
            replace(request, uid=f"trial-{self.preview.candidate.setup_hash}"),
            on_done=self._was_tried,
            on_failed=self._not_tried,
        )

    def _was_tried(self, asked: AskedCandidate) -> str:
        if not self._open:
            return ""
        took = [one.seconds for one in asked.answers if one.seconds is not None]
        said = [shorten(one.answer or one.error, 90) for one in asked.answers]
        things = count(len(asked.answers), case_noun_of(self.page.session.project))
        usual = f"{sum(took) / len(took):.1f}" if took else "?"
        self._tried = (tr("{things} tried, {seconds} s each.", things=things, seconds=usual), *said)
        self._look()
        return things

    def _not_tried(self, failed: Failed) -> None:
        if not self._open:
            return
        self._tried = ()
        self.refuse(
            UserError(failed.what or tr("It could not be tried."), failed.why, failed.next_step)
        )

    def _typed(self) -> None:
        self.pause.start()

    def settle(self) -> None:
        self.pause.stop()
        self._look()

    def stop(self) -> None:
        self.pause.stop()
        self._ring.stop()
        self._first.stop()
        self.examples.stop()
        self._open = False

    def _request(self, uid: str, cases: tuple[str, ...]) -> AskCandidate:
        assert self.preview is not None
        project = self.page.session.project
        hosts = {*allowed_hosts(project), self.preview.host}
        return AskCandidate(
            project.path,
            uid,
            self._name(),
            kind_name(project),
            self.settings(),
            cases,
            tuple(sorted(hosts)),
            self.cap.value() or 0.0,
            self.key.text(),
        )

    def add(self) -> bool:
        session, preview = self.page.session, self.preview
        assert preview is not None
        command = PutCandidate(None, self._name(), self.source, self.settings())
        try:
            if preview.leaves and preview.host not in allowed_hosts(session.project):
                session.do(allow_host(session.project, preview.host))
            if self.key.text():
                ApiKey(self.key.text())
            session.do(command)
        except UserError as error:
            self.refuse(error)
            return False
        request = self._request(command.uid, tuple(self._asked))
        start_asking(self.page, self._jobs, replace(request, keeps_key=True))
        return True


def _in_line(*parts: QWidget) -> FlowLayout:
    """Side by side; where there is no room, one below the other."""
    line = FlowLayout(spacing=16, line_spacing=10)
    for part in parts:
        line.addWidget(part)
    return line


def _asked(field: LineField | TextField) -> Any:
    name = Label(field.accessibleName(), weight=600)
    name.setBuddy(field)
    return column(name, 4, field)
