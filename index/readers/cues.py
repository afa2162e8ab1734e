"""Cues of WebVTT and SRT files: times and payload, before anybody's words are told apart.

One reader for both, since files in the wild mix them: hours or minutes left out, numbers without
leading noughts, commas or points before the fraction, cues without a number, blank lines inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.errors import SourceError

# `0:0:8.480`, `00:00:9,5`, `58.100`, `1:03.480`, `00:00:08`
_CLOCK = r"\d{1,5}(?::\d{1,3}){0,2}(?:[.,]\d{1,9})?"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*(?:-->|--&gt;)\s*({_CLOCK})(?:\s.*)?")
# The arrow as word processors and hasty hands leave it; only between clocks with a colon.
_BENT = re.compile(
    r"\s*(\d{1,3}(?::\d{1,3}){1,2}(?:[.,]\d{1,9})?)\s*(?:->|-- ?>|[–—]+>|→)\s*"
    r"(\d{1,3}(?::\d{1,3}){1,2}(?:[.,]\d{1,9})?)(?:\s.*)?"
)
_NUMBER = re.compile(r"\s*\d+\s*")
# Webex names who speaks beside a cue's number: `3 "Ada Quill" (1262511360)`.
_NUMBERED_VOICE = re.compile(r"\d+ \"(?P<voice>[^\"\n]*)\"(?: \(\d+\))?")
# The parts of a stream are joined with their heads.
_COMMENT = re.compile(r"(?:NOTE:?|WEBVTT)(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*")
_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_MOST_LINES = 8
"""Rolling captions show two or three lines; more are not compared."""
_ROLLING_SHARE = 1 / 3
"""Automatic captions repeat themselves from cue to cue, people now and then."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds from the start, and its lines as they stand, tags included.

    `voice` is who speaks where the format says so beside the words; None where it is silent.
    """

    start_s: float
    end_s: float
    lines: tuple[str, ...]
    voice: str | None = None


def read_cues(text: str, *, comments: bool) -> list[Cue]:
    """All cues in file order, with all their words: also behind a blank line, where players stop.

    :param comments: Whether `NOTE`, `STYLE` and `REGION` begin what is not spoken, and a line
        before the times may be a cue's name, as WebVTT says. In SRT only a number stands there.
    :raises SourceError: A line with `-->` is no timing line; the message names it.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    timings = [(n, match) for n, line in enumerate(lines) if (match := _timing(line))]
    blocks = []
    for (number, _), following in pairwise([*timings, (len(lines), None)]):
        blocks.append(_block(lines[number + 1 : following[0]], number + 1, comments=comments))
    head = _block(lines[: timings[0][0]] if timings else lines, 0, comments=comments)
    named = sum(block.before_times is not None for block in blocks[:-1])
    cues = []
    for place, ((_, match), block) in enumerate(zip(timings, blocks, strict=True)):
        payload = block.lines
        if place + 1 < len(blocks) and block.before_times is not None:
            # Where cues have no names, a sentence before the times is spoken.
            spoken = " " in block.before_times and 2 * named < len(blocks)
            spoken = spoken and not _NUMBERED_VOICE.fullmatch(block.before_times)
            payload = payload if spoken else payload[:-1]
        words = tuple(line.strip() for line in payload if _says_something(line))
        before = blocks[place - 1] if place else head
        voice = _NUMBERED_VOICE.fullmatch(before.before_times or "")
        named_voice = voice["voice"].strip() or None if voice else None
        cues.append(Cue(seconds(match[1]), seconds(match[2]), words, named_voice))
    return cues


def _timing(line: str) -> re.Match[str] | None:
    if "-" not in line and "→" not in line and "–" not in line and "—" not in line:
        return None
    return _TIMING.fullmatch(line) or _BENT.fullmatch(line)


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines after one timing line; the last one may name or number the cue that follows."""

    lines: list[str]
    before_times: str | None


def _block(lines: Sequence[str], first: int, *, comments: bool) -> _Block:
    kept: list[str] = []
    silent = after_blank = False
    name: str | None = None
    for number, line in enumerate(lines, first + 1):
        name = None
        if not line:
            silent, after_blank = False, True
            continue
        silent = silent or (comments and after_blank and bool(_COMMENT.fullmatch(line)))
        if not silent:
            if "-->" in line:
                raise SourceError(
                    f"line {number:,} is no timing line: {line.strip()[:60]!r}; expected times "
                    "such as 00:00:01.000 --> 00:00:02.000: correct the line"
                )
            kept.append(line)
            if _names_cue(line) or (comments and after_blank):
                name = line.strip()
        after_blank = False
    return _Block(kept, name)


def _names_cue(line: str) -> bool:
    return bool(_NUMBER.fullmatch(line) or _NUMBERED_VOICE.fullmatch(line.strip()))


def fold_rolling(cues: list[Cue]) -> list[Cue]:
    """Drop what a cue repeats from the one before, where the whole file rolls.

    Automatic captions show each line twice, once growing and once above the next one; a
    person who says "No." twice in a hand-made file is left alone. A cue that only repeats
    prolongs the one before.
    """
    if len(cues) < 3:
        return cues
    plainly = [tuple(plain(line) for line in cue.lines) for cue in cues]
    repeats = [_repeated(before, after) for before, after in pairwise(plainly)]
    if sum(repeat != (0, 0) for repeat in repeats) < _ROLLING_SHARE * len(cues):
        return cues
    kept = cues[:1]
    for cue, plain_lines, (count, signs) in zip(cues[1:], plainly[1:], repeats, strict=True):
        lines = cue.lines[count:]
        if signs:
            lines = (plain_lines[count][signs:].strip(), *lines[1:])
        if lines:
            kept.append(replace(cue, lines=lines))
        elif count:
            kept[-1] = replace(kept[-1], end_s=max(kept[-1].end_s, cue.end_s))
    return kept


def plain(line: str) -> str:
    """A payload line without its tags, as it is compared with the line before."""
    return " ".join(_MARKUP.sub("", line).split())


def _says_something(line: str) -> bool:
    return bool(plain(line)) or "<v" in line or "</v" in line


def _repeated(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, int]:
    """What a cue repeats from the one before: whole first lines, and signs of the next line."""
    for count in range(min(len(old), len(new), _MOST_LINES), 0, -1):
        if old[-count:] == new[:count]:
            return count, 0
        grown = old[-count:-1] == new[: count - 1] and new[count - 1].startswith(f"{old[-1]} ")
        if grown and old[-1]:
            return count - 1, len(old[-1])
    return 0, 0


def seconds(clock: str) -> float:
    """`1:02:03.5`, `02:03,500` or `3.5` in seconds."""
    whole, _, fraction = clock.replace(",", ".").partition(".")
    total = 0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)
