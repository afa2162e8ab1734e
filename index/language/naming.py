"""Which words before a colon are names: learned from a whole file, not from their shape alone.

A display name may be anything: a handle, a telephone number, a name in a script without
capitals. Where nearly every cue begins with one, each is a label; elsewhere a name is believed
the sooner the more it looks like one, the more often it stands and the more others stand beside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.language.vocabulary import DEGREES, HONORIFICS, LABEL_TITLES, NOT_LABELS, normal

Shape = Literal["capitals", "title", "handle", "script", "lower"]

_MOST_WORDS = 8
_PREFIX = re.compile(r"([^:：\n]{1,60}?)\s*[:：](?!//)(?![0-9]\d?(?:\D|$))\s*")
_NOTE = re.compile(r"\s*[(\[（][^()\[\]（）]{0,40}[)\]）]$")
_QUOTED = re.compile(r"[\"“”«»„<>{}=]|^['‘]")
_SENTENCE = re.compile(
    r"[?!…;。？！、，]|[^\W\d_]{4,}(?<!\bProf|\bDipl|\bCapt|\bParl)\.(?:\s|$)|\.\."
)
_HANDLE = re.compile(r"[@|№+]|\w[_#]\w|#\d|\d")
# Particles of names: "Jo van Bell", "Ada of the Mole", "Jo & Ada".
_SMALL = frozenset(
    "of the de van von der den del della di da do dos du la le les el al bin ibn ben ter ten te y "
    "e af av zu und and et & ap op 't".split()
)
# One capitalised word before a colon that opens a sentence: "Remember: it is wet."
_OPENERS = frozenset(
    "QUESTION ANSWER REMEMBER LOOK LISTEN EXAMPLE RESULT RESULTS CONCLUSION PROBLEM SOLUTION "
    "REMINDER SPOILER DISCLAIMER VERDICT TRANSLATION HINT TIP RULE LESSON PLUS MEANING NOW SO AND "
    "BUT OR AGAIN YES NO OKAY OK WELL FIRST SECOND THIRD FINALLY NEXT THEN ALSO HERE THERE THIS "
    "THAT IT I WE YOU HE SHE THEY BECAUSE IF BREAKING THINK IMAGINE GUESS CONSIDER REPEAT QUOTE "
    "SAY OPTION CASE POINT TRUE FALSE GOOD BAD SERIOUSLY HONESTLY SIMPLE SIMPLY BASICALLY PLEASE "
    "SORRY THANKS ANYWAY STILL YET JUST ONLY ONE TWO THREE FOUR FIVE MEANWHILE INSTEAD OTHERWISE "
    "LATER WEEK DAY YEAR VERSE NUMBER NO. LEVEL ROUND SCORE PRICE COST TOTAL AGE NAME NOTICE "
    "PURPOSE REASON IDEA THEORY HYPOTHESIS EVIDENCE PROOF NEWS GOAL AIM PLAN TASK TODO ALERT "
    "SPEED SIZE WEIGHT LENGTH HEIGHT COLOUR COLOR INGREDIENTS METHOD SUBTITLES CAPTIONS MUSIC "
    "SUBTITLE CAPTION LYRICS SONG EPISODE SEASON PREVIOUSLY DESCRIPTION DETAILS".split()
)


# Chinese words before a colon that tell something or head a list, and name nobody.
_TOLD = re.compile(
    r"^[我你您他她它這这那其此]|^(?:出席|缺席|列席|[與与][會会]|[參参]加)"
    r"|(?:[說说道寫写示出為为是括下如稱称]|[認认][為为]|例如|包括|[時时][間间]|地[點点]|日期|[題题]目?|[議议]程"
    r"|用途|原因|目的|方面|[來来]源|附件|[備备]?[註注]|第.{1,3})$"
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before the first colon of a line: the label, and where the words begin."""

    label: str
    after: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of a cue or of a line, where a name may stand.

    `first` holds for the start of a cue and for a place where the file marks another voice;
    `ended` says that the words before end a sentence.
    """

    prefix: Prefix | None
    first: bool
    ended: bool


def prefix(text: str) -> Prefix | None:
    """What may be a label at the start of a text: `+44 20 5550: words`, not `"No", he said: No`."""
    match = _PREFIX.match(text)
    if not match:
        return None
    label = match[1].strip()
    return Prefix(label, match.end()) if may_name(label) else None


def may_name(label: str) -> bool:
    """Whether some words can be a name as a tool prints it: no sentence, no quotation."""
    words = label.split()
    if not words or len(words) > _MOST_WORDS or _QUOTED.search(label) or _SENTENCE.search(label):
        return False
    if label.count("(") != label.count(")") or label.count("[") != label.count("]"):
        return False
    return any(sign.isalnum() for sign in label) and label[0] not in "-–—,.)]*♪"


def shape(label: str) -> Shape:
    """What a label looks like."""
    words = _NOTE.sub("", label).split() or label.split()
    letters = [sign for sign in label if sign.isalpha()]
    cased = [sign for sign in letters if sign.isupper() or sign.islower()]
    capital = all(_is_capital(word) or word.lower() in _SMALL for word in words)
    if _HANDLE.search(label) and (len(words) == 1 or "|" in label or capital or not letters):
        return "handle"
    if letters and not cased:
        return "script"
    if cased and all(sign.isupper() for sign in cased):
        return "capitals"
    return "title" if capital and any(word[0].isupper() for word in words) else "lower"


def _is_capital(word: str) -> bool:
    first = word.lstrip("([‘'’\"#").removeprefix("d’").removeprefix("d'")[:1]
    return not first or first.isupper() or not (first.islower())


def learn(openings: Sequence[Opening]) -> dict[str, str]:
    """The labels among a file's openings, as printed, each with what it is called.

    A closing note is no part of a name, unless it always stands there: `ADA (on phone)` is `ADA`
    where others are called without one.
    """
    firsts = [opening for opening in openings if opening.first]
    labels = [opening.prefix.label for opening in openings if opening.prefix]
    leading = [opening.prefix.label for opening in firsts if opening.prefix]
    counts = Counter(labels)
    share = len(leading) / len(firsts) if firsts else 0.0
    names = {label for label in leading if not (is_opener(label) and len(label.split()) == 1)}
    if share >= _NEARLY_ALL and len(leading) > 1 and any(map(_is_like_a_name, names)):
        return _called(names, always=True)
    likely = {label for label in counts if _is_likely(label, counts[label])}
    if share >= _MOST and len(leading) > 1:
        likely |= {label for label in leading if shape(label) != "lower" and not is_opener(label)}
        likely |= {label for label in names if counts[label] > 1 or len(label.split()) == 1}
    once = {
        opening.prefix.label
        for opening in openings
        if opening.prefix and opening.ended and _may_speak_once(opening.prefix.label)
    }
    if likely and len(likely | once) > 1:
        likely |= once
    elif not any(shape(label) == "capitals" or " " in label for label in likely):
        # One word alone, such as "Remember", is not yet somebody.
        likely = {label for label in likely if shape(label) not in ("title", "lower", "script")}
    return _called(likely, always=share >= _MOST)


def _called(labels: set[str], *, always: bool) -> dict[str, str]:
    bare = {label: _NOTE.sub("", label) or label for label in labels}
    return {label: bare[label] if not always or bare[label] in labels else label for label in bare}


_NEARLY_ALL = 0.9
"""Share of cues with a name from which any display name is one."""
_MOST = 0.7
"""Share of cues with a name from which all are but sentences such as "One thing: it is wet"."""


def is_opener(label: str) -> bool:
    """Whether the words before a colon open a sentence or head a list, and name nobody."""
    words = normal(label.replace(",", " ")).split()
    if not words or _TOLD.search(label):
        return True
    # "Prof. Dr. Tadd" is one person.
    degrees = any(word in DEGREES for word in words)
    honorifics = degrees + sum(word in HONORIFICS - DEGREES for word in words)
    if words[0] in NOT_LABELS or honorifics > 1:
        return True
    return words[0] in _OPENERS and (len(words) == 1 or shape(label) != "capitals")


def _is_likely(label: str, count: int) -> bool:
    """Whether a label is believed by itself."""
    if is_opener(label) and (count < 3 or normal(label).split()[0] in NOT_LABELS):
        return False
    words = len(label.split())
    match shape(label):
        case "capitals":
            return sum(sign.isalpha() for sign in label) > 1
        case "title":
            titled = normal(label).split()[0] in LABEL_TITLES
            return (1 < words <= 5) or count > 1 or (titled and words > 1)
        case "handle" | "script":
            return count > 1
        case _:
            return count > 1 and words == 1


def _is_like_a_name(label: str) -> bool:
    return shape(label) != "lower" or len(label.split()) == 1


def _may_speak_once(label: str) -> bool:
    """Whether a label that stands once is one beside others that are."""
    return shape(label) in ("title", "handle", "script") and not is_opener(label)
