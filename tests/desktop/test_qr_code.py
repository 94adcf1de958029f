from desktop.qr_code import as_text, squares, with_margin

URL = "http://192.168.1.20:8765/stage#token=abcdefghijklmnopqrstuvwx"
FINDER = ("#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######")


def corner(rows: tuple[tuple[bool, ...], ...], top: int, left: int) -> tuple[str, ...]:
    return tuple(
        "".join("#" if dark else "." for dark in row[left : left + 7])
        for row in rows[top : top + 7]
    )


def test_a_code_has_its_three_corners_and_the_size_of_its_text() -> None:
    rows = squares(URL)
    side = len(rows)
    assert all(len(row) == side for row in rows)
    assert (side - 17) % 4 == 0
    for top, left in [(0, 0), (0, side - 7), (side - 7, 0)]:
        assert corner(rows, top, left) == FINDER
    assert len(squares(URL * 5)) > side


def test_another_text_is_another_code() -> None:
    assert squares(URL) != squares(URL[:-1] + "y")


def test_the_margin_is_light_and_a_terminal_gets_two_rows_a_line() -> None:
    rows = with_margin(URL)
    assert not any(any(row) for row in (*rows[:4], *rows[-4:]))
    assert len(as_text(URL).splitlines()) == -(-len(rows) // 2)
