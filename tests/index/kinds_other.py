"""Three further inputs for each kind of label without a colon, written after the code was done.

Each is (kind, text, turns); a turn is `label | words` on one line, `–` for nobody.
"""

from __future__ import annotations

OTHER: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "hearing",
        "    Chairman Krell. The hearing begins. We look at wells that\nare dry this year.\n"
        "    Ms. Sarn. Thank you,\nMr. Chairman. They are dry.\n    Dr. Hoyle. All of them?\n"
        "    Ms. Sarn. Most.\n    [Laughter.]\n    Chairman Krell. We adjourn.\n",
        (
            "Chairman Krell | The hearing begins. We look at wells that are dry this year.",
            "Ms. Sarn | Thank you, Mr. Chairman. They are dry.",
            "Dr. Hoyle | All of them?",
            "Ms. Sarn | Most.",
            "Chairman Krell | We adjourn.",
        ),
    ),
    (
        "hearing",
        "CHAIRMAN LUND. Good morning. Let us turn to the rate.\n\nMR. TROWE. I would hold it.\n\n"
        "It has been held before.\n\nVICE CHAIRMAN BECK. I would not.\n\nMR. TROWE. Why?\n",
        (
            "CHAIRMAN LUND | Good morning. Let us turn to the rate.",
            "MR. TROWE | I would hold it. It has been held before.",
            "VICE CHAIRMAN BECK | I would not.",
            "MR. TROWE | Why?",
        ),
    ),
    (
        "hearing",
        "  The Chairwoman. We begin.\n  Senator van der Berg. May I?\n  The Chairwoman. You may.\n"
        "  Mr. O'Hoyle. I thank you. I have been a potter for forty\nyears.\n"
        "STATEMENT OF RUTH SARN, POTTER\n  I was born at the kiln.\n  The Chairwoman. Thank you.\n",
        (
            "The Chairwoman | We begin.",
            "Senator van der Berg | May I?",
            "The Chairwoman | You may.",
            "Mr. O'Hoyle | I thank you. I have been a potter for forty years.",
            "– | STATEMENT OF RUTH SARN, POTTER I was born at the kiln.",
            "The Chairwoman | Thank you.",
        ),
    ),
    (
        "record",
        "  Ms. SARN. Mr. President, I ask for water.\n  The PRESIDENT pro tempore. It is given.\n"
        "  Mr. KRELL of Hill. I object.\n  Ms. SARN. To water?\n",
        (
            "Ms. SARN | Mr. President, I ask for water.",
            "The PRESIDENT pro tempore | It is given.",
            "Mr. KRELL of Hill | I object.",
            "Ms. SARN | To water?",
        ),
    ),
    (
        "record",
        "  The ACTING CHAIR. The gentleman from Vale is recognized.\n  Mr. LUND. I thank the Chair.\n"
        "  Mr. Chair, I rise.\n  Mrs. BECK of North Vale. So do I.\n  The ACTING CHAIR. Sit.\n",
        (
            "The ACTING CHAIR | The gentleman from Vale is recognized.",
            "Mr. LUND | I thank the Chair. Mr. Chair, I rise.",
            "Mrs. BECK of North Vale | So do I.",
            "The ACTING CHAIR | Sit.",
        ),
    ),
    (
        "record",
        "M. le président. La parole est à Mme Sarn.\n\nMme Ruth Sarn. Merci. Le puits est sec.\n\n"
        "M. Otto Krell. Tous les puits ?\n\nMme Ruth Sarn. Tous.\n",
        (
            "M. le président | La parole est à Mme Sarn.",
            "Mme Ruth Sarn | Merci. Le puits est sec.",
            "M. Otto Krell | Tous les puits ?",
            "Mme Ruth Sarn | Tous.",
        ),
    ),
    (
        "dash",
        "MADAM SPEAKER.— Order.\n\nHON. R. SARN.— Where is the clay?\n\nHON. O. KRELL.— Sold.\n\n"
        "MADAM SPEAKER.— Next.\n",
        (
            "MADAM SPEAKER | Order.",
            "HON. R. SARN | Where is the clay?",
            "HON. O. KRELL | Sold.",
            "MADAM SPEAKER | Next.",
        ),
    ),
    (
        "dash",
        "Mr. Krell – We begin.\n\nMs. Sarn – With what?\n\nMr. Krell – With the well.\n",
        ("Mr. Krell | We begin.", "Ms. Sarn | With what?", "Mr. Krell | With the well."),
    ),
    (
        "dash",
        "KRELL -- Who dug it?\n\nSARN -- I did.\n\nKRELL -- Why?\n\nSARN -- For water.\n",
        ("KRELL | Who dug it?", "SARN | I did.", "KRELL | Why?", "SARN | For water."),
    ),
    (
        "letters",
        "BY MS. BECK:\n\nQ.  Who lit it?\n\nA.  I did.\n\nMR. LUND:  Objection.\n\nBY MS. BECK:\n\n"
        "Q.  When?\n\nA.  At six.\n",
        (
            "Q | Who lit it?",
            "A | I did.",
            "MR. LUND | Objection.",
            "Q | When?",
            "A | At six.",
        ),
    ),
    (
        "letters",
        "Q. Is it clay?\nA. It is.\nQ. All of it?\nA. Nearly.\nTHE COURT: Speak up.\nA. Nearly.\n",
        (
            "Q | Is it clay?",
            "A | It is.",
            "Q | All of it?",
            "A | Nearly.",
            "THE COURT | Speak up.",
            "A | Nearly.",
        ),
    ),
    (
        "letters",
        "DIRECT EXAMINATION\n\n     Q.   State your name.\n     A.   Una Hoyle.\n"
        "     Q.   And your trade?\n     A.   Potter. I have been one\nfor nine years.\n",
        (
            "Q | State your name.",
            "A | Una Hoyle.",
            "Q | And your trade?",
            "A | Potter. I have been one for nine years.",
        ),
    ),
    (
        "numbered lines",
        " 1           JUDGE SARN:  Call the case.\n 2           MR. KRELL:  I am here for\n"
        " 3  the well.\n 4           JUDGE SARN:  Which\n 5  well?\n 6           MR. KRELL:  The dry\n"
        "              Hill Reporting, Inc.\n                   7\n"
        " 1  one.\n 2           JUDGE SARN:  Go on.\n 3           MR. KRELL:  I am done.\n",
        (
            "JUDGE SARN | Call the case.",
            "MR. KRELL | I am here for the well.",
            "JUDGE SARN | Which well?",
            "MR. KRELL | The dry one.",
            "JUDGE SARN | Go on.",
            "MR. KRELL | I am done.",
        ),
    ),
    (
        "numbered lines",
        "1\tQ.  Who dug it?\n2\tA.  My father dug it with\n3\this brother.\n4\tQ.  When?\n5\tA.  In May.\n"
        "6\tMS. BECK:  Which year?\n7\tTHE WITNESS:  The year of\n\x0c1\tthe flood.\n2\tQ.  Was it wet?\n"
        "3\tA.  Very.\n",
        (
            "Q | Who dug it?",
            "A | My father dug it with his brother.",
            "Q | When?",
            "A | In May.",
            "MS. BECK | Which year?",
            "THE WITNESS | The year of the flood.",
            "Q | Was it wet?",
            "A | Very.",
        ),
    ),
    (
        "numbered lines",
        "Page 3\n 1  MR. LUND: We begin.\n 2  MS. BECK: With the\n 3  fair?\n 4  MR. LUND: Yes.\n"
        " 5  MS. BECK: It is\nPage 4\n 1  closed.\n 2  MR. LUND: Since?\n 3  MS. BECK: Noon.\n",
        (
            "MR. LUND | We begin.",
            "MS. BECK | With the fair?",
            "MR. LUND | Yes.",
            "MS. BECK | It is closed.",
            "MR. LUND | Since?",
            "MS. BECK | Noon.",
        ),
    ),
    (
        "name on its own line",
        "Conferencia del alcalde\n3 de junio de 2031\n\nALCALDE OTTO KRELL\nBuenas tardes. No hay agua.\n\n"
        "PREGUNTA\n¿Por qué?\n\nALCALDE OTTO KRELL\nEl pozo está seco.\nLleva un mes así.\n\n"
        "INTERVENCIÓN DE RUTH SARN\nHay otro pozo.\n\nPREGUNTA\n¿Dónde?\n",
        (
            "ALCALDE OTTO KRELL | Buenas tardes. No hay agua.",
            "PREGUNTA | ¿Por qué?",
            "ALCALDE OTTO KRELL | El pozo está seco. Lleva un mes así.",
            "INTERVENCIÓN DE RUTH SARN | Hay otro pozo.",
            "PREGUNTA | ¿Dónde?",
        ),
    ),
    (
        "name on its own line",
        "RUTH SARN\nThe kiln is cold.\n\nOTTO KRELL\nSince when?\n\nRUTH SARN\nSince May.\n\n"
        "OTTO KRELL\nI have wood.\n",
        (
            "RUTH SARN | The kiln is cold.",
            "OTTO KRELL | Since when?",
            "RUTH SARN | Since May.",
            "OTTO KRELL | I have wood.",
        ),
    ),
    (
        "name on its own line",
        "Una Hoyle\n\nWhere did you grow up?\n\nPell Oskar\n\nAt the weir. My aunt kept it.\n\n"
        "She was strict.\n\nUna Hoyle\n\nDid you swim?\n\nPell Oskar\n\nOnce.\n",
        (
            "Una Hoyle | Where did you grow up?",
            "Pell Oskar | At the weir. My aunt kept it. She was strict.",
            "Una Hoyle | Did you swim?",
            "Pell Oskar | Once.",
        ),
    ),
    (
        "peers",
        "Wells Bill\n\nReport\n\nLord Krell of Hill (Con)\nMy Lords, I move it.\n\n"
        "Baroness Sarn (CB)\nMy Lords, I do not.\n\nLord Krell of Hill\nWhy not?\n\n"
        "Baroness Sarn\nIt is dry.\n\nThe Earl of Vale (XB)\nMy Lords, it is wet.\n",
        (
            "Lord Krell of Hill | My Lords, I move it.",
            "Baroness Sarn | My Lords, I do not.",
            "Lord Krell of Hill | Why not?",
            "Baroness Sarn | It is dry.",
            "The Earl of Vale | My Lords, it is wet.",
        ),
    ),
    (
        "peers",
        "The Minister of State, Wells Office (Lord Lund) (Ind)\nMy Lords, the Answer is no.\n\n"
        "Baroness Beck (Lab)\nMy Lords, why?\n\nLord Lund (Ind)\nThere is no money.\n\n"
        "Baroness Beck (Lab)\nThere was.\n",
        (
            "The Minister of State | My Lords, the Answer is no.",
            "Baroness Beck | My Lords, why?",
            "Lord Lund | There is no money.",
            "Baroness Beck | There was.",
        ),
    ),
    (
        "peers",
        "Mr Otto Krell (Hill) (Con)\nI beg to move.\n\nMadam Deputy Speaker (Dame Una Hoyle)\nOrder.\n\n"
        "Mr Otto Krell\nI am in order.\n\nRuth Sarn (Vale) (Lab)\nHe is not.\n\nMr Otto Krell\nI am.\n",
        (
            "Mr Otto Krell | I beg to move.",
            "Madam Deputy Speaker | Order.",
            "Mr Otto Krell | I am in order.",
            "Ruth Sarn | He is not.",
            "Mr Otto Krell | I am.",
        ),
    ),
    (
        "earnings call",
        "Hill Clay (HCL) Q3 2031 Earnings Call\n\nOperator\n\nGood day. Over to Una Hoyle.\n\n"
        "Una Hoyle -- Treasurer\n\nThank you. We sold nine pots.\n\nOperator\n\nFrom Pell Oskar.\n\n"
        "Pell Oskar -- Vale Bank -- Analyst\n\nOnly nine?\n\nUna Hoyle -- Treasurer\n\nBig ones.\n",
        (
            "Operator | Good day. Over to Una Hoyle.",
            "Una Hoyle | Thank you. We sold nine pots.",
            "Operator | From Pell Oskar.",
            "Pell Oskar | Only nine?",
            "Una Hoyle | Big ones.",
        ),
    ),
    (
        "earnings call",
        "Operator\nWelcome to the call.\n\nRuth Sarn – Chief Potter\nGood day. Clay is dear.\n\n"
        "Otto Krell – Chief Mason\nStone is dearer.\n\nQuestion-and-Answer Session:\n\nOperator\n"
        "The first is Ida Bower.\n\nIda Bower – Hill Fund\nHow dear?\n\nRuth Sarn – Chief Potter\nVery.\n",
        (
            "Operator | Welcome to the call.",
            "Ruth Sarn | Good day. Clay is dear.",
            "Otto Krell | Stone is dearer.",
            "Operator | The first is Ida Bower.",
            "Ida Bower | How dear?",
            "Ruth Sarn | Very.",
        ),
    ),
    (
        "earnings call",
        "Operator\n\nGood day.\n\nMia Trowe, Chief Executive Officer\n\nWe sold eels.\n\n"
        "Nora Beck, Chief Financial Officer\n\nAll of them.\n\nOperator\n\nOne question.\n\n"
        "Mia Trowe, Chief Executive Officer\n\nGo on.\n",
        (
            "Operator | Good day.",
            "Mia Trowe | We sold eels.",
            "Nora Beck | All of them.",
            "Operator | One question.",
            "Mia Trowe | Go on.",
        ),
    ),
    (
        "german",
        "Vizepräsident Otto Krell:\nDas Wort hat Frau Sarn.\n\nRuth Sarn (Bergpartei):\n"
        "Herr Präsident! Der Brunnen ist leer.\n(Zuruf von der Talpartei: Nein!)\nGanz leer.\n\n"
        "Vizepräsident Otto Krell:\nDanke.\n\nRuth Sarn (Bergpartei):\nIch danke.\n",
        (
            "Vizepräsident Otto Krell | Das Wort hat Frau Sarn.",
            "Ruth Sarn | Herr Präsident! Der Brunnen ist leer. (Zuruf von der Talpartei: Nein!) Ganz "
            "leer.",
            "Vizepräsident Otto Krell | Danke.",
            "Ruth Sarn | Ich danke.",
        ),
    ),
    (
        "german",
        "Präsidentin Una Hoyle: Ich rufe Punkt 3 auf.\n\nPell Oskar, Minister für Ton:\n"
        "Der Ton ist knapp.\n\nWir graben.\n\nDr. Mia Trowe (Talpartei):\nWo?\n\n"
        "Pell Oskar, Minister für Ton:\nAm Berg.\n",
        (
            "Präsidentin Una Hoyle | Ich rufe Punkt 3 auf.",
            "Pell Oskar | Der Ton ist knapp. Wir graben.",
            "Dr. Mia Trowe | Wo?",
            "Pell Oskar | Am Berg.",
        ),
    ),
    (
        "german",
        "Abgeordneter Lund: Wer zahlt?\n\nMinisterin Beck: Das Land.\n\nDas weiß jeder.\n\n"
        "Abgeordneter Lund: Ich nicht.\n\nMinisterin Beck: Jetzt schon.\n",
        (
            "Abgeordneter Lund | Wer zahlt?",
            "Ministerin Beck | Das Land. Das weiß jeder.",
            "Abgeordneter Lund | Ich nicht.",
            "Ministerin Beck | Jetzt schon.",
        ),
    ),
    (
        "time first",
        "00:05 Una Hoyle: Good day.\n00:11 Pell Oskar: Hello.\nIt is wet.\n01:14 Una Hoyle: It is.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello. It is wet.", "Una Hoyle | It is."),
    ),
    (
        "time first",
        "(0:05) SARN: Good day.\n\n(0:11) KRELL: Hello.\n\n(0:14) SARN: Is it wet?\n",
        ("SARN | Good day.", "KRELL | Hello.", "SARN | Is it wet?"),
    ),
    (
        "time first",
        "[00:00:05.120] - Ruth Sarn: Good day.\n\n[00:00:11.000] - Speaker 2: Hello.\n",
        ("Ruth Sarn | Good day.", "Speaker 2 | Hello."),
    ),
    (
        "name, then time",
        "Una Hoyle (00:05): Good day.\n\nPell Oskar (00:11): Hello.\n\nUna Hoyle (00:14): Wet?\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello.", "Una Hoyle | Wet?"),
    ),
    (
        "name, then time",
        "Una Hoyle [00:05]\nGood day.\n\nPell Oskar [00:11]\nHello.\nIt is wet.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello. It is wet."),
    ),
    (
        "name, then time",
        "**Una Hoyle** [00:05]: Good day.\n\n**Pell Oskar** [00:11]: Hello.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello."),
    ),
    (
        "markdown",
        "### Una Hoyle\n\nGood day.\n\n### Pell Oskar\n\nHello.\n\n### Una Hoyle\n\nWet?\n\n"
        "### Pell Oskar\n\nVery.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello.", "Una Hoyle | Wet?", "Pell Oskar | Very."),
    ),
    (
        "markdown",
        "__Una Hoyle__: Good day.\n\n__Pell Oskar__: Hello.\n\n__Una Hoyle__: Wet?\n\n"
        "__Pell Oskar__: Very.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello.", "Una Hoyle | Wet?", "Pell Oskar | Very."),
    ),
    (
        "markdown",
        "**Una Hoyle**\n\nGood day.\n\n**Pell Oskar**\n\nHello.\n\n**Una Hoyle**\n\nWet?\n\n"
        "**Pell Oskar**\n\nVery.\n",
        ("Una Hoyle | Good day.", "Pell Oskar | Hello.", "Una Hoyle | Wet?", "Pell Oskar | Very."),
    ),
    (
        "nobody",
        "Address on the State of the Wells\nMayor Otto Krell\nMay 2, 2031\n\nFriends:\n\nThe wells are dry.\n",
        ("– | Mayor Otto Krell May 2, 2031", "– | Friends: The wells are dry."),
    ),
    (
        "nobody",
        "the oak gate was mended after the flood\nand it holds so far\n",
        ("– | the oak gate was mended after the flood and it holds so far",),
    ),
    (
        "nobody",
        "# A Letter\n\nDear Ruth,\n\nThe kiln is cold. Come soon.\n\nOtto\n",
        ("– | Dear Ruth, The kiln is cold. Come soon. Otto",),
    ),
)
