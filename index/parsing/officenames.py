"""The words of a text, and the office that is printed beside a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.titles import LabelParts, proper
from index.language.vocabulary import (
    DEGREES,
    HONORIFICS,
    OFFICE_WORDS,
    OFFICES,
    RANKS,
    is_national,
    normal,
)

_TOKEN = re.compile(r"[^\W_][\w.'’‘-]*|[,;:()\[\]\"“”?!|/–—]|\.")
_EDGES = frozenset("AND OF FOR THE TO ON AT BY WITH IN A AN OUR NEW WHITE HOUSE U.S US".split())

# A dash or comma in a line, behind which an office stands.
_BEHIND_A_NAME = re.compile(r".*\w.*?(?:\s-{1,2}|[–—,(])\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a text; `key` is how it is compared."""

    text: str
    key: str
    start: int
    end: int


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a part of a text, in order."""
    return [
        Token(match[0], normal(match[0]), match.start(), match.end())
        for match in _TOKEN.finditer(text, start, max(start, end))
    ]


def office_of(text: str, tokens: list[Token], begin: int, last: int) -> str | None:
    """The office directly before a name, else behind it, else before it with a comma."""
    direct = office_before(text, tokens, begin)
    if direct and not _is_of_line_above(text, tokens, begin):
        return direct
    behind = _office_behind(text, tokens, last)
    if behind or not begin or tokens[begin - 1].text != ",":
        return behind
    low = _phrase_start(tokens, begin - 1)
    if low and tokens[low - 1].text == ",":
        # "Jane Doe, minister, John Roe": the office is the one's before.
        return None
    return office_before(text, tokens, begin - 1)


def _is_of_line_above(text: str, tokens: list[Token], begin: int) -> bool:
    """Whether the office before a name belongs to another name on the line above it.

    In a list of those present, "Jo Bell - Chair" stands above "Ada Quill - Treasurer".
    """
    if "\n" not in text[tokens[begin - 1].end : tokens[begin].start]:
        return False
    office = tokens[_phrase_start(tokens, begin)].start
    return bool(_BEHIND_A_NAME.fullmatch(text, text.rfind("\n", 0, office) + 1, office))


def _phrase_start(tokens: list[Token], end: int) -> int:
    low = end
    while low and tokens[low - 1].key in OFFICE_WORDS and tokens[low - 1].key not in ("BY", "WITH"):
        low -= 1
    return low


def office_before(text: str, tokens: list[Token], end: int) -> str | None:
    """The office whose last word stands before the token `end`; None for none."""
    low = _phrase_start(tokens, end)
    if 0 < low < end and tokens[low].key not in _EDGES and is_national(tokens[low - 1].key):
        low -= 1  # "Mexican Foreign Secretary Jane Doe" tells whose secretary she is.
    phrase = tokens[low:end]
    # "Vice President and Press Secretary Jane Doe": the last office is hers.
    for number in range(len(phrase) - 1, 0, -1):
        if phrase[number].key == "AND" and _holds_office(phrase[number:]):
            phrase = phrase[number + 1 :]
            break
    return office_in(text, phrase)


def _office_behind(text: str, tokens: list[Token], last: int) -> str | None:
    low = last + 1
    if low >= len(tokens) or tokens[low].text != ",":
        return None
    low += 1
    if low < len(tokens) and tokens[low].key in ("OUR", "WHO", "MY"):
        low += 1
    high = low
    while high < len(tokens) and tokens[high].key in OFFICE_WORDS:
        high += 1
    if high == low:
        return None
    follows = tokens[high] if high < len(tokens) else None
    wrapped = follows is not None and "\n" in text[tokens[high - 1].end : follows.start]
    if follows and follows.text[0].isupper() and not wrapped:
        # "Jay Carney, Secretary Arne Duncan": the office is the next person's.
        return None
    return office_in(text, tokens[low:high])


def _holds_office(tokens: list[Token]) -> bool:
    return any(token.key in OFFICES or token.key in RANKS for token in tokens)


def office_in(text: str, tokens: list[Token]) -> str | None:
    """The office that these words are, without small words at its edges; None for none."""
    kept = list(tokens)
    while kept and kept[0].key in _EDGES:
        kept = kept[1:]
    while kept and kept[-1].key in _EDGES:
        kept = kept[:-1]
    if not _holds_office(kept):
        return None
    words = " ".join(text[kept[0].start : kept[-1].end].split()).rstrip(".")
    return proper(words) if words.isupper() else words


def label_office(parts: LabelParts) -> str | None:
    """The office that a label prints before its name; None for none."""
    titles = [word for word in parts.titles if word not in HONORIFICS | DEGREES | {"THE"}]
    if not any(word in OFFICES or word in RANKS for word in titles):
        return None
    return proper(" ".join(titles))


_APART = re.compile(r"\s(?:-{1,2}|[–—])\s|[()\[\]:]|,\s")
_NO_PLACE = re.compile(
    r"(?i)\b(?:interpret|translat|through\b|via\b|by\b|in\b|on\b|off\b|over\b|inaudible|phone|video"
    r"|contin|speak|laugh|applau|cross|resum|cut)"
)


def office_beside(own: str | None, beside: str) -> str | None:
    """The office of a label with what stands behind the name: whose it is, or the office itself.

    `FOREIGN MINISTER TADD (Norland): ` gives "Foreign Minister (Norland)", and
    `Jo Bell - Halm Peat - Chief Executive Officer` "Chief Executive Officer (Halm Peat)".

    :param own: The office before the name, None for none.
    :param beside: What is printed between the label and the words.
    """
    parts = [part.strip(" *_.,-–—\t") for part in _APART.split(beside)]
    offices = [part for part in parts if office_in(part, tokens_of(part, 0, len(part)))]
    office = own or (offices[0] if offices else None)
    places = [
        part
        for part in parts
        if len(part) > 2 and part[0].isupper()
        if part not in offices and not _NO_PLACE.search(part)
    ]
    if office is None or not (offices or places):
        return own
    office = proper(office) if office.isupper() else office
    return f"{office} ({', '.join(places)})" if places else office
