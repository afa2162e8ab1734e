"""JSON of recognisers and podcast hosts: words and voices with their times.

Whisper           {"segments": [{"start": 1.0, "end": 4.0, "text": " The gate."}]}
WhisperX          the same with "speaker" in segments or words
Podcasting 2.0    {"segments": [{"speaker", "startTime", "endTime", "body"}]}
AWS Transcribe    {"results": {"items": […], "speaker_labels": {"segments": […]}}}
AssemblyAI        {"utterances": [{"speaker": "A", "start": 1000, "end": 4000, "text"}]}
Deepgram          {"results": {"utterances": […]}} or {"results": {"channels": […]}}
Google            {"results": [{"alternatives": [{"transcript", "words": […]}]}]}
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeGuard

from index.errors import UnsupportedFormat
from index.readers.cues import Cue
from index.readers.decoding import check_characters
from index.readers.subtitles import spoken
from index.readers.timed import Word, word_cues
from index.records import Source

JSON = "application/json"
KINDS = "Whisper, WhisperX, Podcasting 2.0, AWS Transcribe, AssemblyAI, Deepgram, Google"
_BAD_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")

Value: TypeAlias = Any
Fields: TypeAlias = Mapping[str, Value]


def read_json(text: str) -> Source:
    """A transcript in JSON; its kind is told by its fields.

    :raises UnsupportedFormat: It is no JSON, or of no kind that is known.
    :raises NotText: A word or name in it holds what is no character.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnsupportedFormat(f"this is not JSON ({error}): save the file again") from error
    check_escapes(text, values)
    try:
        cues = _cues(values)
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
        raise UnsupportedFormat(
            f"a field of this JSON is not as in {KINDS} ({type(error).__name__}: {error})"
        ) from error
    if cues is None:
        raise UnsupportedFormat(
            f"this JSON is no transcript of a kind that is known ({KINDS}): "
            "export it as one of these, as WebVTT or as text"
        )
    return spoken(cues, JSON)


def check_escapes(text: str, values: Value) -> None:
    """Refuse values of a JSON text that escapes have made no text.

    :raises NotText: Half of a surrogate pair, or a zero character.
    """
    if _BAD_ESCAPE.search(text):
        check_characters("\n".join(_strings(values)))


def _strings(values: Value) -> Iterator[str]:
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value


def is_json(text: str) -> bool:
    """Whether a text is an object of JSON, or a list of such."""
    if not re.match(r"\s*(?:\{\s*\"|\[\s*\{)", text):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _cues(values: Value) -> list[Cue] | None:
    """The cues, by the first kind whose fields are there; None for none."""
    if isinstance(values, list):
        values = {"segments": values}
    if not isinstance(values, dict):
        return None
    results = values.get("results")
    kinds: tuple[tuple[Any, Callable[[Any], Iterator[Cue]]], ...] = (
        (values.get("utterances"), _utterances),
        (values.get("segments"), _whisper),
        (values.get("words"), _lone_words),
        (values.get("monologues"), _monologues),
        (values.get("transcription"), _whisper_cpp),
        (values.get("chunks"), _chunks),
    )
    for values_, reader in kinds:
        if _is_list_of_objects(values_):
            return list(reader(values_))
    if _is_list_of_objects(results):
        return list(_google(results))
    if isinstance(results, dict):
        return _of_results(results)
    response = values.get("response")
    return _cues(response) if isinstance(response, dict) else None


def _of_results(results: Fields) -> list[Cue] | None:
    if _is_list_of_objects(results.get("items")):
        return list(word_cues(_aws(results)))
    if _is_list_of_objects(results.get("utterances")):
        return list(_utterances(results["utterances"]))
    channels = results.get("channels")
    if _is_list_of_objects(channels):
        return list(_channels(channels))
    inner = results.get("results")
    return list(_google(inner)) if _is_list_of_objects(inner) else None


def _is_list_of_objects(value: Value) -> TypeGuard[Sequence[Fields]]:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)
    )


def _number(value: Value, unit_s: float = 1.0) -> float | None:
    """Seconds of `1.5`, `"1.5"`, `"1.5s"` or `{"seconds": 1, "nanos": 500000000}`."""
    if isinstance(value, dict):
        return float(value.get("seconds", 0)) + float(value.get("nanos", 0)) / 1e9
    if value is None or value == "":
        return None
    number = float(value.removesuffix("s") if isinstance(value, str) else value) * unit_s
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no time")
    return number


def _first(fields: Fields, *names: str) -> Value:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _voice(value: Value) -> str | None:
    """The label of a voice as it stands: a name, `SPEAKER_00`, `A` or 0."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        return _voice(_first(value, "name", "label", "id"))
    return " ".join(str(value).split()) or None


def _text(value: Value) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is no text")
    return " ".join((value or "").split())


def _cue(fields: Fields, text: Value, voice: str | None, unit_s: float = 1.0) -> Cue:
    start = _number(_first(fields, "start", "startTime", "start_time", "begin"), unit_s) or 0.0
    end = _number(_first(fields, "end", "endTime", "end_time"), unit_s)
    return Cue(start, start if end is None else max(start, end), (_text(text),), voice)


def _whisper(segments: Sequence[Fields]) -> Iterator[Cue]:
    """Segments of Whisper, WhisperX and Podcasting 2.0; words with other voices are cut off."""
    if not any(_first(segment, "text", "body") for segment in segments):
        raise ValueError("no segment has text")
    for segment in segments:
        voice = _voice(_first(segment, "speaker", "speaker_label"))
        words = segment.get("words")
        text = _first(segment, "text", "body")
        voices = {word.get("speaker") for word in words} if _is_list_of_objects(words) else set()
        if voice is None and len(voices) == 1:
            voice = _voice(next(iter(voices)))
        if len(voices - {None}) > 1 and _is_list_of_objects(words):
            yield from word_cues(_words(words, voice), _cue(segment, "", None).start_s)
        else:
            yield _cue(segment, text, voice)


def _words(words: Sequence[Fields], voice: str | None, unit_s: float = 1.0) -> Iterator[Word]:
    """Words with their own voices; one without has that of the word before, else the segment's."""
    for word in words:
        text = _text(_first(word, "punctuated_word", "word", "text", "value", "content"))
        voice = _voice(_first(word, "speaker", "speakerTag", "speakerLabel")) or voice
        start = _number(_first(word, "start", "startTime", "start_time", "startOffset"), unit_s)
        end = _number(_first(word, "end", "endTime", "end_time", "endOffset"), unit_s)
        if text:
            yield Word(text, start, end, voice)


def _utterances(utterances: Sequence[Fields]) -> Iterator[Cue]:
    """AssemblyAI in milliseconds, Deepgram in seconds."""
    unit_s = _unit_s(utterances)
    for utterance in utterances:
        voice = _voice(_first(utterance, "speaker", "channel"))
        words = utterance.get("words")
        if _is_list_of_objects(words):
            yield from word_cues(_words(words, voice, unit_s))
        else:
            yield _cue(utterance, _first(utterance, "text", "transcript"), voice, unit_s)


def _lone_words(words: Sequence[Fields]) -> Iterator[Cue]:
    return word_cues(_words(words, None, _unit_s(words)))


def _unit_s(timed: Sequence[Fields]) -> float:
    """Whole numbers throughout count milliseconds."""
    times = [_first(fields, name) for fields in timed for name in ("start", "end")]
    known = [time for time in times if time is not None]
    return 0.001 if known and all(isinstance(time, int) for time in known) else 1.0


def _channels(channels: Sequence[Fields]) -> Iterator[Cue]:
    for number, channel in enumerate(channels):
        best = channel["alternatives"][0]
        voice = f"Channel {number}" if len(channels) > 1 else None
        words = best.get("words")
        if _is_list_of_objects(words):
            yield from word_cues(_words(words, voice))
        else:
            yield Cue(0.0, 0.0, (_text(best.get("transcript")),), voice)


def _aws(results: Fields) -> Iterator[Word]:
    """Words of AWS Transcribe, each with the voice of its moment; marks follow their word."""
    spans = [
        (_number(item.get("start_time")), item.get("speaker_label", segment.get("speaker_label")))
        for segment in results.get("speaker_labels", {}).get("segments", [])
        for item in segment.get("items") or [segment]
    ]
    voices = {start: voice for start, voice in spans if start is not None}
    voice: str | None = None
    for item in results["items"]:
        content = _text(item["alternatives"][0]["content"])
        glued = item.get("type") == "punctuation"
        start, end = _number(item.get("start_time")), _number(item.get("end_time"))
        if not glued:
            own = item.get("speaker_label") or (None if start is None else voices.get(start))
            voice = _voice(own) or voice
        if content:
            yield Word(content, start, end, voice, glued)


def _google(results: Sequence[Fields]) -> Iterator[Cue]:
    """Google's results; with voices told apart the last result repeats all words."""
    best = [result["alternatives"][0] for result in results if result.get("alternatives")]
    last = best[-1].get("words") if best else None
    if last and any(_first(word, "speakerTag", "speakerLabel") for word in last):
        others = sum(len(alternative.get("words") or ()) for alternative in best[:-1])
        if len(last) >= others > 0 or len(best) == 1 or not best[-1].get("transcript"):
            yield from word_cues(_words(last, None))
            return
    for alternative in best:
        words = alternative.get("words")
        if _is_list_of_objects(words):
            yield from word_cues(_words(words, None))
        else:
            yield Cue(0.0, 0.0, (_text(alternative.get("transcript")),))


def _monologues(monologues: Sequence[Fields]) -> Iterator[Cue]:
    """Rev: elements of words and of marks with the spaces between."""
    for monologue in monologues:
        voice = _voice(monologue.get("speaker"))
        words = [
            Word(
                _text(element.get("value")),
                _number(element.get("ts")),
                _number(element.get("end_ts")),
                voice,
                glued=element.get("type") == "punct",
            )
            for element in monologue["elements"]
        ]
        yield from word_cues(word for word in words if word.text)


def _whisper_cpp(segments: Sequence[Fields]) -> Iterator[Cue]:
    """whisper.cpp: offsets in milliseconds."""
    for segment in segments:
        offsets = segment["offsets"]
        start, end = _number(offsets["from"], 0.001), _number(offsets["to"], 0.001)
        yield Cue(
            start or 0.0, end or 0.0, (_text(segment["text"]),), _voice(segment.get("speaker"))
        )


def _chunks(chunks: Sequence[Fields]) -> Iterator[Cue]:
    """Pipelines of transformers: `timestamp` holds both times, the last may be null."""
    for chunk in chunks:
        start, end = chunk["timestamp"]
        began = _number(start) or 0.0
        yield Cue(
            began, _number(end) or began, (_text(chunk["text"]),), _voice(chunk.get("speaker"))
        )
