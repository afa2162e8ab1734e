"""JSON that lists pieces of speech under any names: words, and with them who speaks or when.

Recognisers, meeting tools and scripts name the same few things in their own ways.

    words     text, body, content, transcript, sentence, caption, nBest [{"display"}];
              one after another in text, paragraphs, lines, blocks, text_blocks [{"text"}]
    voice     speaker, speakerName, speaker_label, participant, author, channel of its own; `name`
              or `person` only where names come back
    start     start, startTime, start_ms, begin, offset, time, timestamp, instances [{"start"}]
    end       end, endTime, end_ms, stop; or duration, dur, dDurationMs behind the start

Pieces may stand in sections, one list in each; readings of the same words are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias, TypeGuard

from index.readers.cues import Cue
from index.readers.moments import seconds_of
from index.readers.timed import Word, word_cues

Value: TypeAlias = Any
Fields: TypeAlias = Mapping[str, Value]

_WORDS = (
    "text body content transcript utterance utt sentence caption rawtext speech speechtext dialogue"
    " contribution punctuatedword word line message said"
)
_VOICES = (
    "userprofile sendername speakerdisplayname speakername speaker speakerlabel speakertag"
    " participantname participant author username displayname speakerid who"
)
_NAMES = "name person personname member membername user who from sender"
# What somebody goes by, and only then the name that the account has.
_CALLED = "nickname real_name displayName display_name name label id".split()
_BLOCKS = "textblocks blocks paragraphs lines sentences"
_READINGS = frozenset({"alternatives", "nbest"})
_WHO = frozenset(f"{_VOICES} {_NAMES} channel".split())
_STARTS = "start starttime startseconds starttimestamp begin begintime adjustedstart"
_STARTS_MS = "startms starttimems tstartms beginms offsetms timestampms originserverts"
_LOOSE_STARTS = "time timestamp offset ts from"
_ENDS = "end endtime endseconds endtimestamp stop adjustedend"
_ENDS_MS = "endms endtimems"
_LASTS, _LASTS_MS = "duration dur durationseconds", "durationms ddurationms"
_SIGNS = re.compile(r"[_\- ]")
_EPOCH_S = 1e8
"""Seconds from the start of a recording are fewer: this is three years."""
_LONG_PIECE = 100
"""A piece that lasts so many whole units is counted in milliseconds."""
_MOST_DEPTH = 5
_SHARE = 0.8
_ONE_WORD = 1.3
_LEAST_WORDS = 5
_TWO_WORDS = 2
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SIGNS_A_WORD = 3
_LEAST_NAMED = 4
"""Pieces of speech that only a field for any name tells."""


def is_list_of_objects(value: Value) -> TypeGuard[Sequence[Fields]]:
    """Whether a value is a list of objects with at least one."""
    return (
        isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)
    )


def first(fields: Fields, *names: str) -> Value:
    """The first of these fields that is there."""
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def voice_of(value: Value) -> str | None:
    """The label of a voice as it stands: a name, `SPEAKER_00`, `A` or 0."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        return voice_of(first(value, *_CALLED))
    if isinstance(value, list):
        return voice_of(value[0]) if value else None
    return " ".join(str(value).split()) or None


def text_of(value: Value) -> str:
    """Words with single spaces.

    :raises TypeError: It is no text.
    """
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is no text")
    return " ".join((value or "").split())


def find_pieces(values: Value, depth: int = 0) -> Sequence[Fields] | None:
    """The list with most words among those of pieces, anywhere in the values; None for none.

    What stands in several elements of one list, such as sections, is one.
    """
    if is_list_of_objects(values) and _are_pieces(values):
        return values
    if isinstance(values, dict) and (columns := _columns(values)):
        return columns
    if depth == _MOST_DEPTH:
        return None
    if isinstance(values, list):
        each = (find_pieces(value, depth + 1) for value in values)
        return [piece for pieces in each for piece in pieces or ()] or None
    if not isinstance(values, dict):
        return None
    found = []
    for name, value in values.items():
        once = _plain(name) in _READINGS and isinstance(value, list)
        found.append(find_pieces(value[:1] if once else value, depth + 1))
    return max(filter(None, found), key=_size, default=None)


def _columns(fields: Fields) -> Sequence[Fields]:
    """Pieces from two lists beside each other, of voices and of words."""
    plainly = {_SIGNS.sub("", str(name)).lower(): value for name, value in fields.items()}
    voices, words = first(plainly, *_VOICES.split()), first(plainly, *_WORDS.split())
    lists = isinstance(voices, list) and isinstance(words, list) and len(voices) == len(words) > 1
    if not lists or not all(isinstance(value, str) for value in (*voices, *words)):
        return ()
    return [{"speaker": one, "text": said} for one, said in zip(voices, words, strict=True)]


def _size(pieces: Sequence[Fields]) -> int:
    return sum(
        len(_said(fields) or "") for piece in pieces for fields in _blocks(plainly_of(piece))
    )


def _are_pieces(values: Sequence[Fields]) -> bool:
    plainly = [_blocks(plainly_of(fields))[0] for fields in values]
    names = _names(plainly) if len(plainly) >= _LEAST_NAMED else [None] * len(plainly)
    told = [
        fields
        for fields, name in zip(plainly, names, strict=True)
        if _said(fields) and (name or _voice(fields) is not None or _start(fields)[0] is not None)
    ]
    worded = [fields for fields in plainly if _said(fields)]
    return len(told) >= _SHARE * len(worded) and any(
        _count(_said(fields) or "") >= _TWO_WORDS for fields in told
    )


def _blocks(piece: dict[str, Value]) -> list[dict[str, Value]]:
    """A piece whose words stand in a list, one after another; else the piece alone."""
    for name in (*_WORDS.split(), *_BLOCKS.split()):
        blocks = piece.get(name)
        if not isinstance(blocks, list) or not blocks:
            continue
        whole = {key: value for key, value in piece.items() if key != name}
        voiced = {key: value for key, value in whole.items() if key in _WHO}
        if all(isinstance(block, str) for block in blocks):
            return [{**whole, "text": blocks[0]}, *({**voiced, "text": b} for b in blocks[1:])]
        parts = [block.get("text") if isinstance(block, dict) else block for block in blocks]
        if any(isinstance(block, str) for block in blocks) and all(
            isinstance(part, str) for part in parts
        ):
            # Words with a link or a name among them, each a piece of one text.
            return [{**whole, "text": "".join(map(str, parts))}]
        if is_list_of_objects(blocks):
            inner = [plainly_of(block) for block in blocks]
            if all(isinstance(_said(block), str) for block in inner):
                return [{**whole, **inner[0]}, *({**voiced, **block} for block in inner[1:])]
    return [piece]


def cues_of(pieces: Sequence[Fields], names: Mapping[str, str]) -> Iterator[Cue]:
    """The cues of pieces in their order; single words are joined to sentences.

    Messages whose moments fall from first to last stand newest first, and are turned round.

    :param names: What a voice is called by its id.
    :raises ValueError: A time cannot be read.
    :raises TypeError: Words are no text.
    """
    pieces = pieces[::-1] if _fall(pieces) else pieces
    plainly = [block for fields in pieces for block in _blocks(plainly_of(fields))]
    said = [text_of(_said(fields)) for fields in plainly]
    voices = [_voice(fields) for fields in plainly]
    if not any(voices):
        voices = _names(plainly)
    if not any(voices) and len({voice_of(f.get("channel")) for f in plainly}) > 1:
        voices = [voice_of(fields.get("channel")) for fields in plainly]
    voices = [names.get(voice, voice) if voice else None for voice in voices]
    spans = _spans(plainly)
    words = [words for words in said if words]
    if len(words) >= _LEAST_WORDS and sum(map(_count, words)) < _ONE_WORD * len(words):
        yield from word_cues(
            Word(text, start, end, voice)
            for text, voice, (start, end) in zip(said, voices, spans, strict=True)
            if text
        )
        return
    now = 0.0
    for text, voice, (start, end) in zip(said, voices, spans, strict=True):
        began = now if start is None else start
        now = max(began, end) if end is not None else began
        if text:
            yield Cue(began, now, (text,), voice)


def _fall(pieces: Sequence[Fields]) -> bool:
    """Whether the moments of a chat's messages fall, none of them the time of a recording."""
    try:
        moments = [seconds_of(value, unit_s or 1.0) for value, unit_s, _ in map(_moment, pieces)]
    except (ValueError, TypeError):
        return False
    known = [moment for moment in moments if moment is not None]
    if len(known) < max(_TWO_WORDS, len(pieces)) or min(known) < _EPOCH_S:
        return False
    return known[0] > known[-1] and all(a >= b for a, b in pairwise(known))


def _moment(piece: Fields) -> tuple[Value, float, bool]:
    return _start(plainly_of(piece))


def _count(text: str) -> float:
    """The words of a text, about; Chinese, Japanese and Thai print no spaces between them."""
    return max(len(text.split()), len(_UNSPACED.findall(text)) / _SIGNS_A_WORD)


def plainly_of(fields: Fields) -> dict[str, Value]:
    """The fields with names in small letters and without signs; the first of two alike."""
    plainly: dict[str, Value] = {}
    for name, value in fields.items():
        plainly.setdefault(_plain(name), value)
    for inside in ("instances", "nbest", "alternatives"):
        inner = plainly.get(inside)
        if is_list_of_objects(inner):
            plainly = {**plainly_of(inner[0]), **plainly}
    return plainly


def _plain(name: str) -> str:
    return _SIGNS.sub("", name).lower()


def _said(fields: Fields) -> str | None:
    segs = fields.get("segs")
    if is_list_of_objects(segs):
        return "".join(str(part.get("utf8") or "") for part in segs)
    value = next(
        (fields[name] for name in _WORDS.split() if _may_hold_words(fields.get(name))), None
    )
    if isinstance(value, dict):
        return _said(plainly_of(value))
    if value is None:
        value = first(fields, "display", "lexical") or _joined(fields.get("words"))
    return value if isinstance(value, str) or value is None else text_of(value)


def _may_hold_words(value: Value) -> bool:
    """Whether a field is no list of pieces and no object without words of its own."""
    if isinstance(value, dict):
        return any(isinstance(value.get(name), str) for name in ("body", "text"))
    return value is not None and not is_list_of_objects(value)


def _joined(words: Value) -> str | None:
    if isinstance(words, str):
        return words
    if not is_list_of_objects(words):
        return None
    return " ".join(filter(None, (_said(plainly_of(word)) for word in words))) or None


def _voice(fields: Fields) -> str | None:
    # A voice that has only a number where the others have names is not named.
    nameless = "speakername" in fields and fields["speakername"] is None
    return None if nameless else voice_of(first(fields, *_VOICES.split()))


def _names(pieces: Sequence[Fields]) -> list[str | None]:
    """Voices by fields that may name anything: only where two or more names come back."""
    for field in _NAMES.split():
        values = [voice_of(fields.get(field)) for fields in pieces]
        known = [value for value in values if value and any(map(str.isalpha, value))]
        if 1 < len(set(known)) < len(known) and 2 * len(known) > len(pieces):
            return values
    return [None] * len(pieces)


def _start(fields: Fields) -> tuple[Value, float, bool]:
    """A start as it stands, its unit where the name tells it, else 0, and whether it is sure."""
    for names, unit_s, sure in (
        (_STARTS_MS, 0.001, True),
        (_STARTS, 0.0, True),
        (_LOOSE_STARTS, 0.0, False),
    ):
        value = first(fields, *names.split())
        if value is not None:
            return value, unit_s, sure
    words = fields.get("words")
    return _start(plainly_of(words[0])) if is_list_of_objects(words) else (None, 0.0, False)


def _spans(pieces: Sequence[Fields]) -> list[tuple[float | None, float | None]]:
    unit_s = _unit_s(pieces)
    spans = []
    for fields in pieces:
        value, named_s, sure = _start(fields)
        if isinstance(value, list):
            value, end = value[0], (value[1] if len(value) > 1 else None)
        else:
            end = first(fields, *_ENDS.split())
        try:
            start = seconds_of(value, named_s or unit_s)
        except (ValueError, TypeError):
            if sure:
                raise
            start = None
        spans.append((start, _end(fields, start, end, unit_s)))
    known = [start for start, _ in spans if start is not None]
    if known and known[0] >= _EPOCH_S:
        zero = known[0]
        spans = [
            (None if s is None else max(0.0, s - zero), None if e is None else max(0.0, e - zero))
            for s, e in spans
        ]
    return spans


def _end(fields: Fields, start: float | None, end: Value, unit_s: float) -> float | None:
    in_ms = first(fields, *_ENDS_MS.split())
    if in_ms is not None:
        return seconds_of(in_ms, 0.001)
    if end is not None:
        return seconds_of(end, unit_s)
    last_ms = first(fields, *_LASTS_MS.split())
    last = seconds_of(last_ms, 0.001)
    if last_ms is None:
        last = seconds_of(first(fields, *_LASTS.split()), unit_s)
    words = fields.get("words")
    if last is None and is_list_of_objects(words):
        return seconds_of(first(plainly_of(words[-1]), *_ENDS.split()), unit_s)
    return None if start is None or last is None else start + last


def _unit_s(pieces: Sequence[Fields]) -> float:
    """Whole numbers throughout count milliseconds, where pieces last hundreds of them."""
    starts = [_start(fields)[0] for fields in pieces]
    ends = [first(fields, *_ENDS.split()) for fields in pieces]
    lasts = [first(fields, *_LASTS.split()) for fields in pieces]
    times = [time for time in (*starts, *ends, *lasts) if time is not None]
    if not times or not all(isinstance(time, int) for time in times):
        return 1.0
    stops = [*starts[1:], None]
    each = [
        last if last is not None else None if None in (a, stop) else stop - a
        for a, stop, last in zip(
            starts,
            (e if e is not None else s for e, s in zip(ends, stops, strict=True)),
            lasts,
            strict=True,
        )
    ]
    known = sorted(span for span in each if span is not None)
    return 0.001 if known and known[len(known) // 2] >= _LONG_PIECE else 1.0
