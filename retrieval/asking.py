"""The grammar of asking: which of the names in a question should have spoken.

"What did Gibbs say Obama told Waxman" asks for Gibbs; Obama and Waxman are what it is about. A
name becomes a condition only where the sentence makes it the one who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.dates import find_dates
from retrieval.frames import frame_of

Span = tuple[int, int]

SURE, PERHAPS, NOT = 2, 1, 0

STRONG_VERBS = (
    "say|said|tell|told|call|concede|admit|acknowledge|explain|describe|respond|reply|answer|react"
    "|argue|claim|report|reveal|warn|announce|confirm|deny|comment|mention|discuss|talk|speak"
    "|state|address|suggest|predict|estimate|rate|characteri[sz]e|insist|praise|condemn"
    "|critici[sz]e|outline|note|stress|emphasi[sz]e|recall|cite|elaborate|clarify|disclose|declare"
    "|promise|pledge|apologi[sz]e|rule out|defend|justify|dismiss|assess|refer|quote|put it"
)
_WEAK_VERBS = (
    "think|believe|expect|feel|view|agree|disagree|urge|blame"
    "|hope|list|express|rule|consider|regard|hold"
    "|recommend|doubt|fear|prefer|dispute|compare|find"
    "|put forward|bring up|point out|raise|see (?:[\\w'’-]+ ){1,4}?as"
)
_ACTS = (
    "support|oppose|propose|reject|accept|approve|want|plan|decide|sign|veto|order|choose"
    "|see(?! (?:[\\w'’-]+ ){1,4}?as\\b)|give|offer|use|share|commit|name|ask|know"
)
"""What somebody may do whose spokesman tells of it: "why did Obama reject the pipeline"."""
_SAYS = (
    "says?|said|tells?|told|thinks?|argue[sd]?|claim(?:s|ed)?|explain(?:s|ed)?|defend(?:s|ed)?"
    "|discuss(?:es|ed)?|warn(?:s|ed)?|describe[sd]?|compare[sd]?|insist(?:s|ed)?|call(?:s|ed)?"
)
_NOUNS = (
    "responses?|repl(?:y|ies)|answers?|reactions?|take|views?|positions?|stance|opinions?|defen[cs]e"
    "|explanations?|comments?|remarks?|statements?|accounts?|assessments?|descriptions?|thoughts?"
    "|words|arguments?|claims?|promises?|warnings?|criticisms?|quotes?|testimony|speech|estimates?"
    "|appeal|plea|hope|verdict|advice|message|version|eyes|judge?ment"
)
_ADVERBS = (
    r"(?:\s+(?:not|ever|also|really|actually|then|later|previously|publicly|first|again|now|have|has"
    r"|had|personally|specifically|exactly|still|simply|himself|herself))*"
)
AUXILIARY = r"\b(?:did|does|do|has|have|had|can|could|would|will)(?:n['’]t| not)?\s+(?:the\s+)?"
ADVERBS = _ADVERBS

_PRESS = r"(?:the\s+)?(?:press|media|reporters?|journalists?|nation|public|us|audience)\b"
_CONTACT = re.compile(
    rf"^{_ADVERBS}\s+(?:"
    r"call\s+(?!for\b|on\b|it\b|that\b|this\b|off\b)"
    r"(?:(?:the|an?|his|her|their)\s+[\w'’-]+|(?-i:(?:[A-Z][\w'’.-]*\s*){1,4}?)|[\w'’-]+)"
    r"(?=\s*[?.!]*$|\s(?:about|after|before|over|to|when|yet|since|and|in|on|again)\b)"
    rf"|(?:speak|talk)\s+(?:\w+\s+){{0,2}}?(?:to|with)\s+(?!{_PRESS})"
    r"|(?:discuss|address|raise)\b.{0,80}?\swith\s"
    r")",
    re.I,
)
"""Getting in touch with somebody, which others may tell: "did Obama call Raul Castro"; but "call
the vote unfair", "speak to reporters" and "discuss the budget" are what somebody says."""
_NAMING = re.compile(r"^\W*(?:what|how(?!\s+(?:often|many|long|soon)))\b", re.I)
"""Asks for words: "what did Obama call the law"."""
_AFTER_STRONG = re.compile(rf"^(?:,[^,]*,)?{_ADVERBS}\s+(?:{STRONG_VERBS})(?:e?d)?\b", re.I)
_AFTER_WEAK = re.compile(rf"^{_ADVERBS}\s+(?:{_WEAK_VERBS})\b", re.I)
_AFTER_ACT = re.compile(rf"^{_ADVERBS}\s+(?:{_ACTS})\b", re.I)
_AFTER_SAYS = re.compile(rf"^{_ADVERBS}\s+(?:{_SAYS}|put|saw|tell)\b", re.I)
_AFTER_NOUN = re.compile(rf"^(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{_NOUNS})\b", re.I)
_AFTER_LEAD = re.compile(
    rf"^\s*(?:[:,]|[-–—]\s|(?:on|about|regarding|versus|vs\.?|against|differ|disagree|{_SAYS})\b|$)",
    re.I,
)
_AFTER_DATE = re.compile(r"^\s*(?:\s(?:in|on)\s+)?(?:[A-Za-z]+\.?\s+)?\d", re.I)
_BEFORE_AUXILIARY = re.compile(AUXILIARY + "$", re.I)
_BEFORE_DID = re.compile(r"\b(?:did|does|do|has|have|had)(?:n['’]t| not)?\s+(?:the\s+)?$", re.I)
_BEFORE_VERB = re.compile(rf"(?:{AUXILIARY}|\b(?:is|was)\s+)$", re.I)
_BEFORE_SOURCE = re.compile(
    r"(?:\b(?:according to|per|as per|in the words of|quot(?:e|es|ing)(?: (?:from|by))?"
    r"|said by|told by|given by|answered by|(?:remarks?|statements?|answers?|words) (?:by|from|of)"
    r"|hear from|^\W*ask)|[,:;–—-]\s*(?:says|said))\s+(?:the\s+)?$",
    re.I,
)
_BEFORE_TOPIC = re.compile(
    r"\b(?:about|of|on|regarding|concerning|with|against|towards?|for|to|between|after|when|that"
    r"|like|into|than|whether|if)\s+(?:the\s+)?$",
    re.I,
)
_PLAIN_FACT = re.compile(r"^\W*(?:who|whom|whose|where|when)\b", re.I)
"""Others may tell where or when somebody wanted what (friendsqa/dev: 4 wrong filters of 56)."""
_LEAD = re.compile(r"^\W*(?:compare\s+|the\s+|quote\s+|how\s+(?:do|did)\s+|both\s+)?$", re.I)
_TRAIL = re.compile(r"(?:[?.!,;:]|\s[-–—])\s*$")
_AS = re.compile(r"\b(?:as|that|which|what)\s+(?:the\s+)?$", re.I)
_PAIR = re.compile(r"^\s*(?:,|and|&|/|or|nor|versus|vs\.?|against|,\s*and)\s*(?:the\s+)?$", re.I)


def levels(text: str, spans: Sequence[Span], offices: Sequence[bool]) -> list[int]:
    """How sure the sentence makes each name speak: `SURE`, `PERHAPS` or `NOT`.

    Names joined by "and" or "versus" are judged together. A name before "says" counts only where
    nobody is asked more plainly: in "what did Gibbs say Obama told Waxman" Obama is not asked.
    """
    groups: list[list[int]] = []
    for i in range(len(spans)):
        if groups and _PAIR.match(text[spans[i - 1][1] : spans[i][0]]):
            groups[-1].append(i)
        else:
            groups.append([i])
    asked = [NOT] * len(spans)
    for number, group in enumerate(groups):
        whole = (spans[group[0]][0], spans[group[-1]][1])
        level = _level(text, whole, first=number == 0, office=any(offices[i] for i in group))
        for i in group:
            asked[i] = level
    if SURE not in asked:
        for group in groups:
            left, right = text[: spans[group[0]][0]], text[spans[group[-1]][1] :]
            if _AFTER_SAYS.match(right) and (_AS.search(left) or _LEAD.match(left)):
                for i in group:
                    asked[i] = SURE
    if SURE not in asked and (frame := frame_of(_without_dates(text), spans)) is not None:
        for i in frame.asked:
            if frame.strict or not offices[i]:
                asked[i] = SURE
    return asked


def _without_dates(text: str) -> str:
    """The text with blanks for its dates: "Marsh in the spring of 2032 on tolls"."""
    for days in find_dates(text):
        text = text[: days.start] + " " * (days.end - days.start) + text[days.end :]
    return text


def _level(text: str, span: Span, *, first: bool, office: bool) -> int:
    left, right = text[: span[0]], text[span[1] :]
    at_end = re.fullmatch(r"(?:['’]s)?[\s?.!]*", right) is not None
    touches = _BEFORE_AUXILIARY.search(left) and _CONTACT.match(right)
    if touches and not _NAMING.match(text):
        return PERHAPS
    if _is_plain(left, right, at_end=at_end):
        return SURE
    if _BEFORE_DID.search(left) and _AFTER_ACT.match(right):
        return PERHAPS
    if _BEFORE_DID.search(left) and _AFTER_WEAK.match(right):
        return PERHAPS if office or _PLAIN_FACT.match(text) else SURE
    if _BEFORE_TOPIC.search(left):
        return NOT
    if _AFTER_NOUN.match(right):
        return PERHAPS if office else SURE
    leads = first and bool(_LEAD.match(left) or _TRAIL.search(left))
    if leads and (_AFTER_LEAD.match(right) or _AFTER_DATE.match(right)):
        return SURE
    if _LEAD.match(left) or at_end or _BEFORE_VERB.search(left):
        return PERHAPS
    return NOT


def _is_plain(left: str, right: str, *, at_end: bool) -> bool:
    """Whether the words around a name leave no doubt that it is the one who speaks."""
    if _BEFORE_SOURCE.search(left):
        return True
    if _BEFORE_AUXILIARY.search(left) and _AFTER_STRONG.match(right):
        return True
    return at_end and _TRAIL.search(left) is not None
