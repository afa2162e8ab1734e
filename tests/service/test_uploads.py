"""Files put on record by HTTP: their metadata, and many in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import uploads
from tests.service.clients import document_of, names_listed
from tests.service.fiction import HARBOUR, MILL, STORM


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# Whole documents


def test_metadata_given_with_a_file_wins(writer: TestClient) -> None:
    given = {
        "title": "At the pier",
        "date": "2032-01-02",
        "place": "Fenn",
        "venue": "Pier 2",
        "byline": "Ina Orla",
        "url": "https://harbour.example/7",
        "language": "pt-BR",
    }
    response = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=given)
    (document,) = response.json()["documents"]
    assert {name: document[name] for name in given} == given
    assert document["date_status"] == "given"
    again = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=given)
    assert again.json()["status"] == "unchanged"
    other = writer.put("/v1/documents/a.txt", content=HARBOUR.encode())
    assert other.json()["status"] == "replaced"
    assert other.json()["documents"][0]["date"] == "2031-03-09"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"titel": "x"}, "invalid_request"),
        ({"date": "2031-02-30"}, "bad_date_range"),
        ({"title": ""}, "invalid_request"),
        ({"language": ""}, "invalid_request"),
        ({"language": "English"}, "bad_request"),
        ({"language": "pt_BR"}, "bad_request"),
    ],
)
def test_metadata_that_is_not_known_is_refused(
    writer: TestClient, params: dict[str, str], code: str
) -> None:
    response = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=params)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert names_listed(writer) == []


def upload(client: TestClient, data: bytes) -> dict[str, Any]:
    headers = {"Content-Type": "application/zip"}
    response = client.post("/v1/documents", content=data, headers=headers)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_every_file_of_a_zip_is_accounted_for(writer: TestClient) -> None:
    files: dict[str, str | bytes] = {
        "a/harbour.txt": HARBOUR,
        "a/harbour.txt.meta.json": json.dumps({"title": "At the pier"}),
        "mill.txt": MILL,
        "copy.txt": MILL,
        "picture.png": b"\x89PNG",
        "empty.txt": "",
        "big.txt": "x" * 10_001,
        "alone.txt.meta.json": "{}",
        "bad.txt": STORM,
        "bad.txt.meta.json": "[]",
        " space.txt": STORM,
        "notes.txt": "Nothing is said here.",
    }
    body = upload(writer, zipped(files))
    found = {item["source"]: item for item in body["items"]}
    codes = {name: item["problem"]["code"] for name, item in found.items() if item["problem"]}
    assert codes == {
        "copy.txt": "duplicate_source",
        "picture.png": "unsupported_format",
        "empty.txt": "empty_source",
        "big.txt": "source_too_large",
        "alone.txt.meta.json": "bad_source",
        "bad.txt": "bad_source",
        " space.txt": "bad_request",
    }
    assert {name for name in files if name not in found} == {
        "a/harbour.txt.meta.json",  # it belongs to its file
        "bad.txt.meta.json",
    }
    assert [body[what] for what in ("added", "replaced", "unchanged", "refused")] == [3, 0, 0, 7]
    assert "0 speakers" in found["notes.txt"]["notices"][0]
    assert document_of(writer, "a/harbour.txt")["title"] == "At the pier"
    assert names_listed(writer) == ["a/harbour.txt", "mill.txt", "notes.txt"]
    again = upload(writer, zipped({"mill.txt": MILL, "notes.txt": STORM}))
    assert [item["status"] for item in again["items"]] == ["unchanged", "replaced"]


@pytest.mark.parametrize("data", [b"", b"MR. HOLT: Yes.", zipped({"a.txt": "x"})[:-30]])
def test_what_is_no_zip_is_refused(writer: TestClient, data: bytes) -> None:
    response = writer.post("/v1/documents", content=data)
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_a_damaged_member_stops_no_other(writer: TestClient) -> None:
    data = bytearray(zipped({"a.txt": MILL, "b.txt": HARBOUR}))
    data[60] ^= 0xFF  # inside the packed bytes of a.txt
    body = upload(writer, bytes(data))
    assert [item["status"] for item in body["items"]] == ["refused", "added"]
    assert "cannot be unpacked" in body["items"][0]["problem"]["detail"]


def test_a_zip_cannot_unpack_to_more_than_is_taken(
    writer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", len(MILL) + 5)
    body = upload(writer, zipped({"a.txt": MILL, "b.txt": STORM}))
    assert [item["status"] for item in body["items"]] == ["added", "refused"]
    assert "more than 5 bytes" in body["items"][1]["problem"]["detail"]
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    response = writer.post("/v1/documents", content=zipped({"a.txt": MILL, "b.txt": STORM}))
    assert "2 files, but at most 1" in response.json()["detail"]
