"""What the words of a label tell: whether it is a heading, an office, or a person's name."""

from __future__ import annotations

import re
from collections import Counter

from index.language.abroad import is_office_abroad
from index.language.lines import SPACE
from index.language.vocabulary import (
    DEPARTMENTS,
    ENUMERATORS,
    FOREIGN,
    HEADINGS,
    HONORIFICS,
    LABEL_TITLES,
    LANGUAGES,
    NOT_LABELS,
    OFFICES,
    PEERS,
    RANKS,
    is_anonymous,
    normal,
    without_number,
)

_PREPOSITIONS = frozenset({"BY", "ON", "WITH", "FROM", "IN", "AT"})
_ARTICLES = frozenset("A AN THE SOME SEVERAL".split())
# With an office or a title behind it, one of these begins a label.
_OFFICE_ARTICLES = frozenset(
    "A AN SOME SEVERAL EL LA LOS LAS O LE LES DES UN UNA UNE PLUSIEURS".split()
)
_SMALL_TITLES = frozenset(
    "SEÑOR SEÑORA SEÑORES DIPUTADO DIPUTADA DEPUTADO DEPUTADA C CIUDADANO CIUDADANA CONSEJERO "
    "CONSEJERA VICEPRESIDENTE VICEPRESIDENTA VOIX VOICE".split()
)
# Small words of a name in ordinary case.
JOINTS = frozenset(
    "OF THE AND DE DEL VAN VON DER DEN BIN BINTI AL ARAP LA LE DU DA DI DOS E Y ZU".split()
)


# Titles before Malay names: "Dato’ Hajah Ada binti Tadd".
_MALAY = frozenset("DATO DATO' DATUK DATIN TUN TUAN PUAN ENCIK CIK HAJI HAJAH PROFESOR".split())
_TITLES = PEERS | FOREIGN | RANKS | OFFICES | _MALAY


# Before an honorific these belong to the same person: "Assoc Prof Lim".
_BESIDE_TITLES = frozenset(
    "ER ASSOC ADJ ADJUNCT EMERITUS EMERITA A/P ASST TAN SRI SERI PADUKA ENGR BARR ALHAJI HIS HER "
    "EXCELLENCY RT RIGHT MOST VERY CHIEF SHRI SMT".split()
)
_BEFORE_NAMES = LABEL_TITLES | _ARTICLES | _BESIDE_TITLES | FOREIGN | _MALAY | {"O"}


def is_forbidden(label: str) -> bool:
    """Whether a normalised label is a heading or a point of a list, or two people's titles."""
    words = label.split()
    first = 0
    while first < len(words) and (words[first] in _BEFORE_NAMES or is_office_abroad(words[first])):
        first += 1
    return (
        words[0] in NOT_LABELS
        or (len(words) == 1 and (words[0] in ENUMERATORS or words[0] in LANGUAGES))
        or any(word in HONORIFICS for word in words[first:])
        or len(without_number(label)) < 2
    )


_CODE = re.compile(r"[A-Z]{1,3}\d{1,3}")


def is_code(label: str) -> bool:
    """Whether a normalised label is a study's code for who takes part: `P3`, `R12`, `FG1`."""
    return bool(_CODE.fullmatch(label))


def coded(labels: Counter[str]) -> set[str]:
    """The codes among these labels, by count, whose letters a code has that comes back."""
    again = {label.rstrip("0123456789") for label in labels if is_code(label) and labels[label] > 1}
    return {label for label in labels if is_code(label) and label.rstrip("0123456789") in again}


def is_known(label: str) -> bool:
    """Whether a normalised label counts wherever it stands: a voice's role, or a title first."""
    if label == "A" or is_forbidden(label):
        return False
    if is_anonymous(label):
        return True
    words = label.split()
    if words[0] in HONORIFICS:
        return len(words) > 1
    return (
        words[0] in LABEL_TITLES
        and any(word in OFFICES or word in RANKS for word in words)
        and not _PREPOSITIONS.intersection(words)
    )


def is_titled(label: str) -> bool:
    """Whether a normalised label begins with a title of any language, or names an office."""
    words = label.split()
    if is_known(label):
        return True
    if is_forbidden(label) or len(words) < 2:
        return False
    if words[0] == "THE":
        parts = {part for word in words[1:] for part in word.split("-")}
        return bool(parts & (OFFICES | PEERS))
    if words[0] in _OFFICE_ARTICLES:
        return any(
            word in _TITLES or word in _SMALL_TITLES or word.removesuffix("S") in _TITLES
            for word in words[1:3]
        )
    abroad = is_office_abroad(words[0]) or (
        is_office_abroad(words[1]) and not {words[0], words[1]} & (LABEL_TITLES | HEADINGS)
    )
    abroad = abroad and not _PREPOSITIONS.intersection(words)
    return words[0] in _TITLES or abroad or words[:2] == ["TAN", "SRI"]


def is_name(label: str) -> bool:
    """Whether a normalised label may be a person's name: no word of headings and offices in it."""
    words = label.split()
    if is_forbidden(label) or _PREPOSITIONS.intersection(words) or words[0] in ENUMERATORS:
        return False
    bare = [word for word in words if word not in JOINTS]
    return (
        0 < len(bare) <= 5
        and "&" not in label
        and not any(
            word in HEADINGS or word in NOT_LABELS or (word in DEPARTMENTS and word not in JOINTS)
            for word in bare
        )
    )


DASHED = re.compile(rf"{SPACE}(?:-{{1,2}}|[–—]){SPACE}")


def is_prose(text: str) -> bool:
    """Whether most words longer than "and" begin with a small letter."""
    longer = [word for word in text.split() if len(word) > len("and")]
    return 2 * sum(word[0].islower() for word in longer) > len(longer)


def is_entry(text: str) -> bool:
    """Whether a line is one of a list of those present: `Jo Bell - Chief Financial Officer`."""
    name, *behind = DASHED.split(text, maxsplit=1)
    listed = bool(behind) and not any(sign in text for sign in ".?!")
    return listed and is_name(normal(name)) and not is_prose(behind[0])
