"""Who speaks in cues: by voice tags, by names before a colon or in brackets, by signs of change.

A name speaks until the next one; `>>` and a dash alone say that somebody else speaks, and nobody
knows who. What is nobody's has the empty label and is never given to the neighbour.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.language.naming import Opening, Prefix, is_opener, learn, prefix, shape
from index.readers.cues import Cue
from index.readers.spoken import Piece

_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|</?v\b[^<>\n]*|<\d[\d:.]*>|\{\\[^{}]*\}")
_BREAK = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)
_VOICE_TAG = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>|</v>")
_CHEVRONS = re.compile(r"(?:^|(?<=\s))>{2,3}(?!>)\s*")
_DASH = re.compile(r"[-–‐]\s+(?=\S)")
_GLUED_DASH = re.compile(r"[-–—‐](?:\s+(?=\S)|(?=[^\W\d_]|[\"“'‘¿¡(\[]))")
_BRACKETED = re.compile(r"[\[(（【]([^\[\]()（）【】]{1,40})[\])）】]\s*([:：])?\s*")
_ENDED = re.compile(r"[.?!…。？！♪)\]\"”’»][\"”’)\]]*$")
# What stands in brackets and is heard, not named: the music, a laugh, a language, a place.
_HEARD = re.compile(
    r"(?i)\b(?:music\w*|applau\w*|laugh\w*|chuckl\w*|giggl\w*|sigh\w*|gasp\w*|cough\w*|cries|crying"
    r"|sob\w*|scream\w*|shout\w*|whisper\w*|groan\w*|grunt\w*|sniff\w*|snor\w*|clear\w*|cheer\w*"
    r"|noises?|sounds?|silence|pause\w*|inaudible|indistinct\w*|unintelligible|crosstalk|foreign"
    r"|speak(?:s|ing)|sing(?:s|ing)|play(?:s|ing)|ring(?:s|ing)|creak\w*|slam\w*|knock\w*|beep\w*"
    r"|buzz\w*|bark\w*|chatter\w*|clap\w*|hum(?:s|ming)|mumbl\w*|mutter\w*|stammer\w*|scoff\w*"
    r"|exhal\w*|inhal\w*|breath\w*|footsteps?|thunder\w*|wind|rain|gunshots?|engine\w*|door|phone"
    r"|bleep|blank|continues?|continuing|ends?|starts?|stops?|fades?|off-?screen|voice-?over|v\.?o\.?"
    r"|o\.?s\.?|reading|sarcastic\w*|softly|loudly|quietly|translated|subtitles?)(?!\w)"
)
_SOMEWHERE = frozenset("IN ON OVER AT TO VIA THROUGH FROM BY WITH AS INTO AND".split())
_PAUSE_S = 1.0
_LEAST_HEADED, _HEADED_LINES = 4, 2
_PER_CUE_SHARE = 0.8
_PER_CUE_PAIRS = 2


@dataclass(slots=True)
class _Segment:
    """Words of one cue between two signs of change.

    `voice` is what a tag says: a name, an empty string at a tag's end, None without a tag.
    """

    cue: int
    words: str
    voice: str | None
    first: bool
    changed: bool
    follows: bool = False
    name: str | None = None


def pieces(cues: Sequence[Cue]) -> Iterator[Piece]:
    """The words of all cues in order, each piece with its label, empty for nobody's."""
    if any(cue.voice for cue in cues):
        for cue in cues:
            words = " ".join(filter(None, (_words(line) for line in cue.lines)))
            yield Piece(cue.voice or "", words, cue.start_s, cue.end_s)
        return
    if headed := _headed(cues):
        yield from pieces(headed)
        return
    segments = _segments(cues)
    if not any(segment.voice for segment in segments):
        _name(segments)
    yield from _labelled(cues, segments)


def _headed(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with the name that stands alone on the first line of each; none where none does."""
    if len(cues) < _LEAST_HEADED or any(len(cue.lines) < _HEADED_LINES for cue in cues):
        return []
    names = [_words(cue.lines[0]).rstrip(":：") for cue in cues]
    known = set(names)
    if not 1 < len(known) <= len(names) / 2 or not all(map(_is_called, filter(None, known))):
        return []
    return [
        replace(cue, lines=cue.lines[1:], voice=name or None)
        for cue, name in zip(cues, names, strict=True)
    ]


def _labelled(cues: Sequence[Cue], segments: Sequence[_Segment]) -> Iterator[Piece]:
    """Give each segment the last name before it, until a sign says that another one speaks."""
    each = _names_each_cue(segments)
    label = ""
    before: _Segment | None = None
    for segment in segments:
        said = segment.voice if segment.voice is not None else segment.name
        fresh = False
        if said is not None:
            named = segment.name is not None and segment.name == label
            fresh = named and not each and not (before and _goes_on(cues, before, segment))
            label = said
        elif segment.changed:
            label, fresh = "", True
        elif each and segment.first:
            label = ""
        before = segment
        cue = cues[segment.cue]
        yield Piece(label, segment.words, cue.start_s, cue.end_s, fresh)


def _goes_on(cues: Sequence[Cue], before: _Segment, segment: _Segment) -> bool:
    """Whether who is named again in the next cue goes on with what he says.

    Who is named again after words without a name, or after a pause, begins anew.
    """
    if before.name is None or segment.cue - before.cue > 1:
        return False
    pause = cues[segment.cue].start_s - cues[before.cue].end_s
    return pause < _PAUSE_S or not _ENDED.search(before.words)


def _names_each_cue(segments: Sequence[_Segment]) -> bool:
    """Whether a file names the speaker in every cue: then a cue without a name is nobody's."""
    firsts = [segment.voice or segment.name for segment in segments if segment.first]
    named = sum(name is not None for name in firsts)
    again = sum(a is not None and a == b for a, b in pairwise(firsts))
    return named >= _PER_CUE_SHARE * len(firsts) and again >= _PER_CUE_PAIRS


def _segments(cues: Sequence[Cue]) -> list[_Segment]:
    lines = [[part for line in cue.lines for part in _BREAK.split(line)] for cue in cues]
    dialogue = any(_is_dialogue(parts) for parts in lines)
    tagged = any("<v" in part for parts in lines for part in parts)
    segments: list[_Segment] = []
    for number, parts in enumerate(lines):
        first = True
        for part in parts:
            for segment in _of_line(part, number, dialogue=dialogue, tagged=tagged):
                if segment.words or segment.voice is not None or segment.changed:
                    segment.first = first
                    first = first and not segment.words
                    segments.append(segment)
    for before, after in pairwise(segments):
        before.follows = after.cue == before.cue and not after.changed
    return segments


def _of_line(line: str, cue: int, *, dialogue: bool, tagged: bool) -> Iterator[_Segment]:
    if tagged and "v" in line:
        start, voice = 0, None
        for match in _VOICE_TAG.finditer(line):
            yield from _split(line[start : match.start()], cue, voice, dialogue=dialogue)
            voice = " ".join(html.unescape(match[1] or "").split())
            start = match.end()
        yield from _split(line[start:], cue, voice, dialogue=dialogue)
    else:
        yield from _split(line, cue, None, dialogue=dialogue)


def _split(raw: str, cue: int, voice: str | None, *, dialogue: bool) -> Iterator[_Segment]:
    """The words behind one voice tag, or of one line, cut where `>>` or a dash changes voice."""
    words = _words(raw)
    dash = (_GLUED_DASH if dialogue else _DASH).match(words)
    if dash and voice is None:
        words = ">> " + words[dash.end() :]
    start, changed = 0, False
    for match in _CHEVRONS.finditer(words):
        before = words[start : match.start()].strip()
        if before or voice is not None or changed:
            yield _Segment(cue, before, voice, first=False, changed=changed)
            voice = None if before else voice
        start, changed = match.end(), True
    rest = words[start:].strip()
    if voice and not rest and not changed:
        yield _Segment(cue, "", voice, first=False, changed=False)
    elif rest or voice is not None or changed:
        yield _Segment(cue, rest, voice, first=False, changed=changed and voice is None)


def _is_dialogue(parts: Sequence[str]) -> bool:
    """Whether dashes begin what two people say in one cue."""
    if len(parts) < 2:
        return False
    dashed = [bool(_GLUED_DASH.match(_words(part))) for part in parts]
    return sum(dashed) > 1 or (
        dashed[-1] and not dashed[0] and bool(_DASH.match(_words(parts[-1])))
    )


def _name(segments: Sequence[_Segment]) -> None:
    """Cut the names off the segments that begin with one."""
    prefixes: list[Prefix | None] = []
    openings: list[Opening] = []
    ended = True
    for segment in segments:
        opening = prefix(segment.words) if segment.words[:1] not in ("[", "(") else None
        prefixes.append(opening)
        place = segment.first or segment.changed
        openings.append(Opening(opening, place, ended or segment.changed))
        ended = bool(_ENDED.search(segment.words)) if segment.words else ended
    called = learn(openings)
    brackets = _bracketed(segments, set(called.values()))
    for segment, opening in zip(segments, prefixes, strict=True):
        if opening and opening.label in called:
            segment.name = called[opening.label]
            segment.words = segment.words[opening.after :].strip()
            continue
        match = _BRACKETED.match(segment.words)
        if match and match[1].strip() in brackets:
            segment.name = match[1].strip()
            segment.words = segment.words[match.end() :].strip()


def _bracketed(segments: Sequence[_Segment], known: set[str]) -> set[str]:
    """The names in brackets: `[Jo] words`, `(JO) words`, `[SPEAKER_00]: words`; not `[music]`."""
    plainly: Counter[str] = Counter()
    names: set[str] = set()
    possible: dict[str, bool] = {}
    for segment in segments:
        match = _BRACKETED.match(segment.words)
        if not match:
            continue
        name = match[1].strip()
        if _HEARD.search(name) or not any(sign.isalnum() for sign in name):
            continue
        if match[2]:
            names.add(name)
        elif (match.end() < len(segment.words) or segment.follows) and _is_called(name):
            plainly[name.upper()] += 1
            possible[name] = possible.get(name, False) or segment.changed
    folded = {name.upper() for name in names | known}
    surnames = {word for name in folded for word in name.split()}
    sure = {
        name
        for name, changed in possible.items()
        if changed or plainly[name.upper()] > 1 or name.upper() in folded | surnames
    }
    # Beside names in brackets that are sure, one that stands once is a name too.
    return names | (set(possible) if sure or names else set())


def _is_called(name: str) -> bool:
    words = name.upper().split()
    if len(words) > 4 or words[0] in _SOMEWHERE or is_opener(name):
        return False
    return shape(name) in ("capitals", "title", "handle", "script")


def _words(payload: str) -> str:
    """A payload without tags, with its character references resolved."""
    return " ".join(html.unescape(_TAG.sub("", payload)).split())
