"""Turns to passages: what is indexed and quoted, and what the encoder sees of it.

What is quoted are the words, `text[start:end]`. What is embedded is more and less:

    Press Briefing · March 31, 2011 · MS. OKORO
    Q: … will the harbour open before the autumn?
    It opens on the first of June.

The title, the date, the speaker's label and the end of the question make the words findable
whose topic stands elsewhere; marks such as "(inaudible)" or "(ph)" are left out. The context
alone gives way when all is too long for the encoder; words are never left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.cutting.packing import Span, halve, pack
from index.errors import SettingsError
from index.language.dates import MONTHS
from index.language.tokens import count_tokens, first_characters, last_characters
from index.records import Document, ParsedSource, Passage, Turn, span_id

LEAST_TOKENS = 16
# Tokens kept for what stands between the parts of a context.
SEPARATOR_TOKENS = 4

_NOTE = re.compile(
    r" ?[(\[](?:(?:via|through) )?(?:(?:an?|the) )?(?:interpret\w*|inaudible|unintelligible"
    r"|indiscernible|off[- ]mi[ck]e?|cross-?talk|ph|phonetic|sp|laughter|laughs|applause)\b"
    r"[^()\[\]]{0,20}[)\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EmbedParts:
    """Which parts stand before the words in what is embedded.

    Title and date are left out: filters know the date, and the words of a title are the same in
    a hundred passages. Without them the whole ranking's nDCG@10 goes from 0.740 to 0.745 on
    press-dev (46 questions), 0.876 to 0.874 on the State Department set (58) and 0.789 to 0.818
    on the sample set (61), and a text has a quarter fewer word pieces to encode.
    """

    title: bool = False
    date: bool = False
    speaker: bool = True
    question: bool = True


@dataclass(frozen=True, slots=True)
class PassageBudget:
    """How long a passage's words and its context may be, in tokens of `cl100k_base`.

    Embeddings alone, 46 answerable questions of press-dev, question turns left out: nDCG@10
    0.41 for bare words, 0.61 with speaker and question (p < 0.001), 0.58 with title and date as
    well; against these last, 0.60 with 120 tokens of context and 0.55 with 96 tokens of words
    (neither significant).

    :raises SettingsError: `max_tokens` is below 16 or `context_tokens` below 0.
    """

    max_tokens: int = 160
    context_tokens: int = 80
    parts: EmbedParts = field(default_factory=EmbedParts)

    def __post_init__(self) -> None:
        if self.max_tokens < LEAST_TOKENS or self.context_tokens < 0:
            raise SettingsError(
                f"a passage of {self.max_tokens} tokens with {self.context_tokens} of context: "
                f"expected at least {LEAST_TOKENS} and 0"
            )


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before the words of a passage; an empty string leaves a part out."""

    title: str = ""
    date: str = ""
    label: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    turn: Turn
    span: Span
    full: Context
    context: Context


def make_passages(
    parsed: ParsedSource,
    budget: PassageBudget,
    count_pieces: Callable[[Sequence[str]], list[int]],
    max_pieces: int,
) -> tuple[Passage, ...]:
    """Cut every turn into passages, in text order, without overlap and with nothing left out.

    Passages begin and end at sentence borders; only a sentence that is longer than the budget
    (or than the encoder takes) is cut, at the end of a clause or word, into several passages.

    :param count_pieces: The encoder's own count; called with many texts at once.
    :param max_pieces: What the encoder takes; every `Passage.embedded` stays within.
    :raises TextTooLong: `max_pieces` does not even hold one character.
    """
    text = parsed.source.text
    drafts = [
        _Draft(turn, span, context, context)
        for turn, context in _contexts(parsed, budget)
        for span in pack(text, turn.start, turn.end, budget.max_tokens)
    ]
    passages: list[Passage] = []
    while drafts:
        embedded = [embedded_text(text[slice(*draft.span)], draft.context) for draft in drafts]
        smaller: list[_Draft] = []
        for draft, full, pieces in zip(drafts, embedded, count_pieces(embedded), strict=True):
            if pieces <= max_pieces:
                passages.append(_passage(text, draft, full))
            else:
                smaller.extend(_smaller(text, draft, pieces - max_pieces))
        drafts = smaller
    return tuple(sorted(passages, key=lambda passage: passage.start))


def embedded_text(words: str, context: Context) -> str:
    """Compose what the encoder sees: a line of title, date and speaker, the question, the words.

    Runs of white space become one space; words that are only a mark stay as they are.
    """
    head = " · ".join(part for part in (context.title, context.date, context.label) if part)
    question = f"Q: {context.question}" if context.question else ""
    spoken = _plain(words) or " ".join(words.split())
    return "\n".join(part for part in (head, question, spoken) if part)


def _contexts(parsed: ParsedSource, budget: PassageBudget) -> list[tuple[Turn, Context]]:
    documents = {document.document_id: document for document in parsed.documents}
    turns = {turn.turn_id: turn for turn in parsed.turns}
    contexts = []
    for turn in parsed.turns:
        asked = turns.get(turn.replies_to or "")
        question = "" if asked is None else parsed.source.text[asked.start : asked.end]
        contexts.append((turn, _context(documents[turn.document_id], turn, question, budget)))
    return contexts


def _context(document: Document, turn: Turn, question: str, budget: PassageBudget) -> Context:
    """The context of a turn's passages, within its budget: label, date, title, question."""
    parts, left = budget.parts, budget.context_tokens
    label = _first_words(turn.printed, left) if parts.speaker else ""
    left -= _cost(label)
    day = _spoken(document.date) if parts.date and document.date else ""
    day = day if _cost(day) <= left else ""
    left -= _cost(day)
    title = document.title if parts.title and document.title else ""
    title = _first_words(title, left if not question else left // 2)
    left -= _cost(title)
    asked = _last_words(_plain(question), left) if parts.question else ""
    return Context(title, day, label, asked)


def _smaller(text: str, draft: _Draft, excess: int) -> list[_Draft]:
    """A draft with less context, or, where none is left, two with half of the words each."""
    context = draft.context
    if context.question:
        kept = context.question.removeprefix("… ").split()[excess:]
        question = f"… {' '.join(kept)}" if kept else ""
        return [replace(draft, context=replace(context, question=question))]
    if context != Context():
        rest = Context(label=context.label) if context.title or context.date else Context()
        return [replace(draft, context=rest)]
    return [
        replace(draft, span=half, context=draft.full)
        for half in halve(text, *draft.span)
        if half[0] < half[1]
    ]


def _passage(text: str, draft: _Draft, embedded: str) -> Passage:
    turn, (start, end) = draft.turn, draft.span
    return Passage(
        passage_id=span_id(turn.document_id, start, end),
        document_id=turn.document_id,
        turn_id=turn.turn_id,
        start=start,
        end=end,
        tokens=count_tokens(text[start:end]),
        embedded=embedded,
    )


def _plain(words: str) -> str:
    """Words on one line, without the transcriber's marks."""
    return _NOTE.sub("", " ".join(words.split())).strip()


def _spoken(day: date) -> str:
    """A date as people say it; not by `strftime`, which follows the machine's language."""
    return f"{MONTHS[day.month - 1].capitalize()} {day.day}, {day.year}"


def _cost(part: str) -> int:
    return count_tokens(part) + SEPARATOR_TOKENS if part else 0


def _first_words(part: str, max_tokens: int) -> str:
    """The first words of a part that fit, with what separates it from the next."""
    part = " ".join(part.split())
    fit = first_characters(part, max(0, max_tokens - SEPARATOR_TOKENS))
    return part if fit == len(part) else part[: part.rfind(" ", 0, fit + 1) + 1].rstrip()


def _last_words(part: str, max_tokens: int) -> str:
    """The last words of a part that fit, behind an ellipsis where some are missing."""
    fit = last_characters(part, max(0, max_tokens - SEPARATOR_TOKENS))
    if fit == len(part):
        return part
    border = part.find(" ", len(part) - fit - 1) if fit else -1
    return f"… {part[border + 1 :]}" if border >= 0 else ""
