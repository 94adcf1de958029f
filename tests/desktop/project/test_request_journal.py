"""What a project keeps of requests and answers, and how much of it."""

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.project.request_journal import LARGEST_MEDIA, ROWS_KEPT, JournalEntry
from mock_ai.journal import Exchange, Wire
from mock_ai.traffic.exchange import Media, from_stored, to_stored

PHOTO = bytes(range(256)) * 8


def entry(
    body: bytes = b'{"text": "hello"}',
    content_type: str = "application/json",
    answer: bytes = b"{}",
) -> JournalEntry:
    wire = Wire(
        "alt=sse",
        {"content-type": content_type, "x-api-key": "sk-1", "x-my-token": "t"},
        body,
        {},
        answer,
    )
    exchange = Exchange(
        datetime.now(UTC), "/v1/predict", "hello", "text", "00", "crack", 0.7, False, "dials", 0.1, 200, "m", True,
        wire=wire,
    )  # fmt: skip
    return JournalEntry(*to_stored(exchange, ("a-secret",)))


def test_a_request_and_its_answer_come_back_as_they_were(project: Project) -> None:
    project.requests.append([entry(), entry(PHOTO, "image/png", b'{"label": "crack"}')])
    newest = project.requests.rows(1)[0]
    call = from_stored(newest, project.requests.wire(newest["id"]))
    assert call.body(project.requests.media) == PHOTO
    assert call.answer_body(project.requests.media) == b'{"label": "crack"}'
    assert (call.address, call.number) == ("/v1/predict?alt=sse", 2)


def test_no_key_is_in_the_file(project: Project) -> None:
    project.requests.append([entry(b'{"text": "a-secret"}')])
    wire = project.requests.wire(1)
    assert set(wire["headers"]) == {"content-type"}
    assert "a-secret" not in json.dumps(wire)


def test_a_photo_is_stored_once_and_an_example_of_the_project_not_at_all(
    project: Project, tmp_path: Path
) -> None:
    project.requests.append([entry(PHOTO, "image/png") for _ in range(5)])
    stored = "SELECT count(*) FROM original WHERE sha256 LIKE 'media:%'"
    assert project.file.read(stored, ())[0][0] == 1
    photo = tmp_path / "b.png"
    photo.write_bytes(PHOTO[::-1])
    digest = hashlib.sha256(PHOTO[::-1]).hexdigest()
    known = NewExample("b.png", "b.png", digest, photo.stat().st_size, "photo", None)
    project.do(edit.AddExamples((known,)))
    project.requests.append([entry(PHOTO[::-1], "image/png")])
    assert project.file.read(stored, ())[0][0] == 1
    call = from_stored(project.requests.rows(1)[0], project.requests.wire(6))
    assert call.body(project.requests.media) == PHOTO[::-1]
    photo.unlink()
    assert call.body(project.requests.media) is None


def test_a_huge_photo_is_named_and_not_stored(project: Project) -> None:
    project.requests.append([entry(b"\xff" * (LARGEST_MEDIA + 1), "image/png")])
    call = from_stored(project.requests.rows(1)[0], project.requests.wire(1))
    (photo,) = (piece for piece in call.request.pieces if isinstance(piece, Media))
    assert photo.size == LARGEST_MEDIA + 1
    assert call.body(project.requests.media) is None


def test_the_oldest_requests_go_first_and_their_rows_stay(project: Project) -> None:
    project.requests.append([entry(PHOTO + bytes([n]), "image/png") for n in range(10)])
    project.requests.sweep(5 * len(PHOTO))
    there = [project.requests.wire(n) is not None for n in range(1, 11)]
    assert there == [False] * (10 - sum(there)) + [True] * sum(there)
    assert 1 <= sum(there) <= 4
    assert len(project.requests.rows()) == 10
    left = project.file.read("SELECT count(*) FROM original WHERE sha256 LIKE 'media:%'", ())[0][0]
    assert left == sum(there)


def test_a_request_called_media_is_swept_past(project: Project) -> None:
    project.requests.append([entry(PHOTO, "image/png")])
    project.requests.append_rows(({"at": "2026-01-01T00:00:00+00:00", "name": "media"},))
    project.requests.sweep(10)
    assert project.requests.wire(1) is None


def test_ten_thousand_rows_are_kept_and_what_older_ones_said_goes_with_them(
    project: Project,
) -> None:
    project.requests.append([entry()])
    project.requests.append(
        JournalEntry({"at": "2026-01-01T00:00:00+00:00"}) for _ in range(ROWS_KEPT)
    )
    assert len(project.requests.rows()) == ROWS_KEPT
    assert project.requests.row(1) is None
    assert project.requests.wire(1) is None


def test_a_long_exchange_is_packed_and_comes_back(project: Project) -> None:
    body = b'{"text": "' + b"again and again " * 2000 + b'"}'
    project.requests.append([entry(body)])
    size = project.file.read("SELECT length(bytes) FROM original", ())[0][0]
    assert size < len(body) / 10
    call = from_stored(project.requests.rows(1)[0], project.requests.wire(1))
    assert call.body(project.requests.media) == body


def test_what_is_damaged_is_as_good_as_not_kept(project: Project) -> None:
    project.requests.append([entry()])
    with project.file.transaction() as connection:
        connection.execute("UPDATE original SET bytes = ?", (sqlite3.Binary(b"x"),))
    assert project.requests.wire(1) is None


def test_rows_that_somebody_else_wrote_are_left_out_or_made_harmless(project: Project) -> None:
    good = '{"at": "2026-01-01T00:00:00+00:00", "took_seconds": "long", "status": []}'
    with project.file.transaction() as connection:
        for payload in ("", "[]", "{}", '{"at": 3}', '{"at": "noon"}', good):
            connection.execute("INSERT INTO journal (at, payload) VALUES ('', ?)", (payload,))
    (row,) = project.requests.rows()
    assert (row["id"], row["took_seconds"], row["status"]) == (6, None, None)
    assert project.requests.row(1) is None


def test_a_wire_that_somebody_else_wrote_is_as_good_as_none(project: Project) -> None:
    project.requests.append([entry()])
    row = project.requests.rows()[0]
    good = project.requests.wire(1)
    assert from_stored(row, good).is_kept
    for broken in (
        {},
        {**good, "headers": 3},
        {**good, "request": {"pieces": [{}], "size": 1, "cut": False}},
        {**good, "answer": {"pieces": 3, "size": 1, "cut": False}},
    ):
        assert not from_stored(row, broken).is_kept


def test_an_exchange_without_a_wire_is_a_row_and_no_more(project: Project) -> None:
    project.requests.append_rows(({"at": "2026-01-01T00:00:00+00:00", "endpoint": "stage"},))
    row = project.requests.rows()[0]
    assert not from_stored(row, project.requests.wire(row["id"])).is_kept
