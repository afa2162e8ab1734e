"""Three further inputs for each kind of label with a colon, written after the code was done.

Each is (kind, text, turns); a turn is `label | words` on one line, `–` for nobody.
"""

from __future__ import annotations

COLON: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "initials and surname",
        "Talk with Una Sarn\n\nPK: Where was the kiln?\nSarn: Behind the church.\nPK: Who lit it?\n"
        "Sarn: My father.\nPK: Every week?\nSarn: Every second one.\n",
        (
            "PK | Where was the kiln?",
            "Sarn | Behind the church.",
            "PK | Who lit it?",
            "Sarn | My father.",
            "PK | Every week?",
            "Sarn | Every second one.",
        ),
    ),
    (
        "initials and surname",
        "TR: You kept bees.\n\nUS: I kept nine hives.\n\nTR: In the town?\n\nUS: On the roof.\n",
        (
            "TR | You kept bees.",
            "US | I kept nine hives.",
            "TR | In the town?",
            "US | On the roof.",
        ),
    ),
    (
        "initials and surname",
        "Hoyle: What was it like?\n\nEDM: Cold.\n\nHoyle: And the pay?\n\nEDM: Colder.\n\n"
        "Hoyle: (laughs) Indeed.\n",
        (
            "Hoyle | What was it like?",
            "EDM | Cold.",
            "Hoyle | And the pay?",
            "EDM | Colder.",
            "Hoyle | (laughs) Indeed.",
        ),
    ),
    (
        "first mention with a role",
        "RUTH SARN, ANCHOR: The kiln is out tonight.\n\nOTTO KRELL, REPORTER: It went out at six.\n\n"
        "SARN: Why?\n\nKRELL: No wood.\n\nIDA BOWER, POTTER: There is wood in my yard.\n",
        (
            "RUTH SARN | The kiln is out tonight.",
            "OTTO KRELL | It went out at six.",
            "SARN | Why?",
            "KRELL | No wood.",
            "IDA BOWER | There is wood in my yard.",
        ),
    ),
    (
        "first mention with a role",
        "PELL OSKAR (HOST): Good day.\n\nDR. MIA TROWE (GEOLOGIST): Hello.\n\nOSKAR: Is it chalk?\n\n"
        "TROWE: It is clay.\n\nOSKAR: All of it?\n",
        (
            "PELL OSKAR | Good day.",
            "DR. MIA TROWE | Hello.",
            "OSKAR | Is it chalk?",
            "TROWE | It is clay.",
            "OSKAR | All of it?",
        ),
    ),
    (
        "first mention with a role",
        "NORA BECK, BYLINE: The fair opened.\n\n(SOUNDBITE OF ARCHIVED RECORDING)\n\n"
        "MAYOR LUND: I cut the ribbon.\n\nBECK: He cut it twice.\n\nUNIDENTIFIED WOMAN: Three times.\n",
        (
            "NORA BECK | The fair opened.",
            "MAYOR LUND | I cut the ribbon.",
            "BECK | He cut it twice.",
            "UNIDENTIFIED WOMAN | Three times.",
        ),
    ),
    (
        "once or misspelt",
        "KRELL: Who dug the well?\nSARN: I did.\nKRELL: Alone?\nSARN: With a spade.\n"
        "IDA BOWER: And with mine.\nSRAN: With hers, too.\nKRELL: Thank you.\n",
        (
            "KRELL | Who dug the well?",
            "SARN | I did.",
            "KRELL | Alone?",
            "SARN | With a spade.",
            "IDA BOWER | And with mine.",
            "SRAN | With hers, too.",
            "KRELL | Thank you.",
        ),
    ),
    (
        "once or misspelt",
        "Otto Krell: Was it deep?\n\nRuth Sarn: Nine feet.\n\nOtto Krell: Nine?\n\n"
        "Ruht Sarn: Nine.\n\nIda Bower: Ten, I think.\n\nRuth Sarn: Nine and a half.\n",
        (
            "Otto Krell | Was it deep?",
            "Ruth Sarn | Nine feet.",
            "Otto Krell | Nine?",
            "Ruht Sarn | Nine.",
            "Ida Bower | Ten, I think.",
            "Ruth Sarn | Nine and a half.",
        ),
    ),
    (
        "once or misspelt",
        "MODERATOR: Mr. Lund begins.\n\nLUND: The fair pays.\n\nMODERATOR: Ms. Beck.\n\n"
        "BECK: It does not.\n\nLUND: It does.\n\nBECK: Show me.\n\nTROWE: He cannot.\n",
        (
            "MODERATOR | Mr. Lund begins.",
            "LUND | The fair pays.",
            "MODERATOR | Ms. Beck.",
            "BECK | It does not.",
            "LUND | It does.",
            "BECK | Show me.",
            "TROWE | He cannot.",
        ),
    ),
    (
        "cast list",
        "Debate at the Kiln\nMay 2, 2031\n\nSPEAKERS:\nRuth Sarn, potter\nOtto Krell, mason\n\n"
        "KRELL: Clay is dear.\n\nSARN: Stone is dearer.\n\nKRELL: Not here.\n\nSARN: Everywhere.\n",
        (
            "KRELL | Clay is dear.",
            "SARN | Stone is dearer.",
            "KRELL | Not here.",
            "SARN | Everywhere.",
        ),
    ),
    (
        "cast list",
        "The Well\n\nPANELISTS:\nIda Bower (Town Post)\nNora Beck (Hill Radio)\n\nMODERATOR:\n"
        "Otto Krell\n\nKRELL: Welcome.\n\nBOWER: Thank you.\n\nKRELL: Is it dry?\n\nBOWER: It is.\n\n"
        "BECK: It is not.\n",
        (
            "KRELL | Welcome.",
            "BOWER | Thank you.",
            "KRELL | Is it dry?",
            "BOWER | It is.",
            "BECK | It is not.",
        ),
    ),
    (
        "cast list",
        "Town Meeting\n\nPRESENT:\nMayor Lund\nCouncillor Trowe\n\nMAYOR LUND: We begin.\n\n"
        "COUNCILLOR TROWE: We are two.\n\nMAYOR LUND: Two are enough.\n",
        (
            "MAYOR LUND | We begin.",
            "COUNCILLOR TROWE | We are two.",
            "MAYOR LUND | Two are enough.",
        ),
    ),
    (
        "ministers in mixed case",
        "THE ASSEMBLY\n\nMonday, 3rd June, 2031\n\nMr. Deputy Speaker: Order. Mr. Krell.\n\n"
        "Mr. Krell: Mr. Deputy Speaker, where is the clay?\n\n"
        "The Minister for Clay and Stone (Ms. Sarn): It is in the ground.\n\nWe have no spades.\n\n"
        "They are on order.\n\nThey will come by sea.\n\nThey will be blunt.\n\n"
        "Mr. Krell: When?\n",
        (
            "Mr. Deputy Speaker | Order. Mr. Krell.",
            "Mr. Krell | Mr. Deputy Speaker, where is the clay?",
            "The Minister for Clay and Stone | It is in the ground. We have no spades. They are on "
            "order. They will come by sea. They will be blunt.",
            "Mr. Krell | When?",
        ),
    ),
    (
        "ministers in mixed case",
        "Mr. Lund (Hill) (spoke in Hill Speech): We thank the President.\n\nWe have come far.\n\n"
        "We are tired.\n\nThe President: I thank the representative of Hill.\n\n"
        "Ms. Beck (Vale): I shall be brief.\n\nI am done.\n\nThe President: I thank her.\n",
        (
            "Mr. Lund | We thank the President. We have come far. We are tired.",
            "The President | I thank the representative of Hill.",
            "Ms. Beck | I shall be brief. I am done.",
            "The President | I thank her.",
        ),
    ),
    (
        "ministers in mixed case",
        "The Prime Minister: I refer the hon. Member to my reply.\n\nIt was long.\n\nIt was true.\n\n"
        "Mr. Trowe (Vale) (Ind): Was it?\n\nThe Prime Minister: It was.\n\nHon. Members: Oh!\n",
        (
            "The Prime Minister | I refer the hon. Member to my reply. It was long. It was true.",
            "Mr. Trowe | Was it?",
            "The Prime Minister | It was.",
            "Hon. Members | Oh!",
        ),
    ),
    (
        "long answers",
        "Una Hoyle: Tell me of the fair.\n\n"
        + "".join(
            f"Pell Oskar: {n} stalls.\n\nThey sold clay.\n\nThey sold eels.\n\nNobody bought.\n\n"
            "It rained.\n\nWe went home.\n\nUna Hoyle: And then?\n\n"
            for n in ("Nine", "Ten")
        ),
        (
            "Una Hoyle | Tell me of the fair.",
            "Pell Oskar | Nine stalls. They sold clay. They sold eels. Nobody bought. It rained. We "
            "went home.",
            "Una Hoyle | And then?",
            "Pell Oskar | Ten stalls. They sold clay. They sold eels. Nobody bought. It rained. We "
            "went home.",
            "Una Hoyle | And then?",
        ),
    ),
    (
        "long answers",
        "Interviewer: How old is the well?\n\nMia Trowe: Older than the town.\n\nMy mother said so.\n\n"
        "Her mother, too.\n\nThey drew from it daily.\n\nIt never froze.\n\n"
        "Interviewer: Is it used?\n\nMia Trowe: By the sheep.\n\nBy nobody else.\n\nIt is green.\n",
        (
            "Interviewer | How old is the well?",
            "Mia Trowe | Older than the town. My mother said so. Her mother, too. They drew from it "
            "daily. It never froze.",
            "Interviewer | Is it used?",
            "Mia Trowe | By the sheep. By nobody else. It is green.",
        ),
    ),
    (
        "long answers",
        "The House of Clay\n\nRuth van der Sarn: Who built it?\n\nOtto Krell: I did.\n\nIt took a year.\n\n"
        "There was no road.\n\nThere was no water.\n\nI carried both.\n\n"
        "Ruth van der Sarn: Both?\n\nOtto Krell: On my back.\n\nIn a sack.\n\nIt was heavy.\n",
        (
            "Ruth van der Sarn | Who built it?",
            "Otto Krell | I did. It took a year. There was no road. There was no water. I carried both.",
            "Ruth van der Sarn | Both?",
            "Otto Krell | On my back. In a sack. It was heavy.",
        ),
    ),
    (
        "the speaker among capitals",
        "Ms R SARN: House Chair, the wells are dry.\n\nThe HOUSE CHAIRPERSON: Order!\n\n"
        "SOME HON MEMBERS: Dry!\n\nMs R SARN: As I said.\n\nThe MINISTER OF WELLS: They are not.\n",
        (
            "Ms R SARN | House Chair, the wells are dry.",
            "The HOUSE CHAIRPERSON | Order!",
            "SOME HON MEMBERS | Dry!",
            "Ms R SARN | As I said.",
            "The MINISTER OF WELLS | They are not.",
        ),
    ),
    (
        "the speaker among capitals",
        "The SPEAKER: Order.\n\nMr KRELL: I rise.\n\nThe PRIME MINISTER: Sit down.\n\n"
        "An HONOURABLE MEMBER: Sit!\n\nMr KRELL: I stand.\n",
        (
            "The SPEAKER | Order.",
            "Mr KRELL | I rise.",
            "The PRIME MINISTER | Sit down.",
            "An HONOURABLE MEMBER | Sit!",
            "Mr KRELL | I stand.",
        ),
    ),
    (
        "the speaker among capitals",
        "THE CHAIRPERSON: We begin.\n\nMrs O LUND: I have a point.\n\nThe ACTING SPEAKER: Make it.\n\n"
        "HON MEMBERS: Hear, hear!\n\nMrs O LUND: It is made.\n",
        (
            "THE CHAIRPERSON | We begin.",
            "Mrs O LUND | I have a point.",
            "The ACTING SPEAKER | Make it.",
            "HON MEMBERS | Hear, hear!",
            "Mrs O LUND | It is made.",
        ),
    ),
    (
        "two honorifics",
        "MR. SPEAKER: Order.\n\nHON. PROF. M. TROWE: When?\n\nREV. DR. LUND: Soon.\n\n"
        "RT. HON. R. SARN: How soon?\n\nMR. SPEAKER: Order!\n",
        (
            "MR. SPEAKER | Order.",
            "HON. PROF. M. TROWE | When?",
            "REV. DR. LUND | Soon.",
            "RT. HON. R. SARN | How soon?",
            "MR. SPEAKER | Order!",
        ),
    ),
    (
        "two honorifics",
        "HON. CAPT. KRELL: I object.\n\nMADAM SPEAKER: To what?\n\nHON. CAPT. KRELL: To all.\n\n"
        "HON. MRS. BECK: So do I.\n",
        (
            "HON. CAPT. KRELL | I object.",
            "MADAM SPEAKER | To what?",
            "HON. CAPT. KRELL | To all.",
            "HON. MRS. BECK | So do I.",
        ),
    ),
    (
        "two honorifics",
        "PROF. DR. HOYLE: Good day.\n\nMS. SARN: Good day.\n\nPROF. DR. HOYLE: Begin.\n\n"
        "LT. COL. BOWER: I begin.\n",
        (
            "PROF. DR. HOYLE | Good day.",
            "MS. SARN | Good day.",
            "PROF. DR. HOYLE | Begin.",
            "LT. COL. BOWER | I begin.",
        ),
    ),
    (
        "enumeration is no speaker",
        "Ruth Sarn: What is clay for?\nOtto Krell: Three things.\nOne: Pots.\nTwo: Roofs.\n"
        "Three: Mud.\nRuth Sarn: Mud?\nOtto Krell: Mud.\n",
        (
            "Ruth Sarn | What is clay for?",
            "Otto Krell | Three things. One: Pots. Two: Roofs. Three: Mud.",
            "Ruth Sarn | Mud?",
            "Otto Krell | Mud.",
        ),
    ),
    (
        "enumeration is no speaker",
        "MR. LUND: I have points.\n\nFIRST: The fair pays.\n\nSECOND: It pays well.\n\n"
        "MS. BECK: And third?\n\nMR. LUND: There is none.\n",
        (
            "MR. LUND | I have points. FIRST: The fair pays. SECOND: It pays well.",
            "MS. BECK | And third?",
            "MR. LUND | There is none.",
        ),
    ),
    (
        "enumeration is no speaker",
        "Una Hoyle: Why eels?\nPell Oskar: Remember this: they are long.\nFinally: They are cheap.\n"
        "Una Hoyle: Are they?\nPell Oskar: They were.\n",
        (
            "Una Hoyle | Why eels?",
            "Pell Oskar | Remember this: they are long. Finally: They are cheap.",
            "Una Hoyle | Are they?",
            "Pell Oskar | They were.",
        ),
    ),
    (
        "four-word names once",
        "Operator: The first question is from Ana Lund.\n\nAna Maria de la Lund: Is it dry?\n\n"
        "Otto Krell: It is.\n\nOperator: Next, Pell Oskar.\n\nPell J. T. Oskar: Still?\n\n"
        "Otto Krell: Still.\n",
        (
            "Operator | The first question is from Ana Lund.",
            "Ana Maria de la Lund | Is it dry?",
            "Otto Krell | It is.",
            "Operator | Next, Pell Oskar.",
            "Pell J. T. Oskar | Still?",
            "Otto Krell | Still.",
        ),
    ),
    (
        "four-word names once",
        "RUTH SARN: Good day.\n\nOTTO KRELL: Hello.\n\nRUTH SARN: Who is here?\n\n"
        "OTTO KRELL: Four of us.\n\nMARY ANN VON BOWER: I am one.\n",
        (
            "RUTH SARN | Good day.",
            "OTTO KRELL | Hello.",
            "RUTH SARN | Who is here?",
            "OTTO KRELL | Four of us.",
            "MARY ANN VON BOWER | I am one.",
        ),
    ),
    (
        "four-word names once",
        "Ruth Sarn: Good day.\nOtto Krell: Hello.\nRuth Sarn: Who is that?\n"
        "Sir Henry Pell O’Hoyle: I am.\nOtto Krell: He is.\n",
        (
            "Ruth Sarn | Good day.",
            "Otto Krell | Hello.",
            "Ruth Sarn | Who is that?",
            "Sir Henry Pell O’Hoyle | I am.",
            "Otto Krell | He is.",
        ),
    ),
)
