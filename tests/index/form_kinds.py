"""Texts and pages as meeting tools and podcasts write them, in our own words, and their turns."""

from __future__ import annotations

from tests.index.caption_kinds import Kind


def page(*parts: str) -> str:
    """A page with these parts in its body, long enough to have a main text."""
    body = "\n".join(parts)
    return f"<!DOCTYPE html><html><head><title>Kiln</title></head><body>\n{body}\n</body></html>"


def _long(number: int) -> str:
    return (
        f"The kiln of street {number} is old, and the town has paid for a new door in March, as "
        f"the board had promised when the chimney fell, letter {number}."
    )


def _talk(form: str, short: str = "Quite.") -> tuple[str, tuple[tuple[str, str], ...]]:
    turns: list[tuple[str, str]] = []
    for number in range(7):
        turns += [
            ("Ines Hale", _long(number)),
            ("Marlo Finch", short),
            ("Una Pell", _long(number + 10)),
        ]
    parts = (form.format(name, words) for name, words in turns)
    return page(*parts), tuple(turns)


_CITE, _CITED = _talk("<cite>{}</cite>\n<time>0:05</time>\n<p>{}</p>")
_BOLD, _BOLDED = _talk("<p><strong>{}:</strong> {}</p>", "Sure.")
_DIVS, _DIVIDED = _talk("<div><div>{}:</div><div>{}</div></div>", "Yes.")

FORMS = (
    Kind(
        "time before the name",
        "trint.txt",
        "[00:00:03.120 --> 00:00:08.000] Ines Hale: The kiln is old.\n"
        "[00:00:09.000 --> 00:00:11.500] Marlo Finch: Since when?\n"
        "[00:00:12.000 --> 00:00:15.000] Ines Hale: One thing: it smokes.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "One thing: it smokes."),
        ),
        times=((3.12, None), (9.0, None), (12.0, None)),
    ),
    Kind(
        "time before the name",
        "bold.md",
        "**[00:03] SPEAKER_02:** The kiln is old.\n\n**[00:09] SPEAKER_00:** Since when?\n\n"
        "**[00:12] SPEAKER_02:** Always.\n",
        (
            ("SPEAKER_02", "The kiln is old."),
            ("SPEAKER_00", "Since when?"),
            ("SPEAKER_02", "Always."),
        ),
        times=((3, None), (9, None), (12, None)),
    ),
    Kind(
        "time before the name",
        "diary.txt",
        "00:03 Ines Hale: The kiln is old.\nIt smokes.\n\n00:09 finch_m: Since when?\n\n"
        "00:12 Ines Hale: Always.\n",
        (
            ("Ines Hale", "The kiln is old.\nIt smokes."),
            ("finch_m", "Since when?"),
            ("Ines Hale", "Always."),
        ),
    ),
    Kind(
        "time behind the name",
        "fireflies.txt",
        "Ines Hale (00:03): The kiln is old.\nMarlo Finch (00:09): Since when?\n"
        "Ines Hale (00:12): Always.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((3, None), (9, None), (12, None)),
    ),
    Kind(
        "time behind the name",
        "colon.txt",
        "Ines Hale: [00:00:03] The kiln is old.\n\nMarlo Finch: [00:00:09] Since when?\n\n"
        "Ines Hale: [01:00:12] Always.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((3, None), (9, None), (3612, None)),
    ),
    Kind(
        "time behind the name",
        "brackets.txt",
        "Ines Hale [0:03]: The kiln is old.\nMarlo de Finch [0:09]: Since when?\n"
        "Ines Hale [0:12]: Always.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo de Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
    ),
    Kind(
        "name and time above",
        "otter.txt",
        "Ines de Hale  0:03  \nThe kiln is old.\n\nmarlo  0:09  \nSince when?\nThe door closes at"
        "\n\nInes van Hale  0:12  \nAlways. We begin at 10:30\n\nTranscribed by kiln.example\n",
        (
            ("Ines de Hale", "The kiln is old."),
            ("marlo", "Since when?\nThe door closes at"),
            ("Ines van Hale", "Always. We begin at 10:30"),
        ),
        times=((3, None), (9, None), (12, None)),
    ),
    Kind(
        "name and time above",
        "fathom.txt",
        "0:03 - Ines Hale (Kiln Board)\n  The kiln is old.\n\n0:09 - Marlo Finch\n  Since when?\n\n"
        "1:00:12 - Ines Hale (Kiln Board)\n  Always.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((3, None), (9, None), (3612, None)),
    ),
    Kind(
        "name and time above",
        "saved.txt",
        "[Ines Hale] 09:04:02\nThe kiln is old.\n\n[Marlo | Clay Ltd] 09:04:09\nSince when?\n\n"
        "[Ines Hale] 09:05:00\nAlways.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo | Clay Ltd", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((None, None), (None, None), (None, None)),
    ),
    Kind(
        "name and time on two lines",
        "two.txt",
        "Ines Hale\n00:03\nThe kiln is old.\n\nMarlo Finch\n00:09\nSince when?\n\n"
        "Ines Hale\n00:12\nAlways.\n\nMarlo Finch\n00:14\nOh.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
            ("Marlo Finch", "Oh."),
        ),
        times=((3, None), (9, None), (12, None), (14, None)),
    ),
    Kind(
        "name and time on two lines",
        "turned.txt",
        "0:03\nInes Hale:\nThe kiln is old.\n0:09\nMarlo Finch:\nSince when?\n"
        "0:12\nInes Hale:\nAlways.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
    ),
    Kind(
        "name and time on two lines",
        "range.txt",
        "Speaker 1\n00:03 - 00:08\nThe kiln is old.\n\nSpeaker 2\n00:09 - 00:11\nSince when?\n\n"
        "Speaker 1\n00:12 - 00:15\nAlways.\n",
        (("Speaker 1", "The kiln is old."), ("Speaker 2", "Since when?"), ("Speaker 1", "Always.")),
    ),
    Kind(
        "brackets in text",
        "whisperx.txt",
        "[SPEAKER_01]: The kiln is old.\n[SPEAKER_07]: Since when?\n[SPEAKER_01]: Always.\n",
        (
            ("SPEAKER_01", "The kiln is old."),
            ("SPEAKER_07", "Since when?"),
            ("SPEAKER_01", "Always."),
        ),
    ),
    Kind(
        "brackets in text",
        "named.txt",
        "[Ines]: The kiln is old.\nIt smokes.\n\n[Marlo]: Since when?\n\n[Ines]: Always.\n",
        (("Ines", "The kiln is old.\nIt smokes."), ("Marlo", "Since when?"), ("Ines", "Always.")),
    ),
    Kind(
        "paragraphs",
        "meet.txt",
        "Kiln board (2032-02-03 09:00 GMT) - Transcript\nAttendees\nInes Hale, Marlo Finch\n"
        "Transcript\n\nInes Hale: The kiln is old.\n\nInes Hale: It smokes.\n\n00:05:00\n\n"
        "Marlo Finch: Since when?\n\nInes Hale: Always.\n\nMeeting ended after 00:07:10\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Ines Hale", "It smokes."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((None, None), (None, None), (300, None), (None, None)),
    ),
    Kind(
        "paragraphs",
        "docs.md",
        "# Kiln board - Transcript\n\n### 00:00:00\n\n**Ines Hale:** The kiln is old.\n\n"
        "**Marlo Finch:** Since when?\n\n### 00:05:00\n\n**Ines Hale:** Always.\n\n"
        "Meeting ended after 00:07:10\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
        ),
        times=((0, None), (None, None), (300, None)),
    ),
    Kind(
        "capitals beside names",
        "panel.txt",
        "HOST: Good evening.\n\nInes Hale: The kiln is old.\n\nHOST: Since when?\n\n"
        "Marlo Finch: Always.\n\nInes Hale: It smokes.\n\nMarlo Finch: So it does.\n",
        (
            ("HOST", "Good evening."),
            ("Ines Hale", "The kiln is old."),
            ("HOST", "Since when?"),
            ("Marlo Finch", "Always."),
            ("Ines Hale", "It smokes."),
            ("Marlo Finch", "So it does."),
        ),
    ),
    Kind(
        "capitals beside names",
        "wrapped.txt",
        "Ines: The kiln is old and the door\ndoes not close, so that the heat\n\nleaves it. Who "
        "mends it?\n\nMarlo: The board has a man who can,\nand he comes on Friday if it does\n\n"
        "not rain.\n\nInes: And if it does?\n\nMarlo: Then he comes when it is\ndry again.\n",
        (
            (
                "Ines",
                "The kiln is old and the door\ndoes not close, so that the heat\n\nleaves it. "
                "Who mends it?",
            ),
            (
                "Marlo",
                "The board has a man who can,\nand he comes on Friday if it does\n\nnot rain.",
            ),
            ("Ines", "And if it does?"),
            ("Marlo", "Then he comes when it is\ndry again."),
        ),
    ),
    Kind(
        "bold names",
        "bold2.md",
        "__Ines Hale:__ The kiln is old.\n\n__Marlo Finch:__ Since when?\n\n"
        "__Ines Hale:__ Always.\n\n__Marlo Finch:__ Oh.\n",
        (
            ("Ines Hale", "The kiln is old."),
            ("Marlo Finch", "Since when?"),
            ("Ines Hale", "Always."),
            ("Marlo Finch", "Oh."),
        ),
    ),
    Kind("pages", "cite.html", _CITE, _CITED),
    Kind("pages", "bold.html", _BOLD, _BOLDED),
    Kind("pages", "divs.html", _DIVS, _DIVIDED),
)
