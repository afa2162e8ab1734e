"""JSON of recognisers and podcast hosts: words and voices with their times.

Whisper           {"segments": [{"start": 1.0, "end": 4.0, "text": " The gate."}]}
WhisperX          the same with "speaker" in segments or words
Podcasting 2.0    {"segments": [{"speaker", "startTime", "endTime", "body"}]}
AWS Transcribe    {"results": {"items": […], "speaker_labels": {"segments": […]}}}
AssemblyAI        {"utterances": [{"speaker": "A", "start": 1000, "end": 4000, "text"}]}
Deepgram          {"results": {"utterances": […]}} or {"results": {"channels": […]}}
Google            {"results": [{"alternatives": [{"transcript", "words": […]}]}]}
Speechmatics      {"results": [{"type": "word", "alternatives": [{"content", "speaker"}]}]}
Watson            {"results": […], "speaker_labels": [{"from", "to", "speaker"}]}
Soniox            {"tokens": [{"text": " The", "start_ms", "speaker"}]}, pieces of words
a thread          posts with their replies inside, see `index/readers/threads.py`
any other         a list of pieces, see `index/readers/listed.py`; one object a line, too
words alone       {"text": "…"}, read as a text
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.errors import UnsupportedFormat
from index.readers.cues import Cue
from index.readers.decoding import check_characters
from index.readers.given import called, given_of
from index.readers.listed import (
    Fields,
    Value,
    cues_of,
    find_pieces,
    first,
    is_list_of_objects,
    text_of,
    voice_of,
)
from index.readers.moments import seconds_of
from index.readers.plain import read_plain
from index.readers.subtitles import spoken
from index.readers.threads import threaded
from index.readers.timed import Word, word_cues
from index.records import Source

JSON = "application/json"
KINDS = "Whisper, WhisperX, Podcasting 2.0, AWS Transcribe, AssemblyAI, Deepgram, Google"
_BAD_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_LEAST_TEXT = 40
"""Signs of a text alone that may be a transcript."""


def read_json(text: str) -> Source:
    """A transcript in JSON; its kind is told by its fields.

    :raises UnsupportedFormat: It is no JSON, or of no kind that is known.
    :raises NotText: A word or name in it holds what is no character.
    """
    try:
        values = _loaded(text)
    except (ValueError, RecursionError) as error:
        raise UnsupportedFormat(f"this is not JSON ({error}): save the file again") from error
    check_escapes(text, values)
    try:
        cues = _cues(values)
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
        raise UnsupportedFormat(
            f"a field of this JSON is not as in {KINDS} ({type(error).__name__}: {error})"
        ) from error
    if cues is not None:
        return replace(spoken(cues, JSON), metadata=given_of(values))
    alone = first(values, "text", "transcript") if isinstance(values, dict) else None
    if isinstance(alone, str) and len(alone) >= _LEAST_TEXT:
        return replace(read_plain(alone), media_type=JSON)
    raise UnsupportedFormat(
        f"this JSON is no transcript of a kind that is known ({KINDS}), and has no list of pieces "
        "with words and with voices or times: export it as one of these, as WebVTT or as text"
    )


def _loaded(text: str) -> Value:
    """The values of a JSON text, or of a text with one object on each line."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.strip()[0] == "{" for line in lines):
            raise
        return [json.loads(line) for line in lines]


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
        _loaded(text)
    except (ValueError, RecursionError):
        return False
    return True


def _cues(values: Value) -> list[Cue] | None:
    """The cues, by the first kind whose fields are there; None for none."""
    names = called(values)
    if posts := threaded(values):
        return list(cues_of(posts, names))
    if isinstance(values, list):
        inner = find_pieces(values)
        if inner and inner is not values:
            return list(cues_of(inner, names))
        values = {"segments": values}
    if not isinstance(values, dict):
        return None
    results = values.get("results")
    kinds: tuple[tuple[Any, Callable[[Any], Iterator[Cue]]], ...] = (
        (values.get("utterances"), lambda pieces: _utterances(pieces, names)),
        (values.get("segments"), lambda pieces: _whisper(pieces, names)),
        (values.get("words"), _lone_words),
        (values.get("tokens"), _tokens),
        (values.get("monologues"), _monologues),
        (values.get("transcription"), _whisper_cpp),
    )
    for values_, reader in kinds:
        if is_list_of_objects(values_):
            return list(reader(values_))
    labels = values.get("speaker_labels")
    if is_list_of_objects(results) and is_list_of_objects(labels):
        return list(word_cues(_watson(results, labels)))
    if is_list_of_objects(results):
        return list(_speechmatics(results) if _has_content(results) else _google(results))
    known = _of_results(results, names) if isinstance(results, dict) else None
    response = values.get("response")
    if known is None and isinstance(response, dict):
        known = _cues(response)
    pieces = find_pieces(values) if known is None else None
    return known if pieces is None else list(cues_of(pieces, names))


def _of_results(results: Fields, names: Mapping[str, str]) -> list[Cue] | None:
    if is_list_of_objects(results.get("items")):
        return list(word_cues(_aws(results)))
    if is_list_of_objects(results.get("utterances")):
        return list(_utterances(results["utterances"], names))
    channels = results.get("channels")
    if is_list_of_objects(channels):
        return list(_channels(channels))
    inner = results.get("results")
    return list(_google(inner)) if is_list_of_objects(inner) else None


def _whisper(segments: Sequence[Fields], names: Mapping[str, str]) -> Iterator[Cue]:
    """Segments of Whisper, WhisperX and Podcasting 2.0; words with other voices are cut off."""
    by_words = [_voices(segment.get("words")) for segment in segments]
    if not any(by_words):
        cues = list(cues_of(segments, names))
        if not cues:
            raise ValueError("no segment has text")
        yield from cues
        return
    for segment, voices in zip(segments, by_words, strict=True):
        voice = voice_of(first(segment, "speaker", "speaker_label"))
        if voice is None and len(voices) == 1:
            voice = voice_of(next(iter(voices)))
        if len(voices - {None}) > 1:
            start_s = seconds_of(first(segment, "start", "start_time")) or 0.0
            yield from word_cues(_words(segment["words"], voice), start_s)
        else:
            yield from cues_of([{**segment, "speaker": voice}], {})


def _voices(words: Value) -> set[str | None]:
    """The voices of a segment's words; none where no word has one."""
    if not is_list_of_objects(words):
        return set()
    voices = {word.get("speaker") for word in words}
    return voices if voices != {None} else set()


def _words(words: Sequence[Fields], voice: str | None, unit_s: float = 1.0) -> Iterator[Word]:
    """Words with their own voices; one without has that of the word before, else the segment's."""
    for word in words:
        text = text_of(first(word, "punctuated_word", "word", "text", "value", "content"))
        voice = (
            voice_of(first(word, "speaker", "speakerTag", "speakerLabel", "speaker_id")) or voice
        )
        start = seconds_of(first(word, "start", "startTime", "start_time", "startOffset"), unit_s)
        end = seconds_of(first(word, "end", "endTime", "end_time", "endOffset"), unit_s)
        if text:
            yield Word(text, start, end, voice)


def _utterances(utterances: Sequence[Fields], names: Mapping[str, str]) -> Iterator[Cue]:
    """AssemblyAI in milliseconds, Deepgram in seconds."""
    if not all(is_list_of_objects(utterance.get("words")) for utterance in utterances):
        yield from cues_of(utterances, names)
        return
    unit_s = _unit_s(utterances)
    for utterance in utterances:
        voice = voice_of(first(utterance, "speaker", "channel"))
        yield from word_cues(_words(utterance["words"], names.get(voice or "", voice), unit_s))


def _lone_words(words: Sequence[Fields]) -> Iterator[Cue]:
    return word_cues(_words(words, None, _unit_s(words)))


def _watson(results: Sequence[Fields], labels: Sequence[Fields]) -> Iterator[Word]:
    """Words as `[word, start, end]`, and beside them who speaks from when on."""
    voices = {seconds_of(label.get("from")): voice_of(label.get("speaker")) for label in labels}
    for result in results:
        for text, start, end in result["alternatives"][0]["timestamps"]:
            yield Word(text_of(text), seconds_of(start), seconds_of(end), voices.get(start))


def _tokens(tokens: Sequence[Fields]) -> Iterator[Cue]:
    """Pieces of words; one that goes on with a word has no space before it."""
    spaced = any(str(token.get("text", "")).startswith(" ") for token in tokens)
    words: list[Word] = []
    apart = False
    for token in tokens:
        text = str(token.get("text") or "")
        if not text.strip():
            continue
        start = seconds_of(token.get("start_ms"), 0.001)
        end = seconds_of(token.get("end_ms"), 0.001)
        glued = spaced and bool(words) and not text.startswith(" ") and not apart
        apart = text.endswith(" ")
        words.append(Word(text.strip(), start, end, voice_of(token.get("speaker")), glued))
    return word_cues(words)


def _unit_s(timed: Sequence[Fields]) -> float:
    """Whole numbers throughout count milliseconds."""
    times = [first(fields, name) for fields in timed for name in ("start", "end")]
    known = [time for time in times if time is not None]
    return 0.001 if known and all(isinstance(time, int) for time in known) else 1.0


def _channels(channels: Sequence[Fields]) -> Iterator[Cue]:
    for number, channel in enumerate(channels):
        best = channel["alternatives"][0]
        voice = f"Channel {number}" if len(channels) > 1 else None
        words = best.get("words")
        if is_list_of_objects(words):
            yield from word_cues(_words(words, voice))
        else:
            yield Cue(0.0, 0.0, (text_of(best.get("transcript")),), voice)


def _aws(results: Fields) -> Iterator[Word]:
    """Words of AWS Transcribe, each with the voice of its moment; marks follow their word."""
    spans = [
        (
            seconds_of(item.get("start_time")),
            item.get("speaker_label", segment.get("speaker_label")),
        )
        for segment in results.get("speaker_labels", {}).get("segments", [])
        for item in segment.get("items") or [segment]
    ]
    voices = {start: voice for start, voice in spans if start is not None}
    voice: str | None = None
    for item in results["items"]:
        content = text_of(item["alternatives"][0]["content"])
        glued = item.get("type") == "punctuation"
        start, end = seconds_of(item.get("start_time")), seconds_of(item.get("end_time"))
        if not glued:
            own = item.get("speaker_label") or (None if start is None else voices.get(start))
            voice = voice_of(own) or voice
        if content:
            yield Word(content, start, end, voice, glued)


def _google(results: Sequence[Fields]) -> Iterator[Cue]:
    """Google's results; with voices told apart the last result repeats all words."""
    best = [result["alternatives"][0] for result in results if result.get("alternatives")]
    last = best[-1].get("words") if best else None
    if last and any(first(word, "speakerTag", "speakerLabel") for word in last):
        others = sum(len(alternative.get("words") or ()) for alternative in best[:-1])
        if len(last) >= others > 0 or len(best) == 1 or not best[-1].get("transcript"):
            yield from word_cues(_words(last, None))
            return
    for alternative in best:
        words = alternative.get("words")
        if is_list_of_objects(words):
            yield from word_cues(_words(words, None))
        else:
            yield Cue(0.0, 0.0, (text_of(alternative.get("transcript")),))


def _monologues(monologues: Sequence[Fields]) -> Iterator[Cue]:
    """Rev: elements of words and of marks with the spaces between."""
    for monologue in monologues:
        voice = voice_of(monologue.get("speaker"))
        words = [
            Word(
                text_of(element.get("value")),
                seconds_of(element.get("ts")),
                seconds_of(element.get("end_ts")),
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
        start, end = seconds_of(offsets["from"], 0.001), seconds_of(offsets["to"], 0.001)
        yield Cue(
            start or 0.0, end or 0.0, (text_of(segment["text"]),), voice_of(segment.get("speaker"))
        )


def _has_content(results: Sequence[Fields]) -> bool:
    best = results[0].get("alternatives")
    return is_list_of_objects(best) and "content" in best[0]


def _speechmatics(results: Sequence[Fields]) -> Iterator[Cue]:
    """Words and marks, each with the voice of its best reading."""
    words = []
    for result in results:
        best = result["alternatives"][0]
        voice = voice_of(best.get("speaker"))
        start, end = seconds_of(result.get("start_time")), seconds_of(result.get("end_time"))
        glued = result.get("type") == "punctuation"
        words.append(Word(text_of(best.get("content")), start, end, voice, glued))
    return word_cues(word for word in words if word.text)
