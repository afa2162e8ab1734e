"""What a document says about who its voices are: full names and offices, with their places.

Only the names of people who speak are looked for; a name that is merely mentioned is none of
our business.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import NamedTuple

from index.language.likeness import truncated_honorific
from index.language.titles import LabelParts, label_parts, proper
from index.language.vocabulary import (
    DEPARTMENTS,
    FOREIGN,
    HONORIFICS,
    LABEL_TITLES,
    OFFICE_WORDS,
    QUALIFIERS,
    is_anonymous,
    near_title,
    normal,
)
from index.parsing.heads import Head
from index.parsing.officenames import (
    Token,
    label_office,
    office_beside,
    office_of,
    tokens_of,
)
from index.parsing.oneself import of_oneself
from index.records import NameEvidence

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"L[EA]$|L'")
_OPENERS = frozenset(
    "AND BUT SO THEN WITH WHEN IF AS THANKS THANK NOW WELL YES NO OKAY OK OH ALSO LET THIS THAT "
    "THESE THOSE HE SHE IT WE THEY YOU I HERE THERE WHAT WHY HOW WHO LIKE FROM WELCOME JOINING "
    "LADIES GENTLEMEN ASK SEE BOTH OR BECAUSE SINCE AFTER BEFORE TODAY HI HELLO GOOD REMARKS "
    "PRESS BRIEFING GAGGLE CALL INTERVIEW STATEMENT CONFERENCE BACKGROUND MR MRS MS DR".split()
)
_PARTICLES = ("MC", "MAC", "LA", "LE", "DE", "O'", "VAN", "FITZ")
_NAME_GAPS = frozenset({" ", "  ", "\u00a0", "\u202f"})
# A handful of places tells as much as a hundred, and keeps the records small.
_MAX_PER_KIND = 4
# Who has been mentioned so often without a given name is not introduced any more.
_MAX_MENTIONS = 200
# From so many labels with one surname on, they share the places that are looked at.
_MANY_NAMESAKES = 10
_GUEST = re.compile(
    r"\b(?:[Ww]ith|[Ii]nterview [Bb]y)\s+((?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]*)\s+"
    r"(?:of|on|from|for|at)\s+(?=[^\W\d_a-z])"
)


class First(NamedTuple):
    """The first turn of a label: where the label stands and where its words begin.

    `beside` is what is printed between the two in any of the label's turns, "" for a mere sign.
    """

    start: int
    words: int
    beside: str


def find_evidence(
    text: str, head: Head, firsts: Mapping[str, First]
) -> dict[str, tuple[NameEvidence, ...]]:
    """Names and offices for the labels of one document.

    :param firsts: Each normalised label with its first turn.
    :return: Evidence by label; titles and bylines first, then introductions, then the label.
    """
    parts = {key: label_parts(key) for key in firsts if not is_anonymous(key)}
    evidence_of: defaultdict[str, list[NameEvidence]] = defaultdict(list)
    upper = tokens_of(text, _head_start(head), head.body)
    wanted = {key: part.names for key, part in parts.items() if part.names}
    for key, evidence in _named(text, upper, wanted):
        evidence_of[key].append(_in_head(text, head, evidence))
    words = _Words.of(text, head.body)
    namesakes = Counter(names[-1] for names in wanted.values())
    for key, names in wanted.items():
        # Of very many namesakes each place would be looked at for each.
        most = _MAX_MENTIONS * _MANY_NAMESAKES // max(_MANY_NAMESAKES, namesakes[names[-1]])
        # Somebody whom the title names needs no introduction; a namesake could be meant.
        if not any(evidence.name for evidence in evidence_of[key]):
            evidence_of[key] += _introductions(text, words, names, firsts[key].start, most)
        if not any(evidence.name for evidence in evidence_of[key]):
            evidence_of[key] += of_oneself(text, firsts[key].words, names)
    _part_namesakes(text, parts, evidence_of)
    for key, part in parts.items():
        if not part.names:
            evidence_of[key] += _office_holder(text, upper, part.titles)
        evidence_of[key] += _of_label(part, firsts[key].start, len(key), firsts[key].beside)
    for key in firsts:
        if key in ("QUESTION", "Q"):
            evidence_of[key] += _interviewer(text, head, parts)
    return {key: _few(evidence) for key, evidence in evidence_of.items()}


def _part_namesakes(
    text: str, parts: dict[str, LabelParts], evidence_of: dict[str, list[NameEvidence]]
) -> None:
    """Give each of two labels with one surname only what its own title speaks for.

    Beside `MS. DOE` and `MINISTER DOE`, "Ms. Jane Doe" and "the Minister John Doe" are told
    apart by their titles; where only one given name is printed, both labels keep it.
    """
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, part in parts.items():
        if part.names:
            groups[part.names].append(key)
    for keys in groups.values():
        given = {item.name.split()[0] for key in keys for item in evidence_of[key] if item.name}
        if len(keys) < 2 or len(given) < 2:
            continue
        for key in keys:
            own = set(parts[key].titles)
            evidence_of[key] = [item for item in evidence_of[key] if own & _title_words(text, item)]


def _title_words(text: str, item: NameEvidence) -> set[str]:
    before = normal(text[max(0, item.start - 12) : item.start]).split()
    return set(normal(item.office or "").split()) | set(before[-1:])


def _in_head(text: str, head: Head, evidence: NameEvidence) -> NameEvidence:
    """Evidence from a byline, whose rest is the office, or from a title."""
    span = head.byline_span
    if span is None or not span[0] <= evidence.start < span[1]:
        return evidence
    office = " ".join(text[evidence.end : span[1]].lstrip(" ,").split())
    return replace(evidence, kind="byline", office=office or evidence.office)


def _of_label(parts: LabelParts, start: int, length: int, beside: str) -> list[NameEvidence]:
    """What the label itself says: an office, or a full name without any title."""
    office = office_beside(label_office(parts), beside)
    full = not parts.titles and len(parts.names) > 1 and not truncated_honorific(parts.names)
    # "M. le maire" is an office behind an address, and nobody's name.
    full = full and not (parts.names[0] in FOREIGN and _ARTICLE.match(parts.names[1]))
    name = proper(" ".join(parts.names)) if full else None
    return [NameEvidence("label", name, office, start, start + length)] if name or office else []


def _head_start(head: Head) -> int:
    spans = [head.start]
    if head.title_span:
        spans.append(head.title_span[0])
    return min(spans)


def _named(
    text: str, tokens: list[Token], wanted: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, NameEvidence]]:
    """Every place among the tokens where one of the labels' names stands with more than itself."""
    by_last: defaultdict[str, list[str]] = defaultdict(list)
    for key, names in wanted.items():
        by_last[names[-1]].append(key)
    for number, token in enumerate(tokens):
        last = token.key.removesuffix("'S").removesuffix("'")
        for key in by_last.get(last, ()):
            evidence = _person(text, tokens, number, wanted[key])
            if evidence:
                yield key, evidence


def _person(
    text: str, tokens: list[Token], last: int, names: tuple[str, ...]
) -> NameEvidence | None:
    """The name that ends at token `last`, with the office before or behind it."""
    first = last - len(names) + 1
    if first < 0 or tuple(token.key for token in tokens[first:last]) != names[:-1]:
        return None
    begin = first
    while begin > 0 and first - begin < 3 and _is_given(text, tokens[begin - 1], tokens[begin]):
        begin -= 1
    begin = _without_complement(tokens, begin, first)
    if begin < first == last and _runs_on(text, tokens, last):
        return None
    office = office_of(text, tokens, begin, last)
    if begin == first and office is None:
        return None
    surname = re.sub(r"(?:['’]s?|\.)$", "", tokens[last].text)
    words = [token.text for token in tokens[begin:last]]
    name = proper(" ".join([*words, surname])) if words else None
    end = tokens[last].start + len(surname)
    return NameEvidence("title", name, office, tokens[begin].start, end)


def _runs_on(text: str, tokens: list[Token], last: int) -> bool:
    """Whether a name goes on with one more word, the last of its line: `Potter Jo Bell`."""
    if last + 1 == len(tokens) or not _is_name(text, tokens, last + 1):
        return False
    end = tokens[last + 1].end
    rest = text[end : end + 2]
    return not rest.strip(" \t") or rest.lstrip(" \t").startswith(("\n", "\r", '"'))


def _without_complement(tokens: list[Token], begin: int, first: int) -> int:
    """Where the given names begin, when an office's phrase may run on into them.

    "Chairman of Acme Jane Doe": the first word is not hers. After an office itself, as in
    "Secretary Mary Jo Doe", all are.
    """
    words = [n for n in range(begin, first) if not tokens[n].text.endswith(".")]
    if not begin or len(words) < 2:
        return begin
    before = tokens[begin - 1].key
    runs_on = before in _COMPLEMENT or (before in DEPARTMENTS and before not in ("BY", "WITH"))
    if runs_on and (len(words) > 2 or before in _COMPLEMENT):
        return words[-1]
    return begin


def _is_given(text: str, token: Token, following: Token) -> bool:
    return (
        token.text[0].isupper()
        and (len(token.key) > 1 or token.text.endswith("."))
        and not (token.text.endswith(".") and len(token.key) > 2)
        and token.key not in OFFICE_WORDS
        and token.key not in LABEL_TITLES
        and token.key not in _OPENERS
        and near_title(token.key) is None
        and not (token.text.isupper() and len(token.key) > 1 and not following.text.isupper())
        and text[token.end : following.start] in _NAME_GAPS
    )


# Words that follow a name in a title and are no part of it.
_AFTER_NAMES = frozenset(
    "DURANTE ABOARD AFTER BEFORE DURING EN ROUTE JOINT NEWS PRESS CONFERENCE FOLLOWING REGARDING "
    "UPON VIA REMARKS TRIP VISIT MEETING SAYS DELIVERS GAGGLE".split()
)
_COMPLEMENT = frozenset({"OF", "FOR", "TO", "ON", "AT", "AND"})


@dataclass(frozen=True, slots=True)
class _Words:
    """Where each word of a body stands: looked up for each name, the body read only once."""

    body: int
    places: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, text: str, body: int) -> _Words:
        """The words of everything from `body` on."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for match in _WORD.finditer(text, body):
            places[match[0]].append(match.start())
        return cls(body, places)

    def mentions(self, text: str, surname: str, stop: int) -> Iterator[re.Match[str]]:
        """Every place before `stop` where a surname is printed as in running text, in order."""
        forms = _surname_forms(surname)
        pattern = "|".join(re.escape(form).replace("'", "['’]") for form in forms)
        printed = re.compile(rf"\b(?:{pattern})\b")
        firsts = {match[0] for form in forms if (match := _WORD.search(form))}
        for start in merge(*(self.places.get(first, ()) for first in firsts)):
            if start >= stop:
                return
            match = printed.match(text, start, stop)
            if match:
                yield match


def _introductions(
    text: str, words: _Words, names: tuple[str, ...], stop: int, most: int
) -> Iterator[NameEvidence]:
    """Full names said by others before the person's own first turn, `most` places looked at."""
    count = 0
    for match in islice(words.mentions(text, names[-1], stop), most):
        tokens = tokens_of(text, max(words.body, match.start() - 90), min(stop, match.end() + 90))
        last = next(n for n, token in enumerate(tokens) if token.end > match.start())
        evidence = _person(text, tokens, last, names)
        if evidence and evidence.name:
            yield replace(evidence, kind="introduction")
            count += 1
            if count == _MAX_PER_KIND:
                return


def _surname_forms(surname: str) -> list[str]:
    """How a name in capitals may be printed in running text: `McDonough`, `LaHood`, `Carney`."""
    forms = {"-".join(piece.capitalize() for piece in surname.split("-")), surname}
    for particle in _PARTICLES:
        if surname.startswith(particle) and len(surname) > len(particle) + 2:
            forms.add(particle.capitalize() + surname[len(particle) :].capitalize())
    return sorted(forms)


def _office_holder(text: str, tokens: list[Token], titles: tuple[str, ...]) -> list[NameEvidence]:
    """Who `THE PRESIDENT` is, where the head gives that office to one surname only."""
    office = [word for word in titles if word not in ("THE", "EL", "LA", "LE")]
    keys = [token.key for token in tokens]
    holders = []
    for number in range(len(tokens) - len(office)):
        high = number + len(office)
        if keys[number:high] != office or (number and keys[number - 1] in QUALIFIERS - {"THE"}):
            continue
        stop = high
        while stop < len(tokens) and stop - high < 3 and _is_name(text, tokens, stop):
            stop += 1
        if stop > high:
            words = [token.text for token in tokens[high:stop]]
            name = proper(re.sub(r"['’]s?$", "", " ".join(words)))
            place = tokens[high].start
            end = tokens[stop - 1].end
            holders.append(NameEvidence("title", name, proper(" ".join(office)), place, end))
    surnames = {evidence.name.split()[-1] for evidence in holders if evidence.name}
    return holders if len(surnames) == 1 else []


def _is_name(text: str, tokens: list[Token], number: int) -> bool:
    before, token = tokens[number - 1], tokens[number]
    key = token.key.removesuffix("'S")
    return (
        text[before.end : token.start] in _NAME_GAPS
        and token.text[0].isupper()
        and key not in OFFICE_WORDS
        and key not in LABEL_TITLES
        and key not in _OPENERS
        and key not in _AFTER_NAMES
    )


def _interviewer(text: str, head: Head, parts: dict[str, LabelParts]) -> list[NameEvidence]:
    """Who asks, where the title names one interviewer: "… With Jane Doe of Acme TV"."""
    if head.title_span is None:
        return []
    start, end = head.title_span
    match = _GUEST.search(text, start, end)
    if not match:
        return []
    words = normal(match[1]).split()
    speakers = {name for part in parts.values() for name in part.names[-1:]}
    other = OFFICE_WORDS | HONORIFICS | _OPENERS
    if words[-1] in speakers or any(word in other for word in words):
        return []
    if re.search(r"\b(?:and|&)\b|[,;]", text[match.end() : end]):
        return []
    return [NameEvidence("title", match[1], None, match.start(1), match.end(1))]


def _few(evidence: Sequence[NameEvidence]) -> tuple[NameEvidence, ...]:
    counts: defaultdict[str, int] = defaultdict(int)
    kept = []
    for item in evidence:
        counts[item.kind] += 1
        if counts[item.kind] <= _MAX_PER_KIND:
            kept.append(item)
    return tuple(kept)
