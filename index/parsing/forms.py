"""The forms in which transcripts print who speaks: a table, one row for each form.

A row has the pattern of the form, the rule that tells which of its marks are labels (in
`index/parsing/acceptance.py`, one for each family), and an example and a counter-example that a
test parses. The rows of one family stand beside each other in a document, and of the families the
one that explains most is taken, see `index/parsing/labels.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.language.abroad import GROUP, NAMED_ABROAD, OF_WHAT, OFFICE_ABROAD, SMALL_OFFICE
from index.language.lines import PICTURES, SPACE, Line
from index.parsing.acceptance import accept_capitals, accept_tags, accept_title
from index.parsing.alone import accept_alone
from index.parsing.letters import accept_letters
from index.parsing.marks import PARTICLE, UPPER, Mark
from index.parsing.placed import accept_dash, accept_stop
from index.parsing.verdicts import Rule

Family = Literal["tags", "capitals", "letters", "stop", "dash", "alone", "title"]

_RANK = (
    r"\((?:(?:Dr|Prof|Eng|Rev|Amb|Gen|Maj|Col|Capt|Ms|Mrs|Mr|Rtd|DR|PROF|ENG|REV|AMB|MS|MRS)\.?"
    r"|[A-Z][A-Za-z]{0,5}\.)\)"
)
# Words in ordinary case before a name in capitals: "Hon ADA QUILL", "El señor TADD".
_BEFORE_CAPS = (
    r"(?:Mr|Ms|Mrs|Mme|Mlle|Dr|Hon|Rt|Sir|Dame|Lord|Lady|Prof|Rev|Miss|Madam|Senator|Deputy|Sen|Rep|Gov"
    r"|Governor|Shri|Smt|Adv|Inkosi|Ald|Cllr|Amb|Gen|Lt|Col|Capt|Maj"
    r"|Kumari|Shrimati|señora?|señorita|señores|diputad[oa]|senadora?)"
)
_CAPS = (
    rf"(?:{_BEFORE_CAPS}\b\.?(?={SPACE})|(?=\w[a-zà-ÿ]){OFFICE_ABROAD}(?={SPACE}[{UPPER}]{{2}})|{_RANK}(?={SPACE})"
    rf"|{PARTICLE}?[{UPPER}][{UPPER}'’‘.&\-]*)"
)
# The sign of a footnote behind a label's full stop: "MS. LOGAN.1 Thank you".
_FOOTNOTE = r"(?:\d{1,3}|[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\])?"
_ARTICLE = (
    rf"(?:(?:The|An?|Some|Several|El|La|Le|Los|Las|Una?(?= señora?\b)|Vari[oa]s(?= señor))"
    rf"{SPACE})?"
)
_NUMBER = rf"(?:{SPACE}?[#_]?\d{{1,2}})?"
# One pair of brackets may stand inside: "(Ms. Dorrin Vale (Port Ansel, Lib.))".
_INNER = r"[(\[][^()\[\]\n]{1,40}[)\]]"
_BRACKETS = rf"[(\[](?P<note>[^()\[\]\n]{{1,60}}(?:{_INNER}[^()\[\]\n]{{0,20}})?)[)\]]"
# Emphasis may close before a note, before the colon or behind it: `**Jo Bell** (Host):`.
_STAR = r"[*_]{0,3}"
_NOTE = rf"(?:{_STAR}{SPACE}*{_BRACKETS}(?:{SPACE}*[(\[][^()\[\]\n]{{1,40}}[)\]]){{0,2}})?"
# "Q to Marsh:" says who is asked.
_TO = rf"{SPACE}(?:to|for){SPACE}[{UPPER}][\w’'-]+(?:{SPACE}[{UPPER}][\w’'-]+)?"
_COLON = rf"{_STAR}{SPACE}*[:：](?:[*_]{{1,3}}(?:[:：](?={SPACE}|$))?)?(?!//|\d)"
# An office has no sentence's end and nobody speaks in it: "Mr Speaker, I rise. Let me: …".
_OFFICE_SIGN = (
    r"(?:[^:()\n.]|\.(?!\s)|(?<=Parl)\.|(?<=[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.)"
)
_SAYING = r"[^:\n]{2,60}\b(?:is|are|was|were|has|have|had|will|would|can|must|does|did)\b"
_OFFICE_WORDS = (
    rf"(?!(?:I|[Ww]e|[Yy]ou|[Mm]y|[Mm]ay|[Ll]et|[Tt]his|[Tt]hat|[Ii]t)\b)(?!{_SAYING})"
    rf"{_OFFICE_SIGN}{{2,60}}?"
)
_OFFICE = rf"(?P<office>,{SPACE}{_OFFICE_WORDS})?"
# "SEN. ORRIN TADD (R), KETTA:" has the office behind the note.
_BEHIND = (
    rf"(?:,{SPACE}{_OFFICE_WORDS}|{SPACE}?:{SPACE}[{UPPER}]{{3,}}[{UPPER},&’' -]{{2,80}}(?=:)"
    rf"|{SPACE}to the (?=[A-Z])[^:()\n]{{2,90}}?)?"
)
# "ADA QUILL reporting:", "TADD by telephone:" say how somebody speaks.
_HOW = rf"(?:{SPACE}[a-z]{{2,12}}(?:{SPACE}[a-z]{{2,12}}){{0,2}}(?=:))?"
_LEAD = re.compile(rf"[*_#>\u2022 \t\u00a0\u202f\ufeff\u200e{PICTURES}]*(?:- )?[*_]*")
# The number of a question before its label, as committees and question times print it.
QUESTION_NUMBER = re.compile(
    rf"Q\.?{SPACE}?\d{{1,4}}\.?{SPACE}+(?:\[\d+\]{SPACE}*)?[*_]*(?=[{UPPER}])"
)

# "[3.] Q. Mr. President, …" counts the topics of a news conference.
_TOPIC_NUMBER = re.compile(rf"\[\d{{1,3}}\.\]{SPACE}+(?=[{UPPER}])")
# "1. KIRI DALE (Green) to the Minister for Rivers:" opens an oral question.
_ORAL_NUMBER = re.compile(
    rf"\d{{1,3}}\.{SPACE}+(?=[{UPPER}][^:\n]{{3,90}} to the [{UPPER}][^:\n]{{2,90}}:)"
)

# Words inside a name or an office in ordinary case that begin with a small letter.
_JOINT = (
    r"(?:of|the|and|for|de|del|dos|la|las|los|le|les|du|des|et|y|e|zu|zur|zum|für|und|der|den|van"
    r"|von|bin|binti|binte|bte|anak|a/[lp]|al|da|di|dan|do|das|dos|no|na|nos|nas)"
)
_WORD = rf"[{UPPER}](?:[^\W_]|[.'’\-])*"
_HON_MEMBERS = (
    r"(?:(?:Some|An?|Several|Many|The)(?: right)? )?(?:[Hh]on(?:ourable)?\.?|[Nn]oble)"
    r" (?:[Mm]ember|[Gg]entlem[ae]n|[Ll]ord|[Ll]ad(?:y|ies)|[Ss]enator)s?"
)
# Voices without a name whose second word is small: "Unknown speaker", "Audience member".
_UNNAMED = (
    r"(?:Unknown|Unidentified|Unnamed|Male|Female|Audience|Anonymous|Multiple|Several|Opposition"
    r"|Government) (?:speakers?|voices?|members?|senators?|participants?|questioners?|reporters?"
    r"|callers?|male|female)"
    r"|(?:A )?[Mm]ember of (?:the )?(?:public|audience|press)"
)
# "Omar al-Tadd", "Tuan Yang di-Pertua".
_LATER_WORD = rf"(?:{_WORD}|[a-z]{{1,3}}[-’'][{UPPER}]\w+|{_RANK}(?={SPACE}))"
_WIDE = rf"{SPACE}{{1,3}}"
_NAME = (
    rf"(?:{_HON_MEMBERS}|{_UNNAMED}"
    rf"|{_WORD}(?:{_WIDE}(?:{_JOINT}{_WIDE}){{0,2}}{_LATER_WORD}){{0,9}})"
)
# Two offices of one person before a colon: "Deputy Premier – Minister of Waters Ned Oake".
_OFFICES = (
    rf"{_WORD}(?:{SPACE}(?:{_JOINT}{SPACE}){{0,2}}{_LATER_WORD}){{0,6}}{SPACE}[–—]{SPACE}"
    rf"{_WORD}(?:{SPACE}(?:{_JOINT}{SPACE}){{0,2}}{_LATER_WORD}){{2,12}}"
)
_OFFICE_NAME = (
    rf"(?:El|La|Los|Las|Un|Una|Varios|Varias|Le|Les|Des|Une|Plusieurs|O|A){SPACE}(?:{SMALL_OFFICE}{SPACE}?){{1,3}}\b"
    rf"(?:{SPACE}(?:{_JOINT}{SPACE}){{0,2}}{_WORD}){{0,7}}"
)
# French gives an office behind an address: "M. le maire", "Mme la ministre déléguée".
_ADDRESSED = (
    rf"(?:M\.|Mme|Mlle|Monsieur|Madame|Mademoiselle){SPACE}(?:l[ea]{SPACE}|l['’])"
    rf"[^\W\d_][\w'’-]*(?:{SPACE}\w[\w'’-]*){{0,4}}"
)
# Before a full stop or a dash only a known short form may itself have a full stop.
_SHORT = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Hon|Prof|Rev|Sen|Rep|Gov|Gen|Lt|Col|Adm|Capt|Maj|Sgt|St"
    r"|Sr|Sra|Srta|Sres|SR|SRA|SRTA|SRES|M|Mme|Mlle"
    r"|MR|MRS|MS|DR|HON|PROF|REV|SEN|REP|GOV|GEN|LT|COL|ADM|CAPT|MAJ|SGT|ST)\b\.?"
    rf"|(?:[{UPPER}]\.){{1,3}})"
)
_PART = rf"(?:{_SHORT}|[{UPPER}][\w'’]+(?:-[\w'’]+)*)"
_STOPPED = (
    rf"(?:(?:M\.|Mme|Mlle){SPACE}(?:le|la){SPACE}\w+(?:{SPACE}\w+)?{OF_WHAT}"
    rf"|(?:Plusieurs|Une?|Divers){SPACE}(?:députés?|sénat\w+|membres?|voix|orateurs?)"
    rf"(?:{SPACE}(?:d|s|à|au)[^.:\n]{{1,50}})?"
    rf"|(?:[ÀA]|Aux?|Sur|De|Voix|Nombreuses{SPACE}voix|Exclamations){SPACE}[^.:\n]{{0,30}}?"
    rf"\b(?:droite|gauche|centre|bancs?|tribunes?|parts)\b[^.:\n]{{0,40}}"
    rf"|{_OFFICE_NAME}|{_UNNAMED}"
    rf"|(?:(?:An?|Some|Several|O|El|La|Les){SPACE})?{_PART}(?:{SPACE}(?:{_JOINT}{SPACE}){{0,2}}{_PART}){{0,6}}"
    rf"(?:{SPACE}pro{SPACE}tem(?:pore)?)?)"
)


# Behind a name and a comma: where somebody is from, or an office.
_STOPPED_OFFICE = (
    rf"(?P<office>,{SPACE}(?:(?:of|from){SPACE}[{UPPER}][^.,:\n]{{1,40}}"
    r"|(?:(?:[Vv]ice[ -]?)?(?:[Mm]inistr[oa]|[Pp]resident[ei])|[Ss]ottosegretari[oa]"
    r"|[Rr]elat(?:ore|rice)|[Cc]orrelat(?:ore|rice)|(?:vice-)?présidente?|rapporteure?|co-rapporteure?"
    r"|ministre|secrétaire|auteure?|garde|premi(?:er|ère)|haute?|au nom|sur l|pour le groupe"
    r"|minister|secretary|chair|chairman|member|on behalf)\b[^.:\n]{0,200}))?"
)


# A long office whose holder follows in brackets, alone on a line.
_HELD = (
    rf"(?:(?:The|An){SPACE})?(?:(?:Deputy|Assistant|Acting|Prime|Vice|First|Parliamentary){SPACE})?"
    rf"(?:Minister|Secretary|Chairman|Chairperson|Leader|Speaker|Commissioner){SPACE}"
    rf"[^()\n:.?!]{{2,90}}?(?={SPACE}\([^()\n]{{4,60}}\)$)"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One row: how a label is printed, and texts that show where it is one and where not.

    :param whole: Whether the label is all of its line.
    :param last: Whether only such lines are looked at in which no row above finds a label.
    :param labels: The labels of the example, in order; None for words of an unknown speaker.
    """

    name: str
    family: Family
    pattern: re.Pattern[str]
    rule: Rule
    example: str
    labels: tuple[str | None, ...]
    counter: str
    whole: bool = False
    last: bool = False


FORMS: tuple[Form, ...] = (
    Form(
        "voice tag",
        "tags",
        re.compile(rf"<v(?:\.[\w.-]{{1,40}})?{SPACE}+(?P<label>[^<>\n]{{1,60}})>"),
        accept_tags,
        "<v Jo Bell>Good day.</v>\n<v Ada Quill>Hello.</v>",
        ("Jo Bell", "Ada Quill"),
        "<v Jo Bell>A tag that stands once.",
    ),
    Form(
        "capitals and colon",
        "capitals",
        re.compile(
            rf"(?P<label>(?:El|La){SPACE}señora?(?:{SPACE}{_CAPS}){{7,12}}"
            rf"|{_ARTICLE}{_CAPS}(?:{SPACE}{{1,3}}(?:&{SPACE})?{_CAPS}){{0,6}}{_NUMBER})"
            rf"{_OFFICE}{_NOTE}{_BEHIND}{_HOW}{_COLON}"
        ),
        accept_capitals,
        "ORLA VENN, HOST: Good evening.\n\nMARSH: Hello.\n\nVENN: Cold?\n\nMARSH: Yes.\n\n"
        "The DEPUTY SPEAKER: Order!",
        ("ORLA VENN", "MARSH", "VENN", "MARSH", "The DEPUTY SPEAKER"),
        "MEETING NOTES: salt is dear.\n\nIt will be dearer.",
    ),
    Form(
        "office in capitals, its holder in brackets",
        "capitals",
        re.compile(
            rf"(?P<label>THE{SPACE}[{UPPER}][{UPPER},;&’' -]{{8,400}}?){SPACE}?{_BRACKETS}{_COLON}"
        ),
        accept_capitals,
        "SHRI TADD: When?\n\nTHE MINISTER OF STATE IN THE MINISTRY OF PORTS; MINISTER OF STATE IN "
        "THE MINISTRY OF SALT (SMT. ADA VENN): In May.\n\nSHRI TADD: Late.",
        (
            "SHRI TADD",
            "THE MINISTER OF STATE IN THE MINISTRY OF PORTS; "
            "MINISTER OF STATE IN THE MINISTRY OF SALT",
            "SHRI TADD",
        ),
        "THE STATE OF THE CANALS AND OF THE OLD FERRIES (REPORT): it is long.\n\nNobody reads it.",
    ),
    Form(
        "letter alone",
        "letters",
        re.compile(
            rf"(?P<label>[QP]|A(?={SPACE}*$|{SPACE}+(?:-{{1,2}}|[–—]){SPACE}|{SPACE}{{2,}}\S))[*]*(?={SPACE}|$)"
            rf"(?!{_TO}:)(?!{SPACE}+(?:and|&|&amp;){SPACE}+A\b)"
        ),
        accept_letters,
        "MR. BELL: Good day.\n\nQ  Is it wet?\n\nMR. BELL: It is.",
        ("MR. BELL", "Q", "MR. BELL"),
        "Q and A with the keeper\n\nIt was short.",
    ),
    Form(
        "letter and colon",
        "letters",
        re.compile(rf"(?P<label>[{UPPER}](?:[A-Z]?\d{{1,2}})?)(?:{_TO})?{_NOTE}{_COLON}"),
        accept_letters,
        "Q: Is it wet?\n\nA: It is.\n\nQ: Still?\n\nA: Still.",
        ("Q", "A", "Q", "A"),
        "A: Salt and sand.\n\nB: Timber.",
    ),
    Form(
        "letter and full stop",
        "letters",
        re.compile(rf"(?P<label>[QA])\.(?={SPACE})"),
        accept_letters,
        "Q.  Where?\n\nA.  Here.\n\nQ.  And when?\n\nA.  At noon.",
        ("Q", "A", "Q", "A"),
        "A. Salt and sand.\n\nB. Timber.",
    ),
    Form(
        "name and full stop",
        "stop",
        re.compile(
            rf"(?P<label>{_STOPPED}){_STOPPED_OFFICE}{_NOTE}\.{_FOOTNOTE}(?={SPACE}+[\"“(\[¿¡«{UPPER}\d])"
        ),
        accept_stop,
        "    The Chairman. We begin.\n    Mrs. Quarle. Thank you, Mr. Chairman. When?\n"
        "    Mr. Tadd. At noon.",
        ("The Chairman", "Mrs. Quarle", "Mr. Tadd"),
        "We thank Mr. Tadd.\nMr. Tadd. He is tall, as you know, and so is\nMrs. Quarle.",
    ),
    Form(
        "name in capitals and full stop",
        "stop",
        re.compile(
            rf"(?P<label>{_CAPS}(?:{SPACE}{_CAPS}){{1,4}}|[{UPPER}]{{6,}}|[{UPPER}'’]{{3,}}(?={SPACE}\([{UPPER}][^()\n]{{1,40}}\)\.))"
            rf"{_STOPPED_OFFICE}{_NOTE}\.{_FOOTNOTE}(?={SPACE}+[\"“(\[¿¡«{UPPER}\d])"
        ),
        accept_stop,
        "ORLA VENN. Good day.\n\nTOBIN MARSH. Is it wet?\n\nORLA VENN. It is.\n\n"
        "TOBIN MARSH. Still?",
        ("ORLA VENN", "TOBIN MARSH") * 2,
        "THE OLD BRIDGE. It is mended.\n\nSALT AND SAND. They are dear.\n\nNobody buys.",
    ),
    Form(
        "name and dash",
        "dash",
        re.compile(
            rf"(?P<label>{_STOPPED})(?:(?P<office>,{SPACE}[^.:\n–—*_]{{2,80}})(?={_STAR}\.))?{_NOTE}"
            rf"(?:,{SPACE}[^.:()\n–—*_]{{2,80}}(?={_STAR}\.))?{_STAR}\.?{_STAR}{SPACE}?(?:-{{1,2}}|[–—])"
            rf"(?={SPACE}|[{UPPER}“\"])"
        ),
        accept_dash,
        "MR. SPEAKER.- Order.\n\nHON. O. TADD.- When?\n\nMR. SPEAKER.- In June.",
        ("MR. SPEAKER", "HON. O. TADD", "MR. SPEAKER"),
        "Salt - it is dear.\n\nSand - it is not.\n\nSalt - again.",
    ),
    Form(
        "name alone on a line",
        "alone",
        re.compile(
            rf"(?P<label>{_HELD}|{_NAME}{_NUMBER}|{_OFFICE_NAME}|{_ADDRESSED})"
            rf"(?P<office>,{SPACE}[^:()\n]{{2,60}}?)?{_NOTE}"
            rf"(?:{SPACE}(?:-{{1,2}}|[–—]){SPACE}(?P<behind>[^\n]{{2,90}}))?[*_]{{0,3}}"
        ),
        accept_alone,
        "Viscount Tadd (Con)\nWill she give way?\n\nBaroness Quarle of Brindle\nI will.\n\n"
        "Viscount Tadd\nIn winter, too?\n\nBaroness Quarle of Brindle\nThen most of all.",
        ("Viscount Tadd", "Baroness Quarle of Brindle") * 2,
        "Old Rope Hall\nThe hall is old.\n\nFerry Street\nThe street is new.",
        whole=True,
    ),
    Form(
        "office in small letters and colon",
        "title",
        re.compile(rf"(?P<label>{_OFFICE_NAME}|{_ADDRESSED}){_OFFICE}{_NOTE}{_COLON}"),
        accept_title,
        "El señor PRESIDENTE: Se abre la sesión.\n\nLa diputada Ada Quill: Gracias.\n\n"
        "El señor PRESIDENTE: Tiene la palabra.\n\nLa diputada Ada Quill: Gracias.",
        ("El señor PRESIDENTE", "La diputada Ada Quill") * 2,
        "La presa: es vieja.\n\nEl molino: es nuevo.\n\nLa presa: es vieja.\n\nEl molino: sí.",
    ),
    Form(
        "name in ordinary case and colon",
        "title",
        re.compile(
            rf"(?P<label>{_NAME}{_NUMBER}|{_OFFICES}|[A-Z]{{1,3}}){GROUP}{_OFFICE}{_NOTE}{_BEHIND}{_COLON}"
        ),
        accept_title,
        "Jo Bell: How did it begin?\n\nAda Quill: With a ditch.\n\nIt was dry.\n\nHe dug on.\n\n"
        "Nobody helped.\n\nJo Bell: And then?\n\nAda Quill: Water came.",
        ("Jo Bell", "Ada Quill") * 2,
        "Jo Bell spoke of two things.\nFirst: the corn.\nSecond: the wheel.\nFirst: again.\n"
        "Second: again.",
    ),
    Form(
        "office of another language and colon",
        "title",
        re.compile(rf"(?P<label>{NAMED_ABROAD}){_OFFICE}{_NOTE}{_COLON}"),
        accept_title,
        "Předseda vlády Jan Tadd: Kdy?\n\nPoslanec Ivo Quill: Dnes.\n\nPředseda vlády Jan Tadd: "
        "Tak.\n\nPoslanec Ivo Quill: Ano.",
        ("Předseda vlády Jan Tadd", "Poslanec Ivo Quill") * 2,
        "Ministr řekl dvě věci: Ano.\n\nA ne.",
        last=True,
    ),
)


class Lead(NamedTuple):
    """A line without list signs and emphasis before its first word: its text, and where it is."""

    number: int
    text: str
    start: int
    line: Line


def leads(lines: Iterable[tuple[int, Line]]) -> list[Lead]:
    """The lines whose first sign may open a label, each with its number."""
    leads_found = []
    for number, line in lines:
        text, start = _lead(line)
        first = text[:1]
        if first and (first.isupper() or first in "[(<"):
            leads_found.append(Lead(number, text, start, line))
    return leads_found


def _lead(line: Line) -> tuple[str, int]:
    first = line.text[0]
    if first == "Q" and (numbered := QUESTION_NUMBER.match(line.text)):
        return line.text[numbered.end() :], line.start + numbered.end()
    if first.isdigit() and (numbered := _ORAL_NUMBER.match(line.text)):
        return line.text[numbered.end() :], line.start + numbered.end()
    if first == "[" and (numbered := _TOPIC_NUMBER.match(line.text)):
        return line.text[numbered.end() :], line.start + numbered.end()
    if first.isalpha() or first in "[<":
        return line.text, line.start
    match = _LEAD.match(line.text)
    skipped = match.end() if match else 0
    return line.text[skipped:], line.start + skipped


def found_marks(form: Form, among: Sequence[Lead]) -> Iterator[tuple[int, Mark]]:
    """Every line that has a form, by its place among the lines, with its mark."""
    for lead in among:
        text = lead.text
        match = form.pattern.fullmatch(text) if form.whole else form.pattern.match(text)
        if match:
            yield lead.number, mark_of(match, lead.start, lead.line)


def mark_of(match: re.Match[str], start: int, line: Line) -> Mark:
    """The mark of a match in a line whose own text begins at `start`."""
    groups = match.groupdict()
    closed = line.text.find("</v>") if line.text.startswith("<v") else -1
    return Mark(
        label=groups["label"],
        start=start + match.start("label"),
        after=start + match.end(),
        note=groups.get("note"),
        office=groups.get("office"),
        until=line.start + closed if closed >= 0 else None,
        cut=line.start,
    )
