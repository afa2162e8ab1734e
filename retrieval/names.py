"""Names in a question: which speakers on record they may mean, and who is asked to have spoken.

"What did Gibbs say Obama told Waxman" asks for Gibbs; Obama and Waxman are what it is about. A
name becomes a condition only where the sentence makes it the one who speaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Speaker

_WORD = re.compile(r"[^\W_]+(?:[.'’-](?=[^\W_])[^\W_]+)*\.?")
_HONORIFICS = frozenset(
    "mr mrs ms miss dr sir madam secretary minister president senator representative general "
    "admiral ambassador governor mayor director administrator chairman chairwoman chair "
    "commissioner deputy under acting assistant captain colonel major lieutenant rear vice prime "
    "foreign chancellor professor judge justice spokesman spokeswoman spokesperson press first "
    "lady attorney congressman congresswoman speaker energy defense defence treasury state labor "
    "labour transportation education agriculture commerce interior homeland security housing "
    "health former then white house national adviser advisor the".split()
)

STRONG_VERBS = (
    "say|said|tell|told|call|concede|admit|acknowledge|explain|describe|respond|reply|answer|react"
    "|argue|claim|report|reveal|warn|announce|confirm|deny|comment|mention|discuss|talk|speak"
    "|state|address|suggest|predict|estimate|rate|characteri[sz]e|insist|praise|condemn"
    "|critici[sz]e|outline|note|stress|emphasi[sz]e|recall|cite|elaborate|clarify|disclose|declare"
    "|promise|pledge|apologi[sz]e|rule out|defend|justify|dismiss|assess|refer|quote|put it"
)
WEAK_VERBS = (
    "think|believe|expect|feel|see|view|support|oppose|agree|disagree|urge|ask|blame|give|offer"
    "|want|hope|name|list|express|rule|commit|propose|reject|share|use|make|plan"
)
_NOUNS = (
    "responses?|repl(?:y|ies)|answers?|reactions?|take|views?|positions?|stance|opinions?|defen[cs]e"
    "|explanations?|comments?|remarks?|statements?|accounts?|assessments?|descriptions?|thoughts?"
    "|words|arguments?|claims?|promises?|warnings?|criticisms?|quotes?|testimony|speech|estimates?"
)
_ADVERBS = (
    r"(?:\s+(?:ever|also|really|actually|then|later|previously|publicly|first|again|now|have|has"
    r"|had|personally|specifically|exactly))*"
)
_AUXILIARY = r"\b(?:did|does|do|has|have|had|can|could|would|will)(?:n['’]t| not)?\s+(?:the\s+)?"
_AFTER_STRONG = re.compile(rf"^(?:,[^,]*,)?{_ADVERBS}\s+(?:{STRONG_VERBS})\b", re.I)
_AFTER_WEAK = re.compile(rf"^{_ADVERBS}\s+(?:{WEAK_VERBS})\b", re.I)
_BEFORE_AUXILIARY = re.compile(_AUXILIARY + "$", re.I)
_BEFORE_DID = re.compile(r"\b(?:did|does|do|has|have|had)(?:n['’]t| not)?\s+(?:the\s+)?$", re.I)
_BEFORE_SOURCE = re.compile(
    r"\b(?:according to|per|as per|in the words of|quot(?:e|es|ing)(?: (?:from|by))?"
    r"|said by|told by|given by|answered by|(?:remarks?|statements?|answers?|words) (?:by|from|of)"
    r"|hear from|ask(?:ed)?)\s+(?:the\s+)?$",
    re.I,
)
_BEFORE_TOPIC = re.compile(
    r"\b(?:about|of|on|regarding|concerning|with|against|towards?|for|to|between|after|when|that"
    r"|like|into|than|whether|if)\s+(?:the\s+)?$",
    re.I,
)
_AFTER_NOUN = re.compile(rf"^(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{_NOUNS})\b", re.I)
_AFTER_LEAD = re.compile(
    r"^\s*(?:[:,]|[-–—]\s|(?:on|about|regarding|versus|vs\.?|says?|said|tells?|told|thinks"
    r"|argues|argued|claims|claimed|explains|explained|defends|defended|discusses|discussed"
    r"|quotes?|warns|warned|describes|described)\b|$)",
    re.I,
)
_LEAD = re.compile(r"^\W*(?:compare\s+|the\s+|quote\s+|how\s+(?:do|did)\s+|both\s+)?$", re.I)
_TRAIL = re.compile(r"(?:[?.!,;:]|\s[-–—])\s*$")
_PAIR = re.compile(r"^\s*(?:,|and|&|or|versus|vs\.?|,\s*and)\s*(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `start:end` of the question that may mean each of `speaker_ids`.

    `asked` tells how sure the sentence makes this speaker the one who should have spoken:
    2 by its grammar, 1 perhaps, 0 not.
    """

    speaker_ids: tuple[str, ...]
    start: int
    end: int
    asked: int


def plain(text: str) -> str:
    """Fold case, accents and apostrophes, for comparing names."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold().rstrip(".")


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded, possessive endings cut."""
    words = (plain(m.group()) for m in _WORD.finditer(text))
    return tuple(word.removesuffix("'s") for word in words)


def without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the honorifics and offices before a name: `("general", "jones")` gives `("jones",)`."""
    at = 0
    while at < len(words) - 1 and words[at] in _HONORIFICS:
        at += 1
    return words[at:]


class NameIndex:
    """Every form in which a question may name a speaker, ready for look-up."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._forms: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._offices: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._names: dict[str, tuple[str, ...]] = {}
        for speaker in speakers:
            self._add(speaker)
        self._longest = max((len(form) for form in [*self._forms, *self._offices]), default=1)

    def _add(self, speaker: Speaker) -> None:
        name = name_words(speaker.name or "")
        self._names[speaker.speaker_id] = name
        forms = {name, (*name[:1], *name[-1:])} if len(name) > 1 else {name}
        for label in speaker.labels:
            words = name_words(label)
            if set(words) <= _HONORIFICS:
                self._offices[words].add(speaker.speaker_id)
                continue
            forms.add(words)
            if speaker.name is not None or words[:1] != without_titles(words)[:1]:
                forms.add(without_titles(words))
        if speaker.name is not None:
            forms.add(name[-1:])
        for form in forms:
            if form and len("".join(form)) > 2 and not (len(form) == 1 and form[0] in _HONORIFICS):
                self._forms[form].add(speaker.speaker_id)
        for role in speaker.roles:
            office = tuple(word for word in name_words(role.office) if word != "the")
            for form in (office, ("the", *office)):
                self._offices[form].add(speaker.speaker_id)

    def exact(self, text: str) -> tuple[str, ...]:
        """Speakers that a whole string names, whatever its honorifics."""
        words = tuple(w for w in name_words(text) if w != "the")
        found = self._forms.get(words) or self._offices.get(words)
        found = found or self._forms.get(name_words(text)) or self._forms.get(without_titles(words))
        return tuple(sorted(found or ()))

    def mentions(self, text: str) -> list[Mention]:
        """The names of speakers in a question, left to right, longest match first."""
        words = [
            (name_words(m.group())[0], m.start(), m.end())
            for m in _WORD.finditer(text)
            if name_words(m.group())
        ]
        has_capitals = any(c.isupper() for c in text[1:])
        raw: list[tuple[set[str], int, int, bool]] = []
        at = 0
        while at < len(words):
            found = self._longest_at(words, at)
            if found is None:
                at += 1
                continue
            speakers, count, office = found
            start, end = words[at][1], _without_possessive(text, words[at + count - 1])
            if office or not has_capitals or text[start].isupper() or count > 1:
                raw.append((self._narrow(speakers, words, at), start, end, office))
                at += count
            else:
                at += 1
        return _judge(text, raw)

    def _longest_at(
        self, words: list[tuple[str, int, int]], at: int
    ) -> tuple[set[str], int, bool] | None:
        for count in range(min(self._longest, len(words) - at), 0, -1):
            key = tuple(word for word, _, _ in words[at : at + count])
            if key in self._forms:
                return self._forms[key], count, False
            if key in self._offices and count > 1:
                return self._offices[key], count, True
        return None

    def _narrow(self, speakers: set[str], words: list[tuple[str, int, int]], at: int) -> set[str]:
        """Keep, of speakers with one surname, those whose first name stands before it."""
        if len(speakers) < 2 or at == 0:
            return speakers
        before = words[at - 1][0]
        return {one for one in speakers if before in self._names[one][:-1]} or speakers


def _without_possessive(text: str, word: tuple[str, int, int]) -> int:
    start, end = word[1], word[2]
    cut = re.search(r"['’]s$", text[start:end])
    end = start + cut.start() if cut else end
    return end - 1 if text[start:end].endswith(".") else end


def _judge(text: str, raw: list[tuple[set[str], int, int, bool]]) -> list[Mention]:
    """Decide for each name, or names joined by "and", whether the sentence makes it speak."""
    spans = [(_widened(text, start), end) for _, start, end, _ in raw]
    groups: list[list[int]] = []
    for i in range(len(raw)):
        if groups and _PAIR.match(text[spans[i - 1][1] : spans[i][0]]):
            groups[-1].append(i)
        else:
            groups.append([i])
    mentions = []
    for number, group in enumerate(groups):
        whole = (spans[group[0]][0], spans[group[-1]][1])
        office = any(raw[i][3] for i in group)
        level = _asked(text, whole, first=number == 0, office=office)
        mentions += [Mention(tuple(sorted(raw[i][0])), *spans[i], level) for i in group]
    return mentions


def _widened(text: str, start: int) -> int:
    """Take the honorifics and first names before a surname into the mention."""
    while True:
        word = re.search(r"([^\W\d_]+)\.?\s+$", text[:start])
        if word is None or plain(word.group(1)) not in _HONORIFICS - {"the", "then", "state"}:
            return start
        start = word.start()


def _asked(text: str, span: tuple[int, int], *, first: bool, office: bool) -> int:
    left, right = text[: span[0]], text[span[1] :]
    if _BEFORE_SOURCE.search(left):
        return 2
    if _BEFORE_AUXILIARY.search(left) and _AFTER_STRONG.match(right):
        return 2
    if re.fullmatch(r"(?:['’]s)?[\s?.!]*", right) and _TRAIL.search(left):
        return 2
    if _BEFORE_TOPIC.search(left):
        return 0
    if _AFTER_NOUN.match(right):
        return 1 if office else 2
    leads = first and bool(_LEAD.match(left) or _TRAIL.search(left))
    if leads and (_AFTER_LEAD.match(right) or re.match(r"\s+(?:in\s+)?(?:[A-Z]\w+\s+)?\d", right)):
        return 2
    if _BEFORE_DID.search(left) and _AFTER_WEAK.match(right):
        return 1 if office else 2
    return 0


_UNKNOWN_ASKED = re.compile(
    rf"{_AUXILIARY}(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){{0,3}}){_ADVERBS}"
    rf"\s+(?:{STRONG_VERBS}|think|believe)\b"
    r"|\baccording to\s+(?P<source>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3})"
)
_UNKNOWN_LOWER = re.compile(
    r"\bdid\s+(?P<name>[a-z][\w'’-]+(?:\s+[a-z][\w'’-]+)?)\s+(?:say|tell|think)\b"
    r"|\baccording to\s+(?P<source>[a-z][\w'’-]+)[\s?.]*$"
)
_NOT_A_PERSON = frozenset(
    "he she they we you i it anyone anybody someone somebody nobody people officials reporters "
    "white house administration department government pentagon congress senate kremlin washington "
    "moscow beijing nato un eu us u.s everyone who the a interviewer journalist moderator "
    "reporter press official audience anybody host government governments".split()
)


def unknown_asked(text: str, mentions: Sequence[Mention]) -> str | None:
    """A person whom the question asks to have spoken and whom the record does not know.

    :param mentions: The names of known speakers in the same question.
    """
    pattern = _UNKNOWN_ASKED if any(c.isupper() for c in text[1:]) else _UNKNOWN_LOWER
    for match in pattern.finditer(text):
        group = "name" if match.group("name") else "source"
        name, start, end = match.group(group), match.start(group), match.end(group)
        if any(start < known.end and known.start < end for known in mentions):
            continue
        if not set(name_words(name)) & _NOT_A_PERSON:
            return name
    return None
