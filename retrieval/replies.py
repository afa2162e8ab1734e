"""Whether a quote replies to what was asked at all, judged by its wording alone.

"I don't have a comment on that" follows the question about Carter's appeal and shares its every
word, yet tells nothing; it only answers somebody who asks *whether* there was an answer. A quote
without any number does not say how many.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from index.language.sentences import sentence_spans
from retrieval.kinds import NUMBER, wants

MOSTLY = 0.4
"""Share of a quote's characters, in sentences that deflect, from which it tells nothing else.

Chosen on press-dev and the State Department set: between 0.34, the most in an answer that is one,
and 0.45, the least in a deflection.
"""

FEW_WORDS = 40
"""Characters below which a quote tells nothing of a subject: "Yes", "Carol", "And trying --".

Chosen on five collections and `subjects`: of 11 quotes of that length that were served among the
first three, to questions other than whether, one was marked as an answer (a "Yes"); of those with
40 to 60 characters 9 of 14.
"""

_NOT = r"(?:\b(?:not|never|cannot|without)|n['’]t)"
_SAYING = (
    r"(?:address|answer|assess|characteri[sz]|comment|confirm|describ|disclos|discuss|elaborat"
    r"|engag|giv|go(?:ing)?\s+into|guess|get(?:ting)?\s+(?:ahead|into)|judg|nam|offer|predict"
    r"|prejudg|preview|reveal|say|shar|speak|speculat|talk|weigh)(?:e|ing)?\b"
)
_LEADING_TO = (
    r"(?:(?:able|be|even|going|here|in|like|position|prepared|really|start|the|a|to|try|trying"
    r"|want|wish)\s+){0,7}"
)
_TO_TELL = (
    r"(?:announcement|answer|anything|comment|detail|estimate|figure|guess|information|number"
    r"|opinion|position|reaction|readout|response|specific|update|view)s?\b"
)
_DEFLECTS = re.compile(
    "|".join(
        (
            # Nothing to tell.
            r"\bno\s+comment\b",
            rf"{_NOT}\s+(?:\w+\s+){{0,3}}?(?:have|got)\s+(?:\w+\s+){{0,3}}?{_TO_TELL}",
            rf"\bhave\s+(?:no|nothing)\s+(?:\w+\s+){{0,2}}?(?:{_TO_TELL}|to\s+{_SAYING}|to\s+add\b)",
            rf"{_NOT}\s+have\s+(?:\w+\s+){{0,5}}?to\s+(?:read|announce|add|report|{_SAYING})",
            # Unwilling to tell.
            rf"{_NOT}\s+{_LEADING_TO}{_SAYING}",
            rf"\b(?:won|wo)['’]t\s+(?:\w+\s+){{0,2}}?{_SAYING}",
            r"\b(?:declin\w+|refus\w+)\s+to\b",
            r"\bhypothetical|\ball\s+I\s+can\s+say\b",
            # Somebody else's to tell.
            r"\b(?:refer|direct|point|send)\s+you\s*(?:back\s+to|to|,)",
            r"\bleave\s+(?:it|that|this|those|them)\s+(?:\w+\s+)?to\b",
            r"\blet\s+(?!me\b|us\b)(?:\w+\s+){1,4}?(?:speak|run|play|answer|continue|comment)\b",
            r"\b(?:have|need)\s+to\s+(?:ask|check|talk\s+to|look\s+into)\b",
            r"\bpay\s+grade\b",
            rf"{_NOT}\s+my\s+(?:area|place|job|field)\b",
            # Not yet.
            r"\b(?:too|a\s+(?:bit|little)|very)\s+(?:early|soon|premature)\b",
            r"\bpremature\b",
            r"\bwait\s+and\s+see\b|\b(?:we['’]ll|have\s+to)\s+see\b",
            r"\b(?:get|come)\s+back\s+to\s+you\b",
            r"\b(?:I['’]ll|let\s+me)\s+(?:check|look\s+into|find\s+out)\b",
            r"\btake\s+(?:that|the|your)\s+question\b",
            # Does not know.
            rf"\b(?:do|did|have)\s?{_NOT}\s+(?:know|seen|heard|read|looked?|spoken)\b",
            rf"{_NOT}\s+(?:aware|familiar|sure|privy|an\s+expert)\b",
        )
    ),
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(r"(?<!\bright)(?<!\bokay)\?$", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    r"\b(?:did|does|do|has|have|had)\b.*\b(?:say|respond(?:ed)?|repl(?:y|ied)|react(?:ed)?"
    r"|reveal(?:ed)?|comment(?:ed)?|elaborated?|declined?|refused?|answer(?:ed)?"
    r"|address(?:ed)?|explain(?:ed)?|tell|told|confirm(?:ed)?|disclosed?|mention(?:ed)?)\b"
    r"|\b(?:asked|pressed)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][a-z][\w-]+")


def deflects(question: str, quote: str) -> bool:
    """Whether a quote mostly declines to answer or asks back, where that is no answer.

    It is one to a question that asks what somebody said or whether he answered.
    """
    if _ASKS_WHETHER.search(question):
        return False
    sentences = _sentences(quote)
    empty = [
        sentence
        for sentence in sentences
        if _ASKS_BACK.search(sentence) or _DEFLECTS.search(sentence)
    ]
    return sum(map(len, empty)) >= MOSTLY * sum(map(len, sentences))


def is_hollow(quote: str, terms: AbstractSet[str], subject: AbstractSet[str]) -> bool:
    """Whether a quote is short and has no word of the subject that is asked about.

    :param terms: The terms of the quote, and `subject` those of the subject.
    """
    return len(quote.strip()) < FEW_WORDS and terms.isdisjoint(subject)


def lacks_what_is_asked(question: str, quote: str) -> bool:
    """Whether a number or a name is asked for and the quote has none, or none that is new.

    Of "did he reveal how many" only the revealing is asked, and "who said it" is told by the label.
    """
    number, whether = wants(question, "number", plainly=True), _ASKS_WHETHER.search(question)
    if number is not None and not (whether and whether.start() < number):
        return NUMBER.search(quote) is None
    named = wants(question, "name", plainly=True) is not None
    return named and not _names_somebody_new(question, quote)


def _names_somebody_new(question: str, quote: str) -> bool:
    """Whether a word that is not the first of its sentence has a capital, and is new."""
    known = set(_NAME.findall(question))
    return any(set(_NAME.findall(sentence, 1)) - known for sentence in _sentences(quote))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
