"""The kinds of transcripts that are imitated: a table of how each prints its labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Layout = Literal["line", "wrapped", "alone", "numbered", "fifths", "counted"]
Typo = Literal["semicolon", "glued", "spaced", "joined"]
TYPOS: tuple[Typo, ...] = ("semicolon", "glued", "spaced", "joined")


@dataclass(frozen=True, slots=True)
class Voice:
    """How a speaker is printed: at first, and from then on; `kept` is the label of both.

    A label of which only a part is the name gives that part in `kept` and `first_kept`.
    """

    later: str
    first: str = ""
    kept: str = ""
    first_kept: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of transcript.

    :param form: How label and words are joined.
    :param between: Lines that stand between turns now and then: headings, notes, clocks.
    :param inside: Notes that stand inside a turn's words.
    :param page: What stands between two pages, `{n}` for the number; none for no pages.
    :param salt: Sentences of the kind that look like labels, `{0}` for a word of their own.
    :param unmarked: Lines after which some paragraphs follow that nobody is printed before.
    :param bare: Two labels lack the sign that parts them from the words.
    :param typos: Once each: the label is followed by a semicolon, by no blank, has a blank before
        its sign, or stands behind the words before it on their line.
    :param hang: What stands before the second and later lines of a wrapped paragraph.
    """

    name: str
    head: tuple[str, ...]
    cast: tuple[Voice, ...]
    once: tuple[Voice, ...] = ()
    form: str = "{label}: {words}"
    layout: Layout = "line"
    language: str = "en"
    between: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    place: str | None = None
    gap: bool = True
    indent: str = ""
    paragraphs: int = 3
    turns: int = 120
    tail: tuple[str, ...] = ()
    slips: bool = True
    suffix: str = ".txt"
    fields: dict[str, str] = field(default_factory=dict)
    width: int = 62
    salt: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    bare: bool = False
    typos: tuple[Typo, ...] = ()
    hang: str = ""


def voices(*labels: str) -> tuple[Voice, ...]:
    """Voices that are printed in one way."""
    return tuple(Voice(label) for label in labels)
