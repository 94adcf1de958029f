"""The pages of a project that tells nothing apart: no dead end, no word of a classifier, and a fake that answers."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.app import Application
from desktop.findings.fake.ready_made import ready_made_view
from desktop.project.stages import Stage
from desktop.sample import SAMPLES
from estimators.base.task_kind import TASK_KINDS
from mock_ai.ready_made import ready_made
from tests.desktop.findings.problem.test_product_words import OF_CLASSES
from tests.patience import PATIENCE

OTHERS = [sample for sample in SAMPLES if sample.kind != "classify"]


@pytest.fixture
def opened(application: Application, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)

    def open_sample(sample_id: str) -> Application:
        assert application.open_sample(sample_id)
        return application

    return open_sample


def words_of(page: QWidget) -> list[str]:
    """What stands on the page now: labels and buttons."""
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    buttons = [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]
    return [text for text in (*labels, *buttons) if text]


def test_launch_speaks_of_no_runs_where_nothing_is_trained(opened) -> None:
    for sample in OTHERS:
        if sample.kind in ("act", "number"):
            window = opened(sample.id).window
            window.show_stage(Stage.LAUNCH)
            assert window.page(Stage.LAUNCH).tabs.accessibleName().endswith("tab 1 of 3")


@pytest.mark.parametrize("sample", OTHERS, ids=[sample.kind for sample in OTHERS])
def test_data_fake_and_train_speak_of_its_kind_and_lead_on(sample, opened) -> None:
    application = opened(sample.id)
    window = application.window
    content = {
        text
        for item in ready_made(sample.kind).items
        for text in (item.caption or str(item.input),)
    }
    for stage in (Stage.DATA, Stage.FAKE, Stage.MEASURE):
        window.show_stage(stage)
        page = window.page(stage)
        said = words_of(page)
        own = [text for text in said if text not in content]
        if stage is not Stage.FAKE:  # where good answers stand, whatever they say
            assert [text for text in own if OF_CLASSES.search(text)] == [], stage
        assert page.primary_off() == ""
    assert TASK_KINDS[sample.kind].right.split()[0] in " ".join(
        words_of(window.page(Stage.MEASURE))
    )


def test_the_fake_of_a_kind_answers_a_ready_made_set_and_its_dial_is_undone(opened) -> None:
    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.header.headline.text() == "A fake that answers well 80% of the time."
    assert "“Support inbox”" in page.header.lead.text()
    assert page.ready_made.head.text() == "16 of 20 come out right"
    page.scenario_tab.dials.kind.main.changed.emit(0.5)
    assert page.ready_made.head.text() == "10 of 20 come out right"
    page.ready_made.sets.chosen.emit("generate-meetings")
    assert "“Meeting summaries”" in page.header.lead.text()
    application.session.undo()
    application.session.undo()
    assert page.ready_made.head.text() == "16 of 20 come out right"


def test_how_many_go_wrong_in_a_way_decides_how_many_are_good(opened, qtbot) -> None:
    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    dials = page.scenario_tab.dials.kind
    assert [field.value() for field in dials.failures.values()] == [6, 8, 4, 2, 0, 0, 0]
    dials.failures["left_out"].changed.emit(18.0)
    assert page.header.headline.text() == "A fake that answers well 70% of the time."
    assert [field.value() for field in dials.failures.values()] == [6, 18, 4, 2, 0, 0, 0]
    dials.failures["left_out"].changed.emit(95.0)  # more than there are answers
    assert page.message.message is not None
    assert page.header.headline.text() == "A fake that answers well 70% of the time."
    qtbot.waitUntil(lambda: page.scenario_tab.grid.chart.count("left_out") == 18)
    grid = page.scenario_tab.grid.chart
    assert [(words, grid.count(name)) for name, words in grid.counted] == [
        ("good", 70), ("makes it up", 6), ("leaves out", 18), ("wrong tone", 4), ("refuses", 2)
    ]  # fmt: skip


def test_every_dial_of_every_kind_can_be_turned_and_undone(opened) -> None:
    """One kind after the other in one window; each has one of its own above."""
    for sample in OTHERS:
        turn_every_dial(opened(sample.id))


def turn_every_dial(application: Application) -> None:
    from desktop.findings.fake.scenarios import active_scenario
    from desktop.widgets.choices import ChoiceBar

    session = application.session
    application.window.show_stage(Stage.FAKE)
    dials = application.window.page(Stage.FAKE).scenario_tab.dials.kind
    before = active_scenario(session.project)[1]
    for dial, part in dials.others.items():
        if isinstance(part, ChoiceBar):
            part.chosen.emit(dial.choices[-1] if dial.unit == "choice" else "1")
        else:
            part.changed.emit(
                80.0 if dial.name == "pages" else 50.0 if dial.unit == "share" else dial.low + 1
            )
        turned = active_scenario(session.project)[1]
        assert turned.product != before.product, dial
        turned.product.fitted(0)
        session.undo()
        assert active_scenario(session.project)[1] == before


def test_the_prototype_of_any_kind_is_answered_at_the_address(opened, qtbot) -> None:
    import httpx

    application = opened("expenses")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.primary_text() == "Start a session"
    page.bar.switch.click()
    qtbot.waitUntil(lambda: page.serving.is_on)
    headers = {"Authorization": f"Bearer {page.serving.token}"}
    asked = str(ready_made("act").items[0].input)
    said = httpx.post(f"{page.serving.address}/predict", json={"text": asked}, headers=headers)
    assert said.json()["steps"] == list(ready_made("act").items[0].good)
    assert said.json()["simulated"] is True


def test_own_examples_take_the_place_of_a_set_and_go_back_to_it(opened) -> None:
    from desktop.pages.fake.content.content_edits import OwnExamplesPopover
    from desktop.widgets.popover import open_popover

    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    page.scenario_tab.dials.kind.main.changed.emit(1.0)
    page.ready_made.own.click()
    popover = open_popover(application.window)
    assert isinstance(popover, OwnExamplesPopover)
    popover.text.setPlainText("question\tanswer\nDo you ship to Norway?\t\n\tYes.")
    popover.take_primary()
    assert popover.wrong.isVisible()  # an answer to nothing; what was pasted stays
    assert "Norway" in popover.text.toPlainText()
    pasted = "Q: Do you ship to Norway?\nA: Yes, within 6 days.\nQ: 営業時間は？\nA: 9時から18時までです。"
    popover.text.setPlainText(pasted)
    popover.take_primary()
    assert open_popover(application.window) is None
    assert page.ready_made.head.text() == "2 of 2 come out right"
    assert "your own" in page.header.lead.text()
    assert page.header.headline.text() == "A fake that answers well 100% of the time."
    page.ready_made.sets.chosen.emit("generate")
    assert page.ready_made.head.text() == "20 of 20 come out right"
    application.session.undo()
    assert page.ready_made.head.text() == "2 of 2 come out right"
    application.session.undo()
    assert page.ready_made.head.text() == "20 of 20 come out right"


def test_a_table_of_own_examples_is_read(opened, tmp_path: Path) -> None:
    from desktop.widgets.popover import open_popover

    application = opened("sales")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    page.examples.ask_own()
    popover = open_popover(application.window)
    table = tmp_path / "days.csv"
    table.write_text("input,value\nMonday,120\nTuesday,133\nWednesday,n/a\n", encoding="utf-8")
    page.examples.ask_open = lambda _title: str(table)
    popover.open_table()
    assert page.message.message is not None
    assert "n/a" in page.message.message.why
    table.write_text("input,value\nMonday,120\nTuesday,133\n", encoding="utf-8")
    page.examples.open_table()
    assert page.ready_made.head.text().endswith("of 2 come out right")
    page.ready_made.sets.chosen.emit("number")
    assert page.ready_made.head.text().endswith("of 84 come out right")


def test_another_kind_turns_the_pages_and_back(opened, qtbot) -> None:
    from desktop.project.product import change_product

    application = opened("support")
    window, session = application.window, application.session
    window.show_stage(Stage.FAKE)
    page = window.page(Stage.FAKE)
    session.do(change_product(session.project, "classify", ("text",), ""))
    assert page.tabs.isVisible()
    assert not page.ready_made.isVisible()
    session.undo()
    assert page.ready_made.isVisible()
    qtbot.waitUntil(page.scenario_tab.dials.kind.isVisible)


def test_all_items_are_shown_when_asked(opened) -> None:
    application = opened("sales")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.ready_made.more.text() == "All 84"
    page.ready_made.more.click()
    assert not page.ready_made.more.isVisible()


def test_a_page_asks_for_another_kind(opened) -> None:
    from desktop.widgets.popover import open_popover
    from desktop.window.change_product import ChangeProduct

    application = opened("orders")
    application.window.show_stage(Stage.FAKE)
    application.window.page(Stage.FAKE).product_asked.emit()
    assert isinstance(open_popover(application.window), ChangeProduct)


def test_what_is_shown_is_what_a_prototype_gets_and_the_dial_turns_both(opened, qtbot) -> None:
    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    page.bar.switch.click()
    qtbot.waitUntil(lambda: page.serving.is_on)
    assert page.bar.stage.isVisible()
    assert page.serving.dialled == "As dialled, 80% good"
    asked = str(ready_made("generate").items[2].input)

    def answer() -> str:
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(_chat, page.serving.address, page.serving.token, asked)
            qtbot.waitUntil(reply.done)
            return reply.result()

    def shown() -> str:
        items = ready_made_view(application.session.project).items
        return next(item.answer for item in items if item.shown == asked)

    assert answer() == shown()
    right = shown()
    page.scenario_tab.dials.kind.main.changed.emit(0.0)
    assert shown() != right
    qtbot.waitUntil(lambda: answer() == shown())
    page.bar.switch.click()
    qtbot.waitUntil(lambda: not page.serving.is_on)


def _chat(address: str, token: str, text: str) -> str:
    body = {"model": "fake", "messages": [{"role": "user", "content": text}]}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = Request(f"{address}/chat/completions", json.dumps(body).encode(), headers)
    with urlopen(request, timeout=PATIENCE) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]


def test_a_recorded_exchange_is_kept_as_a_good_answer_and_undone(opened, qtbot) -> None:
    from desktop.findings.fake.own_examples import own_examples

    application = opened("support")
    window, project = application.window, application.session.project
    window.show_stage(Stage.FAKE)
    page = window.page(Stage.FAKE)
    page.scenario_tab.dials.kind.main.changed.emit(1.0)
    page.bar.switch.click()
    qtbot.waitUntil(lambda: page.serving.is_on)
    items = ready_made("generate").items[:2]
    with ThreadPoolExecutor(1) as pool:
        for item in items:
            reply = pool.submit(_chat, page.serving.address, page.serving.token, item.input)
            qtbot.waitUntil(reply.done)
    page.tabs._choose(1)
    qtbot.waitUntil(lambda: len(page.journal_view.rows.everything) == 2)
    qtbot.keyClick(window, "k")
    qtbot.waitUntil(lambda: len(own_examples(project)) == 2)
    assert page.message.message.what == "2 good answers of your own are shown now."
    assert [tuple(each) for each in own_examples(project)] == [
        (item.input, item.good) for item in items
    ]
    application.session.undo()
    assert own_examples(project) == ()
    popover = page.journal.open(page.journal_view.rows.everything[0])
    popover.keep.click()
    qtbot.waitUntil(lambda: len(own_examples(project)) == 1)
    page.bar.switch.click()
    qtbot.waitUntil(lambda: not page.serving.is_on)


def test_a_class_is_not_kept_as_a_good_answer(opened) -> None:
    application = opened("recycling")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.journal.good.why_not() == "Classes are given to photos and texts on Data."


def test_the_mean_error_is_turned_in_place_of_the_share_and_the_page_counts_what_follows(
    opened,
) -> None:
    from desktop.findings.fake.scenarios import active_scenario

    application = opened("sales")
    application.window.show_stage(Stage.FAKE)
    page, project = application.window.page(Stage.FAKE), application.session.project
    dials = page.scenario_tab.dials.kind
    mae = next(dial for dial in dials.others if dial.name == "mae")
    dials.others[mae].changed.emit(12.0)
    found = ready_made_view(project)
    assert active_scenario(project)[1].product.level == round(found.right / len(found.items), 2)
    right = round(100 * found.right / len(found.items))
    assert (
        page.header.headline.text() == f"A fake that is within the tolerance {right}% of the time."
    )
    dials.main.changed.emit(0.6)  # the share counts again
    assert dials.others[mae].value() is None
    assert "60% of the time" in page.header.headline.text()
