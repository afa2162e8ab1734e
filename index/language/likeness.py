"""When two names can be one person's: given names, nicknames, titles that exclude each other."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from index.language.spelling import distance
from index.language.vocabulary import FEMALE, MALE, normal

# Nicknames that the transcripts use beside the full form; small on purpose.
_NICKNAMES = {
    nickname: full
    for full, nicknames in {
        "ALEXANDER": "ALEX SANDY",
        "ANTONY": "ANTHONY TONY",
        "BENJAMIN": "BEN",
        "CHARLES": "CHARLIE CHUCK",
        "CHRISTOPHER": "CHRIS",
        "DANIEL": "DAN DANNY",
        "DAVID": "DAVE",
        "DENNIS": "DENIS",
        "DOUGLAS": "DOUG",
        "EDWARD": "ED TED EDDIE",
        "ELIZABETH": "LIZ BETH BETSY",
        "GREGORY": "GREG",
        "JACOB": "JACK JAKE",
        "JAMES": "JIM JIMMY",
        "JEFFREY": "JEFF GEOFF",
        "JENNIFER": "JEN JENNY",
        "JOSEPH": "JOE",
        "JOSHUA": "JOSH",
        "KATHERINE": "KATE KATHY KATIE CATHERINE",
        "KENNETH": "KEN",
        "LAWRENCE": "LARRY",
        "MATTHEW": "MATT",
        "MICHAEL": "MIKE",
        "NICHOLAS": "NICK",
        "PATRICIA": "PAT PATTY",
        "PETER": "PETE",
        "PHILIP": "PHIL PHILLIP",
        "RICHARD": "RICK DICK RICH",
        "ROBERT": "BOB ROB BOBBY",
        "RONALD": "RON",
        "SAMANTHA": "SAM",
        "STEPHEN": "STEVE STEVEN",
        "SUSAN": "SUE",
        "THOMAS": "TOM",
        "TIMOTHY": "TIM",
        "VICTORIA": "VICKI VICKY",
        "WILLIAM": "BILL WILL",
    }.items()
    for nickname in nicknames.split()
}
# Offices that one does not hold beside, or soon after, another title in the same transcript.
_EXCLUSIVE = frozenset(
    "PRESIDENT PREMIER CHANCELLOR MAYOR GOVERNOR SENATOR REPRESENTATIVE KING QUEEN POPE".split()
)
_LAND_RANKS = frozenset("GENERAL COLONEL MAJOR LIEUTENANT SERGEANT BRIGADIER".split())
_SEA_RANKS = frozenset("ADMIRAL ADM REAR COMMODORE".split())


@lru_cache(maxsize=16_384)
def family_key(surname: str) -> str:
    """A surname for comparing: no accents, hyphens, apostrophes or case."""
    plain = unicodedata.normalize("NFKD", normal(surname)).encode("ascii", "ignore").decode("ascii")
    return "".join(letter for letter in plain if letter.isalnum())


@lru_cache(maxsize=16_384)
def given_key(name: str) -> str | None:
    """The first given name of a full name, nicknames in full form; None for a surname alone."""
    words = [family_key(word) for word in name.split()]
    given = next((word for word in words[:-1] if len(word) > 1), None)
    return _NICKNAMES.get(given, given) if given else None


def truncated_honorific(words: tuple[str, ...]) -> bool:
    """Whether a label's first word is what is left of an honorific: `R. GIBBS`."""
    return len(words) == 2 and words[0] in ("M", "R", "S", "D")


def is_near(family: str, other: str) -> bool:
    """Whether one surname can be a misspelling of the other: one slip, two in a long name."""
    longest = max(len(family), len(other))
    if min(len(family), len(other)) < 4:
        return False
    limit = 1 if longest < 6 else 2
    return 0 < distance(family, other, limit) <= limit


def gender(titles: tuple[str, ...]) -> str | None:
    """What the honorific says: `m`, `f` or None."""
    if any(word in MALE for word in titles):
        return "m"
    return "f" if any(word in FEMALE for word in titles) else None


def titles_conflict(titles: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two labels' titles speak against one person, when nothing else is known."""
    first, second = gender(titles), gender(other)
    if first and second and first != second:
        return True
    own, their = set(titles), set(other)
    if (own & _LAND_RANKS and their & _SEA_RANKS) or (own & _SEA_RANKS and their & _LAND_RANKS):
        return True
    exclusive = (own | their) & _EXCLUSIVE
    if "VICE" in own | their and "PRESIDENT" in exclusive:
        return own != their
    return bool(exclusive) and not (own & their & _EXCLUSIVE)


def same_office(titles: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two labels share an office or rank, honorifics left out."""
    return bool((set(titles) & set(other)) - MALE - FEMALE - {"THE", "DEPUTY", "VICE", "ACTING"})


def office_key(titles: tuple[str, ...]) -> str:
    """An office alone, for comparing: `THE PRESIDENT` and `EL PRESIDENTE` are one."""
    words = [word for word in titles if word not in ("THE", "EL", "LA", "LE")]
    return " ".join(words).replace("PRESIDENTE", "PRESIDENT")
