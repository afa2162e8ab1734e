"""What a document says about who its voices are: full names and offices, with their places.

Only the names of people who speak are looked for; a name that is merely mentioned is none of
our business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.heads import Head
from index.records import NameEvidence, NameEvidenceKind
from index.vocabulary import (
    DEGREES,
    HONORIFICS,
    LABEL_TITLES,
    OFFICE_WORDS,
    OFFICES,
    RANKS,
    is_anonymous,
    near_title,
    normal,
)

_TOKEN = re.compile(r"[^\W_][\w.'’‘-]*|[,;:()\[\]\"“”?!|/–—]|\.")
_OPENERS = frozenset(
    "AND BUT SO THEN WITH WHEN IF AS THANKS THANK NOW WELL YES NO OKAY OK OH ALSO LET THIS THAT "
    "THESE THOSE HE SHE IT WE THEY YOU I HERE THERE WHAT WHY HOW WHO LIKE FROM WELCOME JOINING "
    "LADIES GENTLEMEN ASK SEE BOTH OR BECAUSE SINCE AFTER BEFORE TODAY HI HELLO GOOD REMARKS "
    "PRESS BRIEFING GAGGLE CALL INTERVIEW STATEMENT CONFERENCE BACKGROUND MR MRS MS DR".split()
)
_PARTICLES = ("MC", "MAC", "LA", "LE", "DE", "O'", "VAN", "FITZ")
_NAME_GAPS = frozenset({" ", "  ", "\u00a0", "\u202f"})
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "to", "on", "at", "in", "a", "with"})
# A handful of places tells as much as a hundred, and keeps the records small.
_MAX_PER_KIND = 4
_GUEST = re.compile(
    r"\b(?:[Ww]ith|[Bb]y)\s+((?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]*)\s+"
    r"(?:of|on|from|for|at)\s+(?=[^\W\d_a-z])"
)


@dataclass(frozen=True, slots=True)
class LabelParts:
    """A normalised label, told apart: `SECRETARY BLINKEN` is ("SECRETARY",) and ("BLINKEN",)."""

    titles: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last name as printed in capitals; empty for an office alone."""
        return self.names[-1] if self.names else ""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    start: int
    end: int


def label_parts(label: str) -> LabelParts:
    """Tell titles and names apart in a normalised label, which may be all of one kind."""
    words = label.split()
    if len(words) > 1:
        words[0] = near_title(words[0]) or words[0]
    count = 0
    while count < len(words) and words[count] in LABEL_TITLES:
        count += 1
        # After "MR" comes a name, be it KING or MAJOR; "MR PRESIDENT" is an office.
        if words[count - 1] in HONORIFICS and words[count:] != ["PRESIDENT"]:
            break
    return LabelParts(tuple(words[:count]), tuple(words[count:]))


def misspelt_title(label: str) -> bool:
    """Whether a normalised label begins with a title that is not quite one: `SECRTARY`."""
    words = label.split()
    return len(words) > 1 and near_title(words[0]) is not None


def find_evidence(
    text: str, head: Head, first_turns: dict[str, int]
) -> dict[str, tuple[NameEvidence, ...]]:
    """Names and offices for the labels of one document.

    :param first_turns: Each normalised label with the place of its first turn's label.
    :return: Evidence by label, in text order within title, byline, introduction.
    """
    parts = {key: label_parts(key) for key in first_turns if not is_anonymous(key)}
    found: defaultdict[str, list[NameEvidence]] = defaultdict(list)
    wanted = {key: part.names for key, part in parts.items() if part.names}
    if wanted:
        upper = _tokens(text, _head_start(head), head.body)
        for key, evidence in _named(text, upper, wanted):
            byline = (
                head.byline_span and head.byline_span[0] <= evidence.start < head.byline_span[1]
            )
            kind: NameEvidenceKind = "byline" if byline else "title"
            found[key].append(_of_kind(evidence, kind))
        for key, evidence in _introductions(text, head.body, wanted, first_turns):
            found[key].append(evidence)
    for key, part in parts.items():
        office = _label_office(part)
        if office or len(part.names) > 1:
            name = proper(" ".join(part.names)) if len(part.names) > 1 else None
            place = first_turns[key]
            found[key].append(NameEvidence("label", name, office, place, place + len(key)))
        if not part.names:
            found[key] += _office_holder(text, head, part.titles)
    for key in first_turns:
        if key in ("QUESTION", "Q") and is_anonymous(key):
            found[key] += _interviewer(text, head, parts)
    return {key: _few(evidence) for key, evidence in found.items()}


def proper(name: str) -> str:
    """A name in ordinary case: `RAY LaHOOD` gives `Ray LaHood`; other case is left alone."""
    return " ".join(_proper_word(word) for word in name.split())


def _proper_word(word: str) -> str:
    if word.lower() in _SMALL_WORDS and word.isupper() and len(word) > 1:
        return word.lower()
    particle = re.match(r"(?:Mc|Mac|La|Le|De|Van|O['’])(?=[A-Z]{2})", word)
    if particle:
        return particle[0] + word[particle.end() :].capitalize()
    if not word.isupper() or len(word.rstrip(".")) < 2 or "." in word[:-1]:
        return word
    if re.match(r"MC[A-Z]{3}", word):
        return "Mc" + word[2:].capitalize()
    if re.match(r"O['’][A-Z]", word):
        return word[:2] + word[2:].capitalize()
    return "-".join(piece.capitalize() for piece in word.split("-"))


def _head_start(head: Head) -> int:
    spans = [head.start]
    if head.title_span:
        spans.append(head.title_span[0])
    return min(spans)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(match[0], normal(match[0]), match.start(), match.end())
        for match in _TOKEN.finditer(text, start, max(start, end))
    ]


def _named(
    text: str, tokens: list[_Token], wanted: dict[str, tuple[str, ...]]
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
    text: str, tokens: list[_Token], last: int, names: tuple[str, ...]
) -> NameEvidence | None:
    """The name that ends at token `last`, with the office before or behind it."""
    first = last - len(names) + 1
    if first < 0 or tuple(token.key for token in tokens[first:last]) != names[:-1]:
        return None
    begin = first
    while begin > 0 and first - begin < 3 and _is_given(text, tokens[begin - 1], tokens[begin]):
        begin -= 1
    before = tokens[begin - 1] if begin else None
    if before and first - begin > 1 and before.key in ("OF", "FOR") and begin > 1:
        # "Chairman of Acme Jane Doe": the first word belongs to the office.
        begin += 1
    office = _office_before(text, tokens, begin) or _office_behind(text, tokens, last)
    if begin == first and office is None:
        return None
    surname = tokens[last].text
    surname = re.sub(r"['’]s?$|\.$", "", surname)
    given = [token.text for token in tokens[begin:last]]
    name = proper(" ".join([*given, surname])) if begin < first else None
    end = tokens[last].start + len(surname)
    return NameEvidence("title", name, office, tokens[begin].start, end)


def _is_given(text: str, token: _Token, following: _Token) -> bool:
    return (
        token.text[0].isupper()
        and (len(token.key) > 1 or token.text.endswith("."))
        and not (token.text.endswith(".") and len(token.key) > 2)
        and token.key not in OFFICE_WORDS
        and token.key not in LABEL_TITLES
        and token.key not in _OPENERS
        and text[token.end : following.start] in _NAME_GAPS
    )


def _office_before(text: str, tokens: list[_Token], begin: int) -> str | None:
    low = begin
    if low and tokens[low - 1].text == ",":
        low -= 1
    high = low
    while low and tokens[low - 1].key in OFFICE_WORDS:
        low -= 1
    return _office(text, tokens[low:high])


def _office_behind(text: str, tokens: list[_Token], last: int) -> str | None:
    low = last + 1
    if low >= len(tokens) or tokens[low].text != ",":
        return None
    low += 1
    if low < len(tokens) and tokens[low].key in ("OUR", "WHO", "MY"):
        low += 1
    high = low
    while high < len(tokens) and tokens[high].key in OFFICE_WORDS:
        high += 1
    follows = tokens[high] if high < len(tokens) else None
    wrapped = follows is not None and "\n" in text[tokens[high - 1].end : follows.start]
    if follows and not wrapped and follows.text[0].isupper() and tokens[high - 1].text[0].isupper():
        # "Jay Carney, Secretary Arne Duncan": the office is the next person's.
        return None
    return _office(text, tokens[low:high])


def _office(text: str, tokens: list[_Token]) -> str | None:
    kept = list(tokens)
    while kept and kept[0].key in _EDGES:
        kept = kept[1:]
    while kept and kept[-1].key in _EDGES:
        kept = kept[:-1]
    if not any(token.key in OFFICES or token.key in RANKS for token in kept):
        return None
    words = " ".join(text[kept[0].start : kept[-1].end].split())
    return proper(words) if words.isupper() else words


_EDGES = frozenset("AND OF FOR THE TO ON AT BY WITH IN A AN OUR NEW WHITE HOUSE U.S US".split())


def _label_office(parts: LabelParts) -> str | None:
    titles = [word for word in parts.titles if word not in HONORIFICS | DEGREES | {"THE"}]
    if not any(word in OFFICES or word in RANKS for word in titles):
        return None
    return proper(" ".join(titles))


def _introductions(
    text: str, body: int, wanted: dict[str, tuple[str, ...]], first_turns: dict[str, int]
) -> Iterator[tuple[str, NameEvidence]]:
    """Names said by others before the person's own first turn."""
    for key, names in wanted.items():
        stop = first_turns[key]
        count = 0
        for match in _surname_form(names[-1]).finditer(text, body, stop):
            tokens = _tokens(text, max(body, match.start() - 90), min(stop, match.end() + 90))
            last = next(n for n, token in enumerate(tokens) if token.end > match.start())
            evidence = _person(text, tokens, last, names)
            if evidence and evidence.name:
                yield key, _of_kind(evidence, "introduction")
                count += 1
                if count == _MAX_PER_KIND:
                    break


def _surname_form(surname: str) -> re.Pattern[str]:
    """How a name in capitals may be printed in running text: `McDonough`, `LaHood`, `Carney`."""
    forms = {"-".join(piece.capitalize() for piece in surname.split("-")), surname}
    for particle in _PARTICLES:
        if surname.startswith(particle) and len(surname) > len(particle) + 2:
            forms.add(particle.capitalize() + surname[len(particle) :].capitalize())
    pattern = "|".join(re.escape(form).replace("'", "['’]") for form in sorted(forms))
    return re.compile(rf"\b(?:{pattern})\b")


def _office_holder(text: str, head: Head, titles: tuple[str, ...]) -> list[NameEvidence]:
    """Who `THE PRESIDENT` is, where the document gives that office to one surname only."""
    office = " ".join(word for word in titles if word not in ("THE", "EL", "LA", "LE"))
    printed = proper(office)
    pattern = re.compile(
        rf"(?<!Vice )(?<!Deputy )(?<!Former )\b{re.escape(printed)} "
        r"((?:[A-Z][\w’'-]+ )?(?:[A-Z]\. )?[A-Z][\w’'-]+)"
    )
    found = []
    for match in pattern.finditer(text, head.start, head.stop):
        keys = [normal(word).removesuffix("'S") for word in match[1].split()]
        if any(key in OFFICE_WORDS or key in _OPENERS for key in keys):
            continue
        name = re.sub(r"['’]s?$", "", match[1])
        found.append(
            NameEvidence("introduction", name, printed, match.start(1), match.start(1) + len(name))
        )
    surnames = {evidence.name.split()[-1] for evidence in found if evidence.name}
    return found if len(surnames) == 1 else []


def _interviewer(text: str, head: Head, parts: dict[str, LabelParts]) -> list[NameEvidence]:
    """Who asks, where the title names one interviewer: "… With Jane Doe of Acme TV"."""
    if head.title_span is None:
        return []
    start, end = head.title_span
    match = _GUEST.search(text, start, end)
    if not match:
        return []
    words = normal(match[1]).split()
    speakers = {part.surname for part in parts.values()}
    if words[-1] in speakers or any(word in OFFICE_WORDS or word in HONORIFICS for word in words):
        return []
    if re.search(r"\b(?:and|&)\b|[,;]", text[match.end() : end]):
        return []
    return [NameEvidence("title", match[1], None, match.start(1), match.end(1))]


def _of_kind(evidence: NameEvidence, kind: NameEvidenceKind) -> NameEvidence:
    return NameEvidence(kind, evidence.name, evidence.office, evidence.start, evidence.end)


def _few(evidence: Sequence[NameEvidence]) -> tuple[NameEvidence, ...]:
    counts: defaultdict[str, int] = defaultdict(int)
    kept = []
    for item in evidence:
        counts[item.kind] += 1
        if counts[item.kind] <= _MAX_PER_KIND:
            kept.append(item)
    return tuple(kept)
