"""Three inputs for each kind of file that annotators, editors and chats export.

Each is (kind, file name, text, turns); a turn is `label | words`, and `–` is nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

_SAID = (
    "The sluice was painted on Friday.",
    "Did anybody ask who paid for it?",
    "I did, and the miller would not say.",
    "Then the paint is his.",
)
_NAMES = ("Ilse Borg", "Timo Rask") * 2
_PAIRS = tuple(zip(_NAMES, _SAID, strict=True))
_TURNS = tuple(f"{name} | {words}" for name, words in _PAIRS)
_UNNAMED = (f"– | {' '.join(_SAID)}",)
_CODED = tuple(f"{code} | {words}" for code, words in zip("ABAB", _SAID, strict=True))


def _rows(form: str) -> str:
    """A row for each turn, five seconds apart."""
    return "".join(
        form.format(
            n=n,
            at=5 * n + 1,
            to=5 * n + 5,
            name=name,
            code="AB"[n % 2],
            words=words,
            high=name.upper(),
        )
        for n, (name, words) in enumerate(_PAIRS)
    )


def _cues(form: str) -> str:
    return _rows("{n}\n00:00:{at:02},000 --> 00:00:{to:02},000\n" + form + "\n\n")


def _page(form: str) -> str:
    return f"<html><body><h1>At the dam</h1>{_rows(form)}</body></html>"


def _grid(tiers: Mapping[str, tuple[tuple[int, int, str], ...]], form: str) -> str:
    """A TextGrid in Praat's long form."""
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 30\n'
    parts = [f"{head}tiers? <exists>\nsize = {len(tiers)}\nitem []:\n"]
    for number, (name, intervals) in enumerate(tiers.items(), 1):
        parts.append(
            f'    item [{number}]:\n        class = "IntervalTier"\n        name = "{name}"\n'
            f"        xmin = 0\n        xmax = 30\n        intervals: size = {len(intervals)}\n"
        )
        parts += [form.format(n=n, at=a, to=b, words=w) for n, (a, b, w) in enumerate(intervals, 1)]
    return "".join(parts)


_INTERVAL = (
    "        intervals [{n}]:\n            xmin = {at}\n            xmax = {to}\n"
    '            text = "{words}"\n'
)
_TIERS = {
    "Ilse Borg": ((0, 4, _SAID[0]), (4, 11, ""), (11, 14, _SAID[2])),
    "Timo Rask": ((0, 6, ""), (6, 9, _SAID[1]), (16, 19, _SAID[3])),
}
_SHORT = (
    'File type = "ooTextFile"\n"TextGrid"\n\n0\n30\n<exists>\n2\n'
    f'"IntervalTier"\n"Ilse Borg"\n0\n30\n2\n0\n4\n"{_SAID[0]}"\n11\n14\n"{_SAID[2]}"\n'
    f'"IntervalTier"\n"Timo Rask"\n0\n30\n2\n6\n9\n"{_SAID[1]}"\n16\n19\n"{_SAID[3]}"\n'
)
_CUT_AGAIN = {
    "utterances": ((0, 4, _SAID[0]),),
    "words": ((0, 1, "The"), (1, 2, "sluice"), (2, 3, "was"), (3, 4, "painted on Friday.")),
    "phones": ((0, 1, "D"), (1, 2, "@"), (2, 3, "s"), (3, 4, "l")),
}
_TOKENS = [
    {"text": part, "start_ms": 400 * n, "end_ms": 400 * n + 300, "speaker": voice}
    for n, (voice, part) in enumerate(
        (("1", " The"), ("1", " slu"), ("1", "ice"), ("1", "."), ("2", " Who"), ("2", "?"))
    )
]
_MESSAGES = [
    {"sender_name": name, "timestamp_ms": 1_930_300_000_000 + 60_000 * n, "content": words}
    for n, (name, words) in enumerate(_PAIRS)
]
_POST = {
    "author": "ilse",
    "text": _SAID[0],
    "replies": [
        {"author": "timo", "text": _SAID[1], "replies": [{"author": "ilse", "text": _SAID[2]}]},
        {"author": "jo", "text": _SAID[3]},
    ],
}
_LISTING = {
    "kind": "Listing",
    "data": {
        "children": [
            {
                "kind": "t1",
                "data": {
                    "author": "ilse",
                    "body": _SAID[0],
                    "replies": {
                        "data": {"children": [{"data": {"author": "timo", "body": _SAID[1]}}]}
                    },
                },
            },
            {"kind": "t1", "data": {"author": "jo", "body": _SAID[2], "replies": ""}},
        ]
    },
}
_THREAD = (f"ilse | {_SAID[0]}", f"timo | {_SAID[1]}")

EXPORTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("labels of an audio editor", "a.txt", _rows("{at}.5\t{to}.25\t{name}: {words}\n"), _TURNS),
    ("labels of an audio editor", "a.txt", _rows("{at}.500000\t{to}.250000\t{words}\n"), _UNNAMED),
    ("labels of an audio editor", "a.txt", _rows("{at}.5\t{to}.25\t{code}: {words}\n"), _CODED),
    (
        "tiers of an annotator",
        "a.txt",
        _rows("{name}\t00:00:{at:02}.100\t00:00:{to:02}.900\t00:00:02.800\t{words}\n"),
        _TURNS,
    ),
    (
        "tiers of an annotator",
        "a.txt",
        _rows("{name}\t\t{at}.1\t{to}.9\t2.8\t{words}\n"),
        _TURNS,
    ),
    ("tiers of an annotator", "a.txt", _rows("{at}.0\t{to}.9\t{name}\t{words}\n"), _TURNS),
    ("rows parted by bars", "a.txt", _rows("{code}|{words}|sd\n"), _CODED),
    ("rows parted by bars", "a.txt", _rows("{n}|{name}|{words}\n"), _TURNS),
    ("rows parted by bars", "a.txt", _rows("sw{n} | {code} | {words} | b\n"), _CODED),
    (
        "times between words",
        "a.stm",
        _rows("dam 1 {high} {at}.5 {to}.25 <o> {words}\n")
        .replace("ILSE BORG", "ILSE")
        .replace("TIMO RASK", "TIMO"),
        tuple(f"{name.split()[0].upper()} | {words}" for name, words in _PAIRS),
    ),
    (
        "times between words",
        "a.txt",
        "# dam\n\n" + _rows("{at}.50 {to}.25 {code}: {words}\n\n"),
        _CODED,
    ),
    (
        "times between words",
        "a.txt",
        _rows("dam02{code}-r-{n:04} {at}.50 {to}.25 {words}\n"),
        _CODED,
    ),
    ("tiers of a phonetician", "a.TextGrid", _grid(_TIERS, _INTERVAL), _TURNS),
    ("tiers of a phonetician", "a.txt", _SHORT, _TURNS),
    ("tiers of a phonetician", "a.textgrid", _grid(_CUT_AGAIN, _INTERVAL), (f"– | {_SAID[0]}",)),
    (
        "times in square brackets",
        "a.lrc",
        "[ti:Dam]\n" + _rows("[00:{at:02}.10]{name}: {words}\n"),
        _TURNS,
    ),
    (
        "times in square brackets",
        "a.lrc",
        _rows("[00:{at:02}:10] <00:{at:02}:10> {words}\n"),
        _UNNAMED,
    ),
    (
        "times in square brackets",
        "a.txt",
        "[ar:Dam]\n[by:jo]\n" + _rows("[00:{at:02}.1]{words}\n"),
        _UNNAMED,
    ),
    (
        "frames in braces",
        "a.sub",
        "{1}{1}25\n" + _rows("{{{at}00}}{{{to}00}}{name}: {words}\n"),
        _TURNS,
    ),
    ("frames in braces", "a.txt", _rows("{{{at}00}}{{{to}00}}{{y:i}}{words}\n"), _UNNAMED),
    (
        "frames in braces",
        "a.sub",
        "[INFORMATION]\n[END INFORMATION]\n[SUBTITLE]\n"
        + _rows("00:00:{at:02}.10,00:00:{to:02}.20\n{name}:[br]{words}\n\n"),
        _TURNS,
    ),
    (
        "times with frames",
        "a.txt",
        "<begin subtitles>\n\n"
        + _rows("00:00:{at:02}:11 00:00:{to:02}:02\n{name}: {words}\n\n")
        + "<end subtitles>\n",
        _TURNS,
    ),
    (
        "times with frames",
        "a.txt",
        _rows("00:00:{at:02}:11 - 00:00:{to:02}:02\n{name}\n{words}\n\n"),
        _TURNS,
    ),
    ("times with frames", "a.txt", _rows("[01;00;{at:02};11] {name}: {words}\n"), _TURNS),
    ("parts of words", "a.json", json.dumps({"tokens": _TOKENS}), ("1 | The sluice.", "2 | Who?")),
    (
        "parts of words",
        "a.json",
        json.dumps({"text": "x", "tokens": _TOKENS[:4]}),
        ("1 | The sluice.",),
    ),
    (
        "parts of words",
        "a.json",
        json.dumps({"tokens": [{"text": str(t["text"]).strip(), "speaker": "1"} for t in _TOKENS]}),
        ("1 | The slu ice . Who ?",),
    ),
    ("messages newest first", "a.json", json.dumps({"messages": _MESSAGES[::-1]}), _TURNS),
    ("messages newest first", "a.json", json.dumps({"messages": _MESSAGES}), _TURNS),
    (
        "messages newest first",
        "a.json",
        json.dumps([{**m, "timestamp_ms": 0, "start": 9 - n} for n, m in enumerate(_MESSAGES)]),
        _TURNS,
    ),
    (
        "thread of posts",
        "a.json",
        json.dumps([_POST]),
        (*_THREAD, f"ilse | {_SAID[2]}", f"jo | {_SAID[3]}"),
    ),
    ("thread of posts", "a.json", json.dumps(_LISTING), (*_THREAD, f"jo | {_SAID[2]}")),
    (
        "thread of posts",
        "a.json",
        json.dumps({"comments": [_POST["replies"][0]]}),
        (f"timo | {_SAID[1]}", f"ilse | {_SAID[2]}"),
    ),
    (
        "message in an object",
        "a.json",
        json.dumps([{"sender": n, "content": {"msgtype": "m.text", "body": w}} for n, w in _PAIRS]),
        _TURNS,
    ),
    (
        "message in an object",
        "a.json",
        json.dumps(
            {
                "messages": [
                    {"author": {"id": "7", "name": n[:2], "nickname": n}, "content": w}
                    for n, w in _PAIRS
                ]
            }
        ),
        _TURNS,
    ),
    (
        "message in an object",
        "a.json",
        json.dumps(
            [
                {"user": "U" + n[0], "user_profile": {"name": "x", "real_name": n}, "text": w}
                for n, w in _PAIRS
            ]
        ),
        _TURNS,
    ),
    *(
        ("clock of another country", "a.txt", _rows(form), _TURNS)
        for form in (
            "[04.03.31 à 09:1{n}:41] {name} : {words}\n",
            "4/3/2031 09:1{n} p. m. - {name}: {words}\n",
            "[2031/3/4 下午9:1{n}:41] {name}: {words}\n",
        )
    ),
    *(
        ("time and note above a name", "a.txt", _rows(form), _TURNS)
        for form in (
            "Mar 04, 2031 09:1{n}:12 AM (Read after a minute)\n{name}\n{words}\n\n",
            "{name}\n — \nToday at 9:1{n} AM\n{words}\n",
            "[04-Mar-31 09:1{n} AM] {name}\n{words}\n\n",
        )
    ),
    *(
        ("time that is a link", "a.md", _rows(form), _TURNS)
        for form in (
            "[0:0{n}](https://x.example/?t={n}) **{name}:** {words}\n\n",
            "**{name}** [(00:0{n})](https://x.example/v?t={n}): {words}\n\n",
            "**{name}** [0{n}:00:09](https://x.example/v?t={n})\n{words}\n\n",
        )
    ),
    ("seconds in brackets", "a.txt", _rows("[{at}.20s -> {to}.90s] {words}\n"), _UNNAMED),
    ("seconds in brackets", "a.txt", _rows("[{at}.20s --> {to}.90s] {code}: {words}\n"), _CODED),
    ("seconds in brackets", "a.txt", _rows("[{at}.2 -> {to}.9] {name}: {words}\n"), _TURNS),
    ("table without a head", "a.csv", _rows('{name},{at}.5,"{words}"\n'), _TURNS),
    ("table without a head", "a.csv", _rows("{at}.5;{to}.1;{name};{words}\n"), _TURNS),
    (
        "table without a head",
        "a.csv",
        "start;end;speaker;text\n" + _rows("{at},5;{to},1;{name};{words}\n"),
        _TURNS,
    ),
    *(
        ("name on the first line of cues", "a.srt", _cues(form), _TURNS)
        for form in ("<b>{name}</b>\n{words}", "{name}:\n{words}", "<i>{name}</i>\n{words}\n")
    ),
    (
        "names beside the pieces",
        "a.json",
        json.dumps(
            {
                "speech": {
                    "speakers": [
                        {"id": 4, "speaker_name": "Ilse Borg"},
                        {"id": 7, "speaker_name": "Timo Rask"},
                    ],
                    "parts": [
                        {"transcript": words, "speaker_id": 4 if name == "Ilse Borg" else 7}
                        for name, words in _PAIRS
                    ],
                }
            }
        ),
        _TURNS,
    ),
    (
        "names beside the pieces",
        "a.json",
        json.dumps(
            {"entries": [{"speakerId": "u", "speakerDisplayName": n, "text": w} for n, w in _PAIRS]}
        ),
        _TURNS,
    ),
    (
        "names beside the pieces",
        "a.json",
        json.dumps(
            {
                "results": [
                    {"alternatives": [{"transcript": "x", "timestamps": [["Oak", 0.0, 0.4]]}]},
                    {"alternatives": [{"transcript": "x", "timestamps": [["Salt", 1.0, 1.4]]}]},
                ],
                "speaker_labels": [
                    {"from": 0.0, "to": 0.4, "speaker": 0},
                    {"from": 1.0, "to": 1.4, "speaker": 1},
                ],
            }
        ),
        ("0 | Oak", "1 | Salt"),
    ),
    *(
        ("name that markup sets apart", "a.html", _page(form), _TURNS)
        for form in (
            '<div class="row"><span class="speaker">{name}</span><time>0:0{n}</time><p>{words}</p></div>',
            "<p><b>{name}</b> {words}</p>",
            '<div class="m"><i class="pic">{name[0]}</i><a class="from_name">{name}</a><q>{words}</q></div>',
        )
    ),
    *(
        (
            "furniture of a page",
            "a.html",
            _page("<p><b>{name}:</b> {words}</p>" + part),
            _TURNS,
        )
        for part in (
            '<div class="share-bar"><a href="#">Share this</a> <a href="#">Post</a></div>',
            '<div class="ad">Advertisement</div>',
            '<p><em>Lesen Sie auch: <a href="/x">Das Wehr und seine Aale</a></em></p>',
        )
    ),
)
