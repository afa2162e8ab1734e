"""How people read a citation: the same words on the page, on the command line and when copied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from index.language.sentences import sentence_spans
from index.records import Days, Document, Speaker, Turn
from retrieval.results import AskedDays, Citation, ContextQuote, Quote, Refusal, Understood

NOT_MARKED = "Speaker not marked"
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
    "written": "written in the chat",
    "speaker_unknown": "a label that may be a speaker's is not known",
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


def speaker_words(label: str | None, speaker: Speaker | None) -> str:
    """A person's name, else the label as printed, else that nobody is marked as the speaker."""
    if label is None:
        return NOT_MARKED
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


def excerpt(text: str, most: int) -> str:
    """The beginning of a text in one line, cut between words with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0]} …"


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


def permalink(citation: Citation) -> str:
    """The address of a citation's words, relative to the service's."""
    return f"/d/{citation.document.document_id}#s{citation.start}-{citation.end}"


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
            address + permalink(citation),
        )
    )


def read_words(understood: Understood) -> str | None:
    """How a question was read, with its topic where one remains; None when only that was read."""
    read = understood_words(understood)
    if read is None or not understood.has_topic:
        return read
    return f"{read}; about “{understood.topic}”"


def understood_words(understood: Understood) -> str | None:
    """How the question was read, None when nothing was taken from it but its topic."""
    parts = []
    if understood.speakers:
        said_by = "said by " + _or(map(speaker_name, understood.speakers))
        if understood.unplaced:
            said_by += f" (the record does not tell who is “{understood.unplaced}”)"
        parts.append(said_by)
    parts += _dates_words(understood)
    if understood.documents:
        parts.append("in " + ", ".join(understood.documents))
    if understood.places:
        parts.append("held in " + _or(understood.places))
    if understood.asks_for_question:
        parts.append("what was asked, not what was answered")
    return ", ".join(parts) or None


def reason_words(reason: Refusal) -> str:
    """Why there is no answer, in one sentence."""
    understood = reason.understood
    said = "asked" if understood.asks_for_question else "said"
    if reason.code == "unknown_speaker":
        if reason.office:
            such = f", such as {_or(map(office_name, reason.near))}" if reason.near else ""
            nobody = f"Nobody on the record is printed as “{reason.name}”"
            return f"{nobody}; ask by the name instead{such}."
        near = ", ".join(map(speaker_name, reason.near))
        misses = f"; near misses: {near}" if near else ""
        return f"Nobody called “{reason.name}” speaks on the record{misses}."
    if reason.code == "no_such_dates":
        return f"Nothing from {_or(map(_asked_words, reason.days))} is on record: {_spans(reason)}."
    if reason.code == "outside_filter" and reason.found is not None:
        return (
            f"Nothing {said} {_limits_words(understood)} answers this, "
            f"but something {said} {_found_words(reason.found, understood)} does."
        )
    if reason.code == "not_by_them":
        who = " and ".join(map(speaker_name, understood.speakers))
        is_, says = ("is", "says") if len(understood.speakers) == 1 else ("are", "say")
        if reason.silent:
            return f"{who} {is_} on record, but not {_limits_words(understood, people=False)}."
        return f"{who} {is_} on record, but {says} nothing that answers this."
    if reason.code == "too_long":
        return "An answer is on record, but not a sentence of it fits into the tokens allowed."
    if limits := _limits_words(understood):
        return f"Nothing {said} {limits} answers this."  # others were not looked at
    return f"Nobody on the record {said} that."


def speaker_name(speaker: Speaker) -> str:
    """A person's name, else a label, which a filter takes as well."""
    return speaker.name or (speaker.labels[0] if speaker.labels else speaker.speaker_id)


def office_name(speaker: Speaker) -> str:
    """A person's name, with the offices that the record prints with it in brackets."""
    offices = ", ".join(role.office.replace(" (", ", ").rstrip(")") for role in speaker.roles)
    return f"{speaker_name(speaker)} ({offices})" if offices else speaker_name(speaker)


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _dates_words(understood: Understood) -> list[str]:
    """The days asked for: one range by its ends, several by their names."""
    if len(understood.dates) > 1:
        return [_ranges_words(understood.dates)]
    return _range_words(understood.date_from, understood.date_to)


def _ranges_words(dates: Sequence[Days]) -> str:
    """Ranges of days; a day or month of several years is named once: "in May 2033 or 2031"."""
    parts = [f"{_preposition(days)}{days_words(days)}" for days in dates]
    same, years = {part[:-4] for part in parts}, [part[-4:] for part in parts]
    named = all(part.startswith(("in ", "on ")) for part in parts)
    if len(parts) < 2 or len(same) > 1 or not named:
        return _or(parts)
    return f"{same.pop()}{', '.join(years[:-1])} or {years[-1]}"


def _preposition(days: Days) -> str:
    first, last = days
    if first is None or last is None:
        return ""
    return "on " if first == last else "in " if _is_named(first, last) else "from "


def days_words(days: Days) -> str:
    """Days as people name them: a day, a month, a year, or from one day to another."""
    first, last = days
    if first is None or last is None:
        return " ".join(_range_words(first, last)) or "any time"
    if first == last:
        return day_words(first)
    if _is_named(first, last):
        return f"{first:%Y}" if last.month > first.month else f"{first:%B %Y}"
    return f"{day_words(first)} to {day_words(last)}"


def _is_named(first: date, last: date) -> bool:
    """Whether the days are one whole month or one whole year."""
    after = last + timedelta(days=1)
    whole = first.day == 1 and after.day == 1 and first.year == last.year
    return whole and (first.month == last.month or (first.month, last.month) == (1, 12))


def _asked_words(days: AskedDays) -> str:
    if days.first is None and days.last is None:
        return f"any {days.words}"
    named = days_words((days.first, days.last))
    return f"{days.words} ({named})" if days.words else named


def _spans(reason: Refusal) -> str:
    first, last = reason.record
    if first is None or last is None:
        return "no transcript has a date"
    if first == last:
        return f"all of it is from {day_words(first)}"
    return f"it goes from {day_words(first)} to {day_words(last)}"


def _limits_words(understood: Understood, *, people: bool = True) -> str:
    """What the words had to be: by whom, when, where."""
    parts = []
    if people and understood.speakers:
        parts.append("by " + _or(map(speaker_name, understood.speakers)))
    if understood.dates:
        parts.append(_ranges_words(understood.dates))
    if understood.documents:
        many = len(understood.documents) > 1
        parts.append("in the documents asked for" if many else "in the document asked for")
    if understood.places:
        parts.append("in " + _or(understood.places))
    return " ".join(parts)


def _found_words(citation: Citation, understood: Understood) -> str:
    """By whom and when words were said, and where if a place was asked for."""
    document = citation.document
    if document.date is not None:
        where = f" in {document.place}" if understood.places and document.place else ""
        return f"by {turn_speaker(citation)} on {date_words(document)}{where}"
    return f"by {turn_speaker(citation)} in {document.title or citation.source_name}"


def _range_words(first: date | None, last: date | None) -> list[str]:
    if first is not None and first == last:
        return [f"on {day_words(first)}"]
    words = [f"from {day_words(first)}"] if first else []
    return words + ([f"until {day_words(last)}"] if last else [])
