"""What a question asks for: whose words, when, in which documents, and about what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.errors import BadDateRange, QuestionTooLong, UnknownFilter
from index.records import Filters, Speaker
from retrieval.askers import Wanted, wanted_question
from retrieval.asking import PERHAPS, STRONG_VERBS, SURE, Span
from retrieval.catalogue import Catalogue
from retrieval.dates import DateRange, find_dates
from retrieval.names import Mention, plain, unknown_asked
from retrieval.results import Question, Understood

MAX_CHARACTERS = 2_000
NEAR_MISSES = 5

_FRAME = re.compile(
    r"^\W*(?:(?:what|how|when|where|why|did|does|do|has|have|had|is|was|were|the|ever|exactly)\s+)*"
    r"(?:say|says|said|tell|told|think|thinks|talk|talked|speak|spoke|comment|commented|mention"
    r"|mentioned|respond|responded|reply|replied|react|reacted|remark|remarks)?\s*"
    r"(?:us|reporters)?\s*(?:about|on|regarding|concerning|of|to|that)?\s+",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:compare\s+)?(?:and|versus|vs\.?)\W+(?:on\s+)?|\W+(?:per|according to|by|from)\W*$",
    re.IGNORECASE,
)
_SAID = re.compile(rf"\b(?:{STRONG_VERBS}|said|spoke)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's text as read, with the filters it leads to and the evidence it leaves.

    `filters` are conditions; `near_dates` are dates that name a thing, `near_speakers` those who
    may be the ones asked for; both only count as evidence. `asked_together` has one
    set of speakers for each name asked: "compare A and B" wants words of both.
    `unknown_speaker` is a person asked for who is not on record: nobody can be quoted.
    """

    text: str
    understood: Understood
    filters: Filters
    near_dates: tuple[DateRange, ...]
    near_speakers: frozenset[str]
    asked_together: tuple[frozenset[str], ...]
    unknown_speaker: str | None


def read(question: Question, catalogue: Catalogue, *, understand: bool = True) -> Reading:
    """Read a question against the record.

    :raises QuestionTooLong: Empty, or longer than `MAX_CHARACTERS`.
    :raises BadDateRange: The range ends before it begins.
    :raises UnknownFilter: An explicit filter that is not on record, with near misses.
    """
    text = question.text.strip()
    check(question)
    dates = [d for d in find_dates(text) if _counts(d, text, catalogue)] if understand else []
    certain = [one for one in dates if one.certain]
    days = (_bound(certain, first=True), _bound(certain, first=False))
    mentions = catalogue.names.mentions(text, days) if understand else []
    wanted = _wanted(text, mentions, catalogue) if understand else None
    asked = [one for one in mentions if one.asked == SURE or _is_addressed(one, wanted, text)]
    speakers = _explicit_speakers(question, catalogue)
    if not speakers:
        speakers = _unique(catalogue, asked)
    documents = _explicit_documents(question, catalogue.document_names)
    explicit_dates = question.date_from is not None or question.date_to is not None
    if not explicit_dates and _is_silent(text, certain, speakers, catalogue):
        certain = []
    first = question.date_from if explicit_dates else _bound(certain, first=True)
    last = question.date_to if explicit_dates else _bound(certain, first=False)
    unknown = None if speakers or wanted else unknown_asked(text, mentions)
    perhaps = catalogue.names.perhaps(unknown) if unknown else frozenset()
    cuts = [*_spans(asked), *_spans(() if explicit_dates else certain)]
    topic = _topic(text, cuts)
    if wanted is not None:
        topic = (wanted_question(_blanked(text, cuts)) or wanted).topic or topic
    ids = tuple(speaker.speaker_id for speaker in speakers)
    return Reading(
        text,
        Understood(
            speakers,
            first,
            last,
            documents,
            topic,
            wanted is not None or catalogue.mostly_asks(ids),
        ),
        Filters(
            voice_ids=catalogue.voices_of(ids) if speakers else None,
            document_ids=documents or None,
            date_from=first,
            date_to=last,
        ),
        tuple(one for one in dates if one not in certain),
        perhaps.union(*(one.speaker_ids for one in mentions if one.asked == PERHAPS)),
        tuple(dict.fromkeys(frozenset(mention.speaker_ids) for mention in asked)),
        None if perhaps else unknown,
    )


def check(question: Question) -> None:
    """Refuse what cannot be asked: an empty or endless question, a backward date range."""
    length = len(question.text)
    if not question.text.strip():
        raise QuestionTooLong("The question is empty; ask something like 'what did … say about …'.")
    if length > MAX_CHARACTERS:
        raise QuestionTooLong(
            f"The question has {length:,} characters; at most {MAX_CHARACTERS:,} are read. "
            "Ask for one thing at a time."
        )
    if question.date_from and question.date_to and question.date_to < question.date_from:
        raise BadDateRange(
            f"The date range ends ({question.date_to}) before it begins ({question.date_from}); "
            "swap the two dates."
        )


def _counts(found: DateRange, text: str, catalogue: Catalogue) -> bool:
    """Whether a date can say when something was said.

    A year that lies outside the record is taken for a part of the topic ("the goals for 2040"); a
    month or a day is not: nothing was said on record then, unless it is a goal yet to come ("by
    May 2040"). A record without any date cannot be asked for one.
    """
    first, last = catalogue.days
    if (first, last) == (0, 0):
        return False
    begins = found.first.toordinal() if found.first else first
    to_come = begins > last and text[found.start :].lower().startswith("by ")
    if found.certain and not found.whole_year and not to_come:
        return True
    ends = found.last.toordinal() if found.last else last
    return begins <= last and ends >= first


def _is_silent(
    text: str, dates: list[DateRange], speakers: tuple[Speaker, ...], catalogue: Catalogue
) -> bool:
    """Whether years are asked of speakers who said nothing then, and "said" does not stand before.

    In "the drought in 2031, as Marsh tells it" she may tell it later.
    """
    if not speakers or not dates or not all(one.whole_year for one in dates):
        return False
    if any(_SAID.search(text[: one.start]) for one in dates):
        return False
    voices = catalogue.voices_of(speaker.speaker_id for speaker in speakers)
    days = (_bound(dates, first=True), _bound(dates, first=False))
    spoken = catalogue.allowed_turns(
        Filters(voice_ids=voices, date_from=days[0], date_to=days[1]), own_voice=True
    )
    return not spoken.any()


def _bound(dates: list[DateRange], *, first: bool) -> date | None:
    """The outer bound of all conditions together, null where one of them is open."""
    bounds = [one.first if first else one.last for one in dates]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds) or not known:
        return None
    return min(known) if first else max(known)


def _unique(catalogue: Catalogue, mentions: list[Mention]) -> tuple[Speaker, ...]:
    ids = dict.fromkeys(id_ for mention in mentions for id_ in mention.speaker_ids)
    return tuple(catalogue.speakers[id_] for id_ in ids)


def _explicit_speakers(question: Question, catalogue: Catalogue) -> tuple[Speaker, ...]:
    """The speakers that a filter names by id, name or label; each must be on record."""
    found: dict[str, Speaker] = {}
    for value in question.speakers:
        if value in catalogue.speakers:
            ids: tuple[str, ...] = (value,)
        else:
            ids = catalogue.names.exact(value)
        if not ids:
            near = near_speakers(value, catalogue)
            hint = f" Near misses: {', '.join(near)}." if near else " List them with /v1/speakers."
            raise UnknownFilter(f"No speaker {value!r} is on record.{hint}", near=near)
        found.update((id_, catalogue.speakers[id_]) for id_ in ids)
    return tuple(found.values())


def near_speakers(value: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Names on record that look like `value`, best first."""
    forms: dict[str, str] = {}
    for speaker in catalogue.speakers.values():
        shown = speaker.name or speaker.labels[0]
        for form in (speaker.speaker_id, shown, *speaker.labels, shown.split()[-1]):
            forms.setdefault(plain(form), shown)
    words = [plain(value), *(plain(word) for word in value.split())]
    close = [m for word in words for m in difflib.get_close_matches(word, forms, NEAR_MISSES, 0.7)]
    return tuple(dict.fromkeys(forms[form] for form in close))[:NEAR_MISSES]


def _explicit_documents(question: Question, names: dict[str, str]) -> tuple[str, ...]:
    """The document ids that a filter names by id or source name; each must be on record."""
    found: list[str] = []
    for value in question.documents:
        ids = [value] if value in names else [id_ for id_, name in names.items() if name == value]
        if not ids:
            near = tuple(difflib.get_close_matches(value, set(names.values()), NEAR_MISSES, 0.6))
            hint = f" Near misses: {', '.join(near)}." if near else " List them with /v1/documents."
            raise UnknownFilter(f"No document {value!r} is on record.{hint}", near=near)
        found.extend(ids)
    return tuple(dict.fromkeys(found))


def _wanted(text: str, mentions: list[Mention], catalogue: Catalogue) -> Wanted | None:
    """The question that is asked for; null where somebody asks who mostly answers."""
    wanted = wanted_question(text)
    if wanted is None:
        return None
    askers = [id_ for m in mentions if m.start < wanted.about_start for id_ in m.speaker_ids]
    return wanted if not askers or catalogue.mostly_asks(askers) else None


def _is_addressed(mention: Mention, wanted: Wanted | None, text: str) -> bool:
    """Whether the question that is asked for was put to this one: "who asked Marsh about …"."""
    return wanted is not None and not text[wanted.about_start : mention.start].strip()


def _spans(found: Iterable[Mention | DateRange]) -> list[Span]:
    return [(one.start, one.end) for one in found]


def _blanked(text: str, spans: list[Span]) -> str:
    """The text with blanks for these spans."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _topic(text: str, cuts: list[Span]) -> str:
    """What remains when the speaker, the date and the frame of the question are taken away."""
    parts, at = [], 0
    for start, end in sorted(cuts):
        parts.append(text[at:start])
        at = max(at, end)
    rest = re.sub(r"^['’]s\b", "", " ".join([*parts, text[at:]]).strip())
    rest = re.sub(r"\s+", " ", re.sub(r"\s['’]s\b", " ", rest)).strip(" ,:;–—-")
    rest = _DANGLING.sub("", rest)
    framed = _FRAME.sub("", rest + " ").strip(" ?.!,:;")
    return framed or rest.strip(" ?") or text
