"""Files of every kind that is read, changed in their lines, tags, values and objects."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.index.formats import NAMED, NAMELESS, SMALLEST, document, table
from tests.index.test_readers_office import odt, rtf
from tests.index.test_readers_pdf import pdf
from tests.service.fiction import HARBOUR, MILL, STORM

_CUES = (
    "1\n00:00:01,000 --> 00:00:04,000\n- INES: The kiln is old.\n\n"
    "2\n00:00:05,000 --> 00:00:08,000\n>> MARLO: Since when?\n"
)
_TAGGED = (
    "WEBVTT\nKind: captions\n\nNOTE a note\n\n1\n00:01.000 --> 00:04.000 align:start\n"
    "<v Ines>The <i>kiln</i> is old.</v>\n\n00:05.000 --> 00:08.000\n<v.loud Marlo>Since when?\n"
)
_PAGE = (
    "<!doctype html><html><head><title>A talk</title><meta name='date' content='2031-03-09'>"
    "</head><body><nav>Home</nav><main><h1>A talk at the kiln</h1><p><b>INES:</b> The kiln is old."
    "</p><div class='turn'><cite>MARLO:</cite> <time>0:05</time><p>Since when?</p></div><table><tr>"
    "<td>INES:</td><td>For a year.</td></tr></table></main><footer>End</footer></body></html>"
)
_WEIR = (
    ["MS. QUILL: Who keeps the lock, and who mends it?"],
    ["MR. TADD: The lock is re-", "paired."],
)

SEEDS: tuple[tuple[str, bytes], ...] = (
    *NAMED.values(),
    ("a.xml", SMALLEST["application/xml"]),
    ("a.csv", SMALLEST["text/csv"]),
    *NAMELESS.values(),
    ("a.txt", HARBOUR.encode()),
    ("a.md", MILL.encode()),
    ("a.txt", STORM.encode("utf-8-sig")),
    ("a.srt", _CUES.encode()),
    ("a.vtt", _TAGGED.encode()),
    ("a.html", _PAGE.encode()),
    ("a.docx", document("Minutes", "MR. HOLT: Hello.", "MS. ORLA: Good morning to you all.")),
    ("a.docx", table([("MR. HOLT:", "Hello."), ("MS. ORLA:", "Good morning.")])),
    (
        "a.odt",
        odt("<text:p>MR. HOLT: Hello.</text:p><text:p>MS. ORLA: Good <text:s/>day.</text:p>"),
    ),
    ("a.rtf", rtf(r"MR. HOLT: \u8220\'93Hello.\par {\b MS. ORLA:} Good {\v x}caf\'e9.\cell\row")),
    ("a.pdf", pdf(*_WEIR)),
)

HOSTILE = (
    *("", " ", "\n", "\r\n", "\t", "\0", "\x0b", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\ufffd"),
    *(
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\u00a0" * 40,
        "\u0301" * 30,
        "𝓐",
        "👩‍👩‍👧",
        "ﷺ",
        "ß",
    ),
    *(
        ":",
        "：",
        ":" * 60,
        "-->",
        "--> 00:00:01.000",
        "[",
        "]]",
        "(",
        ")" * 30,
        "{\\i1}",
        ">>",
        "- ",
    ),
    *("MR. HOLT:", "Q:", "Q. ", "A. ", "THE PRESIDENT: ", "END", "# # #", "* * *", "SPEAKER_00: "),
    *(
        "(Via interpreter)",
        "[inaudible 00:01:02]",
        "October 32, 2031",
        "Title:",
        "Date: 0000-00-00",
    ),
    *(
        "<v ",
        "</v>",
        "<p>",
        "<cite>",
        "<b>MR. X:</b>",
        "<br/>",
        "<script>x()</script>",
        "<!--",
        "]]>",
    ),
    *(
        "<![CDATA[",
        "<?xml version='1.0'?>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
        "&#0;",
        "&#x110000;",
    ),
    *(
        "&nbsp;",
        "&amp;lt;",
        "%00",
        "\\u0000",
        "\\ud800",
        "../../x",
        "99:99:99.999",
        "-1:00",
        "1e999",
    ),
    *(
        "NaN",
        "null",
        "true",
        "1" * 400,
        "A" * 3_000,
        "a b " * 700,
        "A. B. " * 300,
        "“",
        "'''",
        "|" * 99,
    ),
)
MOST_BYTES = 100_000
"""A part that is repeated again and again makes a file that is only large."""
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e308, -1e308, 2**70, 0.1, "", "x", "\0", "\u202e", [], {}, [[]]),
    *(["x"] * 50, {"a": {"a": {}}}, "\ud800", "1.5s", "-3", "NaN", "9" * 5_000, {"": 1}, [None]),
)
_TOKEN = re.compile(r"<[^<>]*>|[\w.,'’-]+|\s+|.", re.DOTALL)
_OBJECT = re.compile(
    rb"\d+ \d+ obj|endobj|stream|endstream|/[A-Za-z0-9]+|\(|\)|<<|>>|[\[\]]|\d+|\s+|.", re.DOTALL
)
_HOSTILE_OBJECTS = (
    *(
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b")",
        b"1 0 R",
        b"2 0 R",
        b"99 0 R",
        b"-1",
        b"4294967296",
        b"null",
    ),
    *(
        b"/Kids [2 0 R]",
        b"/Parent 3 0 R",
        b"/Filter /FlateDecode",
        b"/Filter [/LZWDecode /ASCII85Decode]",
    ),
    *(
        b"/Length 999999999",
        b"/Encrypt 1 0 R",
        b"/Prev 9",
        b"/Root 2 0 R",
        b"/Count 99999999",
        b"BI ID EI",
    ),
    *(
        b"/OpenAction << /S /JavaScript /JS (app.alert) >>",
        b"<feff>",
        b"%%EOF",
        b"q " * 3_000,
        b"[" * 3_000,
    ),
)


def mutated(number: int, seed: int) -> tuple[str, bytes]:
    """A file's name and bytes, changed one to five times; the same numbers give the same file."""
    chance = random.Random(f"{seed} {number}")
    name, data = chance.choice(SEEDS)
    change = _change_of(name, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        data = change(data, chance)[:MOST_BYTES]
    if chance.random() < 0.05:
        name = chance.choice(SEEDS)[0]
    if chance.random() < 0.05:
        data = _bytes_changed(data, chance)
    return name, data


@dataclass(frozen=True)
class Grown:
    """A piece of a file between its head and its end, as often as one likes."""

    name: str
    head: bytes
    piece: bytes
    end: bytes

    def of(self, size: int) -> bytes:
        """A file of about so many bytes more than its head and end."""
        return self.head + self.piece * max(1, size // len(self.piece)) + self.end


def grown(number: int, seed: int) -> Grown:
    """A changed file in which a piece is repeated."""
    chance = random.Random(f"grown {seed} {number}")
    texts = [one for one in SEEDS if not one[0].endswith((".docx", ".odt", ".pdf"))]
    name, data = chance.choice(texts)
    if chance.random() < 0.5:
        data = _change_of(name, chance)(data, chance)
    start = chance.randrange(max(1, len(data) - 1))
    end = min(len(data), start + chance.choice((1, 2, 5, 20, 60, 200)))
    piece = data[start:end]
    if chance.random() < 0.5:
        piece += chance.choice(HOSTILE).encode("utf-8", "ignore")[:60]
    return Grown(name, data[:start], piece or b" ", data[end:])


def _change_of(name: str, chance: random.Random) -> Callable[[bytes, random.Random], bytes]:
    if name.endswith((".docx", ".odt")):
        return _archive_changed
    if name.endswith(".pdf"):
        return _objects_changed
    if name.endswith(".json") and chance.random() < 0.8:
        return _json_changed
    return chance.choice((_tokens_changed, _tokens_changed, _lines_changed, _bytes_changed))


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    kept = data[at + chance.choice((0, 1, 1, 9)) :]
    return (
        data[:at]
        + chance.choice((b"", b"\0", b"\xff", b"\xc3", bytes([chance.randrange(256)])))
        + kept
    )


def _moved(parts: list[Any], chance: random.Random, hostile: Any) -> list[Any]:
    """One part dropped, doubled, changed for another, swapped, or something put before it."""
    if not parts:
        return [hostile]
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    part = parts[at]
    parts[at : at + 1] = chance.choice(
        (
            [],
            [part, part],
            [part] * chance.choice((9, 99)),
            [parts[other]],
            [hostile],
            [hostile, part],
        )
    )
    return parts


def _tokens_changed(data: bytes, chance: random.Random) -> bytes:
    parts = _TOKEN.findall(data.decode("utf-8", "surrogateescape"))
    made = "".join(_moved(parts, chance, chance.choice(HOSTILE)))
    return made.encode("utf-8", "surrogateescape")


def _lines_changed(data: bytes, chance: random.Random) -> bytes:
    parts = data.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    made = "".join(_moved(parts, chance, f"{chance.choice(HOSTILE)}\n"))
    return made.encode("utf-8", "surrogateescape")


def _objects_changed(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return _bytes_changed(data, chance)
    return b"".join(_moved(_OBJECT.findall(data), chance, chance.choice(_HOSTILE_OBJECTS)))


def _json_changed(data: bytes, chance: random.Random) -> bytes:
    try:
        tree = json.loads(data)
    except ValueError:
        return _tokens_changed(data, chance)
    places = list(_places(tree, []))
    if not places:
        return data
    holder, key = chance.choice(places)
    value = chance.choice(_VALUES)
    kind = chance.randrange(4)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif kind == 2 and isinstance(holder[key], str):
        holder[key] += chance.choice(HOSTILE)
    else:
        holder[key] = chance.choice((value, [holder[key]], {"text": holder[key]}, str(holder[key])))
    return json.dumps(tree).encode()


def _places(tree: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        found.append((tree, key))
        _places(tree[key], found)
    return found


def _archive_changed(data: bytes, chance: random.Random) -> bytes:
    """An office document with one part changed, dropped or doubled, or with other bytes."""
    if chance.random() < 0.1:
        return _bytes_changed(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return _bytes_changed(data, chance)
    words = next((one for one in parts if one.endswith(("/document.xml", "content.xml"))), "")
    name = chance.choice((words, words, *parts))
    if chance.random() < 0.05:
        parts.pop(name, None)
    elif name in parts:
        parts[name] = _tokens_changed(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return buffer.getvalue()
