"""What a question asks for: whose words, when, in which documents, and about what."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date

from index.errors import BadDateRange, QuestionTooLong, UnknownFilter
from index.records import Filters, Speaker
from retrieval.asking import PERHAPS, SURE
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
_ASKS_FOR_QUESTION = re.compile(
    r"^\W*(?:what|which|who)\b(?:\s+(?!you\b|i\b)[\w'’.-]+){0,5}?\s+ask(?:ed|s)?\b"
    r"|\b(?:interviewer|reporter|journalist|moderator|questioner|audience)s?\s+ask(?:ed|s)?\b"
    r"|^\W*(?:what|which)\s+questions?\b.*\b(?:asked|put|raised|posed)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:compare\s+)?(?:and|versus|vs\.?)\W+(?:on\s+)?|\W+(?:per|according to|by|from)\W*$",
    re.IGNORECASE,
)
_ASKS_FOR_QUESTION = re.compile(
    r"\bwh(?:at|ich|o)\b.*?\b(?:did|do|does|was|were|were the|have|has)?\b.*?\bask(?:ed|s)?\b"
    r"|\b(?:interviewer|reporter|journalist|moderator|questioner|audience)s?\b.*\bask(?:ed|s)?\b"
    r"|\bquestions?\b.*\b(?:asked|put|raised|posed)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:what|which|who)\b(?P<asker>.*?)\b(?:ask(?:ed|s)?|put|raised|posed)\b"
    r"\s*(?:about|regarding|on|for|of)?\s*(?P<about>.*)$",
    re.IGNORECASE,
)
_ASKER = re.compile(
    r"\b(?:did|does|do|was|were|has|have|been|the|an?|questions?|interviewers?|reporters?"
    r"|journalists?|moderators?|questioners?|audience|press)\b",
    re.IGNORECASE,
)
_ASKED_OF_SPEAKER = re.compile(r"\b(?:was|were|been|be|when|being)\s+asked\b", re.IGNORECASE)


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
    dates = [d for d in find_dates(text) if _counts(d, catalogue)] if understand else []
    certain = [one for one in dates if one.certain]
    days = (_bound(certain, first=True), _bound(certain, first=False))
    mentions = catalogue.names.mentions(text, days) if understand else []
    asked = [mention for mention in mentions if mention.asked == SURE]
    speakers = _explicit_speakers(question, catalogue)
    if not speakers:
        speakers = _unique(catalogue, asked)
    documents = _explicit_documents(question, catalogue.document_names)
    explicit_dates = question.date_from is not None or question.date_to is not None
    first = question.date_from if explicit_dates else _bound(certain, first=True)
    last = question.date_to if explicit_dates else _bound(certain, first=False)
    wants_question = _wants_question(text, speakers, catalogue)
    topic = _topic(text, asked, () if explicit_dates else certain)
    if wants_question:
        topic = _without_asking(topic)
    ids = tuple(speaker.speaker_id for speaker in speakers)
    return Reading(
        text,
        Understood(speakers, first, last, documents, topic, wants_question),
        Filters(
            voice_ids=catalogue.voices_of(ids) if speakers else None,
            document_ids=documents or None,
            date_from=first,
            date_to=last,
        ),
        tuple(one for one in dates if not one.certain),
        frozenset(id_ for one in mentions if one.asked == PERHAPS for id_ in one.speaker_ids),
        tuple(dict.fromkeys(frozenset(mention.speaker_ids) for mention in asked)),
        None if speakers else unknown_asked(text, mentions),
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


def _counts(found: DateRange, catalogue: Catalogue) -> bool:
    """Whether a date can say when something was said.

    A year that lies outside the record is taken for a part of the topic ("the goals for 2040"); a
    month or a day is not: nothing was said on record then. A record without any date cannot be
    asked for one.
    """
    if catalogue.days == (0, 0):
        return False
    if found.certain and not found.whole_year:
        return True
    first, last = catalogue.days
    begins = found.first.toordinal() if found.first else first
    ends = found.last.toordinal() if found.last else last
    return begins <= last and ends >= first


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


def _wants_question(text: str, speakers: tuple[Speaker, ...], catalogue: Catalogue) -> bool:
    """Whether the words wanted are a question: "what did the interviewer ask about …"."""
    if speakers:
        return catalogue.mostly_asks(speaker.speaker_id for speaker in speakers)
    return bool(_ASKS_FOR_QUESTION.search(text)) and not _ASKED_OF_SPEAKER.search(text)


def _topic(text: str, asked: list[Mention], dates: tuple[DateRange, ...] | list[DateRange]) -> str:
    """What remains when the speaker, the date and the frame of the question are taken away."""
    cuts = sorted([(m.start, m.end) for m in asked] + [(d.start, d.end) for d in dates])
    parts, at = [], 0
    for start, end in cuts:
        parts.append(text[at:start])
        at = max(at, end)
    rest = re.sub(r"^['’]s\b", "", " ".join([*parts, text[at:]]).strip())
    rest = re.sub(r"\s+", " ", re.sub(r"\s['’]s\b", " ", rest)).strip(" ,:;–—-")
    rest = _DANGLING.sub("", rest)
    framed = _FRAME.sub("", rest + " ").strip(" ?.!,:;")
    return framed or rest.strip(" ?") or text


def _without_asking(topic: str) -> str:
    """Drop the frame of "what did the interviewer ask about extradition"."""
    match = _ASKING.match(topic)
    if match is None:
        return topic
    asker = _ASKER.sub(" ", match.group("asker"))
    return re.sub(r"\s+", " ", f"{asker} {match.group('about')}").strip(" ?.,") or topic
