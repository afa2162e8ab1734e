"""Captions whose cues, times and lines are cut in every way, in our own words."""

from __future__ import annotations

from tests.index.caption_kinds import Kind, srt, vtt

LINES = (
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
)
