"""Official records as archives keep them: what real ones taught, in texts of our own fiction."""

from __future__ import annotations

import pytest

from index.language.sentences import sentence_spans
from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.fiction import parsed

Turns = list[tuple[str | None, str]]


def turns(text: str) -> Turns:
    """Who speaks in a text, and what, on one line each."""
    found = parsed(text)
    return [
        (turn.label, " ".join(found.source.text[turn.start : turn.end].split()))
        for turn in found.turns
    ]


@pytest.mark.parametrize(
    "label", ["MS. QUARLE.1", "MS. QUARLE.12", "Ms. Quarle.³", "MS. QUARLE.[2]"]
)
def test_a_footnotes_sign_behind_a_label_hides_no_turn(label: str) -> None:
    text = (
        "CHAIRMAN TADD. We begin.\nMR. OLDACRE. So moved.\nCHAIRMAN TADD. Next.\n"
        f"MR. OLDACRE. The gate is shut.\n{label} The lock is mended.\n"
        "1 The map that was shown is in the appendix.\nCHAIRMAN TADD. Thank you.\n"
    )
    found = turns(text)
    assert found[3] == ("MR. OLDACRE", "The gate is shut.")
    assert found[4][0] == label.partition(".")[0] + "." + label.split(".")[1]
    assert found[4][1].startswith("The lock is mended.")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Mr. TADD", "Mr. TADD"),
        ("Ms. QUARLE of Ketta", "Ms. QUARLE of Ketta"),
        ("The PRESIDING OFFICER", "The PRESIDING OFFICER"),
        ("The SPEAKER pro tempore (Mr. Venn)", "The SPEAKER pro tempore"),
    ],
)
def test_one_speaker_whose_name_alone_is_in_capitals_is_enough(label: str, name: str) -> None:
    text = (
        "[Record of the Assembly, No. 8]\n\n                 THE OLD CANAL\n\n"
        f"  {label}. Members, I came to\nthis house by boat.\n  The canal was full.\n"
    )
    assert turns(text) == [(name, "Members, I came to this house by boat. The canal was full.")]


def test_a_title_in_prose_is_no_speaker() -> None:
    text = "The canal is old.\n\nWe thank Mr. Tadd. He is tall.\n\nThe DOCK. It is full.\n"
    assert [label for label, _ in turns(text)] == [None]


@pytest.mark.parametrize(
    "first",
    [
        "  The SPEAKER pro tempore. Pursuant to House Resolution 4, the Chair of",
        "  Mr. OLDACRE. Madam Chair, Members of the Ferry House of",
        "  Ms. DRAY. Article Nine of the Harbour Act says to the Lords of",
    ],
)
def test_a_first_turn_that_breaks_behind_a_few_names_is_no_field(first: str) -> None:
    text = (
        f"       THE CANALS ACT\n\n{first}\nKetta and Norland has to say who pays for it.\n"
        "  Mr. TADD. I do.\n  Mr. VENN. I do not.\n  Mr. TADD. Why?\n"
    )
    found = turns(text)
    assert [label for label, _ in found][1:] == ["Mr. TADD", "Mr. VENN", "Mr. TADD"]
    assert found[0][1].endswith("who pays for it.")


def test_names_of_many_words_and_wide_print() -> None:
    text = (
        "Tuan  Yang  di-Pertua:  Terima  kasih.  Dato’  Hajah Ada. \n"
        "Dato’ Hajah Ada Rosna binti Haji Tadd Oake: Terima kasih Tuan \n"
        "Yang  di-Pertua.  Bilakah jambatan itu dibuka? \n"
        "Datuk Orrin Venn a/l Marsh: Pada bulan Mei. \n"
        "Tuan Yang di-Pertua: Silakan. \n"
        "2.  Profesor  Datuk  Dr.  Hal  bin  Md.  Oldacre  minta  Menteri  Sungai \n"
        "menyatakan, siapakah yang membayar. \n"
        "Menteri Sungai dan Feri [Datuk Orrin Venn]: Kerajaan membayar. \n"
        "■1030 \n"
        "  Tan  Sri  Jo  Quill:  Berapa? \n"
        "  Datuk Orrin Venn a/l Marsh: Sedikit. \n"
    )
    found = turns(text)
    assert [label and " ".join(label.split()) for label, _ in found] == [
        "Tuan Yang di-Pertua",
        "Dato’ Hajah Ada Rosna binti Haji Tadd Oake",
        "Datuk Orrin Venn a/l Marsh",
        "Tuan Yang di-Pertua",
        None,
        "Menteri Sungai dan Feri",
        "Tan Sri Jo Quill",
        "Datuk Orrin Venn a/l Marsh",
    ]
    assert found[3][1] == "Silakan."
    assert found[5][1] == "Kerajaan membayar."


_CHINESE = (
    "主席：會議現在開始。\n\n何甲乙議員：主席，我想談談{0}。橋已關閉，市民說：“我們怎樣過河？”\n\n"
    "我問局長三點：\n\n主席：港務局局長，請回答。\n\n港務局局長︰主席，答覆如下：\n\n"
    "第一，橋在五月重開。\n\n2. 何甲乙議員：誰付錢？\n\n主席：時間到了。\n"
)


@pytest.mark.parametrize("thing", ["大橋", "渡輪", "水閘"])
def test_chinese_labels_have_no_space_behind_their_colon(thing: str) -> None:
    found = turns(_CHINESE.format(thing))
    assert [label for label, _ in found] == [
        "主席",
        "何甲乙議員",
        "主席",
        "港務局局長",
        "何甲乙議員",
        "主席",
    ]
    assert found[1][1].endswith("我問局長三點：")
    assert found[3][1].endswith("第一，橋在五月重開。")


def test_chinese_fields_and_lists_are_no_labels() -> None:
    text = (
        "時間：五月三日\n\n地點：舊碼頭\n\n出席：何甲乙、丁丙\n\n用途：修橋。\n\n他說：橋已關閉。\n\n"
        "時間：五月四日\n\n地點：新碼頭\n\n出席：何甲乙\n\n用途：修閘。\n\n他說：閘已關閉。\n"
    )
    assert [label for label, _ in turns(text)] == [None]


@pytest.mark.parametrize(
    "asked",
    [
        "MR. TADD asked the Minister for Ferries why the pier was shut.",
        "HON. O. TADD asked the Government, upon notice:\n\nCan the Minister say who pays?",
        "4. Mr Orrin Tadd asked the Deputy Prime Minister when the lock will be mended.",
    ],
)
def test_a_question_that_is_told_is_not_the_chairs(asked: str) -> None:
    text = (
        "MR. SPEAKER: Order. We come to questions.\n\nMR. VENN: Hear, hear!\n\n"
        f"MR. SPEAKER: The next one.\n\n{asked}\n\n"
        "THE MINISTER FOR FERRIES (Ms. Dray): In May.\n\nMR. TADD: Late!\n\n"
    )
    found = turns(text)
    assert found[2] == ("MR. SPEAKER", "The next one.")
    assert found[3] == (None, " ".join(asked.split()))
    assert found[4][1] == "In May."


def test_what_a_member_tells_of_a_question_stays_his() -> None:
    text = (
        "MR. SPEAKER: Order.\n\nMR. VENN: I rise. It is late.\n\nMr. Tadd asked me who pays.\n\n"
        "Somebody asked the Minister, too.\n\nMR. SPEAKER: Sit down.\n\nMR. VENN: I shall.\n"
    )
    assert turns(text)[1][1].endswith("Somebody asked the Minister, too.")


@pytest.mark.parametrize(
    "decided",
    [
        "Motion agreed to in accordance with section 12 of the Harbour Act.",
        "Motion, as amended, agreed to in accordance with section 12 of the\nHarbour Act, namely:"
        "\n\n  That the pier be mended.",
        "Accordingly, the House resolved itself into the Committee of the\nWhole House, with Mrs."
        " Dray in the chair.",
    ],
)
def test_what_a_house_decides_is_in_nobodys_mouth(decided: str) -> None:
    text = (
        "Mr O TADD: Chair, I move that the pier be mended.\n\nMs A QUARLE: I agree.\n\n"
        f"Mr O TADD: Thank you.\n\n{decided}\n\nMs A QUARLE: At last!\n\nMr O TADD: Yes.\n"
    )
    found = turns(text)
    assert found[2] == ("Mr O TADD", "Thank you.")
    assert [label for label, _ in found][-2:] == ["Ms A QUARLE", "Mr O TADD"]


@pytest.mark.parametrize(
    "label",
    [
        "The DEPUTY SPEAKER (Mr H Oldacre)",
        "The CHAIR OF THE FERRY HOUSE (Ms A Dray)",
        "Mr TADD (Brindle)",
    ],
)
def test_a_label_whose_colon_is_missing_behind_its_brackets(label: str) -> None:
    text = (
        f"{label}: Order!\n\nMs QUARLE: I rise.\n\n{label}: Sit down.\n\nMs QUARLE: No.\n\n"
        f"{label} Order! The motion falls.\n\nMs QUARLE: Why?\n"
    )
    found = turns(text)
    assert found[4] == (found[0][0], "Order! The motion falls.")


@pytest.mark.parametrize(
    "heading",
    [
        "CONSIDERATION OF THE REPORT OF THE\n          COMMITTEE ON CANALS AND LOCKS -\n"
        "               KETTA TREATY",
        "THE FERRIES AND PIERS BILL –\n            SECOND READING",
        "World Bridges",
    ],
)
def test_a_heading_of_several_lines_and_a_short_clock(heading: str) -> None:
    text = (
        "Mr O TADD: The pier is old.\n\nMs A QUARLE: It is mended.\n\n"
        f"            {heading}\n\n3.2 pm\n\nMr O TADD: Next.\n\nMs A QUARLE: Yes.\n"
    )
    assert turns(text)[1] == ("Ms A QUARLE", "It is mended.")


def _numbered(paragraphs: list[str], *, blank: bool) -> str:
    """Lines with their numbers in the margin, eight to a page."""
    numbered = []
    for number, line in enumerate(paragraphs):
        if number and number % 8 == 0:
            numbered.append(f"{'':50}{number // 8 + 1}\n")
        numbered.append(f"{number % 8 + 1:2}   {line}")
        if blank:
            numbered.append("")
    return "\n".join(numbered)


_LINES = [
    "        ASSEMBLYMAN TADD:   Thank you.    It is a",
    "Pleasure to be here at last, and I would like",
    "to say that the pier was built by the",
    "Ferry House of Ketta.",
    "        We saw it fall in the spring of a",
    "Wet year.",
    "        CHAIRWOMAN QUARLE:   Who paid for the",
    "mending of it, and of the lock that was in the",
    "Upper part of the canal?",
    "        ASSEMBLYMAN TADD:   The town, as I said to",
    "the House.",
    "        (Laughter.)",
    "        CHAIRWOMAN QUARLE:   I see.    And when the",
    "Dean of the harbour came, what did he say to",
    "you?",
    "        ASSEMBLYMAN TADD:   Nothing.",
] * 2


@pytest.mark.parametrize("blank", [True, False])
def test_lines_with_numbers_are_no_paragraphs(blank: bool) -> None:
    source = read_source("a.txt", _numbered(_LINES, blank=blank).encode())
    found = parse(source)
    assert [turn.label for turn in found.turns[:3]] == [
        "ASSEMBLYMAN TADD",
        "CHAIRWOMAN QUARLE",
        "ASSEMBLYMAN TADD",
    ]
    told = found.turns[0]
    spans = sentence_spans(source.text, told.start, told.end)
    assert [" ".join(source.text[start:end].split()) for start, end in spans] == [
        "Thank you.",
        "It is a Pleasure to be here at last, and I would like to say that the pier was built by "
        "the Ferry House of Ketta.",
        "We saw it fall in the spring of a Wet year.",
    ]
    asked = found.turns[1]
    assert len(sentence_spans(source.text, asked.start, asked.end)) == 1


_MINISTERS = [
    ("Menteri Kerja Raya dan Pengangkutan Luar", "Dato' Sri Adnan bin Said"),
    ("Timbalan Menteri Air dan Jambatan Negeri", "Tuan Rosli bin Daud"),
    ("Menteri di Jabatan Perdana Menteri Tua", "Datuk Haji Omar bin Lazim"),
]


@pytest.mark.parametrize(("office", "holder"), _MINISTERS)
@pytest.mark.parametrize("stop", [" ", "\n"])
def test_an_office_of_many_words_with_its_holder_in_brackets(
    office: str, holder: str, stop: str
) -> None:
    text = (
        "Tuan Yang di-Pertua: Sila.\n\nTuan Karim bin Sidi [Bukit Tua]: Terima kasih.\n\n"
        f"{office} [{holder.replace(' ', stop, 1)}]: Jambatan itu sudah lama.\n\n"
        "Tuan Karim bin Sidi [Bukit Tua]: Baik.\n\nTuan Yang di-Pertua: Seterusnya.\n"
    )
    said = [words for _, words in turns(text)]
    assert said == [
        "Sila.",
        "Terima kasih.",
        "Jambatan itu sudah lama.",
        "Baik.",
        "Seterusnya.",
    ]


_SITTING = (
    "M. le président. La séance est ouverte.\n\nM. Jean Tadd. Le pont est vieux.{}\n\n"
    "M. Jean Tadd. Il faut le réparer.\n\nMme Agnès Bell. Et le bac ?\n"
)


@pytest.mark.parametrize(
    "seats",
    ["A droite", "Au centre", "Sur divers bancs", "Voix à gauche", "Plusieurs voix à droite"],
)
def test_voices_of_a_french_house_by_their_seats(seats: str) -> None:
    found = turns(_SITTING.format(f"\n\n{seats}. Mais non !"))
    assert found[1:4] == [
        ("M. Jean Tadd", "Le pont est vieux."),
        (seats, "Mais non !"),
        ("M. Jean Tadd", "Il faut le réparer."),
    ]


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        (" (Exclamations à droite.) ", " (Exclamations à droite.)"),
        (" (Très bien !) ", " (Très bien !)"),
        ("Vraiment!", "Vraiment!"),
    ],
)
def test_a_label_behind_a_note_on_the_same_line(sign: str, told: str) -> None:
    found = turns(_SITTING.format(f"{sign}M. le comte de Quarle. Silence, je vous prie."))
    assert found[1:4] == [
        ("M. Jean Tadd", f"Le pont est vieux.{told}"),
        ("M. le comte de Quarle", "Silence, je vous prie."),
        ("M. Jean Tadd", "Il faut le réparer."),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "La señora ORLA BELL",
        "El señor TADD QUARLE",
        "Un señor DIPUTADO",
        "La señora VICEPRESIDENTA",
    ],
)
def test_a_spanish_address_before_capitals_is_a_label_at_once(label: str) -> None:
    text = (
        "El señor PRESIDENTE: Se abre la sesión.\n\n"
        f"{label}: El puente es viejo.\n\nEl señor PRESIDENTE: Muchas gracias.\n"
    )
    assert turns(text)[1] == (label, "El puente es viejo.")


_SEDUTA = (
    "PRESIDENTE. La seduta è aperta. (Applausi)\n\nMARCO TADD. Il ponte è vecchio.\n\n"
    "PRESIDENTE. Ha facoltà di parlare il senatore Quarle.\n\n{}. Non sono d'accordo.\n\n"
    "PRESIDENTE. La seduta è sospesa.\n\nMARCO TADD. Grazie.\n"
)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("QUARLE (FdP)", "QUARLE"),
        ("D'ORLA (PD-IDP)", "D'ORLA"),
        ("LUIGI QUARLE, Ministro delle acque", "LUIGI QUARLE"),
        ("ORLA BELL, relatrice", "ORLA BELL"),
        ("VOCI DAL GRUPPO BAC", "VOCI DAL GRUPPO BAC"),
    ],
)
def test_who_speaks_in_an_italian_house(printed: str, label: str) -> None:
    found = turns(_SEDUTA.format(printed))
    assert [voice for voice, _ in found] == [
        *("PRESIDENTE", "MARCO TADD", "PRESIDENTE"),
        label,
        *("PRESIDENTE", "MARCO TADD"),
    ]
    assert found[3][1] == "Non sono d'accordo."


@pytest.mark.parametrize("party", ["PD-IDP", "FdP", "Misto"])
def test_surnames_with_their_party_beside_the_chair(party: str) -> None:
    text = (
        f"PRESIDENTE. La seduta è aperta.\n\nTADD ({party}). Il ponte è vecchio.\n\n"
        f"PRESIDENTE. Ha facoltà il senatore Quarle.\n\nQUARLE ({party}). Bene.\n\n"
        "PRESIDENTE. La seduta è sospesa.\n"
    )
    assert [voice for voice, _ in turns(text)][1::2] == ["TADD", "QUARLE"]
