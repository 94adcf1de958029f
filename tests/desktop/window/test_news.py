"""What's new: read from the changelog, shown by itself once after an update."""

from pathlib import Path

from desktop.window.main import MainWindow
from desktop.window.news import NewsItem, NewsPopover, changelog, news, show_once, unseen

OLD = """# Changelog

## [Unreleased]

### Added

- A [page](docs/a.md) for `one` thing,
  on two lines.

## [0.1.0]

### Added

- Long ago.
"""


def written(folder: Path, text: str) -> tuple[NewsItem, ...]:
    file = folder / "CHANGELOG.md"
    file.write_text(text, encoding="utf-8")
    return news(file)


def test_the_latest_version_is_read_as_plain_words(tmp_path) -> None:
    assert written(tmp_path, OLD) == (NewsItem("Added", "A page for one thing, on two lines."),)
    assert news(tmp_path / "none.md") == ()
    assert {item.part for item in news(changelog())} <= {"Added", "Changed", "Fixed", "Removed"}
    assert len(news(changelog())) > 20  # the file that is shipped


def test_nothing_is_new_at_the_first_start_and_each_line_is_new_once(tmp_path, qapp) -> None:
    assert unseen(written(tmp_path, OLD)) == ()
    newer = OLD.replace("- A [page]", "- Another.\n- A [page]")
    assert unseen(written(tmp_path, newer)) == (NewsItem("Added", "Another."),)
    assert unseen(written(tmp_path, newer)) == ()


def test_after_an_update_the_news_opens_over_the_window(application) -> None:
    window: MainWindow = application.window
    assert not show_once(window)  # all of it was there when the program was first started
    unseen(())
    unseen(news(changelog())[1:])
    assert show_once(window)
    (shown,) = window.findChildren(NewsPopover)
    assert shown.isVisible()
    shown.close_popover()
    assert not show_once(window)
