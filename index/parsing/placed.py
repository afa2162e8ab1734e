"""Which marks are labels where their place tells: before a full stop or a dash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.language.likeness import is_near
from index.language.lines import ABBREVIATED, SPACE, Line
from index.language.naming import is_opener
from index.language.vocabulary import (
    ASKERS,
    FOREIGN,
    HONORIFICS,
    OFFICES,
    RANKS,
    is_anonymous,
    normal,
)
from index.parsing.interludes import is_heading, is_note
from index.parsing.labelwords import is_forbidden, is_name, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.verdicts import Found, Verdict

_NOTED = 3
_LEAST, _VOICES_LEAST = 3, 2
# Beside these one voice is enough: "THE PRESIDENT." and who asks him.
_ASKED = re.compile(rf"(?:\[\d{{1,3}}\.\]{SPACE}+)?Q\.{SPACE}")
_OFTEN = 3
"""What recurs so often before a dash is a label even if it has no title."""
SENTENCE = re.compile(r"[.?!…:;,][\"”’»)\]*_]*$|--$|—$")


# "Mr. TADD.", "The PRESIDING OFFICER.", "Ms. QUARLE of Ketta.": one is enough, prose has none.
_HIGH = re.compile(
    rf"(?:Mr|Mrs|Ms|Miss|Dr|Senator|Chairman|Chairwoman|The)\b\.?(?:{SPACE}[{UPPER}][{UPPER}'’.-]+){{1,4}}"
    rf"(?:{SPACE}pro tempore|{SPACE}of(?:{SPACE}[{UPPER}]\w+){{1,3}})?"
)


_BEHIND_NOTE = re.compile(
    rf"(?:[.?!…]\){SPACE}|(?<=[^\W\d_])[.?!])(?P<label>(?:M\.|Mme|Mlle|Mr\.|Mrs\.|Ms\.|Dr\.|Sr\.|Sra\.){SPACE}"
    rf"[^\s.:()]+(?:{SPACE}[^\s.:()]+){{0,4}})\.{SPACE}(?=[{UPPER}\"“«¡¿])"
)
"""`(Laughter.) Mr. Tadd. I see`, `so!Mr. Tadd. I see`: the break before a label is lost."""


def accept_stop(family: Found) -> Verdict:
    """`Mr. Tadd. I rise …` where a paragraph begins; three titled ones of two voices at least.

    One is enough where only the name is in capitals: `Mr. TADD. I rise …`. Beside them a slip of
    one of them counts, and a voice without a name.
    """
    once = {mark.start: (n, mark) for n, mark in family.marks}
    whole = _has_whole_paragraphs(family.lines)
    begun = [
        (n, mark)
        for n, mark in once.values()
        if whole
        or begins_paragraph(family.lines, n)
        or (mark.label.isupper() and " " in mark.label)
    ]
    counts = Counter(mark.label for _, mark in begun)
    chaired = any(
        label.isupper() and normal(label) in OFFICES and count >= _OFTEN
        for label, count in counts.items()
    )
    marks = [
        (n, m)
        for n, m in begun
        if _is_stopped(m.label, counts)
        or (chaired and m.note and m.label.isupper() and is_name(normal(m.label)))
        or _is_shouted(m.label, counts)
        or (counts[m.label] >= _OFTEN and len(m.label) > 1 and is_anonymous(normal(m.label)))
    ]
    indents = Counter(family.lines[number].indent for number, _ in marks)
    if any(indents) and 2 * sum(count for indent, count in indents.items() if indent) > len(marks):
        marks = [(number, mark) for number, mark in marks if family.lines[number].indent]
    labels = {normal(mark.label) for _, mark in marks}
    asked = sum(_ASKED.match(line.text) is not None for line in family.lines)
    few = len(marks) < _LEAST or len(labels) + (asked >= _LEAST) < _VOICES_LEAST
    if few and not any(_HIGH.fullmatch(mark.label) for _, mark in marks):
        return Verdict()
    addressed = {
        f"{honorific} {label[4:]}"
        for label in labels
        if label.startswith("THE ")
        for honorific in ("MR", "MADAM", "MADAME")
    }
    kept = [mark for _, mark in marks if normal(mark.label) not in addressed]
    taken = {mark.start for _, mark in marks}
    shouted = len({label for label in labels if counts[label] > 1 and not is_titled(label)}) > 1
    unknown = []
    for _, mark in begun:
        label = normal(mark.label)
        if mark.start in taken:
            continue
        full = mark.label.isupper() and (shouted or mark.note or mark.office) and is_name(label)
        if full or is_voice(label) or _asks(label) or is_slip(label, labels) or is_officer(label):
            kept.append(mark)
        elif " " in label and is_name(label) and not is_opener(mark.label):
            unknown.append(mark)
    kept += _behind_notes(family.lines, counts)
    return Verdict(kept, _statements(family.lines, kept) + unknown)


def _behind_notes(lines: Sequence[Line], counts: Counter[str]) -> list[Mark]:
    return [
        Mark(match["label"], line.start + match.start("label"), line.start + match.end())
        for line in lines
        if ". " in line.text
        for match in _BEHIND_NOTE.finditer(line.text)
        if _is_stopped(match["label"], counts)
    ]


_VOICES = frozenset(
    "VOICE VOICES SEVERAL CLERK PARTICIPANTS SPEAKERS MEMBERS SENATORS DELEGATES DELEGATE AUDIENCE "
    "LORDS DEPUTIES VOZES VOCES VOCI VOIX STIMMEN ZURUF".split()
)


def _asks(label: str) -> bool:
    """Whether a label is of an unnamed asker: `Reporter.`, but not `Q.` and `Question.`."""
    return label in ASKERS and len(label) > 1 and "QUESTION" not in label


def is_officer(label: str) -> bool:
    """Whether an office stands before a name: `Staff Director Brook`."""
    words = label.split()
    office = any(word in OFFICES or word in RANKS for word in words[:-1])
    return office and 2 < len(words) < 6 and not is_forbidden(label)


_ABROAD = frozenset("VOZES VOCES VOCI VOIX STIMMEN ZURUF".split())
"""Voices of a house in other languages, before the name of their group."""
_LONGEST_GROUP = 4
"""Words of such a voice with its group."""
_SEATED = frozenset("À A AU AUX SUR DE VOIX NOMBREUSES PLUSIEURS EXCLAMATIONS".split())
_SEATS = frozenset("DROITE GAUCHE CENTRE BANC BANCS TRIBUNE TRIBUNES PARTS".split())
"""Voices of a French house by where they sit: `À droite`, `Sur divers bancs`."""
_VOICE_WORDS = frozenset("THE A AN NOBLE HON HONOURABLE SEVERAL SOME OPPOSITION GOVERNMENT".split())


def is_voice(label: str) -> bool:
    """Whether a label names a voice of the house: `A Delegate`, `Noble Lords`."""
    words = label.split()
    if words[0] in _ABROAD and len(words) <= _LONGEST_GROUP:
        return True
    if words[0] in _SEATED and _SEATS & set(words):
        return True
    return words[-1] in _VOICES and all(word in _VOICE_WORDS for word in words[:-1])


def is_slip(label: str, labels: Iterable[str]) -> bool:
    """Whether a label is a slip of the pen for one of these."""
    words = label.split()
    return any(_is_near(words, other.split()) for other in labels)


def _is_near(words: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two labels differ by a slip in one word, and in nothing else."""
    if len(words) != len(other):
        return False
    apart = [pair for pair in zip(words, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and is_near(*apart[0])


def _is_stopped(label: str, counts: Counter[str]) -> bool:
    key = normal(label)
    words = key.split()
    if label.isupper() and key in OFFICES and counts[label] >= _OFTEN:
        return True  # "PRESIDENTE. Grazie."
    # "O SR. PRESIDENTE" goes on behind its full stop.
    return is_titled(key) and 1 < len(words) < 8 and words[-1] not in HONORIFICS | FOREIGN


def _is_shouted(label: str, counts: Counter[str]) -> bool:
    """Whether a label is a full name in capitals that recurs."""
    return counts[label] > 1 and " " in label and label.isupper() and is_name(normal(label))


def begins_paragraph(lines: Sequence[Line], number: int) -> bool:
    """Whether a line begins a paragraph, as its place and the line above tell."""
    line = lines[number]
    if number == 0 or line.gap:
        return True
    before = lines[number - 1]
    if not any(sign.isalnum() for sign in before.text):
        return True
    if line.indent > before.indent or had_room(lines, number):
        return True
    if line.indent < before.indent - 1:
        return False
    ended = re.search(r"[.?!:\])]\s?[\"”’)\]»]*$", before.text) and not ABBREVIATED.search(
        before.text
    )
    return bool(ended) or is_heading(before.text) or is_note(before.text)


_WHOLE = 0.04


def _has_whole_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether each line is a paragraph: hardly one goes on in small letters with the one above."""
    on = sum(not line.gap and line.text[0].islower() for line in lines)
    return on <= _WHOLE * len(lines)


def had_room(lines: Sequence[Line], number: int) -> bool:
    """Whether the line above ends far from where those around it do: no sentence was wrapped."""
    near = lines[max(0, number - _AROUND) : number + _AROUND]
    width = max(len(line.text) + line.indent for line in near)
    before = lines[number - 1]
    used = before.indent + len(before.text) + len(lines[number].text.split(maxsplit=1)[0])
    goes_on = before.text[-1] in ",;–—-"
    return not goes_on and width <= _WRAPPED and used < _FULL * width


_AROUND, _WRAPPED, _FULL = 8, 110, 0.6
"""How many lines above and below show the width of wrapped text, the largest such width in
characters, and the share of it that a full line fills."""
_STATEMENT = re.compile(
    r"\[?(?:The )?(?:[Pp]repared|[Oo]pening|[Ww]ritten) [Ss]tatements? (?:of|by|from)\b.*"
    r"|(?:(?:PREPARED|OPENING|WRITTEN) )?STATEMENTS? (?:OF|BY|FROM) .*"
    r"|[\[(][^\])]{8,150}\b(?:follows?|submitted for the record|reads as follows)[:.]?[\])]?[:.]?"
)


def _statements(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Headings above statements that were handed in: nobody spoke them at the hearing."""
    taken = {mark.start for mark in marks}
    return [
        Mark(line.text, line.start, line.start, cut=line.start, known=False)
        for line in lines
        if line.start not in taken and len(line.text) < 200 and _STATEMENT.fullmatch(line.text)
    ]


def accept_dash(family: Found) -> Verdict:
    """`MR. SPEAKER.- Order.`: titles, or bare names in capitals that recur; three at least.

    `ORRIN TADD (Halm) – ` counts among others in capitals with their town or their party.
    `Orrin Tadd (PPE). – ` counts where three such labels with a party or an office recur.
    """
    counts = Counter(normal(mark.label) for _, mark in family.marks)
    noted = sum(bool(mark.note or mark.office) for _, mark in family.marks)
    seated = [m for _, m in family.marks if m.note and m.label.isupper() and " " in m.label]
    seats = seated if len(seated) >= _NOTED else []
    kept = [
        mark
        for number, mark in family.marks
        if is_titled(normal(mark.label))
        or (mark.label.isupper() and counts[normal(mark.label)] > 1 and is_name(normal(mark.label)))
        or (mark in seats and not is_forbidden(normal(mark.label)))
        or (noted >= _NOTED and _is_person(mark, family.lines[number]))
    ]
    labels = Counter(normal(mark.label) for mark in kept)
    enough = len(kept) > 2 and len(labels) > 1 and max(labels.values()) > 1
    if not enough:
        return Verdict()
    taken = {mark.start for mark in kept}
    others = [
        mark
        for number, mark in family.marks
        if mark.start not in taken
        and begins_paragraph(family.lines, number)
        and not is_opener(mark.label)
        and (is_name(normal(mark.label)) or is_anonymous(normal(mark.label)))
    ]
    again = [mark for mark in others if counts[normal(mark.label)] >= _OFTEN]
    return Verdict(kept + again, [mark for mark in others if mark not in again])


def _is_person(mark: Mark, line: Line) -> bool:
    """Whether a full stop stands between a dash and a full name or an office."""
    label = normal(mark.label)
    stopped = re.search(r"\.[*_]{0,3}\s?[-–—]+$", line.text[: mark.after - line.start])
    return bool(stopped) and (label in OFFICES or (" " in label and is_name(label)))
