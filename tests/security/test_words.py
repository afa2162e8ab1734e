"""Encodings that are none, and escapes that a terminal would obey."""

from __future__ import annotations

import json

import click
import pytest
from fastapi.testclient import TestClient

from index.errors import NotText
from index.readers.decoding import decode
from service.console import Output
from service.plain import plain, plain_but_bold
from service.terminal import print_output
from tests.service.conftest import own_index, writer  # noqa: F401 (fixtures)

NO_ENCODINGS = """utf-7 unicode-1-1-utf-7 punycode idna unicode_escape raw_unicode_escape undefined
    base64 hex rot13 zlib bz2 uu quopri string_escape mbcs utf-9 utf-8-mac""".split()
ENCODINGS = """utf-8 utf8 utf-8-sig utf-16 utf-16-le utf-32 ascii us-ascii latin-1 iso-8859-15
    windows-1252 cp1251 koi8-r mac-roman shift_jis euc-jp gbk gb18030 big5 euc-kr iso-2022-jp
    tis-620""".split()


@pytest.mark.parametrize("encoding", NO_ENCODINGS)
def test_what_is_no_encoding_of_files_is_refused(encoding: str) -> None:
    for data in (b"MS. OKORO: It is so.", b"+2AA-", b"\\ud800 and so on", b"a-\xff"):
        with pytest.raises(NotText, match="no text encoding"):
            decode("a.txt", data, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_of_files_are_read(encoding: str) -> None:
    words = "MS. OKORO: It is so, and so."
    assert decode("a.txt", words.encode(encoding), encoding) == words


@pytest.mark.parametrize("encoding", NO_ENCODINGS)
def test_the_service_refuses_them_too(writer: TestClient, encoding: str) -> None:  # noqa: F811
    answer = writer.put(
        "/v1/documents/a.txt",
        content=b"+2AA- \\ud800 MS. OKORO: It is so.",
        headers={"content-type": f"text/plain; charset={encoding}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "not_text")


@pytest.mark.parametrize("limit", [True, False, "x", 1.5, [1], {}])
def test_a_limit_that_is_no_number_is_refused(writer: TestClient, limit: object) -> None:  # noqa: F811
    for field in ("limit", "max_tokens", "min_confidence"):
        if (field, limit) == ("min_confidence", 1.5) or limit is not True:
            continue
        answer = writer.post("/v1/ask", json={"question": "harbour", field: limit})
        assert answer.status_code == 422, field
    assert writer.post("/v1/search", json={"question": "x", "limit": limit}).status_code == 422


@pytest.mark.parametrize("limit", ["2.0", "2e0", "0.2e1", "200e-2"])
def test_a_whole_number_may_be_written_with_a_point(writer: TestClient, limit: str) -> None:  # noqa: F811
    for route, field in (("ask", "limit"), ("search", "limit"), ("ask", "max_tokens")):
        words = f'{{"question": "harbour", "{field}": {limit}}}'
        sent = {"content": words, "headers": {"content-type": "application/json"}}
        assert writer.post(f"/v1/{route}", **sent).status_code == 200, field  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["", " ", "\t\n", "\u00a0"])
def test_an_empty_question_is_not_kept(writer: TestClient, question: str) -> None:  # noqa: F811
    answer = writer.post("/v1/saved", json={"question": question})
    assert (answer.status_code, answer.json()["code"]) == (422, "question_length")
    assert writer.get("/v1/saved").json()["items"] == []


ESCAPES = {
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "title": "\x1b]0;evil\x1b\\",
    "link": "\x1b]8;;http://example.invalid\x07words\x1b]8;;\x07",
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31m",
    "C1 sequence": "\x9b2J",
    "C1 command": "\x9d52;c;ZXZpbA==\x9c",
    "backspace": "no\x08\x08yes",
    "carriage return": "no\ryes",
    "shift out": "\x0e",
    "delete": "\x7f",
    "turned": "\u202egnp.exe",
    "isolated": "\u2066x\u2069",
}


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
def test_no_escape_reaches_the_terminal(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    acting = {letter for letter in words if not letter.isprintable()}
    lines = (f"1. {words}", f"{click.style(words, bold=True)}")
    for as_json in (False, True):
        print_output(Output({"quote": words}, lines, (words,)), as_json=as_json)
    told = capsys.readouterr()
    shown = told.out.replace("\x1b[1m", "").replace("\x1b[0m", "") + told.err
    assert not acting & set(shown)
    assert "yes" not in words or "yes" in shown


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
def test_json_says_the_same(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_output(Output({"quote": words}, ()), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"quote": words}


def test_bold_stays_and_plain_words_are_untouched() -> None:
    assert plain_but_bold("\x1b[1mYes\x1b[0m, “ja”\tnaïve") == "\x1b[1mYes\x1b[0m, “ja”\tnaïve"
    assert plain("a\x1bb") == "a\\x1bb"
