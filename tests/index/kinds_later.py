"""Three inputs for each kind of label and border that whole imitated documents taught.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations

_SAID = (
    "The old weir was mended in the spring of that year.",
    "Who paid for the stones that came by the lower road?",
    "Nobody paid, and nobody was asked.",
    "We shall have to go down and look at it together.",
)


def _talk(*labels: str, sign: str = ": ", gap: str = "\n\n") -> str:
    """Turns of these labels, each with its words behind or below the label."""
    turns = (f"{label}{sign}{_SAID[n % len(_SAID)]}" for n, label in enumerate(labels))
    return gap.join(turns) + gap


def _turns(*labels: str) -> tuple[str, ...]:
    return tuple(f"{label} | {_SAID[n % len(_SAID)]}" for n, label in enumerate(labels))


_SEATS = ("Una Sarn\n(Harl East) (Lab)", "The Minister for Weirs\n(Otto Krell)", "Una Sarn")
_SEAT_NAMES = ("Una Sarn", "The Minister for Weirs", "Una Sarn")
_WEIRS = "THE MINISTER OF STATE IN THE MINISTRY OF WEIRS"
_LIST = "Participants\n\nIda Bower - Head of Relations\nPell Oskar - Treasurer\nUna Sarn - Mill Bank\n\n"
_CALL = ("Operator", "Ida Bower", "Pell Oskar", "Operator", "Una Sarn", "Pell Oskar", "Operator")
_SHARED = ("Lord Krell of Harl", "Lady Sarn", "Lord Krell of Harl", "Viscount Bower")
_HIGH = tuple(words.upper() for words in _SAID)

LATER: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "seat below the name",
        _talk(*_SEATS, "Otto Krell", "Ruth Hoyle\n(Ketta) (Con)", "Otto Krell", sign="\n"),
        _turns(*_SEAT_NAMES, "Otto Krell", "Ruth Hoyle", "Otto Krell"),
    ),
    (
        "seat below the name",
        _talk("Mr Speaker", *_SEATS, "Mr Speaker", "Sir Pell Oskar\n(Marl) (DUP)", sign="\n"),
        _turns("Mr Speaker", *_SEAT_NAMES, "Mr Speaker", "Sir Pell Oskar"),
    ),
    (
        "seat below the name",
        _talk("Ida Bower\n(Harl) (Ind)", "Una Sarn", "Ida Bower", "Una Sarn", sign="\n"),
        _turns("Ida Bower", "Una Sarn", "Ida Bower", "Una Sarn"),
    ),
    (
        "office in capitals with its holder",
        _talk("HON. SPEAKER", "SHRI KRELL (HARL)", f"{_WEIRS} (SHRI OTTO SARN)", "HON. SPEAKER"),
        _turns("HON. SPEAKER", "SHRI KRELL", _WEIRS, "HON. SPEAKER"),
    ),
    (
        "office in capitals with its holder",
        _talk(
            "MR. CHAIR",
            f"{_WEIRS}; MINISTER OF STATE IN THE MINISTRY OF SALT (DR. BOWER)",
            "MR. CHAIR",
        ),
        _turns("MR. CHAIR", f"{_WEIRS}; MINISTER OF STATE IN THE MINISTRY OF SALT", "MR. CHAIR"),
    ),
    (
        "office in capitals with its holder",
        _talk("The SPEAKER", "The MINISTER IN THE OFFICE: PLANS, LOCKS AND WEIRS", "The SPEAKER"),
        _turns("The SPEAKER", "The MINISTER IN THE OFFICE", "The SPEAKER"),
    ),
    (
        "what stands below the close",
        "    The Chairman. We begin.\n    Mr. Krell. It is mended.\n    The Chairman. We are adjourned.\n"
        "    [Whereupon, at 3 p.m., the hearing was adjourned.]\n\nA P P E N D I X\n\n"
        "Question 1. Who paid for the stones?\n",
        (
            "The Chairman | We begin.",
            "Mr. Krell | It is mended.",
            "The Chairman | We are adjourned.",
            "– | [Whereupon, at 3 p.m., the hearing was adjourned.] A P P E N D I X "
            "Question 1. Who paid for the stones?",
        ),
    ),
    (
        "what stands below the close",
        "THE PRESIDENT. It is mended.\n\nQ. Who paid?\n\nTHE PRESIDENT. Nobody.\n\n[2.] Q. And who was asked?\n\n"
        "THE PRESIDENT. Nobody.\n\nQ. Why?\n\nTHE PRESIDENT. It rained.\n\nReporter. Thank you.\n\nNOTE: The conference was held at noon.\n",
        (
            "THE PRESIDENT | It is mended.",
            "Q | Who paid?",
            "THE PRESIDENT | Nobody.",
            "Q | And who was asked?",
            "THE PRESIDENT | Nobody.",
            "Q | Why?",
            "THE PRESIDENT | It rained.",
            "Reporter | Thank you.",
            "– | NOTE: The conference was held at noon.",
        ),
    ),
    (
        "what stands below the close",
        _talk("MS. SARN", "MR. KRELL", "MS. SARN")
        + "(Proceedings concluded at 11:20 a.m.)\n\nI certify that this is a true record of it.\n",
        (
            *_turns("MS. SARN", "MR. KRELL", "MS. SARN"),
            "– | (Proceedings concluded at 11:20 a.m.) I certify that this is a true record of it.",
        ),
    ),
    (
        "chevrons",
        ">> MS. SARN: IT IS MENDED.\n>> WHO PAID?\n>> MS. SARN: NOBODY PAID.\n>> MR. KRELL: NO.\n",
        (
            "MS. SARN | IT IS MENDED.",
            "– | WHO PAID?",
            "MS. SARN | NOBODY PAID.",
            "MR. KRELL | NO.",
        ),
    ),
    (
        "chevrons",
        ">> Mayor Sarn: We begin. >> Here. >> Mayor Sarn: One thing:\nit is wet.\n>> Clerk: Noted.\n",
        (
            "Mayor Sarn | We begin.",
            "– | Here.",
            "Mayor Sarn | One thing: it is wet.",
            "Clerk | Noted.",
        ),
    ),
    (
        "chevrons",
        "00:00:03\n>> OTTO KRELL: WE\nASKED FOR NINE BOATS.\n00:00:09\n>> IDA BOWER: I\nHEARD FOUR.\n"
        "00:00:15\n>> OTTO KRELL: NINE.\n>> IDA BOWER: FOUR. THE REASON: RAIN.\n",
        (
            "OTTO KRELL | WE ASKED FOR NINE BOATS.",
            "IDA BOWER | I HEARD FOUR.",
            "OTTO KRELL | NINE.",
            "IDA BOWER | FOUR. THE REASON: RAIN.",
        ),
    ),
    (
        "text in capitals",
        f"MAYOR SARN: {_HIGH[0]}\nTHE LOCK TOO\n\nCLERK: {_HIGH[1]}\nAND THE SAND\n\nMAYOR SARN: NO.\n",
        (
            f"MAYOR SARN | {_HIGH[0]} THE LOCK TOO",
            f"CLERK | {_HIGH[1]} AND THE SAND",
            "MAYOR SARN | NO.",
        ),
    ),
    (
        "text in capitals",
        f"MR. KRELL: {_HIGH[0]}\n\nCITY ATTORNEY: {_HIGH[2]}\n\nMR. KRELL: WHY IS\n\nTHAT SO\n\n"
        "MS. BOWER: IT IS.\n",
        (
            f"MR. KRELL | {_HIGH[0]}",
            f"CITY ATTORNEY | {_HIGH[2]}",
            "MR. KRELL | WHY IS THAT SO",
            "MS. BOWER | IT IS.",
        ),
    ),
    (
        "text in capitals",
        f"THE CHAIR: {_HIGH[3]}\nALL OF US\n\nMEMBER KRELL: SECOND\nTHAT MOTION\n\nTHE CHAIR: AYE.\n\n"
        "MEMBER KRELL: AYE.\n",
        (
            f"THE CHAIR | {_HIGH[3]} ALL OF US",
            "MEMBER KRELL | SECOND THAT MOTION",
            "THE CHAIR | AYE.",
            "MEMBER KRELL | AYE.",
        ),
    ),
    (
        "script without capitals",
        "माननीय अध्यक्ष : बैठिए।\n\nश्री सार्न (हार्ल) : पुल बंद है।\n\nमाननीय अध्यक्ष : क्यों?\n\n"
        "श्री सार्न (हार्ल) : पता नहीं।\n",
        (
            "माननीय अध्यक्ष | बैठिए।",
            "श्री सार्न | पुल बंद है।",
            "माननीय अध्यक्ष | क्यों?",
            "श्री सार्न | पता नहीं।",
        ),
    ),
    (
        "script without capitals",
        "SHRI KRELL: The weir is dry.\n\nअध्यक्ष: कब से?\n\nSHRI KRELL: Since May.\n\nमंत्री: नहीं।\n\n"
        "अध्यक्ष: शांत।\n\nमंत्री: हाँ।\n",
        (
            "SHRI KRELL | The weir is dry.",
            "अध्यक्ष | कब से?",
            "SHRI KRELL | Since May.",
            "मंत्री | नहीं।",
            "अध्यक्ष | शांत।",
            "मंत्री | हाँ।",
        ),
    ),
    (
        "script without capitals",
        "الرئيسة: نبدأ.\n\nالسيد سارن: الجسر مغلق.\n\nالرئيسة: لماذا؟\n\nالسيد سارن: لا أحد يعرف.\n",
        (
            "الرئيسة | نبدأ.",
            "السيد سارن | الجسر مغلق.",
            "الرئيسة | لماذا؟",
            "السيد سارن | لا أحد يعرف.",
        ),
    ),
    ("named in a list, speaks once", _LIST + _talk(*_CALL, sign="\n\n"), _turns(*_CALL)),
    (
        "named in a list, speaks once",
        _LIST.replace(" - ", " -- ") + _talk(*_CALL[1:], sign="\n"),
        _turns(*_CALL[1:]),
    ),
    (
        "named in a list, speaks once",
        _LIST.replace(" - ", ", ") + _talk(*_CALL, "Pell Oskar", sign="\n"),
        _turns(*_CALL, "Pell Oskar"),
    ),
    (
        "lines that a page offers",
        _talk(*_SHARED, sign="\nShare this specific contribution\n"),
        _turns(*_SHARED),
    ),
    (
        "lines that a page offers",
        _talk(*_SHARED, "Lady Sarn", sign="\nShare\n"),
        _turns(*_SHARED, "Lady Sarn"),
    ),
    (
        "lines that a page offers",
        _talk("A Noble Lord", *_SHARED[1:], *_SHARED, sign="\nCopy link to this speech\n"),
        _turns("A Noble Lord", *_SHARED[1:], *_SHARED),
    ),
    (
        "odd title",
        _talk(
            "Mr Speaker", "Mr Otto Krell", "Mr Speaker", "Er Dr Una Sarn (Ketta)", "Mr Otto Krell"
        ),
        _turns("Mr Speaker", "Mr Otto Krell", "Mr Speaker", "Er Dr Una Sarn", "Mr Otto Krell"),
    ),
    (
        "odd title",
        _talk(
            "O SR. KRELL (PH)",
            "A SRA. BOWER (PL)",
            "O SR. DR. SARN (PH)",
            "O SR. KRELL (PH)",
            sign=" - ",
        ),
        _turns("O SR. KRELL", "A SRA. BOWER", "O SR. DR. SARN", "O SR. KRELL"),
    ),
    (
        "odd title",
        _talk("Deputy Premier – Minister of Weirs Otto Krell", *("Una Sarn", "Otto Krell") * 3),
        _turns("Deputy Premier – Minister of Weirs Otto Krell", *("Una Sarn", "Otto Krell") * 3),
    ),
    (
        "bold beginning that stands once",
        _talk("**Una Sarn:**", "**Otto:**", "**Una Sarn:**", "**Ot:**", "**Otto:**", sign=" "),
        (
            *_turns("Una Sarn", "Otto", "Una Sarn"),
            f"– | **Ot:** {_SAID[3]}",
            f"Otto | {_SAID[0]}",
        ),
    ),
    (
        "bold beginning that stands once",
        _talk("**PK**:", "**Sarn**:", "**PK**:", "**S**:", "**Sarn**:", "**PK**:", sign=" "),
        (
            *_turns("PK", "Sarn", "PK"),
            f"– | **S**: {_SAID[3]}",
            f"Sarn | {_SAID[0]}",
            f"PK | {_SAID[1]}",
        ),
    ),
    (
        "bold beginning that stands once",
        _talk("**Ida:**", "**Pell:**", "**Ida:**", "**the neighbour:**", "**Pell:**", sign=" "),
        (
            *_turns("Ida", "Pell", "Ida"),
            f"– | **the neighbour:** {_SAID[3]}",
            f"Pell | {_SAID[0]}",
        ),
    ),
)
