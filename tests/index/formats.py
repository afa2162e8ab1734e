"""Small files of each format that recognisers, meeting tools and players write, in our own words.

In each Ines says "The kiln is old." from 1 to 4 s and Marlo "Since when?" from 5 to 8 s.
"""

from __future__ import annotations

import io
import json

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

OLD, WHEN = "The kiln is old.", "Since when?"


def _json(values: object) -> bytes:
    return json.dumps(values).encode()


def _segment(start: float, text: str, **more: object) -> dict[str, object]:
    return {"start": start, "end": start + 3, "text": f" {text}", **more}


def _word(said: tuple[str, float, float], speaker: object) -> dict[str, object]:
    return {"word": said[0], "start": said[1], "end": said[2], "speaker": speaker}


WORDS = (("The", 1.0, 1.5), ("kiln", 1.5, 2.0), ("is", 2.0, 3.0), ("old.", 3.0, 4.0))
MORE_WORDS = (("Since", 5.0, 6.0), ("when?", 6.0, 8.0))


def _words(first: object, second: object) -> list[dict[str, object]]:
    return [_word(word, first) for word in WORDS] + [_word(word, second) for word in MORE_WORDS]


def _aws(label: str, number: int, item: tuple[str, float, float]) -> dict[str, object]:
    return {
        "type": "pronunciation",
        "start_time": str(item[1]),
        "end_time": str(item[2]),
        "alternatives": [{"confidence": "1.0", "content": item[0].strip(".?")}],
    }


def _mark(sign: str) -> dict[str, object]:
    return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": sign}]}


def _aws_file(first: str, second: str, *, in_items: bool) -> bytes:
    items = [_aws(first, n, word) for n, word in enumerate(WORDS)] + [_mark(".")]
    more = [_aws(second, n, word) for n, word in enumerate(MORE_WORDS)] + [_mark("?")]
    if in_items:
        for item in items:
            item["speaker_label"] = first
        for item in more:
            item["speaker_label"] = second
    labels = {
        "segments": [
            {
                "speaker_label": label,
                "start_time": str(words[0][1]),
                "end_time": str(words[-1][2]),
                "items": [
                    {"start_time": str(start), "end_time": str(end), "speaker_label": label}
                    for _, start, end in words
                ],
            }
            for label, words in ((first, WORDS), (second, MORE_WORDS))
        ]
    }
    results: dict[str, object] = {"items": items + more}
    if not in_items:
        results["speaker_labels"] = labels
    return _json({"jobName": "kiln", "status": "COMPLETED", "results": results})


def document(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def document_of(body: str) -> bytes:
    """A Word file with a body of this XML."""
    made = docx.Document()
    for block in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        made.element.body.append(block)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def table(rows: list[tuple[str, str]]) -> bytes:
    """A Word file with a table."""
    made = docx.Document()
    cells = made.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(cells.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


_TTML = (
    '<?xml version="1.0" encoding="UTF-16"?>\n<tt xmlns="http://www.w3.org/ns/ttml" '
    'xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter"{0}><head><metadata>'
    '<ttm:agent xml:id="i" type="person"><ttm:name type="full">Ines</ttm:name></ttm:agent>'
    '<ttm:agent xml:id="m" type="person"><ttm:name type="given">Marlo</ttm:name></ttm:agent>'
    "</metadata></head><body>{1}</body></tt>"
)
_ASS = (
    "[Script Info]\nTitle: Kiln\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Serif\n\n"
    "[Events]\nFormat: Layer, Start, End, Style, {0}, MarginL, MarginR, MarginV, Effect, Text\n"
)

NAMED: dict[str, tuple[str, bytes]] = {
    "whisperx segments": (
        "a.json",
        _json({"segments": [_segment(1, OLD, speaker="Ines"), _segment(5, WHEN, speaker="Marlo")]}),
    ),
    "whisperx words": (
        "a.json",
        _json({"segments": [_segment(1, f"{OLD} {WHEN}", words=_words("Ines", "Marlo"))]}),
    ),
    "whisperx words without times": (
        "a.json",
        _json(
            {
                "segments": [
                    _segment(
                        1,
                        f"{OLD} {WHEN}",
                        words=[
                            {"word": "The"},
                            *_words("Ines", "Marlo")[1:],
                        ],
                        speaker="Ines",
                    )
                ]
            }
        ),
    ),
    "podcasting 2.0": (
        "a.json",
        _json(
            {
                "version": "1.0.0",
                "segments": [
                    {"speaker": "Ines", "startTime": 1, "endTime": 2, "body": "The kiln"},
                    {"speaker": "Ines", "startTime": 2, "endTime": 4.0, "body": "is old."},
                    {"speaker": "Marlo", "startTime": 5, "endTime": 8.0, "body": WHEN},
                ],
            }
        ),
    ),
    "aws segments": ("a.json", _aws_file("Ines", "Marlo", in_items=False)),
    "aws items": ("a.json", _aws_file("Ines", "Marlo", in_items=True)),
    "assemblyai": (
        "a.json",
        _json(
            {
                "status": "completed",
                "utterances": [
                    {"speaker": "Ines", "start": 1000, "end": 4000, "text": OLD},
                    {"speaker": "Marlo", "start": 5000, "end": 8000, "text": WHEN},
                ],
            }
        ),
    ),
    "assemblyai words": (
        "a.json",
        _json(
            {
                "words": [
                    {"text": w, "start": int(s * 1000), "end": int(e * 1000), "speaker": who}
                    for who, words in (("Ines", WORDS), ("Marlo", MORE_WORDS))
                    for w, s, e in words
                ]
            }
        ),
    ),
    "deepgram utterances": (
        "a.json",
        _json(
            {
                "results": {
                    "utterances": [
                        {"start": 1.0, "end": 4.0, "transcript": OLD, "speaker": "Ines"},
                        {"start": 5.0, "end": 8.0, "transcript": WHEN, "speaker": "Marlo"},
                    ]
                }
            }
        ),
    ),
    "deepgram words": (
        "a.json",
        _json({"results": {"channels": [{"alternatives": [{"words": _words("Ines", "Marlo")}]}]}}),
    ),
    "google": (
        "a.json",
        _json(
            {
                "results": [
                    {"alternatives": [{"transcript": OLD, "words": _words(None, None)[:4]}]},
                    {"alternatives": [{"transcript": WHEN, "words": _words(None, None)[4:]}]},
                    {
                        "alternatives": [
                            {
                                "words": [
                                    {
                                        "word": word,
                                        "startTime": f"{start}s",
                                        "endTime": f"{end}s",
                                        "speakerLabel": who,
                                    }
                                    for who, words in (("Ines", WORDS), ("Marlo", MORE_WORDS))
                                    for word, start, end in words
                                ]
                            }
                        ]
                    },
                ]
            }
        ),
    ),
    "rev": (
        "a.json",
        _json(
            {
                "monologues": [
                    {
                        "speaker": "Ines",
                        "elements": [
                            {"type": "text", "value": "The", "ts": 1.0, "end_ts": 1.5},
                            {"type": "punct", "value": " "},
                            {"type": "text", "value": "kiln is old", "ts": 1.5, "end_ts": 4.0},
                            {"type": "punct", "value": "."},
                        ],
                    },
                    {
                        "speaker": "Marlo",
                        "elements": [
                            {"type": "text", "value": "Since when", "ts": 5.0, "end_ts": 8.0},
                            {"type": "punct", "value": "?"},
                        ],
                    },
                ]
            }
        ),
    ),
    "sbv": (
        "a.sbv",
        b"0:00:01.000,0:00:04.000\r\nInes: The kiln\r\nis old.\r\n\r\n"
        b"0:00:05.000,0:00:08.000\r\nMarlo: Since when?\r\n",
    ),
    "ttml": (
        "a.ttml",
        _TTML.format(
            "",
            '<div><p begin="00:00:01.000" end="00:00:04" ttm:agent="i">The <span>kiln</span><br/>'
            'is old.</p>\n<p begin="5s" dur="3000ms" ttm:agent="m">Since when?</p></div>',
        ).encode(),
    ),
    "ttml spans and frames": (
        "a.dfxp",
        _TTML.format(
            ' ttp:frameRate="25"',
            '<div begin="1s"><p begin="00:00:00:00" end="00:00:03:00">'
            '<span ttm:agent="i">The kiln is old.</span></p>'
            '<p begin="100f" end="7s" ttm:agent="m">Since <br/> when?</p></div>',
        ).encode(),
    ),
    "ass": (
        "a.ass",
        (
            _ASS.format("Name")
            + "Comment: 0,0:00:00.00,0:00:09.00,Default,Ines,0,0,0,,Not said\n"
            + "Dialogue: 0,0:00:05.00,0:00:08.00,Default,Marlo,0,0,0,,{\\i1}Since{\\i0}\\Nwhen?\n"
            + "Dialogue: 0,0:00:01.00,0:00:04.00,Default,Ines,0,0,0,,The kiln is old.\n"
        ).encode(),
    ),
    "ssa under another name": (
        "a.txt",
        (
            _ASS.format("Actor").replace("Layer", "Marked")
            + "Dialogue: Marked=0,0:00:01.00,0:00:04.00,Default,Ines,0,0,0,,The kiln is old.\n"
            + "Dialogue: Marked=0,0:00:05.00,0:00:08.00,Default,Marlo,0,0,0,,Since when?\n"
        ).encode(),
    ),
    "tsv with speakers": (
        "a.tsv",
        b"start\tend\tspeaker\ttext\n1000\t4000\tInes\tThe kiln is old.\n"
        b"5000\t8000\tMarlo\tSince when?\n",
    ),
    "yaml": (
        "a.yaml",
        b"title: On kilns\ntranscript:\n- header: Kiln\n"
        b"- who: Ines\n  line: The kiln\n    is old.\n  start: 1\n  end: 4\n"
        b"- who: Marlo\n  line: Since when?\n  start: 5\n  end: 8\n",
    ),
    "yaml above a page": (
        "a.md",
        b"---\ntitle: On kilns\nlines:\n"
        b"  - speaker: Ines\n    text: The kiln is old.\n    begin: 1.0\n    end: 4.0\n"
        b"  - speaker: Marlo\n    text: Since when?\n    begin: '0:05'\n    end: 8\n---\nLinks:\n",
    ),
    "chat": (
        "a.cha",
        b"@UTF8\n@Begin\n@Participants:\tINE Ines Mother, MAR Marlo Child\n"
        b"*INE:\tThe kiln is\n\told. \x151000_4000\x15\n%com:\tpoints at it\n"
        b"*MAR:\tSince when? \x155000_8000\x15\n@End\n",
    ),
    "json with other names": (
        "a.json",
        _json(
            {
                "title": "On kilns",
                "talk": [
                    {"who": "Ines", "message": OLD, "time": "0:01", "end": 4},
                    {"who": "Marlo", "message": WHEN, "time": "0:05", "end": 8},
                ],
            }
        ),
    ),
    "json under another name": (
        "a.txt",
        _json([_segment(1, OLD, speaker="Ines"), _segment(5, WHEN, speaker="Marlo")]),
    ),
}
NAMELESS: dict[str, tuple[str, bytes]] = {
    "whisper": ("a.json", _json({"segments": [_segment(1, OLD), _segment(5, WHEN)]})),
    "whisper words": ("a.json", _json({"text": "x", "words": _words(None, None)})),
    "whisper.cpp": (
        "a.json",
        _json(
            {
                "transcription": [
                    {"offsets": {"from": 1000, "to": 4000}, "text": OLD},
                    {"offsets": {"from": 5000, "to": 8000}, "text": WHEN},
                ]
            }
        ),
    ),
    "pipeline": (
        "a.json",
        _json(
            {
                "chunks": [
                    {"timestamp": [1.0, 4.0], "text": OLD},
                    {"timestamp": [5.0, 8.0], "text": WHEN},
                ]
            }
        ),
    ),
    "whisper tsv": (
        "a.tsv",
        b"start\tend\ttext\n1000\t4000\tThe kiln is old.\n5000\t8000\tSince when?\n",
    ),
    "deepgram without voices": (
        "a.json",
        _json({"results": {"channels": [{"alternatives": [{"words": _words(None, None)}]}]}}),
    ),
}
SMALLEST = {
    "application/json": NAMED["podcasting 2.0"][1],
    "application/yaml": NAMED["yaml"][1],
    "text/x-chat": NAMED["chat"][1],
    "text/x-lrc": b"[00:01.00]MR. HOLT: Hello to you.\n",
    "text/x-microdvd": b"{25}{50}MR. HOLT: Hello to you.\n",
    "text/x-textgrid": b'"ooTextFile" "TextGrid" "IntervalTier" "Holt" 0 9 1 0 4 "Hello to you."',
    "text/x-sbv": NAMED["sbv"][1],
    "text/x-ssa": NAMED["ass"][1],
    "application/ttml+xml": NAMED["ttml"][1],
    "text/tab-separated-values": NAMED["tsv with speakers"][1],
    "text/csv": b"speaker,text\nMR. HOLT,Hello to you.\nMS. ORLA,Who is it?\n",
    "application/xml": b"<TEI><u who='MR. HOLT'>Hello.</u><u who='MS. ORLA'>Who is it?</u></TEI>",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": document(
        "MR. HOLT: Hello."
    ),
}
