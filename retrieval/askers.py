"""Questions that ask for a question: who asked it, of whom, and about what.

"What did Dagny want to know about seals" is answered by what Dagny asked, not by what the minister
replied. "What did the minister say when asked about seals" is not of this kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.vocabulary import ASKING_ROLES, HOSTING_ROLES

_ROLES = sorted(word.lower() for word in ASKING_ROLES | HOSTING_ROLES)
_PERSON = (
    rf"(?:{'|'.join(_ROLES)}|guest|viewer|listener|reader|pupil|member|senator|panell?ist"
    r"|any(?:one|body)|some(?:one|body)|person|people)(?:s['’]?|['’]s)?"
)
_ASK = r"(?:ask(?:s|ed|ing)?|inquire[sd]?|enquire[sd]?|wonder(?:s|ed)?(?= about| whether| if))"
_KNOW = r"(?:want(?:s|ed)?|like[sd]?|wish(?:es|ed)?|ask(?:s|ed)?|need(?:s|ed)?) to know"
_PUT = r"(?:put|puts|raise[sd]?|pose[sd]?|bring up|brings up|brought up)"
_SUBJECT = r"(?P<asker>(?:(?!\b(?:you|i|we)\b)[^\s,;:?]+\s+){0,6}?)"
_ABOUT = r"(?P<about>.*)$"

_KINDS = (
    # who asked about …, which reporter wanted to know …, what did Dagny ask …
    rf"^(?P<wh>what|which|who)\b(?:\s+was\s+it\s+(?:that|who))?\s*{_SUBJECT}(?:{_ASK}|{_KNOW})\b"
    + _ABOUT,
    # did anybody ask about …
    rf"^(?:did|does|has|have|had)\s+(?P<asker>any\w*(?:\s\w+)?)\s+(?:ever\s+)?(?:{_ASK}|{_KNOW})\b"
    + _ABOUT,
    # which guest raised …: a person who asks, since a minister may raise a toll
    rf"^(?:what|which|who)\b\s*(?P<asker>(?:\S+\s+){{0,4}}?{_PERSON}\s+){_PUT}\b{_ABOUT}",
    # what was put to …
    r"^what\s+(?:was|is|were)\s+(?P<asker>)(?:put|posed)\s+to\b" + _ABOUT,
    # what questions were put to …, which question did reporters ask about …
    r"^(?:what|which)\s+questions?\b(?P<asker>)"
    r"(?P<about>.*\b(?:ask(?:ed)?|put|raised?|posed?|from)\b.*)$",
    # Dagny's question to …, what was the reporters' question about …
    r"^(?:(?:what|which)\s+(?:was|were|is|are)\s+)?(?:the\s+)?"
    r"(?P<asker>(?:[^\s,;:?]+\s+){0,3}?[^\s,;:?]+(?:['’]s|s['’]))\s+(?:first\s+|last\s+)?questions?\b"
    + _ABOUT,
    # the question from Dagny about …
    r"^(?:(?:what|which)\s+(?:was|were|is|are)\s+)?(?:the\s+)?questions?\s+"
    r"(?:(?:asked|put|raised|posed)\s+)?(?:from|by)\s+(?P<asker>)" + _ABOUT,
)
_WANTED = tuple(re.compile(kind, re.IGNORECASE) for kind in _KINDS)
_ANSWER_FIRST = re.compile(
    r"\b(?:answer\w*|repl(?:y|ies|ied)|respon[ds]\w*|react\w*|sa(?:y|ys|id)|tell|told|explain\w*"
    r"|th(?:ink|ought)|was|were|been|being|be|when|if|after|before|because|since|as)\b",
    re.IGNORECASE,
)
_AUXILIARY = frozenset("did do does has have had was were is are would could will can".split())
_REQUEST = re.compile(
    r"^\s*(?:(?:\S+\s+){0,2}?for\b|to\b(?! know)"
    r"|(?:(?!(?:about|whether|if|how|what|why|when|where)\b)\S+\s+){1,4}?"
    r"to\s+(?!know\b|be told\b)[a-z]+)",
    re.IGNORECASE,
)
_SMALL = re.compile(
    rf"\b(?:did|do|does|has|have|had|was|were|is|the|an?|else|first|also|ever|it|that|who|exactly"
    rf"|questions?|asked|ask|put|posed?|raised?|{_PERSON})(?![\w'’])",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^\W*(?:about|regarding|concerning|on|of|whether|if|to|from|by)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question that is asked for, in words of the text: who asks, and about what.

    `about_start` tells a name that asks (before it) from one that was asked (behind it).
    """

    asker: str
    about: str
    about_start: int

    @property
    def topic(self) -> str:
        """The words to look for: whoever asked, and what about."""
        asker = re.sub(r"['’]s?(?=\s|$)", "", _SMALL.sub(" ", self.asker))
        about = _LINK.sub("", _SMALL.sub(" ", self.about))
        return re.sub(r"\s+", " ", f"{asker} {about}").strip(" ?.!,:;")


def wanted_question(text: str) -> Wanted | None:
    """Read who is said to have asked about what; None where an answer is wanted."""
    for pattern in _WANTED:
        match = pattern.match(text)
        if match is None or _ANSWER_FIRST.search(match.group("asker")):
            continue
        if "wh" in match.groupdict() and not _asks_by_verb(match):
            continue
        return Wanted(match.group("asker"), match.group("about"), match.start("about"))
    return None


def _asks_by_verb(match: re.Match[str]) -> bool:
    """Whether "asked" has somebody who asks, and asks for words: a union may ask for a rise."""
    words = match.group("asker").lower().split()
    helped = [at for at, word in enumerate(words) if word in _AUXILIARY]
    by_whom = match.group("wh").lower() != "who" if helped else True
    # "what did Dagny ask" and "which guest asked", but "which price did the union ask".
    direct = not helped or words[0] in _AUXILIARY or words[0] in ("else", "exactly")
    return by_whom and direct and _REQUEST.match(match.group("about")) is None
