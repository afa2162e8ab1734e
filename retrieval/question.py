"""What a question asks for: whose words, when, in which documents, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from index.errors import BadDateRange, QuestionTooLong
from index.records import Days, Filters, Speaker
from retrieval.askers import Wanted, wanted_question
from retrieval.asking import PERHAPS, SURE, Span
from retrieval.bounds import MAX_QUESTION_CHARS
from retrieval.catalogue import Catalogue
from retrieval.dates import DateRange
from retrieval.explicit import explicit_documents, explicit_speakers
from retrieval.frames import frame_of, is_bare, is_subject
from retrieval.names import Mention, unknown_asked
from retrieval.results import AskedDays, Question, Understood
from retrieval.unheld import unheld_office
from retrieval.when import When, read_dates, spoken_then

_FRAME = re.compile(
    r"^\W*(?:is it (?:true|right|correct) that\s+"
    r"|(?:who|(?:did|has|have) (?:any|some)(?:one|body)) (?:ever )?(?:say|said|claim|claimed) "
    r"(?:that\s+)?)?"
    r"(?:(?:what|how|when|where|why|did|does|do|has|have|had|is|was|were|the|ever|exactly)\s+)*"
    r"(?:say|says|said|tell|told|think|thinks|talk|talked|speak|spoke|comment|commented|mention"
    r"|mentioned|respond|responded|reply|replied|react|reacted|remark|remarks)?\s*"
    r"(?:us|reporters)?\s*(?:about|on|regarding|concerning|of|to|that)?\s+",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:compare\s+)?(?:and|versus|vs\.?)\W+(?:on\s+)?|^compare\s*[:,]\s*"
    r"|\W+(?:per|according to|by|from)\W*$|^(?:as )?(?:per|according to|in the words of)\s*,\s*",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?:(?:ever|also|then|later|really|actually)\s+)?"
    r"(?:say|says|said|tell|told|think|claim|claimed|believe|mention|mentioned)\b"
    r"(?:\s+(?:us|reporters|that))?",
    re.IGNORECASE,
)
"""What stands around a name that is cut out: "how much did … say the bridge would cost"."""
_QUOTES = re.compile(
    r"^(?:quotes?|statements?|comments?|remarks?)\s+|\s+(?:quotes?|statements?|comments?|remarks?)$",
    re.IGNORECASE,
)
_NO_TOPIC = re.compile(
    r"(?:\W*\b(?:what|how|when|where|why|who|which|did|does|do|has|have|had|is|was|were|the|all|a"
    r"|and|or|then|there|that|this|it|us|anything|something|everything|else|ever|exactly|about|on"
    r"|in|at|to|of|from|by|for|with|me|show|give|tell|find|list|quotes?|words|answers?|remarks?"
    r"|statements?|asked?|asks|questions?|said|says|told|spoke"
    r"|(?<!\bthe )(?<!\ban )(?<!\ba )(?:say|tell|call|explain|describe|respond|reply|answer|react"
    r"|report|comment|mention|discuss|talk|speak|state|address|note|put it))\b)*\W*",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:on|in|during|from|dated|over|within|throughout)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's text as read, with the filters it leads to and the evidence it leaves.

    `filters` are conditions; `near_dates` are dates that name a thing, `near_speakers` those who
    may be the ones asked for; both only count as evidence. `asked_together` has one
    set of speakers for each name asked: "compare A and B" wants words of both.
    `unknown_speaker` is a person asked for who is not on record: nobody can be quoted. It is an
    office that nobody on record is printed with where `asks_office`.
    `may_tell` holds where those asked mostly ask themselves: what they ask is looked for first.
    `names_subject` holds for "Marsh on tolls" and the like, which a mere "Yes" does not answer.
    `absent` are the days asked for, where nothing of any of them is on record; `must_name` are
    dates outside the record that an answer has to name.
    """

    text: str
    understood: Understood
    filters: Filters
    near_dates: tuple[DateRange, ...]
    near_speakers: frozenset[str]
    asked_together: tuple[frozenset[str], ...]
    unknown_speaker: str | None
    absent: tuple[AskedDays, ...] = ()
    must_name: tuple[DateRange, ...] = ()
    asks_office: bool = False
    may_tell: bool = False
    names_subject: bool = False


def read(
    question: Question,
    catalogue: Catalogue,
    *,
    understand: bool = True,
    today: date | None = None,
) -> Reading:
    """Read a question against the record.

    :param today: What "last week" counts from; None asks the clock.
    :raises QuestionTooLong: Empty, or longer than `MAX_QUESTION_CHARS`.
    :raises BadDateRange: The range ends before it begins.
    :raises UnknownFilter: An explicit filter that is not on record, with near misses.
    """
    text = question.text.strip()
    check(question)
    when, mentions = _names_and_dates(text, catalogue, today) if understand else (When(), [])
    wanted = _wanted(text, mentions, catalogue) if understand else None
    asked = [
        mention
        for mention in mentions
        if mention.asked == SURE or _is_addressed(mention, wanted, text)
    ]
    speakers = explicit_speakers(question.speakers, catalogue)
    unknown = None if speakers or asked or wanted else unknown_asked(text, mentions)
    if unknown and understand and (called := catalogue.names.called(unknown)):
        at = text.index(unknown)
        asked, unknown = [Mention(called, at, at + len(unknown), SURE)], None
    if not speakers:
        speakers = _unique(catalogue, asked)
    documents = explicit_documents(question, catalogue)
    explicit_dates = question.date_from is not None or question.date_to is not None
    if explicit_dates:
        days: tuple[Days, ...] = ((question.date_from, question.date_to),)
        when = replace(when, conditions=(), near=when.near + when.conditions, absent=())
    else:
        if _is_silent(text, when.conditions, speakers, asked, catalogue):
            when = replace(when, conditions=(), near=when.near + when.conditions)
        days = when.ranges or tuple(
            (absent.first, absent.last) for absent in when.absent if absent.kind != "yearless"
        )
    perhaps = catalogue.names.perhaps(unknown) if unknown else frozenset()
    office = None
    if understand and unknown is None and not (speakers or wanted):
        office = unheld_office(text, mentions)
    dates = _spans(when.conditions + when.absent)
    bare = _blanked(text, dates)
    perhaps_asked = [mention for mention in mentions if mention.asked == PERHAPS]
    ends = [span for span in _spans(perhaps_asked) if not asked and is_bare(bare, span)]
    cuts = [*_spans(asked), *ends, *dates]
    topic, frame = _topic(text, cuts), None
    if wanted is not None:
        topic = (wanted_question(_blanked(text, cuts)) or wanted).topic or topic
    elif frame := frame_of(bare, _spans(asked)):
        topic = f"{frame.others} {frame.topic}".strip()
    names_subject = wanted is None and (frame is not None or is_subject(bare, cuts))
    ids = tuple(speaker.speaker_id for speaker in speakers)
    first, last = _hull(days)
    mostly_asks = catalogue.mostly_asks(ids)
    return Reading(
        text,
        Understood(
            speakers,
            first,
            last,
            documents if question.documents and documents else (),
            topic or " ".join(text[mention.start : mention.end] for mention in asked) or text,
            wanted is not None or mostly_asks,
            days,
            has_topic=bool(topic),
            places=question.places,
            unplaced=_unplaced(text, asked) if not question.speakers else None,
        ),
        Filters(
            voice_ids=catalogue.voices_of(ids) if speakers else None,
            document_ids=documents,
            date_from=first,
            date_to=last,
            dates=days if len(days) > 1 else () if when.absent and not days else None,
        ),
        when.near,
        perhaps.union(*(mention.speaker_ids for mention in mentions if mention.asked == PERHAPS)),
        tuple(dict.fromkeys(frozenset(mention.speaker_ids) for mention in asked)),
        None if perhaps else unknown or office,
        _absent(text, when, days, catalogue),
        when.must_name,
        asks_office=office is not None,
        may_tell=mostly_asks and wanted is None,
        names_subject=names_subject,
    )


def telling(reading: Reading) -> Reading:
    """The same question, for what those who mostly ask tell beside their questions."""
    understood = replace(reading.understood, asks_for_question=False)
    return replace(reading, understood=understood, may_tell=False)


def _names_and_dates(
    text: str, catalogue: Catalogue, today: date | None
) -> tuple[When, list[Mention]]:
    """The dates and the names of a question: who held an office depends on the days."""
    mentions = catalogue.names.mentions(text)
    sure = _spans(mention for mention in mentions if mention.asked == SURE)
    when = read_dates(text, catalogue, sure, today or date.today())
    days = _hull(when.ranges or tuple((absent.first, absent.last) for absent in when.absent))
    return when, mentions if days == (None, None) else catalogue.names.mentions(text, days)


def _absent(
    text: str, when: When, days: tuple[Days, ...], catalogue: Catalogue
) -> tuple[AskedDays, ...]:
    """The days asked for where nothing of any of them is on record."""
    if catalogue.days == (0, 0) or any(catalogue.has_words_of(asked) for asked in days):
        return ()
    if not when.absent:
        return tuple(AskedDays("", *asked) for asked in days)
    absent_days: dict[int, AskedDays] = {}
    for absent in when.absent:
        words = _PREPOSITION.sub("", text[absent.start : absent.end])
        plain = absent.kind == "plain"
        whole = (absent.first, absent.last) if absent.kind != "yearless" else (None, None)
        absent_days.setdefault(absent.start, AskedDays("" if plain else words, *whole))
    return tuple(absent_days.values())


def _hull(days: tuple[Days, ...]) -> Days:
    """The outer bounds of some ranges together, None where one of them is open."""
    firsts, lasts = [first for first, _ in days], [last for _, last in days]
    known_firsts = [first for first in firsts if first is not None]
    known_lasts = [last for last in lasts if last is not None]
    return (
        min(known_firsts) if len(known_firsts) == len(firsts) and firsts else None,
        max(known_lasts) if len(known_lasts) == len(lasts) and lasts else None,
    )


def check(question: Question) -> None:
    """Refuse what cannot be asked: an empty or endless question, a backward date range."""
    length = len(question.text)
    if not question.text.strip():
        raise QuestionTooLong("The question is empty; ask something like 'what did … say about …'.")
    if length > MAX_QUESTION_CHARS:
        raise QuestionTooLong(
            f"The question has {length:,} characters; at most {MAX_QUESTION_CHARS:,} are read. "
            "Ask for one thing at a time."
        )
    if question.date_from and question.date_to and question.date_to < question.date_from:
        raise BadDateRange(
            f"The date range ends ({question.date_to}) before it begins ({question.date_from}); "
            "swap the two dates."
        )


def _is_silent(
    text: str,
    dates: tuple[DateRange, ...],
    speakers: tuple[Speaker, ...],
    asked: list[Mention],
    catalogue: Catalogue,
) -> bool:
    """Whether years are asked of speakers who said nothing then, and no wording asks for words.

    In "the drought in 2031, as Marsh tells it" she may tell it later.
    """
    if not speakers or not dates or not all(period.whole_year for period in dates):
        return False
    if any(spoken_then(text, period, _spans(asked)) for period in dates):
        return False
    voices = catalogue.voices_of(speaker.speaker_id for speaker in speakers)
    days = tuple((period.first, period.last) for period in dates)
    return not catalogue.allowed_turns(Filters(voice_ids=voices, dates=days), own_voice=True).any()


def _unique(catalogue: Catalogue, mentions: list[Mention]) -> tuple[Speaker, ...]:
    ids = dict.fromkeys(id_ for mention in mentions for id_ in mention.speaker_ids)
    return tuple(catalogue.speakers[id_] for id_ in ids)


def _unplaced(text: str, asked: list[Mention]) -> str | None:
    """The first office asked for of which the record does not tell where its holders have it."""
    return next((text[one.start : one.end] for one in asked if one.unplaced), None)


def _wanted(text: str, mentions: list[Mention], catalogue: Catalogue) -> Wanted | None:
    """The question that is asked for; None where somebody asks who mostly answers."""
    wanted = wanted_question(text)
    if wanted is None:
        return None
    askers = [id_ for m in mentions if m.start < wanted.about_start for id_ in m.speaker_ids]
    return wanted if not askers or catalogue.mostly_asks(askers) else None


def _is_addressed(mention: Mention, wanted: Wanted | None, text: str) -> bool:
    """Whether the question that is asked for was put to this one: "who asked Marsh about …"."""
    return wanted is not None and not text[wanted.about_start : mention.start].strip()


def _spans(places: Iterable[Mention | DateRange]) -> list[Span]:
    return [(place.start, place.end) for place in places]


def _blanked(text: str, spans: list[Span]) -> str:
    """The text with blanks for these spans."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _topic(text: str, cuts: list[Span]) -> str:
    """What remains when the speaker, the date and the frame of the question are taken away.

    Empty where that is nothing to look for: "What did Marsh say?"
    """
    parts, at = [], 0
    for start, end in sorted(cuts):
        if not (at and _JOINS.fullmatch(text[at:start])):
            parts.append(text[at:start])
        at = max(at, end)
    rest = re.sub(r"^['’]s\b", "", " ".join([*parts, text[at:]]).strip())
    rest = re.sub(r"\s+", " ", re.sub(r"\s['’]s\b", " ", rest)).strip(" ,:;–—-")
    rest = _DANGLING.sub("", re.sub(r"\(\s*\)", "", rest).strip())
    if cuts:
        rest = _QUOTES.sub("", rest)
    framed = re.sub(r"\s+", " ", _WHO_SAID.sub("", _FRAME.sub("", rest + " "), count=1))
    framed = framed.strip(" ?.!,:;")
    topic = framed or rest.strip(" ?.!")
    return "" if _NO_TOPIC.fullmatch(topic) else topic
