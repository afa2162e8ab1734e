"""Labels in a form that no row of the table has, learned from the document itself.

What stands at the start of paragraphs before the same sign, comes back and takes turns is who
speaks. Only signs that prose hardly has are looked at:

    sign      example                       counter-example
    tab       JB<tab>It is wet.             1<tab>Timber
    wide      Q  Is it wet?                 I agree.  It is wet.
    angle     <Q - Jo Bell>: Is it wet?     <b>It is wet.</b>
    colon     01.12 Ada Quill: It is wet.   (where nothing else marks who speaks)
    stop      TADD (PH). It is wet.         (likewise)
    bold      **P.** ¿Está mojado?          **Important** it is wet.
    pipe      Jo Bell | It is wet.          Salt | Sand | Timber
    columns   00:12<tab>JB<tab>It is wet.   12  Timber  41
    dash      O Sr. Tadd (PH): — É velho.   Salt: — it is dear.
    arrow     Jo>> Is it wet?               Salt > sand
    row       | 0:12 | Jo Bell | It is. |        | Salt | 41 |
    bracket   [Reporter] Is it wet?         (likewise) [Laughter] It is wet.
    said      Tadd B. I. It is wet.         (likewise, where half of the paragraphs have one)
    em        Rosa — Is it wet?             (likewise)
    nick      jobell: it is wet             (likewise, nearly all of them) note: it is wet
    clock     Jo Bell [10:04:12]: It is.    At 10:04: it is wet.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.lines import SPACE, Line
from index.language.naming import is_opener, may_name
from index.language.vocabulary import is_anonymous, normal
from index.parsing.acceptance import speaks
from index.parsing.labelwords import is_forbidden, is_name, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.placed import begins_paragraph

_LABEL = rf"(?P<label>[{UPPER}](?:[^:：\n\t<>\[\]()*_]{{0,58}}?[^:：\s<>\[\]()*_])??)"
_OFFICE = rf"(?:,{SPACE}[^:<>\n]{{2,80}}?)?"
_NOTES = rf"(?:{SPACE}*[(\[][^()\[\]\n]{{1,60}}[)\]]){{0,3}}"
_SPOKEN = rf"(?=[{UPPER}\d\"“‘'«¿¡(\[…])(?!(?:[{UPPER}]|\d[\d.,%]*){SPACE}*$)"
_SIGNS = {
    "angle": re.compile(
        rf"<(?:[QA]{SPACE}?[-–—]{SPACE}?)?{_LABEL}{_OFFICE}{_NOTES}>{SPACE}?:?{SPACE}*{_SPOKEN}"
    ),
    "bold": re.compile(rf"(?:\*\*|__){_LABEL}{_NOTES}(?:\*\*|__){SPACE}+{_SPOKEN}"),
    "tab": re.compile(rf"{_LABEL}{_NOTES}[:.]?[ ]?\t+{SPACE}*{_SPOKEN}"),
    "wide": re.compile(rf"{_LABEL}{_NOTES}[ \u00a0]{{2,}}{_SPOKEN}(?:(?!\d)|(?=\d{{1,2}}\. ))"),
    "pipe": re.compile(rf"{_LABEL}{_OFFICE}{_NOTES}{SPACE}?[|¦]{SPACE}+{_SPOKEN}"),
    "columns": re.compile(
        rf"(?:\d[\d:. ]{{2,14}}?(?:[ ]{{2,}}|\t)){_LABEL}{_NOTES}(?:[ ]{{2,}}|\t){SPACE}*{_SPOKEN}"
    ),
    "dash": re.compile(rf"{_LABEL}{_NOTES}{SPACE}?:{SPACE}?[—–]{SPACE}{_SPOKEN}"),
    "arrow": re.compile(rf"{_LABEL}{_NOTES}{SPACE}?(?:>{{1,2}}|[»›]|::){SPACE}+{_SPOKEN}"),
    "row": re.compile(
        rf"\|{SPACE}*(?:[\[(]?\d[\d:.,]*[\])]?{SPACE}*\|{SPACE}*)?[*_]*{_LABEL}[*_]*{_NOTES}:?{SPACE}*"
        rf"\|{SPACE}*{_SPOKEN}"
    ),
    "clock": re.compile(
        rf"{_LABEL}(?:{SPACE}*\([^()\n]{{1,60}}\))?{SPACE}?\[\d[\d:.]+\]{_NOTES}:{SPACE}+{_SPOKEN}"
    ),
}
# Only where nothing else marks who speaks.
_LAST_SIGNS = {
    "colon": re.compile(
        rf"(?:\d{{1,3}}(?:\.\d{{1,3}})?[.)]?{SPACE}+|\[\d{{1,4}}\]{SPACE}*)?"
        rf"{_LABEL}{_OFFICE}{_NOTES}{SPACE}?:{SPACE}+{_SPOKEN}"
    ),
    "stop": re.compile(
        rf"(?P<label>[{UPPER}][{UPPER}'’.-]+(?:{SPACE}[{UPPER}][{UPPER}'’.-]+){{0,5}}?)"
        rf"(?:,{SPACE}[^.:<>\n]{{2,80}}?)?{_NOTES}\.{SPACE}+(?:[—–]{SPACE})?{_SPOKEN}"
    ),
}
# Prose has these, too: most of its paragraphs must begin so.
_ORDINARY = ("bracket", "said", "em")
_LAST_SIGNS |= {
    "bracket": re.compile(rf"[\[(【]{_LABEL}[\])】]:?{SPACE}+{_SPOKEN}"),
    "said": re.compile(
        rf"(?P<label>[{UPPER}][\w’'-]+(?:{SPACE}[{UPPER}][\w’'-]*\.?){{0,4}})"
        rf"(?:,{SPACE}[^.:<>\n]{{2,80}}?)?{_NOTES}\.{SPACE}+(?=[{UPPER}«“\"(])"
    ),
    "em": re.compile(rf"{_LABEL}{_NOTES}{SPACE}(?:--|[–—-]){SPACE}{_SPOKEN}"),
    "nick": re.compile(rf"(?:[*-]{SPACE})?(?P<label>[a-z][\w.-]{{1,20}}):{SPACE}+(?=\S)"),
}
_SIGNED = re.compile(
    r"^[<|]|^(?:\*\*|__)|\t|[^\s.?!] {2}|\. {2}| ?[|¦] |[ \u00a0]\u00a0|: ?[—–] |\[\d[^\]]*\]"
    r"|[>»›:] "
)
_DASH = re.compile(rf"{SPACE}*(?:[—–]|-{{1,2}}){SPACE}+")
_FIRST_SIGNS = 120
_OFTEN, _VOICES, _MOSTLY, _TURNING = 3, 2, 0.8, 0.7
"""A voice comes back so often, so many voices do, for this share of a sign's lines, in turns."""
_LEAST = 6
_INITIALS = 3
_DENSE = 0.4
_HEAD_LINES = 4
_BESIDE = 0.1
"""Share of a document's labels from which a second form is one."""


def with_learned(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those of forms that the document itself teaches."""
    learned = _learned(lines, marks)
    known = sum(mark.known for mark in marks)
    if sum(mark.known for mark in learned) < max(_LEAST, _BESIDE * known):
        return _behind_dashes(lines, marks)
    if len(learned) > known:
        taken = {mark.start for mark in learned}
        learned += _unnamed(lines, taken | {mark.start for mark in marks})
    merged = {mark.start: mark for mark in [*marks, *learned]}
    return [merged[start] for start in sorted(merged)]


def _learned(lines: Sequence[Line], others: Sequence[Mark]) -> list[Mark]:
    taken = {mark.ends_before for mark in others}
    last = () if others else tuple(_LAST_SIGNS.items())
    by_sign: defaultdict[str, list[tuple[bool, Mark]]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.start in taken:
            continue
        signs = _SIGNS.items() if _SIGNED.search(line.text, 0, _FIRST_SIGNS) else ()
        for sign, form in (*signs, *last):
            match = form.match(line.text)
            if match and _may_label(match["label"], sign):
                start = line.start + match.start("label")
                label = match["label"].removesuffix(".")
                row = line.start + len(line.text.rstrip("| ")) if sign == "row" else None
                after = line.start + match.end()
                mark = Mark(label, start, after, cut=line.start, until=row)
                begins = sign in ("row", "nick") or begins_paragraph(lines, number)
                by_sign[sign].append((begins, mark))
                break
    begun = sum(begins_paragraph(lines, number) for number in range(len(lines))) if last else 0
    return [
        mark
        for sign, marks in by_sign.items()
        if sign not in _ORDINARY or sum(begins for begins, _ in marks) >= _DENSE * begun
        if sign != "nick" or _is_chat(lines, [mark for _, mark in marks])
        for mark in _voices(marks, others, strong=sign in _STRONG)
    ]


def _is_chat(lines: Sequence[Line], marks: Sequence[Mark]) -> bool:
    """Whether words in small letters before a colon are nicks, and not the keys of some data.

    Nearly every line has one, with some words behind it, and they come in no fixed round.
    """
    if len(marks) < _MOSTLY * len(lines) - _HEAD_LINES:
        return False
    behind: defaultdict[str, list[int]] = defaultdict(list)
    starts = {line.start: line for line in lines}
    for mark in marks:
        line = starts[mark.ends_before]
        behind[mark.label].append(len(line.text[mark.after - line.start :].split()))
    order = [mark.label for mark in marks]
    voices = len(behind)
    round_robin = voices > 2 and all(label == order[n % voices] for n, label in enumerate(order))
    return not round_robin and all(sum(counts) >= 2 * len(counts) for counts in behind.values())


def _may_label(label: str, sign: str) -> bool:
    bare = label.removesuffix(".")
    key = normal(bare)
    if not key or not may_name(bare):
        return False
    if bare.isupper() and len(bare) <= _INITIALS:
        return True
    # "I agree.  It is wet." ends a sentence before the wide space.
    initial = len(label.rsplit(maxsplit=1)[-1]) == len("J.")
    stopped = label != bare and not initial and sign not in ("bold", "angle") and not is_titled(key)
    plain = is_anonymous(key) or not is_opener(bare)
    return not is_forbidden(key) and plain and not stopped


_STRONG = ("angle", "bold", "tab", "wide", "pipe", "row", "bracket")
"""Signs that prose has so seldom that one word before them, which stands once, ends a turn."""


def _voices(
    found: Sequence[tuple[bool, Mark]], others: Sequence[Mark], *, strong: bool
) -> list[Mark]:
    """Those of one sign's marks that name who speaks, told by those that begin paragraphs.

    They take turns with one another and with the labels that are known. Behind a strong sign any
    other one is nobody's.
    """
    marks = [mark for begins, mark in found if begins]
    counts = Counter(normal(mark.label) for mark in marks)
    often = [mark for mark in marks if counts[normal(mark.label)] >= _OFTEN]
    voices = {normal(mark.label) for mark in often}
    order = sorted([*often, *others], key=lambda mark: mark.start)
    turning = sum(one.label != other.label for one, other in pairwise(order))
    if (
        len(voices | {normal(mark.label) for mark in others}) < _VOICES
        or len(often) < _LEAST
        or len(often) < _MOSTLY * len(marks)
        or turning < _TURNING * (len(order) - 1)
    ):
        return []
    kept = [
        mark
        for begins, mark in found
        if normal(mark.label) in voices
        or (begins and (counts[normal(mark.label)] > 1 or _is_person(mark.label)))
    ]
    taken = {mark.start for mark in kept}
    once = [mark for begins, mark in found if begins and strong and mark.start not in taken]
    return kept + [replace(mark, known=False) for mark in once]


def _is_person(label: str) -> bool:
    key = normal(label)
    return is_titled(key) or is_anonymous(key) or (" " in key and is_name(key))


def _behind_dashes(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, each behind the dash that a report prints after all its colons."""
    starts = {line.start: line for line in lines}
    dashes = {}
    for mark in marks:
        line = starts.get(mark.ends_before)
        match = line and _DASH.match(line.text, mark.after - line.start)
        if line and match:
            dashes[mark.start] = line.start + match.end()
    if len(dashes) < max(_LEAST, _MOSTLY * sum(mark.known for mark in marks)):
        return list(marks)
    return [replace(mark, after=dashes.get(mark.start, mark.after)) for mark in marks]


def _unnamed(lines: Sequence[Line], taken: set[int]) -> list[Mark]:
    """Voices without a name before a colon, beside a learned form: `Operator:`."""
    found = []
    for line in lines:
        label, colon, _ = line.text.partition(":")
        if line.start in taken or not colon or not 1 < len(label) < len("Unidentified participant"):
            continue
        mark = Mark(label, line.start, line.start + len(label) + 1, cut=line.start)
        if is_anonymous(normal(label)) and label[0].isupper() and speaks(mark, line):
            found.append(mark)
    return found
