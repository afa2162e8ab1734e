"""Five kinds as scenes: a court, sport, a bank's press, tapes, a committee in two tongues."""

from __future__ import annotations

from tests.index.imitations.benches import BENCH
from tests.index.imitations.chambers import HOUSE
from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script

MICROPHONE_SCENES = (
    Script(
        "world-court",
        """
CR 2032/4

World Court of Rivers

THE HAVEN

YEAR 2032

Public sitting

held on Tuesday 9 March 2032, at 10 a.m., at the Lock Palace,

President Oake presiding,

in the case concerning the Weirs on the River Halm
(Pelland v. Tarn)

____________________

VERBATIM RECORD

____________________

Present:   President   Oake
           Vice-President   Terney
           Judges   Marsh
                    van Loon
           Registrar   Quarle

The Government of Pelland is represented by:

H.E. Mr. Hal Brandt, Ambassador,
   as Agent;
Mr. Jean-Luc Dray, Professor of Rivers,
   as Counsel and Advocate.
""",
        (
            """
@The PRESIDENT|The PRESIDENT: |Please be seated. *
@Mr. DRAY|Mr. DRAY: |Thank you, Madam President. *
I. THE FACTS

@Mr. DRAY|Mr. DRAY: |*
@The PRESIDENT|The PRESIDENT: |I thank Professor Dray. I now give the floor to Ms van Roost.
""",
            """
@Ms VAN ROOST|Ms VAN ROOST: |1.1. *
@The PRESIDENT|The PRESIDENT: |*
@Mr. BRANDT|Mr. BRANDT: |1. *
@Judge MARSH|Judge MARSH: |*
""",
            """
@Le PRESIDENT|Le PRESIDENT : |*
@M. DRAY|M. DRAY : |Merci, Madame la présidente. *
@Sir Orrin TADD|Sir Orrin TADD: |*
(Slide 4)

@The PRESIDENT|The PRESIDENT: |The Court adjourns for a coffee break.
The Court adjourned from 11.20 a.m. to 11.40 a.m.

""",
        ),
        tail="""
The Court rose at 1 p.m.
""",
        page=("", "- {n} -", ""),
        every=40,
        date="2032-03-09",
        paragraphs=6,
        salt=BENCH,
    ),
    Script(
        "sports",
        """
HALM OPEN OF ROWING

Tuesday, March 9, 2032

Marl, Pelland, Halm

Tarn Lake Club

Ada Venn

Coach Bo Terney

Press Conference

A. VENN/R. Oake
 6-4, 6-7, 7-6

THE MODERATOR: Questions, please.
""",
        (
            """
@Q|Q. |*
@ADA VENN|ADA VENN: |*
@Q|Q. |*
@ADA VENN|ADA VENN: |Yeah, no, *
@Q|Q. |You said earlier --
@ADA VENN|ADA VENN: |I did.
@THE MODERATOR|THE MODERATOR: |Last one on the left.
@Q|Q. |(Indiscernible). *
@BO TERNEY|BO TERNEY: |*
""",
            """
@THE MODERATOR|THE MODERATOR: |We'll open with Coach.
@COACH TERNEY|COACH TERNEY: |*
@Q|Q. |For Ada, *
@ADA VENN|ADA VENN: |(Smiling.) *
@Q|Q. |Coach, *
@COACH TERNEY|COACH TERNEY: |*
@ADA VEN|ADA VEN: |*
""",
        ),
        tail="""
FastScripts Transcript by Weir Sports
""",
        date="2032-03-09",
        salt=TALKED,
    ),
    Script(
        "bank-press",
        """
PRESS CONFERENCE

Ada Oake, President of the Bank of Halm,
Bo Terney, Vice-President of the Bank of Halm

Marl, 9 March 2032

Jump to the transcript of the questions and answers

Good afternoon, the Vice-President and I welcome you to our press conference.

* * *

We are now ready to take your questions.
""",
        (
            """
@Question|Question: |I have two questions. *
@Oake|Oake: |*
@Question|Question: |Thank you. *
@Oake|Oake: |On your first question, *
@Terney|Terney: |*
""",
            """
@Question|Question (translation): |*
@Oake|Oake: |*
@Terney|Terney: |No.
@Moderator|Moderator: |One last question over there.
@Question|Question: |*
@Oake|Oake: |*
@Quarle (Head of Communications)|Quarle (Head of Communications): |*
""",
        ),
        date="2032-03-09",
        paragraphs=5,
        salt=TALKED,
    ),
    Script(
        "tapes-sides",
        """
ORAL HISTORY COLLECTION OF MARL UNIVERSITY

Interviewee: Hester Dray
Interviewer: Orrin Tadd
Date: March 9, 1984
Place: Tarn, Pelland
Transcriber: B. Lunk

DRAY INTERVIEW 1

[Begin Tape 1, Side A]
""",
        (
            """
@Tadd|Tadd: |*
@Dray|Dray: |Well, *
@Tadd|Tadd: |Really?
@Dray|Dray: |Oh, yes. [laughs] *
@Tadd|Tadd: |And the lock house--?
@Dray|Dray: |*
[pause]

@Dray|Dray: |*
""",
            """
[End Tape 1, Side A. Begin Tape 1, Side B]

@OT|OT: |*
@HD|HD: |*
@OT|OT: |Which year?
@HD|HD: |*
@Mrs. Dray's sister|Mrs. Dray's sister: |*
@HD|HD: |*
""",
            """
@Tadd|Tadd: |*
@Dray|Dray |*
@Tadd|Tadd: |*
@Dary|Dary: |*
@[Unidentified Voice]|[Unidentified Voice]: |*
""",
        ),
        tail="""
[End of interview]

INDEX
barge, 4, 11
ferry, 12
lock house, 3-5
""",
        page=("", "Dray                                                            {n}", ""),
        every=40,
        salt=TALKED,
    ),
    Script(
        "committee-bilingual",
        """
House of Waters of Halm
STANDING COMMITTEE ON LOCKS
COMITÉ PERMANENT DES ÉCLUSES
NUMBER 041 | 2nd SESSION | 45th PARLIAMENT

EVIDENCE

Tuesday, March 9, 2032

● (1100)

[English]
""",
        (
            """
@The Chair|The Chair (Mr. Bo Terney (Marl—Tarn, Lib.)): |*
@Ms. Rita van Loon|Ms. Rita van Loon (Weir South, CPC): |Thank you, Mr. Chair. *
@Hon. Ada Oake|Hon. Ada Oake (Minister of Locks): |*
● (1105)

@Ms. Rita van Loon|Ms. Rita van Loon: |*
@Hon. Ada Oake|Hon. Ada Oake: |That's not--
@Ms. Rita van Loon|Ms. Rita van Loon: |*
""",
            """
[Translation]

@Mme Julie Grondin|Mme Julie Grondin (Rive-Nord, BQ): |*
@Le président|Le président: |Merci.
[English]

@The Chair|The Chair: |*
@Mr. Hal Marsh|Mr. Hal Marsh (Keeper, Department of Locks): |*
@Some hon. members|Some hon. members: |Agreed.
""",
            """
@The Vice-Chair|The Vice-Chair (Mr. Tim Quill (Brindle, NDP)): |Order. *
@The Clerk of the Committee|The Clerk of the Committee (Ms. Ines Quarle): |*
● (1130)

@The Vice-Chair|The Vice-Chair (Mr. Tim Quill): |*
(Motion agreed to: yeas 6; nays 5)

@Mr. Hal Marsh|Mr. Hal Marsh: |*
@Dr. Bo Lunk-Hart|Dr. Bo Lunk-Hart (As an Individual): |*
""",
        ),
        date="2032-03-09",
        paragraphs=4,
        salt=HOUSE,
    ),
)
