"""How people read a citation: the same words on the page, on the command line and when copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.records import Document, Speaker, Turn
from index.sentences import sentence_spans
from retrieval.results import Citation, ContextQuote, Quote, Understood

NOBODY = "Nobody on the record said that."
NEAREST = "Nearest passages (not an answer)"

# Longer questions are shown by their end, so that the quote stays what is read first.
ASKED_CHARACTERS = 320

_FLAGS = {
    "via_interpreter": "via interpreter",
    "inaudible": "partly inaudible",
    "has_inaudible": "partly inaudible",
    "phonetic": "spelt by ear",
    "interrupted": "interrupted",
    "suspected_gap": "words may be missing before this turn",
    "audience": "audience heard",
    "handover": "only gives the floor",
}
_DATE_NOTES = {"inferred": "inferred", "page": "date of the page"}


def day_words(day: date) -> str:
    """A day as people write it, such as 9 March 2011."""
    return f"{day.day} {day:%B %Y}"


def date_words(document: Document) -> str:
    """The date with how far to trust it; what is missing is said."""
    if document.date is not None:
        note = _DATE_NOTES.get(document.date_status)
        return day_words(document.date) + (f" ({note})" if note else "")
    if document.date_raw:
        return f"{document.date_raw} (no full date given)"
    return "date not given"


def title_words(document: Document, source_name: str, labels: Sequence[str] = ()) -> str:
    """The title, or a neutral name made of the file and who speaks in it."""
    if document.title:
        return document.title
    stem = source_name.rpartition("/")[2]
    name = f"Transcript {stem}"
    if not labels:
        return name
    return f"{name}, {' and '.join(labels[:2])}{' and others' if len(labels) > 2 else ''}"


def speaker_words(label: str, speaker: Speaker | None) -> str:
    """A person's name, or the label as printed where the person is not known."""
    return speaker.name if speaker is not None and speaker.name else label


def turn_speaker(citation: Citation) -> str:
    """Who speaks in the turn of a citation."""
    return speaker_words(citation.turn.label, citation.speaker)


def asker_words(asked: ContextQuote) -> str:
    """Who asked, with the label in brackets where a person is known behind it."""
    name = speaker_words(asked.label, asked.speaker)
    return name if name == asked.label else f"{name} ({asked.label})"


def asked_words(asked: ContextQuote) -> str:
    """The question, or of a long one its last sentences: what is wanted is asked last."""
    text = asked.text
    if len(text) <= ASKED_CHARACTERS:
        return text
    borders = [start for start, _ in sentence_spans(text, 0, len(text))]
    near = [start for start in borders if len(text) - start <= ASKED_CHARACTERS]
    return text[near[0] if near else borders[-1] :]


def flag_words(flags: Sequence[str]) -> tuple[str, ...]:
    """Flags in words, each once; one that has no words yet stands for itself."""
    return tuple(dict.fromkeys(_FLAGS.get(flag, flag.replace("_", " ")) for flag in flags))


def turn_flags(turn: Turn, more: Sequence[str] = ()) -> tuple[str, ...]:
    """The flags of a turn and of a quote in it, in words."""
    return flag_words((*turn.flags, *more))


def time_words(times: tuple[float, float] | None) -> str | None:
    """The time of the recording at which words begin, such as 1:02:07."""
    if times is None:
        return None
    minutes, seconds = divmod(int(times[0]), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def where_words(citation: Citation) -> list[str]:
    """Where words stand: title, date, place and time as far as they are known, then the span."""
    document, time = citation.document, time_words(citation.time)
    span = f"characters {citation.start}–{citation.end}"
    parts = [
        document.title,
        date_words(document),
        document.place,
        None if time is None else f"at {time}",
        f"{citation.source_name}, turn {citation.turn.ordinal}, {span}",
    ]
    return [part for part in parts if part]


def citation_words(quote: Quote, address: str) -> str:
    """A quote ready to be pasted: the words, who said them, where they stand.

    :param address: Of the service, without a slash at the end.
    """
    citation = quote.citation
    who = turn_speaker(citation)
    if "via_interpreter" in citation.turn.flags:
        who += " (via interpreter)"
    return "\n".join(
        (
            f"“{quote.text}”",
            f"— {who}, {'; '.join(where_words(citation))}",
            address + citation.url,
        )
    )


def understood_words(understood: Understood) -> str | None:
    """How the question was read, null when nothing was taken from it but its topic."""
    parts = []
    if understood.speakers:
        names = [speaker.name or speaker.speaker_id for speaker in understood.speakers]
        parts.append("said by " + " or ".join(names))
    parts += _range_words(understood.date_from, understood.date_to)
    if understood.documents:
        parts.append("in " + ", ".join(understood.documents))
    if understood.asks_for_question:
        parts.append("what was asked, not what was answered")
    return ", ".join(parts) or None


def _range_words(first: date | None, last: date | None) -> list[str]:
    if first is not None and first == last:
        return [f"on {day_words(first)}"]
    words = [f"from {day_words(first)}"] if first else []
    return words + ([f"until {day_words(last)}"] if last else [])
