"""Which marks of a form are labels: one rule for each family of forms.

A rule sees all marks of its family in one document. It tells labels, whose words are spoken by
whom they name, from marks of an unknown speaker: they end the turn before and name nobody. All
other lines of the form are prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from index.language.abroad import is_office_abroad
from index.language.likeness import is_near
from index.language.lines import ABBREVIATED, SPACE, Line
from index.language.naming import is_opener
from index.language.vocabulary import (
    ENUMERATORS,
    HONORIFICS,
    LABEL_TITLES,
    OFFICES,
    RANKS,
    is_anonymous,
    near_title,
    normal,
)
from index.parsing.labelwords import coded, is_code, is_forbidden, is_known, is_name, is_titled
from index.parsing.lined import (
    is_full_name,
    on_most_lines,
    paragraphs,
    takes_short_turns,
    without_lists,
)
from index.parsing.marks import UPPER, Mark
from index.parsing.placed import SENTENCE, is_officer
from index.parsing.replying import (
    is_asked,
    is_chorus,
    one_replies,
    tells_oneself,
    with_offices,
)
from index.parsing.verdicts import Found, Verdict

_SPOKEN = re.compile(rf"[*_]{{0,3}}{SPACE}*[{UPPER}\d\"“”‘'«¿¡(\[<…*_—–.-]")
_RECURS = 2
"""A label that stands so often in a document recurs."""
_OFTEN = 4
"""Names that stand so often each, in turns, are voices without a title among them."""
_MOSTLY = 0.85
"""Of the labels of people who speak in turns, a few are slips, and a few follow themselves."""
_DENSE, _SPARSE = 0.5, 0.25
"""Share of paragraphs with a label: of short turns, and of long answers in several paragraphs."""
_SPARSE_RECURS = 3
"""One of so few labels stands at least so often."""
_SECOND_FORM = 0.25
"""A second form of a whole document holds at least this share of its labels."""
_SEATED = 3
"""So many names with a party behind them are the seats of a chamber."""
_SURE, _SURE_LEAST = Fraction(4, 5), 3
"""Where labels are few, this share of them, and at least so many, are of people or offices."""
_SHORT_WORD = 2
"""A name that stands alone has more letters: `No:`, `So:`."""
_LONGEST_SHORT_NAME, _LONGEST_TITLED_NAME, _LONGEST_ODD_TITLE = 3, 5, 6
"""Words of a label: of a name, of one with a title, of one with a title inside."""
_LABELS, _LABELLED = 8, 0.6
"""With so many labels, and for this share of the paragraphs, one of a single word has one, too."""


def accept_capitals(family: Found) -> Verdict:
    """Known roles and titles at once; other labels when they recur, or are near an accepted one.

    Where two bare names recur, a name that stands once is a label as well; where none does, it
    names nobody, and ends the turn before all the same.
    """
    marks = [mark for _, mark in family.marks]
    counts = Counter(normal(mark.label) for mark in marks)
    verdicts = {label: is_known(label) or _is_officer_or_foreign(label) for label in counts}
    verdicts |= {normal(mark.label): True for mark in marks if _is_held(mark)}
    verdicts |= {label: True for label in counts if is_chorus(label, counts)}
    verdicts |= {normal(m.label): True for n, m in family.marks if is_asked(m, n, family.lines)}
    held = with_offices(marks)
    seated = [mark for mark in marks if mark.note and _is_two_words(normal(mark.label))]
    if len(seated) >= _SEATED:
        # "NED VAN OSTEN (ACT):" among others with their parties.
        verdicts |= {label: True for mark in seated if is_name(label := normal(mark.label))}
    surnames = {label.split()[-1] for label, known in verdicts.items() if known}
    # "ORLA VENN, HOST:" is "VENN:" from then on.
    lasts = Counter(label.split()[-1] for label in counts.elements() if is_name(label))
    bare = {
        label
        for label, known in verdicts.items()
        if not known and (counts[label] > 1 or lasts[label.split()[-1]] > 1)
    }
    own = {label.split()[-1] for label in bare}
    for label, known in verdicts.items():
        if known or is_forbidden(label):
            continue
        words = label.split()
        verdicts[label] = (
            counts[label] >= _RECURS
            or label in held
            or (words[-1] in surnames and len(words) <= _LONGEST_SHORT_NAME)
            or (len(words) > 1 and near_title(words[0]) is not None)
            or (is_name(label) and (len(bare) > 1 or words[-1] in own))
        )
    return Verdict(
        [mark for mark in marks if verdicts[normal(mark.label)]],
        [mark for mark in marks if not verdicts[normal(mark.label)] and _may_name(mark)],
    )


_TITLES_ABROAD = frozenset("MME MLLE HERR FRAU SHRI SHRIMATI SMT KUMARI".split())
_ARTICLES_ABROAD = frozenset("EL LA LOS LAS UN UNA VARIOS VARIAS".split())
_SIR_ABROAD = frozenset(
    "SEÑOR SEÑORA SEÑORITA SEÑORES SEÑORAS SR SRA SENADOR SENADORA DIPUTADO DIPUTADA".split()
)
_TOWNS = frozenset("CITY COUNTY TOWN TOWNSHIP VILLAGE BOROUGH".split())


def _is_officer_or_foreign(label: str) -> bool:
    """Whether a title of another language stands before a name, or a town before its officer.

    `Mme LUNT`, `La señora TADD`, `CITY ATTORNEY`.
    """
    words = label.split()
    if words[0] in _TOWNS and (words[-1] in OFFICES or words[-1] == "CLERK"):
        return True
    if words[0] in _ARTICLES_ABROAD and len(words) > 2:
        return words[1] in _SIR_ABROAD and not is_forbidden(label)
    abroad = is_office_abroad(words[0]) or is_office_abroad(words[-1])
    office = words[0] in _TITLES_ABROAD or abroad or is_officer(label)
    return len(words) > 1 and office and is_name(label)


def _is_held(mark: Mark) -> bool:
    """Whether an office in capitals has its holder in brackets: `THE MINISTER … (SHRI TADD)`."""
    words = normal(mark.label).split()
    office = words[0] == "THE" and any(word in OFFICES for word in words[1:4])
    held = mark.note is not None and normal(mark.note).split()[0] in _HOLDERS
    return office and (held or words[1] in ("MINISTER", "SECRETARY"))


_HOLDERS = HONORIFICS | frozenset("SHRI SHRIMATI SMT KUMARI KUM ADV DR PROF SARDAR MS MR".split())


def _is_two_words(label: str) -> bool:
    return " " in label


def _may_name(mark: Mark) -> bool:
    """Whether a rejected label looks like somebody's, and not like a heading."""
    words = normal(mark.label).split()
    if words[0] == "BY":
        return len(words) > 1 and words[1] in LABEL_TITLES
    honorifics = [word for word in words if word in HONORIFICS]
    return len(honorifics) > 1 or (len(words) <= _LONGEST_TITLED_NAME and is_name(" ".join(words)))


def _accept_beside(family: Found) -> Verdict:
    """Names in ordinary case beside labels in capitals.

    A second form of a whole document holds a quarter of its labels. Else a full name whose
    surname speaks in capitals is his; any other full name ends the turn and names nobody.
    """
    capitals = family.beside
    taken = {mark.start for mark in capitals}
    marks = [(n, mark) for n, mark in family.marks if mark.start not in taken]
    marks = [(n, mark) for n, mark in marks if not _runs_on(family.lines, n, mark)]
    counts = Counter(normal(mark.label) for _, mark in marks)
    recurring = [mark for _, mark in marks if counts[normal(mark.label)] > 1]
    recurring = [mark for mark in recurring if not is_forbidden(normal(mark.label))]
    full = [
        mark
        for number, mark in marks
        if is_full_name(mark.label) and speaks(mark, family.lines[number])
    ]
    titled = [
        mark
        for number, mark in marks
        if _is_titled_person(normal(mark.label))
        and speaks(mark, family.lines[number])
        and not _is_read_out(mark, family.lines[number])
    ]
    if len(recurring) >= _SECOND_FORM * (len(recurring) + len(capitals)):
        labels = [*recurring, *full, *titled]
        accepted = {mark.start for mark in labels}
        once = [(n, mark) for n, mark in marks if mark.start not in accepted]
        return Verdict(labels, [mark for n, mark in once if _is_one_word(mark, family.lines[n])])
    surnames = {_surname(mark) for mark in capitals}
    last = max(mark.start for mark in capitals)
    # Where most paragraphs have a label, one of a single word before a colon has one, too.
    begun = sum(line.gap > 0 for line in family.lines)
    once = marks if len(capitals) >= max(_LABELS, _LABELLED * begun) else []
    single = [mark for n, mark in once if _is_one_word(mark, family.lines[n])]
    return Verdict(
        [mark for mark in full if _surname(mark) in surnames and mark.start < last]
        + [mark for mark in titled if mark.start < last]
        + [mark for mark in single if is_anonymous(normal(mark.label))],
        [mark for mark in full if _surname(mark) not in surnames] + single,
    )


def _is_one_word(mark: Mark, line: Line) -> bool:
    """Whether a paragraph begins with one word and a colon, which may be somebody's name."""
    label = normal(mark.label)
    name = is_name(label) and " " not in label and len(label) > _SHORT_WORD
    return name and line.gap > 0 and not is_opener(mark.label) and speaks(mark, line)


def _is_titled_person(label: str) -> bool:
    """Whether a label in ordinary case is a title with a name: `Mr Tadd`, `Senator Tadd`."""
    words = label.split()
    short = 1 < len(words) <= _LONGEST_TITLED_NAME
    return short and words[0] in HONORIFICS | OFFICES | RANKS and is_known(label)


def _is_read_out(mark: Mark, line: Line) -> bool:
    """Whether a quotation follows: somebody reads out what a senator said."""
    return line.text[mark.after - line.start :].lstrip()[:1] in ("“", '"', "‘")


def _surname(mark: Mark) -> str:
    return normal(mark.label).split()[-1]


def accept_title(family: Found) -> Verdict:
    """What names in ordinary case tell; a name behind an odd title ends the turn above."""
    verdict = _accept_title(family)
    if verdict.labels and not family.beside:
        verdict = without_lists(verdict, family)
        verdict.unknown.extend(
            mark
            for n, mark in family.marks
            if _is_odd_title(mark) and speaks(mark, family.lines[n])
        )
    return verdict


def _is_odd_title(mark: Mark) -> bool:
    """Whether a title stands inside a short label that no form takes for a name: `Er Dr Oake`."""
    label = normal(mark.label)
    titles = [word for word in label.split()[1:-1] if word in HONORIFICS]
    return bool(titles) and len(label.split()) <= _LONGEST_ODD_TITLE and is_forbidden(label)


def _accept_title(family: Found) -> Verdict:
    """Labels such as `Jane Doe:` where at least two recur and most lines carry one.

    Where answers are long and few lines carry a label, the labels must be people's or offices'.
    """
    if family.beside:
        return _accept_beside(family)
    codes = coded(Counter(normal(mark.label) for _, mark in family.marks))
    named = [(n, m, normal(m.label)) for n, m in family.marks]
    marks = [(n, m) for n, m, label in named if label in codes or not is_forbidden(label)]
    lined = on_most_lines(marks, family.lines)
    marks = [
        (n, m) for n, m in marks if normal(m.label) in lined or not _runs_on(family.lines, n, m)
    ]
    counts = Counter(normal(mark.label) for _, mark in marks)
    recurring = [label for label, count in counts.items() if count >= _RECURS]
    begun = paragraphs(family.lines)
    dense = len(marks) >= _DENSE * begun
    often = max(counts.values(), default=0) >= _SPARSE_RECURS and len(marks) >= _SPARSE * begun
    if len(recurring) > 1 and (dense or often):
        return _title_labels(marks, counts, family)
    spoken = [(n, mark) for n, mark in marks if speaks(mark, family.lines[n])]
    people = {label for label in counts if is_titled(label) or _may_recur(label)}
    sure = [mark for _, mark in spoken if normal(mark.label) in people]
    voices = {normal(mark.label) for mark in sure}
    titled = sum(bool(m.office or m.note) or is_titled(normal(m.label)) for m in sure)
    again = sum(counts[label] > 1 for label in voices)
    if one_replies(spoken, family.lines):
        return Verdict([mark for _, mark in spoken])
    if _take_turns(spoken, counts) or takes_short_turns(spoken, family.lines):
        return _title_labels(spoken, counts, family)
    if len(sure) < _SURE * len(marks) or len(voices) < 2 or len(sure) < _SURE_LEAST:
        return Verdict()
    if (again > 1 and len(sure) > _SURE_LEAST) or (titled > 2 and titled >= _DENSE * len(sure)):
        return _title_labels(spoken, counts, family)
    return Verdict()


def _take_turns(marks: Sequence[tuple[int, Mark]], counts: Counter[str]) -> bool:
    """Whether labels that recur stand for most and follow one another, as voices do."""
    often = [label for _, m in marks if counts[label := normal(m.label)] >= _OFTEN]
    often = [
        label
        for label in often
        if label not in ENUMERATORS and (is_anonymous(label) or not is_opener(label))
    ]
    changes = sum(one != other for one, other in pairwise(often))
    voices = len(set(often))
    return (
        voices > 1
        and len(often) >= _OFTEN * voices
        and len(often) >= _MOSTLY * len(marks)
        and changes >= _MOSTLY * (len(often) - 1)
    )


def _may_recur(label: str) -> bool:
    return len(label.split()) > 1 and is_name(label)


def _title_labels(
    marks: Sequence[tuple[int, Mark]], counts: Counter[str], family: Found
) -> Verdict:
    """Labels that recur, have a title or are a full name; a single word may be one misspelt."""
    names = {word for label in counts if counts[label] > 1 for word in label.split()}
    names |= {label.split()[-1] for label in counts if is_titled(label) or " " in label}
    verdict = Verdict()
    for number, mark in marks:
        label = normal(mark.label)
        words = label.split()
        spoken = speaks(mark, family.lines[number])
        full = len(words) > 1 and (len(words) <= _LONGEST_SHORT_NAME or is_name(label)) and spoken
        # An office of many words, with its holder in brackets.
        holder = normal(mark.note) if mark.note else ""
        full = full or (spoken and bool(holder) and _holds_office(label, holder))
        if counts[label] > 1 or is_titled(label) or full or is_code(label):
            if spoken or counts[label] > 1:
                verdict.labels.append(mark)
        elif (
            words[0] in names
            or any(is_near(words[0], name) for name in names)
            or tells_oneself(mark, family.lines[number])
        ):
            verdict.labels.append(mark)
        elif spoken and is_name(label) and len(label) > _SHORT_WORD:
            verdict.unknown.append(mark)
    return verdict


def _holds_office(label: str, holder: str) -> bool:
    """Whether a label's brackets name who holds the office: `Finansministeren (Ole Tadd)`."""
    office = is_office_abroad(label.rsplit(maxsplit=1)[-1])
    return is_titled(holder) or (office and is_name(holder))


def _runs_on(lines: Sequence[Line], number: int, mark: Mark) -> bool:
    """Whether a line goes on a sentence of the line above, so that its colon marks nobody."""
    if number == 0 or lines[number].gap or speaks(mark, lines[number]):
        return False
    above = lines[number - 1].text
    return not SENTENCE.search(above) or bool(ABBREVIATED.search(above))


def speaks(mark: Mark, line: Line) -> bool:
    """Whether what follows a label begins as speech does, or on a line of its own.

    Behind a label in bold or italics anything does.
    """
    place = mark.after - line.start
    rest = line.text[place:]
    set_off = line.text[place - 1 : place] in ("*", "_")
    return set_off or not rest.strip(" *_") or bool(_SPOKEN.match(rest))


def accept_tags(family: Found) -> Verdict:
    """Voice tags, as captions have them; two make a form."""
    marks = [mark for _, mark in family.marks]
    return Verdict(marks if len(marks) > 1 else [])
