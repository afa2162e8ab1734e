"""Three inputs for each kind that files of meeting tools and recognisers taught.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations

# Who speaks, and what a recogniser heard; sentences break off where the voice changes.
_BROKEN = (
    ("Una Sarn", "Shall we look at the"),
    ("Otto Krell", "yes please"),
    ("Una Sarn", "upper weir?"),
    ("Otto Krell", "It leaks. I was there on"),
    ("Ruth Hoyle", "on Monday"),
    ("Otto Krell", "on Monday, yes."),
    ("Ruth Hoyle", "Was the keeper"),
    ("Una Sarn", "he was ill"),
)
_HEARD = tuple(f"{name} | {words}" for name, words in _BROKEN)


def _lines(form: str, pairs: tuple[tuple[str, str], ...] = _BROKEN) -> str:
    return "".join(form.format(name=name, words=words) for name, words in pairs)


def _numbered(turns: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The turns with `Speaker 1` and the like for names."""
    names = ("Una Sarn", "Otto Krell", "Ruth Hoyle")
    changed = list(turns)
    for number, name in enumerate(names, 1):
        changed = [turn.replace(name, f"{words} {number}") for turn in changed]
    return tuple(changed)


_NUMBERED = "\n".join(_numbered(tuple(_lines("{name}: {words}\n").splitlines()), "Speaker"))
_POINTS = (
    "* **Weirs and Gates**: Una Sarn will ask the keeper about the upper weir.",
    "* **Salt**: nine tons were ordered from the lower mill.",
)
_DOC_HEAD = (
    "# 📝 Notes\n\nMar 4, 2031\n\n## Weir board\n\n### Summary\n\n**State of the Weir**  \n"
    "The board looked at the upper weir.\n\n### Details\n\n" + "\n\n".join(_POINTS) + "\n\n"
)
_DOC = (
    _DOC_HEAD
    + "# 📖 Transcript\n\nMar 4, 2031\n\n## Weir board \\- Transcript\n\n### 00:00:00 {#00:00:00}\n\n"
    + _lines("**{name}:** {words}  \n", _BROKEN[:4])
    + "   \n \n\n### 00:02:11 {#00:02:11}\n\n   \n"
    + _lines("**{name}:** {words}  \n", _BROKEN[4:])
    + "   \n \n\n### Transcription ended after 00:09:41\n\n*This editable transcript was computer "
    "generated and might contain errors.*\n"
)
_PLAIN_DOC = (
    "Mar 4, 2031\nWEIR BOARD  - Transcript\n00:00:00\n \n"
    + _lines("{name}: {words}\n", _BROKEN[:4])
    + " \n \n00:02:11\n \n"
    + _lines("{name}: {words}\n", _BROKEN[4:])
    + " \n \nTranscription ended after 00:09:41\n\nThis editable transcript was computer generated "
    "and might contain errors.\n"
)
_AFTER = "\n\n\nPlan (from Otto): mend the weir first.\n"
_WRAPPED = _PLAIN_DOC.replace("upper weir?", "upper weir and at the lower\none as well?")
_TEAMS = "Weir board-20310304_133555-Meeting Transcript\n{head}\n27m 42s\nUna Sarn started transcription\n"
_ABOVE = (
    "Una Sarn   0:03\nShall we look at the\nOtto Krell   0:05\nyes please\nUna Sarn   0:07\n"
    "upper weir?\nOtto Krell   1:02:13\nIt leaks.\n"
)
_ABOVE_TURNS = (
    "Una Sarn | Shall we look at the",
    "Otto Krell | yes please",
    "Una Sarn | upper weir?",
    "Otto Krell | It leaks.",
)
_ITALIC = (
    ("Una", "We go through the agenda, and we begin with the upper weir."),
    ("Una Sarn", "Let me show everybody what the divers brought up."),
    ("Una", "Thank you. The next thing is the salt."),
    ("Otto", "Nine tons were ordered from the lower mill."),
    ("Una", "And who paid for it?"),
    ("Otto", "Nobody paid, and nobody was asked."),
    ("Una Sarn", "We should ask, then."),
)
_COUNTED = (
    ("SPEAKER_00", "the weir is old"),
    ("SPEAKER_01", "since when"),
    ("SPEAKER_01", "and who says so"),
    ("SPEAKER_00", "I was there on monday"),
)

TOOLS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sentence broken off", _lines("{name}: {words}\n"), _HEARD),
    ("sentence broken off", _lines("**{name}**: {words}  \n"), _HEARD),
    ("sentence broken off", _NUMBERED, _numbered(_HEARD, "Speaker")),
    (
        "points of notes",
        "# Weir board\n\n"
        + "\n".join(_POINTS)
        + "\n\n## Transcript\n\n"
        + _lines("{name}: {words}\n"),
        _HEARD,
    ),
    (
        "points of notes",
        _lines("{name}: {words}\n") + "\n## To do\n\n- Una Sarn: write to the keeper.\n",
        (*_HEARD, "– | Una Sarn: write to the keeper."),
    ),
    (
        "points of notes",
        _lines("{name}: {words}\n", _BROKEN[:4])
        + "\n• Otto Krell: order nine tons.\n\n"
        + _lines("{name}: {words}\n", _BROKEN[4:]),
        (*_HEARD[:4], "– | Otto Krell: order nine tons.", *_HEARD[4:]),
    ),
    ("meeting document", _DOC, _HEARD),
    (
        "meeting document",
        _PLAIN_DOC + _AFTER,
        (*_HEARD, "– | Plan (from Otto): mend the weir first."),
    ),
    (
        "meeting document",
        _WRAPPED,
        tuple(turn.replace("weir?", "weir and at the lower one as well?") for turn in _HEARD),
    ),
    ("date before a clock", _TEAMS.format(head="15 June 2031, 03:35am") + _ABOVE, _ABOVE_TURNS),
    ("date before a clock", _TEAMS.format(head="March 4, 2031, 1:35PM") + _ABOVE, _ABOVE_TURNS),
    (
        "date before a clock",
        _TEAMS.format(head="2031-03-04 13:35") + _ABOVE + "Una Sarn stopped transcription\n",
        _ABOVE_TURNS,
    ),
    (
        "pictures before names",
        "# 🎙️ Weir talk\n\n🎙️ **Host:** Who mended it?\n\n👤 **Una Sarn:** Nobody did.\n\n"
        "🎙️ **Host:** And the wall?\n\n👤 **Una Sarn:** That was Otto.\n",
        (
            "Host | Who mended it?",
            "Una Sarn | Nobody did.",
            "Host | And the wall?",
            "Una Sarn | That was Otto.",
        ),
    ),
    (
        "pictures before names",
        "🗣 Una Sarn (00:05)\nThe weir is old and leaks.\n🗣 Otto Krell (00:09)\nSince when?\n"
        "🗣 Una Sarn (00:15)\nSince the spring.\n",
        (
            "Una Sarn | The weir is old and leaks.",
            "Otto Krell | Since when?",
            "Una Sarn | Since the spring.",
        ),
    ),
    (
        "pictures before names",
        "📋 1. The upper weir\n\n"
        + "".join(
            f"{picture} {name}:\n\nThe weir is old and it leaks.\n\n📋 {number}. The lower wall\n\n"
            for number, (picture, name) in enumerate(
                (("🏛️", "Mayor Sarn"), ("👮", "Chief Krell")) * 3, 2
            )
        )
        + "👥 Council:\n\nWe say so too, all of us.\n",
        (
            *(
                "Mayor Sarn | The weir is old and it leaks.",
                "Chief Krell | The weir is old and it leaks.",
            )
            * 3,
            "Council | We say so too, all of us.",
        ),
    ),
    *(
        (
            "names in italics",
            "".join(form.format(*pair) for pair in _ITALIC),
            tuple(f"{name} | {words}" for name, words in _ITALIC),
        )
        for form in ("*{}*\n\n{}\n\n", "***{}***\n{}\n\n", "_{}:_ {}\n\n")
    ),
    (
        "notes of a recorder",
        "0:01 - Una Sarn\n  The weir leaks.\n  ACTION ITEM: Ask for salt - WATCH: "
        "https://rec.example/9kk?t=27.9  And the keeper has to come.\n\n"
        "1:11 - Otto Krell (millers.example)\n  Since when?\n\n1:20 - Una Sarn\n  Since May.\n"
        "  SCREEN SHARING: Una started it - WATCH: https://rec.example/9kk?t=87.1\n\n"
        "1:31 - Otto Krell (millers.example)\n  I see.\n",
        (
            "Una Sarn | The weir leaks.",
            "– | ACTION ITEM: Ask for salt - WATCH: https://rec.example/9kk?t=27.9",
            "Una Sarn | And the keeper has to come.",
            "Otto Krell | Since when?",
            "Una Sarn | Since May.",
            "– | SCREEN SHARING: Una started it - WATCH: https://rec.example/9kk?t=87.1",
            "Otto Krell | I see.",
        ),
    ),
    (
        "notes of a recorder",
        "Una Sarn: The weir leaks.\nOtto Krell: Since when?\nUna Sarn: Since May.\n"
        "Otto Krell: I see.\nTASK: May - OPEN: https://rec.example/1?t=22 And all of June.\n"
        "Una Sarn: Yes.\n",
        (
            "Una Sarn | The weir leaks.",
            "Otto Krell | Since when?",
            "Una Sarn | Since May.",
            "Otto Krell | I see.",
            "– | TASK: May - OPEN: https://rec.example/1?t=22",
            "Otto Krell | And all of June.",
            "Una Sarn | Yes.",
        ),
    ),
    (
        "notes of a recorder",
        "Una Sarn  0:01\nThe weir leaks.\n\nOtto Krell  0:09\nSince when?\n\nUna Sarn  0:20\n"
        "Since May.\nHIGHLIGHT: Look at the upper weir first.\n - WATCH: "
        "https://rec.example/1?t=22  And all of June.\n\nOtto Krell  0:31\nI see.\n",
        (
            "Una Sarn | The weir leaks.",
            "Otto Krell | Since when?",
            "Una Sarn | Since May.",
            "– | HIGHLIGHT: Look at the upper weir first. - WATCH: https://rec.example/1?t=22",
            "Una Sarn | And all of June.",
            "Otto Krell | I see.",
        ),
    ),
    *(
        (
            "counted voices",
            "".join(
                form.format(label=label, words=words, at=3.0 * number, to=3 * number + 2.5)
                for number, (label, words) in enumerate(_COUNTED)
            ),
            tuple(f"{label} | {words}" for label, words in _COUNTED),
        )
        for form in (
            "{label} {words}\n",
            "({label})\n{words}\n\n",
            "[{at}s - {to}s] [{label}] {words}\n",
        )
    ),
    (
        "names among counted voices",
        "[SPEAKER_00] the weir is old\n[Una Sarn] who mended it\n[SPEAKER_01] nobody did\n"
        "[SPEAKER_00] and the wall\n[Music] that was otto\n[laughter] it was\n"
        "[Una Sarn] I see\n",
        (
            "SPEAKER_00 | the weir is old",
            "Una Sarn | who mended it",
            "SPEAKER_01 | nobody did",
            "SPEAKER_00 | and the wall",
            "– | [Music] that was otto [laughter] it was",
            "Una Sarn | I see",
        ),
    ),
    (
        "names among counted voices",
        "[0.0 - 2.5] SPEAKER_00: the weir is old\n[2.5 - 4.0] SPEAKER_01: since when\n"
        "[4.1 - 9.5] Una Sarn: Since monday\n[9.5 - 10.0] SPEAKER_00: I see\n",
        (
            "SPEAKER_00 | the weir is old",
            "SPEAKER_01 | since when",
            "Una Sarn | Since monday",
            "SPEAKER_00 | I see",
        ),
    ),
    (
        "names among counted voices",
        "[SPEAKER_01] the weir is old\n[SPEAKER_02] since when\n[OTTO KRELL]\nsince monday\n"
        "[SPEAKER_01] I see\n",
        (
            "SPEAKER_01 | the weir is old",
            "SPEAKER_02 | since when",
            "OTTO KRELL | since monday",
            "SPEAKER_01 | I see",
        ),
    ),
    *(
        (
            "counted things are no voices",
            f"{one} The weir is old.\n{two} The wall is new.\n{one} The weir again.\n",
            (f"– | {one} The weir is old. {two} The wall is new. {one} The weir again.",),
        )
        for one, two in (
            ("[Figure 1]", "[Figure 2]"),
            ("(Slide 3)", "(Slide 4)"),
            ("fig_01", "fig_02"),
        )
    ),
)
