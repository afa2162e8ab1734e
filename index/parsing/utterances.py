"""One turn as who-asks-whom looks at it: does it ask, does it only nod, is it spoken at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.language.vocabulary import DIRECTIONS, NARRATORS, normal, uncounted
from index.parsing.turns import Speech
from index.records import Role

# A question to somebody else stands at the end of a turn; further up it is rhetorical.
_CLOSING = 240
# In talk a word or two may follow the question ("So, but …").
_TRAILING_WORDS = 6
_NOD_WORDS = 6
_TAG = re.compile(
    r"(?:^|[,.;…?!-])\s*(?:(?:and|but|so|well|or) )?(?:right|okay|ok|all ?right|huh|eh|hm+|yeah|yes"
    r"|no|y(?:ou|')\s?know(?: what)?|you see|see|say)\s*\?",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"\b(?:what|why|how|when|where|who|whom|whose|which)\b|\b(?:do|does|did|is|are|was|were|can"
    r"|could|will|would|should|shall|have|has|had|may|might|am)\s?(?:n['’]t)? "
    r"(?:you|we|i|it|he|she|they|that|this|there|the|these|those|your|our|any\w*|every\w*)\b",
    re.IGNORECASE,
)
# In somebody's quotation marks, and the voice goes on: `they ask "why?", and it is easy`.
_QUOTED = re.compile(r"\?[\"”’»]+(?=[,.;]?\s+\w)")
_NOTE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)|@")
_NOD = re.compile(
    r"\b(?:yeah|yep|yup|yes|no|nope|nah|okay|ok|kay|all ?right|right|sure|of course|exactly|true"
    r"|good|great|fine|cool|wow|oh|ah+|aw+|uh|um+|er+|hm+|mm+|mhm|huh|whoa|ooh|well|so|and|but"
    r"|i see|see|thanks?(?: you)?(?: very much)?|absolutely|definitely|indeed|correct|the|a|it"
    r"|i)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"\b(?:yeah|yep|yup|yes|no|nope|nah|sure|of course|absolutely|definitely|exactly|correct)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """What one turn does; `replies_to` is the place of the question in the document's turns.

    `handover`: it only passes the floor on, see `index/parsing/handovers.py`; no question is one.
    """

    role: Role
    replies_to: int | None
    handover: bool = False


@dataclass(frozen=True)
class Utterance:
    """The words of one turn, its voice as a normalised label, and what the label tells."""

    key: str
    words: str
    label: str
    narrates: bool
    office: str = ""

    @property
    def asks_at_end(self) -> bool:
        """Whether a question mark stands near the end, as in a long turn that asks somebody."""
        return "?" in _QUOTED.sub(". ", self.words[-_CLOSING:])

    @cached_property
    def spoken(self) -> str:
        """The words without the transcriber's notes."""
        return " ".join(_NOTE.sub(" ", self.words).split())

    @cached_property
    def length(self) -> int:
        """How many words are spoken."""
        return len(_WORD.findall(self.spoken))

    @cached_property
    def question(self) -> str:
        """The last sentence that asks, if hardly more follows; "right?" alone asks nothing."""
        asked, mark, rest = _TAG.sub(". ", _QUOTED.sub(". ", self.spoken)).rpartition("?")
        if not mark or len(_WORD.findall(rest)) > _TRAILING_WORDS:
            return ""
        sentence = re.split(r"[.?!…]", asked)[-1]
        return sentence if _WORD.search(sentence) else ""

    @property
    def asks(self) -> bool:
        """Whether it ends in a question, or nearly so."""
        return bool(self.question)

    @property
    def asks_in_form(self) -> bool:
        """Whether its question would be one without the mark: "is it", not "on the values?"."""
        return bool(_INVERTED.search(self.question))

    @cached_property
    def nods(self) -> bool:
        """Whether it says nothing of its own ("Mm-hmm.", "Yeah, okay."), or nothing at all."""
        words = _WORD.findall(self.spoken)
        return len(words) <= _NOD_WORDS and not _WORD.search(_NOD.sub(" ", " ".join(words)))

    @property
    def agrees_or_denies(self) -> bool:
        """Whether it says yes or no."""
        return bool(_YES_OR_NO.search(self.spoken))


def utterance(text: str, turn: Speech) -> Utterance:
    """Look at one turn of a document."""
    label = uncounted(turn.key)
    voice_over = "voice" in (turn.mark.note or "").lower()
    narrates = voice_over or label in NARRATORS or label.strip("#* ") in DIRECTIONS
    # A label may give office and party once, and the bare name from then on.
    key = turn.key.partition(" (")[0]
    office = normal((turn.mark.office or "").strip(" ,"))
    words = text[turn.start : turn.end]
    return Utterance(key, words, label.partition(" (")[0], narrates, office)
