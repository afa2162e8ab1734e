"""Titles and names told apart in a label, and names in ordinary case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.vocabulary import (
    ACRONYMS,
    DEPARTMENTS,
    HONORIFICS,
    LABEL_TITLES,
    POST_NOMINALS,
    is_anonymous,
    near_title,
)

_SMALL_WORDS = frozenset({"of", "the", "for", "and", "to", "on", "at", "in", "a", "with"})
_OFFICES_ALONE = (["PRESIDENT"], ["SECRETARY"], ["CHAIRMAN"], ["SPEAKER"], ["AMBASSADOR"])

_LETTER = r"[^\W\d_]"
# "QUILL, ADA", "VAN BELL, JO (GUEST)": one surname before the comma, or it is a name and a place.
_SURNAME_FIRST = re.compile(
    r"(?P<family>(?:(?:VAN|VON|DER|DEN|DE|DEL|DELLA|DI|DA|DOS|DU|LA|LE|AL|EL|BIN|MC|ST) ){0,3}"
    rf"{_LETTER}(?:{_LETTER}|['-])+), (?P<given>{_LETTER}(?:{_LETTER}|['-])*"
    rf"(?: {_LETTER}(?:{_LETTER}|['-])*){{0,2}})"
    r"(?: [(\[].*)?"
)


@dataclass(frozen=True, slots=True)
class LabelParts:
    """A normalised label, told apart: `SECRETARY BLINKEN` is ("SECRETARY",) and ("BLINKEN",)."""

    titles: tuple[str, ...]
    names: tuple[str, ...]


def label_parts(label: str) -> LabelParts:
    """Tell titles and names apart in a normalised label, which may be all of one kind.

    A misspelt title counts as the title that it misspells; letters behind a name are left out, and
    a surname before a comma goes behind the given name, as meeting tools print it: `QUILL, ADA`.
    """
    words = _in_order(label).split()
    if len(words) > 1:
        words[0] = near_title(words[0]) or words[0]
    count = 0
    while count < len(words) and words[count] in LABEL_TITLES:
        count += 1
        # After "MR" comes a name, be it KING or MAJOR; "MR PRESIDENT" is an office.
        if words[count - 1] in HONORIFICS and words[count:] not in _OFFICES_ALONE:
            break
    names = words[count:]
    # Only behind two names or more: "MS. AM" and "JANE MP" may be called so.
    while len(names) > 2 and names[-1].strip(",") in POST_NOMINALS:
        names.pop()
    return LabelParts(tuple(words[:count]), tuple(names))


def is_surname_first(label: str) -> bool:
    """Whether a normalised label is a surname, a comma and a given name."""
    return _in_order(label) != label


def _in_order(label: str) -> str:
    match = _SURNAME_FIRST.fullmatch(label) if ", " in label else None
    if match is None or is_anonymous(match["given"]) or match["family"] in LABEL_TITLES:
        return label
    # "BELL, BBC" says for whom somebody asks.
    if re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{2,4}", match["given"]):
        return label
    no_names = LABEL_TITLES | POST_NOMINALS | ACRONYMS | DEPARTMENTS
    if any(word in no_names for word in match["given"].split()):
        return label
    return f"{match['given']} {match['family']}"


def misspelt_title(label: str) -> bool:
    """Whether a normalised label begins with a title that is not quite one: `SECRTARY`."""
    words = label.split()
    return len(words) > 1 and near_title(words[0]) is not None


def proper(name: str) -> str:
    """A name in ordinary case: `RAY LaHOOD` gives `Ray LaHood`; other case is left alone."""
    words = " ".join(_proper_word(word) for word in name.split())
    return words[:1].upper() + words[1:] if name[:1].isupper() else words


def _proper_word(word: str) -> str:
    if not word.isupper() and not re.match(r"(?:Mc|Mac|La|Le|De|Van)[A-Z]{2}", word):
        return word
    if word.lower() in _SMALL_WORDS and len(word) > 1:
        return word.lower()
    if word.rstrip(".,") in ACRONYMS or "." in word[:-1] or len(word.rstrip(".")) < 2:
        return word
    return "-".join(_proper_piece(piece) for piece in word.split("-"))


def _proper_piece(piece: str) -> str:
    particle = re.match(r"(?:Mc|Mac|La|Le|De|Van)(?=[A-Z]{2})|MC(?=[A-Z]{3})|O['’](?=[A-Z])", piece)
    if particle:
        return particle[0].capitalize() + piece[particle.end() :].capitalize()
    return piece.capitalize()
