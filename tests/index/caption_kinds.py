"""Captions that mark their speakers in every way, in our own words, and the right turns."""

from __future__ import annotations

from dataclasses import dataclass

Said = tuple[str | None, str]


@dataclass(frozen=True)
class Kind:
    """One input: what it is, the file, and who says what; a label of None for nobody."""

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
