"""Three further inputs for each kind of label that press conferences and broadcasts taught.

Each is (kind, text, turns); a turn is `label | words` on one line, `–` for nobody.
"""

from __future__ import annotations

PRESS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "clock now and then",
        "Weir Tonight\n\nAired March 7, 2031\n\nUNA SARN, WBN ANCHOR: Good evening.\n\n"
        "[20:01:15] OTTO KRELL, WBN CORRESPONDENT: It is wet here, Una.\n\n"
        "SARN: How wet?\n\n[20:01:40] KRELL: Up to the knee.\n\nSARN: Thank you, Otto.\n\n"
        "[20:02:05] And now the weather.\n",
        (
            "UNA SARN | Good evening.",
            "OTTO KRELL | It is wet here, Una.",
            "SARN | How wet?",
            "KRELL | Up to the knee.",
            "SARN | Thank you, Otto. [20:02:05] And now the weather.",
        ),
    ),
    (
        "clock now and then",
        "(BEGIN VIDEOTAPE)\n\nGOV. IDA BOWER (I-HL): The weir holds.\n\n"
        "[06:10:02] PELL OSKAR (voice-over): It held until noon.\n\n"
        "UNIDENTIFIED FEMALE: We ran.\n\n(END VIDEOTAPE)\n\nOSKAR: And then the mill went.\n\n"
        "[06:11:30] BOWER: It went at one.\n",
        (
            "GOV. IDA BOWER | The weir holds.",
            "PELL OSKAR | It held until noon.",
            "UNIDENTIFIED FEMALE | We ran.",
            "OSKAR | And then the mill went.",
            "BOWER | It went at one.",
        ),
    ),
    (
        "clock now and then",
        "MR. LUNT: We begin at once.\n\n[0:45] MS. HAVEL: Who reads the minutes?\n\n"
        "MR. LUNT: I do.\n\n[1:30] MS. HAVEL: Then read them.\n\nMR. LUNT: They are short.\n",
        (
            "MR. LUNT | We begin at once.",
            "MS. HAVEL | Who reads the minutes?",
            "MR. LUNT | I do.",
            "MS. HAVEL | Then read them.",
            "MR. LUNT | They are short.",
        ),
    ),
    (
        "one question and one answer",
        "Spokesman's remarks on the lock at Harl\n\n2031-06-04\n\nQ: Will the lock be shut?\n\n"
        "A: It will be shut from June to August.\n\nBoats may use the old one.\n",
        (
            "Q | Will the lock be shut?",
            "A | It will be shut from June to August. Boats may use the old one.",
        ),
    ),
    (
        "one question and one answer",
        "The ministry answers\n\nQ: It was said that the eels are ill. Are they? We wonder.\n\n"
        "A: They are well.\n",
        ("Q | It was said that the eels are ill. Are they? We wonder.", "A | They are well."),
    ),
    (
        "one question and one answer",
        "Ask the keeper\n4 March 2031\n\n**Q:** How old is the weir?\n\n**A:** Ninety years.\n",
        ("Q | How old is the weir?", "A | Ninety years."),
    ),
    (
        "one replies to papers",
        "Regular Press Conference of Una Sarn\n\nHBC: What is new?\n\nUna Sarn: The lock is.\n\n"
        "It is of oak.\n\nHarl Daily: Who paid for it? We heard it was the town.\n\n"
        "Una Sarn: The province did.\n\nReedpress: And the gates?\n\nUna Sarn: They are old.\n",
        (
            "HBC | What is new?",
            "Una Sarn | The lock is. It is of oak.",
            "Harl Daily | Who paid for it? We heard it was the town.",
            "Una Sarn | The province did.",
            "Reedpress | And the gates?",
            "Una Sarn | They are old.",
        ),
    ),
    (
        "one replies to papers",
        "Minister Krell: Good morning.\n\nThe Mill Post: Is it true that you go?\n\n"
        "Minister Krell: No.\n\nEvening Reed: When does the talk begin?\n\n"
        "Minister Krell: At noon.\n",
        (
            "Minister Krell | Good morning.",
            "The Mill Post | Is it true that you go?",
            "Minister Krell | No.",
            "Evening Reed | When does the talk begin?",
            "Minister Krell | At noon.",
        ),
    ),
    (
        "one replies to papers",
        "RVT: The lake is low. Any comment?\nIda Bower: We follow it.\n"
        "Harl Shimbun: Two questions. Is the fish safe? Is the beach?\nIda Bower: Both are.\n"
        "Oak Agency: Since when?\nIda Bower: Since May.\n",
        (
            "RVT | The lake is low. Any comment?",
            "Ida Bower | We follow it.",
            "Harl Shimbun | Two questions. Is the fish safe? Is the beach?",
            "Ida Bower | Both are.",
            "Oak Agency | Since when?",
            "Ida Bower | Since May.",
        ),
    ),
    (
        "asked once",
        "HARL REGATTA\n\nTHE MODERATOR: Questions, please.\n\nQ. Una, was it windy?\n"
        "UNA SARN: Not much.\n\nQ. Otto, and for you?\nOTTO KRELL: It was.\n\nQ. Why, Otto?\n"
        "OTTO KRELL: I was behind.\n",
        (
            "THE MODERATOR | Questions, please.",
            "Q | Una, was it windy?",
            "UNA SARN | Not much.",
            "Q | Otto, and for you?",
            "OTTO KRELL | It was.",
            "Q | Why, Otto?",
            "OTTO KRELL | I was behind.",
        ),
    ),
    (
        "asked once",
        "THE MODERATOR: We have the winners here.\n\nQ.  How was the last mile?\n"
        "IDA BOWER:  Long.\n\nQ.  And the first,\nwas it any shorter?\nPELL OSKAR:  It was not.\n",
        (
            "THE MODERATOR | We have the winners here.",
            "Q | How was the last mile?",
            "IDA BOWER | Long.",
            "Q | And the first, was it any shorter?",
            "PELL OSKAR | It was not.",
        ),
    ),
    (
        "asked once",
        "MS. LUNT: Good day.\n\nQ: Who found the eel?\n\nJAN HAVEL: I did.\n\n"
        "Q: And who ate it?\n\nMS. LUNT: Nobody.\n",
        (
            "MS. LUNT | Good day.",
            "Q | Who found the eel?",
            "JAN HAVEL | I did.",
            "Q | And who ate it?",
            "MS. LUNT | Nobody.",
        ),
    ),
    (
        "once, with an office",
        "Doorstop at Harl\n\nIDA BOWER, CANDIDATE FOR HARL: Welcome, everyone.\n\n"
        "UNA SARN, FIRST WARDEN: I am glad to be here.\n\nJOURNALIST: Can you win?\n\n"
        "FIRST WARDEN: We can.\n",
        (
            "IDA BOWER | Welcome, everyone.",
            "UNA SARN | I am glad to be here.",
            "JOURNALIST | Can you win?",
            "FIRST WARDEN | We can.",
        ),
    ),
    (
        "once, with an office",
        "Weir Live\nAired March 7, 2031\nOTTO KRELL, WBN ANCHOR: And welcome back.\n"
        "PELL OSKAR, WBN ANCHOR: The lock is shut.\nThe boats wait.\n",
        ("OTTO KRELL | And welcome back.", "PELL OSKAR | The lock is shut. The boats wait."),
    ),
    (
        "once, with an office",
        "JAN HAVEL, WEIR SCHOOL ANCHOR: What of the bridge?\n\n"
        "MIRA LUNT, TOWN ENGINEERS: It opens at noon.\n\nHAVEL: It does.\n\n"
        "U.K. MAYOR EDDA KRELL: Tomorrow.\n",
        (
            "JAN HAVEL | What of the bridge?",
            "MIRA LUNT | It opens at noon.",
            "HAVEL | It does.",
            "U.K. MAYOR EDDA KRELL | Tomorrow.",
        ),
    ),
    (
        "says the name again",
        "Una Sarn: Go ahead.\n\nJan: Jan from the Mill Post. When is the fair?\n\n"
        "Una Sarn: In May.\n\nIda Bower: And the market?\n\nUna Sarn: In June.\n\n"
        "Ida Bower: Thank you.\n",
        (
            "Una Sarn | Go ahead.",
            "Jan | Jan from the Mill Post. When is the fair?",
            "Una Sarn | In May.",
            "Ida Bower | And the market?",
            "Una Sarn | In June.",
            "Ida Bower | Thank you.",
        ),
    ),
    (
        "says the name again",
        "Otto Krell: Questions?\n\nPell Oskar: One on eels.\n\nOtto Krell: Yes?\n\n"
        "Pell Oskar: Are there any?\n\nOtto Krell: No.\n\n"
        "Mira: Sir, I am Mira with Reedpress. Why not?\n\nOtto Krell: Ask the otter.\n",
        (
            "Otto Krell | Questions?",
            "Pell Oskar | One on eels.",
            "Otto Krell | Yes?",
            "Pell Oskar | Are there any?",
            "Otto Krell | No.",
            "Mira | Sir, I am Mira with Reedpress. Why not?",
            "Otto Krell | Ask the otter.",
        ),
    ),
    (
        "says the name again",
        "Ida Bower: We have an hour.\n\nJan Havel: Good.\n\nIda Bower: Begin, please.\n\n"
        "Jan Havel: I will wait.\n\nLone: Hello, this is Lone Thorsen, of Harl Radio.\n\n"
        "Ida Bower: Hello.\n",
        (
            "Ida Bower | We have an hour.",
            "Jan Havel | Good.",
            "Ida Bower | Begin, please.",
            "Jan Havel | I will wait.",
            "Lone | Hello, this is Lone Thorsen, of Harl Radio.",
            "Ida Bower | Hello.",
        ),
    ),
)
