"""Labels that are set as the known ones of a document are, in words that no form knows.

Once a document's labels are known, its setting is: the sign behind them, whether they stand alone
on their line, whether they are in capitals. What begins a paragraph in that setting, comes back
and is followed by others is who speaks as well.

    setting       known                  alike                         counter-example
    colon below   Minister Visser:       De voorzitter:                Ik zeg drie dingen:
    colon         Tadd: No.              Mrs. Dray's sister: No.       Remember: it is wet.
    stop          MARSI (PD). No.        QUARLO, sottosegretario. No.  No. It is wet.
    alone         Rita Dal Vila / Words  La presidenta / Words         Old Rope Hall / Words
    dash          MR TADD – No.          A WITNESS' BROTHER – No.      Salt – it is dear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import PICTURES, SPACE, Line
from index.language.naming import is_opener, may_name
from index.language.vocabulary import DEGREES, HEADINGS, is_anonymous, normal
from index.parsing.alone import is_shouted
from index.parsing.labelwords import is_forbidden, is_name, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.placed import SENTENCE, begins_paragraph, is_voice

_SHORT = (
    r"(?:(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.|(?<=\b[A-Z]{2})\.|(?<=\bProf)\.)"
)
_WORDS = rf"(?P<label>[{UPPER}](?:[^\n\t:：.;?!\[\]()<>\"“”«»–—]|{_SHORT}|[–—](?=\S)){{0,79}}?)"
_SMALL_OFFICE = rf"(?:,{SPACE}[^:.;?!()\n]{{2,100}}?)?"
_NOTES = rf"(?:{SPACE}*[(\[](?:[^()\[\]\n]|\([^()\n]{{1,40}}\)){{1,90}}[)\]]){{0,3}}{_SMALL_OFFICE}"
_SPOKEN = rf"(?=[{UPPER}\d\"“‘'«¿¡(\[…—–-])"
_CAPS = rf"(?P<label>[{UPPER}][{UPPER}'’.-]+(?:{SPACE}[{UPPER}][{UPPER}'’.-]*){{0,5}})"
_STAR = (
    rf"[{PICTURES}]*{SPACE}*(?:>{SPACE}?)?(?:[\[(]?\d{{1,2}}[:.]\d{{1,3}}(?::\d{{2}})?[\])]?{SPACE}+)?"
    r"[(\[]?[*_]{0,3}"
)
_CLOSE = r"[)\]]?[*_]{0,3}"
_COLON = rf"{_CLOSE}{SPACE}?[:：][*_]{{0,3}}"
_FORMS = {
    "colon below": re.compile(rf"{_STAR}{_WORDS}{_SMALL_OFFICE}{_NOTES}{_COLON}"),
    "colon": re.compile(rf"{_STAR}{_WORDS}{_SMALL_OFFICE}{_NOTES}{_COLON}{SPACE}+{_SPOKEN}"),
    "stop": re.compile(rf"{_CAPS}{_SMALL_OFFICE}{_NOTES}\.{SPACE}+(?:[–—-]{SPACE}?)?{_SPOKEN}"),
    "alone": re.compile(rf"{_STAR}{_WORDS}{_NOTES}{_CLOSE}"),
    "dash": re.compile(rf"{_WORDS}{_NOTES}\.?{SPACE}?(?:--|[–—-]){SPACE}*{_SPOKEN}"),
}
_LEAST, _SHARE = 6, 0.2
"""So many known labels make a setting, and such a share of all of them."""
_DENSE, _LEAST_DENSE = 0.6, 4
"""Where labels begin this share of the paragraphs, so many make a setting."""
_AGAIN, _TURNING = 2, 0.7
"""How often such a label comes back, and in what share of its places another label follows."""
_MOSTLY = 0.9
"""The share of the known labels in capitals from which one that is not in capitals is none."""
_NEAR = 120
"""Characters of a line in which its sign stands; a label has at most 80."""
_FIELD_WORDS = 4
"""Above the first label a field of the head ("Chair: Ada Oake") has no more words."""
_LONG = 40
"""A longer line below a label is speech, even where no sentence ends in it."""
_TOLD = 3
_VERBS = re.compile(
    r"(?i)\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|say|says|said|ask|asks|asked"
    r"|tell|told|write|wrote|read|reads|state|states|stated|notes|noted|adds|added|shows|warns|concludes|will|would|can|could|(?-i:I)|we|you|they|it|me|us|my|our|your"
    r"|est|sont|es|son|ist|sind|jest|są|è|sono|dire|dico|ik|ich|wir|nous|je|yo|eu"
    r"|following|follows|question|answer|point|thing|things|example|reason|conclusion|result)\b"
)


def with_alike(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those that are set like the known ones and come back.

    A name or an office that stands once in such a place is nobody's: it ends the turn before.
    """
    known = [mark for mark in marks if mark.known]
    dense = len(known) >= _DENSE * sum(line.gap > 0 or line.indent > 0 for line in lines)
    settings = _settings(lines, known, _LEAST_DENSE if dense else _LEAST)
    if not settings:
        return list(marks)
    taken = sorted({mark.ends_before for mark in marks} | _printed_below(lines, known))
    labels = {mark.label for mark in known}
    longer = [mark.label for mark in known if len(mark.label) > 1]
    shouted = sum(map(is_shouted, longer)) > _MOSTLY * len(longer)
    apart = _gaps_below(lines, known)
    signs = None if {"alone", "dash", "stop"} & set(settings) else ":："
    found, above = [], []
    for number, line in enumerate(lines):
        near = line.text[:_NEAR]
        if (signs and not any(sign in near for sign in signs)) or _holds(taken, line):
            continue
        mark = _mark(line, settings)
        if mark and mark.after == line.end:
            # Below a name stands his office.
            office = number > 0 and _holds(taken, lines[number - 1])
            if office or not _stands_over_words(lines, number, apart):
                continue
        if not mark or (shouted and not is_shouted(mark.label)):
            continue
        if line.start > taken[0] and begins_paragraph(lines, number):
            found.append(mark)
        elif line.start < taken[0] and _has_words(lines, number, mark):
            above.append(mark)
    again = {
        label for label in _voices(found, known) if not HEADINGS & set(normal(label).split())
    } | labels
    # A colon ends the line above the words: hardly anything but a label does so there.
    ends = {line.end for line in lines}
    below = {mark.start for mark in found if mark.after in ends and "colon below" in settings}
    alike = [
        mark if mark.label in again else _unknown(mark)
        for mark in found
        if mark.label in again
        or _is_person(mark.label)
        or (dense and (mark.start in below or _ends_in_name(mark.label)))
    ]
    alike += _pictured(lines, known, found, {mark.start for mark in alike})
    alike += [mark for mark in above if mark.label in again]
    return sorted([*marks, *alike], key=lambda mark: mark.start)


def _printed_below(lines: Sequence[Line], known: Sequence[Mark]) -> set[int]:
    """The starts of lines below a name that belong to its label: his office, his party."""
    starts = [line.start for line in lines]
    return {
        start
        for mark in known
        for start in starts[bisect_right(starts, mark.start) : bisect_right(starts, mark.after - 1)]
    }


def _pictured(
    lines: Sequence[Line], known: Sequence[Mark], found: Sequence[Mark], taken: set[int]
) -> list[Mark]:
    """Labels that stand once behind a picture, where the known ones stand behind pictures."""
    behind = {line.start for line in lines if _PICTURES.match(line.text)}
    if sum(mark.ends_before in behind for mark in known) < _MOSTLY * len(known):
        return []
    return [mark for mark in found if mark.ends_before in behind and mark.start not in taken]


_PICTURES = re.compile(f"[{PICTURES}]")


def _has_words(lines: Sequence[Line], number: int, mark: Mark) -> bool:
    """Whether a sentence stands behind a label or below it: in a head it is mostly a name."""
    text = lines[number].text[mark.after - lines[number].start :]
    if not text.strip() and number + 1 < len(lines):
        text = lines[number + 1].text
    return bool(SENTENCE.search(text)) and len(text.split()) > _FIELD_WORDS


def _gaps_below(lines: Sequence[Line], known: Sequence[Mark]) -> bool | None:
    """Whether blank lines stand below labels that are alone on their lines; None for no such."""
    ends = {line.end: number for number, line in enumerate(lines[:-1])}
    gaps = [lines[ends[mark.after] + 1].gap > 0 for mark in known if mark.after in ends]
    return 2 * sum(gaps) > len(gaps) if gaps else None


def _stands_over_words(lines: Sequence[Line], number: int, apart: bool | None) -> bool:
    """Whether words stand below a line, as near to it as below the known labels."""
    if number + 1 == len(lines):
        return False
    below = lines[number + 1]
    return (below.gap > 0) == apart and (
        len(below.text) > _LONG or bool(SENTENCE.search(below.text))
    )


def _settings(lines: Sequence[Line], known: Sequence[Mark], fewest: int) -> list[str]:
    """The settings of so many known labels that others may be set in them."""
    starts = [line.start for line in lines]
    counts: Counter[str] = Counter()
    for mark in known:
        line = lines[bisect_right(starts, mark.start) - 1]
        counts[_setting(line, mark)] += 1
    least = max(fewest, _SHARE * len(known))
    return [setting for setting in _FORMS if counts[setting] >= least]


def _setting(line: Line, mark: Mark) -> str:
    """How a known label is set, as its own line tells; empty for letters and the like."""
    printed = line.text[: mark.after - line.start].rstrip(" *_\u00a0\t")
    whole = mark.after >= line.end
    match printed[-1:]:
        case ":" | "：":
            return "colon below" if whole else "colon"
        case "–" | "—" | "-":
            return "dash"
        case ".":
            return "stop"
    return "alone" if whole and len(mark.label) > 1 else ""


def _match(form: re.Pattern[str], line: Line, setting: str) -> re.Match[str] | None:
    whole = setting in ("alone", "colon below")
    return form.fullmatch(line.text) if whole else form.match(line.text)


def _mark(line: Line, settings: Sequence[str]) -> Mark | None:
    for setting in settings:
        match = _match(_FORMS[setting], line, setting)
        if match and _may_label(match["label"].rstrip()) and not _is_shouted_in(line, match):
            start = line.start + match.start("label")
            return Mark(match["label"].rstrip(), start, line.start + match.end(), cut=line.start)
    return None


def _is_shouted_in(line: Line, match: re.Match[str]) -> bool:
    """Whether somebody's words stand in brackets in another's speech: `(Abg. Tadd: Nein!)`."""
    before, behind = line.text[: match.start("label")], line.text[match.end() :].rstrip(" *_")
    inside = any(sign in before and sign not in behind for sign in "([")
    return inside and behind[-1:] in (")", "]")


def _may_label(label: str) -> bool:
    key = normal(label)
    titled = is_forbidden(key) and not DEGREES.intersection(key.split()[1:])
    if not key or not may_name(label) or titled or _VERBS.search(label):
        return False
    return is_anonymous(key) or is_titled(key) or not is_opener(label)


def _voices(found: Sequence[Mark], known: Sequence[Mark]) -> set[str]:
    """The labels that come back, each mostly between labels of others."""
    counts = Counter(mark.label for mark in found)
    often = [mark for mark in found if counts[mark.label] >= _AGAIN]
    order = sorted([*often, *known], key=lambda mark: mark.start)
    turning: Counter[str] = Counter()
    for one, other in pairwise(order):
        turning[one.label] += one.label != other.label
    return {
        label
        for label, count in counts.items()
        if count >= _AGAIN and turning[label] >= _TURNING * count - 1
    }


def _is_person(label: str) -> bool:
    key = normal(label)
    named = " " in key and is_name(key) and sum(word[0].isupper() for word in label.split()) > 1
    return named or is_titled(key) or is_anonymous(key) or is_voice(key)


def _ends_in_name(label: str) -> bool:
    """Whether two words with capitals end a label of more: an office that nobody knows, a name."""
    words = label.split()
    return len(words) > 2 and all(word[0].isupper() for word in words[-2:])


def _unknown(mark: Mark) -> Mark:
    key = normal(mark.label)
    words = mark.label.split()
    # "Minister Tadd antwortete darauf: Nein." tells what he said.
    told = len(words) > _TOLD and words[-1][0].islower() and words[-2][0].islower()
    sure = (is_titled(key) and not told) or is_anonymous(key) or is_voice(key)
    return mark if sure else Mark(mark.label, mark.start, mark.after, cut=mark.cut, known=False)


def _holds(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start
