"""CHAT, in which TalkBank's corpora are written down: who said which words, and what is coded.

    @Participants:	CHI Ross Target_Child, MOT Mary Mother
    *MOT:	is it a long train ? ·1200_3400·
    %mor:	cop|be&3S pro:per|it det:art|a adj|long n|train ?

Lines with `@` tell of the recording and lines with `%` code the one above; neither is spoken. A
line goes on where the next begins with a tab. Codes in square brackets and the signs of what they
are about are left out; all other words stay as they are written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from index.errors import UnsupportedFormat
from index.readers.cues import Cue
from index.readers.subtitles import spoken
from index.records import Metadata, Source

CHAT = "text/x-chat"
CHAT_START = re.compile(r"(?:@\S[^\n]*\n){0,4}@Begin\s")
_LINE = re.compile(
    r"(?P<sign>[@*%])(?P<name>[^:\n]{1,40}):?(?:\t\s*|\s+|$)(?P<words>.*)", re.DOTALL
)
_TIMES = re.compile(r"\x15[^\x15\n]*?(\d+)_(\d+)-?\x15")
_CODES = re.compile(r"\x15[^\x15\n]*\x15|\[[^\]\n]*\]|[<>]|\x01|\x02.")


def read_chat(text: str) -> Source:
    """The words of each line with its speaker, by name where the head has one.

    :raises UnsupportedFormat: No line has a speaker.
    """
    names: dict[str, str] = {}
    day: str | None = None
    cues: list[Cue] = []
    for line in _lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        if match["sign"] == "*":
            said = " ".join(_CODES.sub(" ", match["words"]).split())
            times = _TIMES.search(match["words"])
            start, end = (int(times[1]), int(times[2])) if times else (0, 0)
            if said:
                voice = names.get(match["name"], match["name"])
                cues.append(Cue(start / 1000, max(start, end) / 1000, (said,), voice))
        elif match["name"] == "Participants":
            names = _names(match["words"])
        elif match["name"] == "Date":
            day = _day(match["words"])
    if not cues:
        raise UnsupportedFormat("no line of this CHAT file has a speaker, such as *MOT: and a tab")
    given = Metadata(date=day, date_status="page" if day else None)
    return replace(spoken(cues, CHAT), metadata=given)


def _lines(text: str) -> Sequence[str]:
    return [line for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines() if line.strip()]


def _names(words: str) -> dict[str, str]:
    """Who the codes stand for, of those with a name between code and part: `MOT Mary Mother`."""
    told = [person.split() for person in words.split(",")]
    named = {person[0]: person[1].replace("_", " ") for person in told if len(person) > 2}
    counts = Counter(named.values())
    return {code: name for code, name in named.items() if counts[name] == 1}


def _day(words: str) -> str | None:
    try:
        return datetime.strptime(words.strip().title(), "%d-%b-%Y").date().isoformat()
    except ValueError:
        return None
