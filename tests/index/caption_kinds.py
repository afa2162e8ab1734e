"""Captions of every kind that people have, in our own words, and the turns that are right."""

from __future__ import annotations

from dataclasses import dataclass

Said = tuple[str | None, str]


@dataclass(frozen=True)
class Kind:
    """One input: what it is, the file, and who says what; a null label for nobody."""

    kind: str
    name: str
    text: str
    turns: tuple[Said, ...]
    times: tuple[tuple[float | None, float | None], ...] = ()


def srt(*cues: str, gap_s: int = 1) -> str:
    """SRT cues of three seconds each, `gap_s` apart."""
    parts = []
    for number, cue in enumerate(cues):
        start = 1 + number * (3 + gap_s)
        parts.append(
            f"{number + 1}\n00:{_clock(start)},000 --> 00:{_clock(start + 3)},000\n{cue}\n"
        )
    return "\n".join(parts)


def vtt(*cues: str, gap_s: int = 1) -> str:
    """WebVTT cues of three seconds each, `gap_s` apart."""
    parts = ["WEBVTT\n"]
    for number, cue in enumerate(cues):
        start = 1 + number * (3 + gap_s)
        parts.append(f"{_clock(start)}.000 --> {_clock(start + 3)}.000\n{cue}\n")
    return "\n".join(parts)


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


KINDS = (
    # Zoom's display names
    Kind(
        "display names",
        "board.vtt",
        vtt(
            "tess.okoro: Is the kiln lit?",
            "Marlo (he/him): Since six.",
            "tess.okoro: And the glaze?",
            "Hale, Ines: It arrives on Friday.",
            "Marlo (he/him): One thing: we are out of clay.",
            "Potters’ Room 2: Not any more.",
            "tess.okoro: Then we begin.",
        ),
        (
            ("tess.okoro", "Is the kiln lit?"),
            ("Marlo (he/him)", "Since six."),
            ("tess.okoro", "And the glaze?"),
            ("Hale, Ines", "It arrives on Friday."),
            ("Marlo (he/him)", "One thing: we are out of clay."),
            ("Potters’ Room 2", "Not any more."),
            ("tess.okoro", "Then we begin."),
        ),
    ),
    Kind(
        "display names",
        "call.vtt",
        vtt(
            "Dr. N. Abara - Kiln Board: Good morning.",
            "iPhone von Lea: Guten Tag.",
            "김서연: 안녕하세요.",
            "Dr. N. Abara - Kiln Board: Who has the keys?",
            "xX_kiln_Xx: I do.",
            "Owen's Galaxy S9: He does.",
            "김서연: 네.",
        ),
        (
            ("Dr. N. Abara - Kiln Board", "Good morning."),
            ("iPhone von Lea", "Guten Tag."),
            ("김서연", "안녕하세요."),
            ("Dr. N. Abara - Kiln Board", "Who has the keys?"),
            ("xX_kiln_Xx", "I do."),
            ("Owen's Galaxy S9", "He does."),
            ("김서연", "네."),
        ),
    ),
    Kind(
        "display names",
        "short.vtt",
        vtt("15550100: Hello?", "mae: We hear you.", "15550100: Good.", "Ó Briain, Una: Shall we?"),
        (
            ("15550100", "Hello?"),
            ("mae", "We hear you."),
            ("15550100", "Good."),
            ("Ó Briain, Una", "Shall we?"),
        ),
    ),
    # Cues of one speaker
    Kind(
        "one speaker's cues",
        "run.vtt",
        vtt(
            "Ines Hale: The kiln is old and",
            "Ines Hale: the door does not",
            "Ines Hale: close.",
            "Ines Hale: We need another.",
            "Marlo Finch: I agree.",
            "Marlo Finch: So does the board.",
        ),
        (
            ("Ines Hale", "The kiln is old and the door does not close. We need another."),
            ("Marlo Finch", "I agree. So does the board."),
        ),
        times=((1, 16), (17, 24)),
    ),
    Kind(
        "one speaker's cues",
        "run.srt",
        srt(
            "HALE: The kiln is old, and",
            "HALE: it smokes.",
            "FINCH: Since when?",
            "HALE: Since",
            "HALE: Monday.",
            gap_s=0,
        ),
        (
            ("HALE", "The kiln is old, and it smokes."),
            ("FINCH", "Since when?"),
            ("HALE", "Since Monday."),
        ),
    ),
    Kind(
        "one speaker's cues",
        "tags.vtt",
        vtt(
            "<v Ines Hale>The kiln is old.</v>",
            "<v Ines Hale>It smokes.</v>",
            "<v Marlo Finch>Since when?</v>",
            "<v Ines Hale>Since Monday.</v>",
        ),
        (
            ("Ines Hale", "The kiln is old. It smokes."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Since Monday."),
        ),
    ),
    # Times
    Kind(
        "times",
        "teams.vtt",
        "WEBVTT\n\n0:0:3.5 --> 0:0:9.25\n<v Ines Hale>The kiln is old.</v>\n\n"
        "0:10:2.0 --> 0:10:4.75\n<v Marlo Finch>Since when?</v>\n",
        (("Ines Hale", "The kiln is old."), ("Marlo Finch", "Since when?")),
        times=((3.5, 9.25), (602.0, 604.75)),
    ),
    Kind(
        "times",
        "host.vtt",
        "WEBVTT\n\n3.120 --> 9\n<v SPEAKER_2>The kiln is old.\n\n59 --> 1:02.5\n"
        "<v SPEAKER_0>Since when?\n\n1:00:01.000 --> 1:00:02.000\n<v SPEAKER_2>Since Monday.\n",
        (
            ("SPEAKER_2", "The kiln is old."),
            ("SPEAKER_0", "Since when?"),
            ("SPEAKER_2", "Since Monday."),
        ),
        times=((3.12, 9), (59, 62.5), (3601, 3602)),
    ),
    Kind(
        "times",
        "short.srt",
        "1\n0:00:03,5 --> 0:00:9,25\nHALE: The kiln is old.\n\n2\n0:1:2 --> 0:1:4,1\n"
        "FINCH: Since when?\n\n3\n00:01:05.000 -> 00:01:07.000\nHALE: Since Monday.\n",
        (("HALE", "The kiln is old."), ("FINCH", "Since when?"), ("HALE", "Since Monday.")),
        times=((3.5, 9.25), (62, 64.1), (65, 67)),
    ),
    # Nobody is named
    Kind(
        "no names",
        "plain.srt",
        srt("the kiln was lit at six and", "nobody slept") + "\n3\n00:01:00,000 --> 00:01:02,000\n"
        "at noon the door was opened\n",
        ((None, "the kiln was lit at six and nobody slept"), (None, "at noon the door was opened")),
        times=((1, 8), (60, 62)),
    ),
    Kind(
        "no names",
        "lecture.vtt",
        vtt("Remember: a kiln is no oven.", "The rule is: never open it.", "Remember: never."),
        ((None, "Remember: a kiln is no oven. The rule is: never open it. Remember: never."),),
    ),
    Kind(
        "no names",
        "song.srt",
        srt("[music]", "The kiln was lit.", "[door creaks] And opened."),
        ((None, "[music] The kiln was lit. [door creaks] And opened."),),
    ),
    # Voice tags only where the voice changes
    Kind(
        "tags at the change",
        "change.vtt",
        vtt("<v Ines Hale>The kiln", "is old,", "<v Marlo Finch>and it", "smokes.", gap_s=0),
        (("Ines Hale", "The kiln is old,"), ("Marlo Finch", "and it smokes.")),
    ),
    Kind(
        "tags at the change",
        "closed.vtt",
        vtt("<v Ines Hale>The kiln is old.</v>", "Somebody coughs.", "<v Ines Hale>Who was it?"),
        (
            ("Ines Hale", "The kiln is old."),
            (None, "Somebody coughs."),
            ("Ines Hale", "Who was it?"),
        ),
    ),
    Kind(
        "tags at the change",
        "classes.vtt",
        vtt(
            "<v.first.loud Ines O’Hale>The kiln is old.",
            "It <i>smokes</i>.\n<v Marlo &amp; Co>Since when?",
            "Since\nMonday?",
        ),
        (
            ("Ines O’Hale", "The kiln is old. It smokes."),
            ("Marlo & Co", "Since when? Since Monday?"),
        ),
    ),
    # Names in brackets
    Kind(
        "brackets",
        "whisperx.vtt",
        vtt("[SPEAKER_03]: The kiln is old.", "[SPEAKER_11]: Since when?", "[SPEAKER_03]: Always."),
        (
            ("SPEAKER_03", "The kiln is old."),
            ("SPEAKER_11", "Since when?"),
            ("SPEAKER_03", "Always."),
        ),
    ),
    Kind(
        "brackets",
        "sdh.srt",
        srt(
            "(INES) The kiln is old.",
            "(sighs) It smokes.",
            "(MARLO) Since when?",
            "(IN GERMAN) Seit Montag.",
            "(INES) Since Monday.",
        ),
        (
            ("INES", "The kiln is old. (sighs) It smokes."),
            ("MARLO", "Since when? (IN GERMAN) Seit Montag."),
            ("INES", "Since Monday."),
        ),
    ),
    Kind(
        "brackets",
        "two.srt",
        srt("- [Ines] The kiln is old.\n- [Marlo] Since when?", "[door slams]", "- [Ines] Monday."),
        (
            ("Ines", "The kiln is old."),
            ("Marlo", "Since when? [door slams]"),
            ("Ines", "Monday."),
        ),
    ),
    # Dashes of a dialogue
    Kind(
        "dashes",
        "dash.srt",
        srt("HALE: The kiln is old.", "-Is it lit?\n-Since six.", "HALE: It smokes."),
        (
            ("HALE", "The kiln is old."),
            (None, "Is it lit?"),
            (None, "Since six."),
            ("HALE", "It smokes."),
        ),
    ),
    Kind(
        "dashes",
        "dash.vtt",
        vtt("– Is it lit?\n– Since six.", "- And the door?", "It does not close."),
        ((None, "Is it lit?"), (None, "Since six."), (None, "And the door? It does not close.")),
    ),
    Kind(
        "dashes",
        "mixed.srt",
        srt("MARLO: Is it lit?\n- It is not.", "MARLO: Then light it - today."),
        (("MARLO", "Is it lit?"), (None, "It is not."), ("MARLO", "Then light it - today.")),
    ),
    # Chevrons
    Kind(
        "chevrons",
        "tv.srt",
        srt(
            ">> INES: The kiln is old. >> MARLO: It",
            "smokes. >> INES: So it does.",
            ">> Who is that?",
            ">>> INES: In other news,\nthe clay is here.",
        ),
        (
            ("INES", "The kiln is old."),
            ("MARLO", "It smokes."),
            ("INES", "So it does."),
            (None, "Who is that?"),
            ("INES", "In other news, the clay is here."),
        ),
    ),
    Kind(
        "chevrons",
        "escaped.vtt",
        vtt("<i>&gt;&gt; The kiln is old.</i>", "&gt;&gt; Since when? &gt;&gt; Since Monday."),
        ((None, "The kiln is old."), (None, "Since when?"), (None, "Since Monday.")),
    ),
    Kind(
        "chevrons",
        "font.srt",
        srt(
            '{\\an8}<font color="#ffff00">>> Ines: Is it lit?</font>',
            ">> Marlo: It is. 2 > 1, they say.",
            ">>Ines: Good.",
        ),
        (("Ines", "Is it lit?"), ("Marlo", "It is. 2 > 1, they say."), ("Ines", "Good.")),
    ),
    # Somebody speaks once
    Kind(
        "speaks once",
        "once.srt",
        srt("INES: Is it lit?", "It was cold.", "OLD MAN: It is.", "Look.", "INES: Good."),
        (
            ("INES", "Is it lit? It was cold."),
            ("OLD MAN", "It is. Look."),
            ("INES", "Good."),
        ),
    ),
    Kind(
        "speaks once",
        "title.srt",
        srt("Ines: Is it lit?", "It was cold.", "Marlo: It is.", "Look.", "Ines: Good.", "Yes."),
        (
            ("Ines", "Is it lit? It was cold."),
            ("Marlo", "It is. Look."),
            ("Ines", "Good. Yes."),
        ),
    ),
    Kind(
        "speaks once",
        "warning.srt",
        srt("INES: The board says this.", "WARNING: hot door.", "MARLO: Who reads it?", "Nobody."),
        (
            ("INES", "The board says this. WARNING: hot door."),
            ("MARLO", "Who reads it? Nobody."),
        ),
    ),
    # Rolling captions
    Kind(
        "rolling",
        "old.vtt",
        vtt(
            "<c.colorE5E5E5>the kiln<00:00:01.500><c> is</c><c> old</c></c>",
            "<c.colorCCCCCC>the kiln is old\n </c>",
            "<c.colorCCCCCC>the kiln is old</c>\n<c.colorE5E5E5>and<c> it</c><c> smokes</c></c>",
            "<c.colorCCCCCC>and it smokes\n </c>",
            gap_s=0,
        ),
        ((None, "the kiln is old and it smokes"),),
        times=((1, 13),),
    ),
    Kind(
        "rolling",
        "growing.vtt",
        vtt(
            "the",
            "the kiln",
            "the kiln is old",
            "the kiln is old\nand it",
            "and it smokes",
            gap_s=0,
        ),
        ((None, "the kiln is old and it smokes"),),
    ),
    Kind(
        "rolling",
        "download.srt",
        srt(
            "the kiln is old",
            "the kiln is old\nand it smokes",
            "and it smokes\nevery day of",
            "every day of\nthe week",
            gap_s=0,
        ),
        ((None, "the kiln is old and it smokes every day of the week"),),
    ),
    # Blank lines in cues
    Kind(
        "blank lines",
        "blank.vtt",
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nInes Hale: The kiln\n\nis old.\n\n2\n"
        "00:03.000 --> 00:04.000\n\n\nMarlo Finch: It smokes.\n\nNOTE Ines Hale: nothing\n\n3\n"
        "00:05.000 --> 00:06.000\nInes Hale: Yes.\n",
        (("Ines Hale", "The kiln is old."), ("Marlo Finch", "It smokes."), ("Ines Hale", "Yes.")),
    ),
    Kind(
        "blank lines",
        "blank.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n\nHALE: The kiln\n\n\nis old.\n\n2\n"
        "00:00:03,000 --> 00:00:04,000\nFINCH: It smokes.\n\n",
        (("HALE", "The kiln is old."), ("FINCH", "It smokes.")),
    ),
    Kind(
        "blank lines",
        "crlf.vtt",
        "WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Ines>The kiln\r\n\r\nis old.</v>\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\nlast-cue\r\n00:03.000 --> 00:04.000\r\n"
        "<v Marlo>It smokes.</v>\r\n",
        (("Ines", "The kiln is old."), ("Marlo", "It smokes.")),
    ),
    # Scripts without capitals
    Kind(
        "scripts",
        "zh.srt",
        srt("记者：窑旧了吗？", "王芳：很旧。", "记者：谢谢。", "王芳：不客气。"),
        (("记者", "窑旧了吗？"), ("王芳", "很旧。"), ("记者", "谢谢。"), ("王芳", "不客气。")),
    ),
    Kind(
        "scripts",
        "ru.vtt",
        vtt("Ведущий №2: Печь старая?", "Спикер №1: Да.", "Ведущий №2: Спасибо."),
        (("Ведущий №2", "Печь старая?"), ("Спикер №1", "Да."), ("Ведущий №2", "Спасибо.")),
    ),
    Kind(
        "scripts",
        "ar.srt",
        srt("ليلى: الفرن قديم.", "سامي: منذ متى؟", "ليلى: منذ الاثنين."),
        (("ليلى", "الفرن قديم."), ("سامي", "منذ متى؟"), ("ليلى", "منذ الاثنين.")),
    ),
    # Given names
    Kind(
        "given names",
        "sam.srt",
        srt("Una: Welcome to Una Sam and the kiln.", "Sam: Sam Pell here.", "Una: Hi.", "Sam: Hi."),
        (
            ("Una", "Welcome to Una Sam and the kiln."),
            ("Sam", "Sam Pell here."),
            ("Una", "Hi."),
            ("Sam", "Hi."),
        ),
    ),
)
