"""Ten kinds as scenes: committees, chambers of four tongues, courts, sport, tapes."""

from __future__ import annotations

from tests.index.imitations.benches import BENCH
from tests.index.imitations.chambers import HOUSE
from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script
from tests.index.imitations.world import SALT

SCENES_FIRST = (
    Script(
        "senate-printed",
        """
                                                       S. Hrg. 122-41

              THE STATE OF THE NORTHERN CANALS

=======================================================================

                                HEARING

                               BEFORE THE

                   COMMITTEE ON INLAND WATERS
                          UNITED SENATE OF HALM

                               __________

                             MARCH 9, 2032

                               __________

         Printed for the use of the Committee on Inland Waters

                  ADA OAKE, Pelland, Chairman
BO TERNEY, Tarn                      RITA VAN LOON, Marl
HAL MARSH, Weir                      J. P. QUILL, Brindle

                    Orrin Tadd, Staff Director
                 Ines Quarle, Minority Chief Counsel

                            C O N T E N T S

                              ----------
                                                                   Page
Opening Statements:
  Senator Oake...................................................     1
  Senator Terney.................................................     3
Witnesses:
  Hester Dray, Keeper of Locks...................................     5

                        OPENING STATEMENT OF SENATOR OAKE

    Chairman Oake. The committee will come to order.
""",
        (
            """
@Chairman Oake|Chairman Oake. |*
@Senator Terney|Senator Terney. |Thank you, Madam Chairman. *
@Ms. Dray|Ms. Dray. |Senator, *
@Senator Terney|Senator Terney. |Well--
@Ms. Dray|Ms. Dray. |If I may. *
@Senator van Loon|Senator van Loon. |Will the Senator yield?
@Senator Terney|Senator Terney. |Of course.
    [Laughter.]

""",
            """
@Chairman Oake|Chairman Oake. |The clerk will call the roll.
@The Clerk|The Clerk. |Mr. Marsh?
@Senator Marsh|Senator Marsh. |Aye.
@The Clerk|The Clerk. |Ms. van Loon?
@Chairman Oake|Chairman Oake. |No by proxy.
@The Clerk|The Clerk. |Madam Chairman, the ayes are 11, the nays are 4.
    [The prepared statement of Senator Marsh appears in the appendix.]

""",
            """
            STATEMENT OF HESTER DRAY, KEEPER OF LOCKS,
                    DEPARTMENT OF INLAND WATERS

@Ms. Dray|Ms. Dray. |Chairman Oake, Ranking Member Terney, *
@Chairman Oake|Chairman Oake. |Thank you, Ms. Dray. *
    [The prepared statement of Ms. Dray follows:]

  Prepared Statement of Hester Dray, Keeper of Locks

?
?
@Chairman Oake|Chairman Oake. |Mr. Brandt, you are recognized.
@Mr. Brandt|Mr. Brandt. |*
""",
            """
@Senator Quill|Senator Quill. |*
@Mr. Brandt|Mr. Brandt. |Yes, sir.
@Senator Quill|Senator Quill. |So it was you who--
@Mr. Brandt|Mr. Brandt. |It was not. *
@Senator Quil|Senator Quil. |*
@Dr. Pell-Hart|Dr. Pell-Hart. |*
    [Whereupon, at 12:04 p.m., the committee recessed, to reconvene at 2 p.m.]

""",
        ),
        tail="""
    [Whereupon, at 4:10 p.m., the hearing was adjourned.]
""",
        width=66,
        indent="    ",
        hang="",
        gap=False,
        date="2032-03-09",
        salt=SALT,
    ),
    Script(
        "sejm",
        """
Sprawozdanie Stenograficzne
z 12. posiedzenia Sejmu Halmu
w dniu 9 marca 2032 r.

(Początek posiedzenia o godz. 9 min 2)

(Na posiedzeniu przewodniczą marszałek Sejmu Ada Oake i wicemarszałek Jan Terney)
""",
        (
            """
@Marszałek|Marszałek:/|*
(Dzwonek)

@Poseł Jan Kwiatek|Poseł Jan Kwiatek:/|Panie Marszałku! Wysoka Izbo! *
(Oklaski)

@Marszałek|Marszałek:/|Dziękuję bardzo.
@Poseł Ewa Nowik-Dryl|Poseł Ewa Nowik-Dryl:/|*
(Głos z sali: Hańba!)

""",
            """
@Wicemarszałek Jan Terney|Wicemarszałek Jan Terney:/|Głos ma minister wód pan Piotr Oleś.
@Minister Wód Piotr Oleś|Minister Wód Piotr Oleś:/|*
@Poseł Jan Kwiatek|Poseł Jan Kwiatek:/|*
@Wicemarszałek Jan Terney|Wicemarszałek Jan Terney:/|Bardzo proszę.
""",
            """
Punkt 4. porządku dziennego: Pierwsze czytanie projektu ustawy o śluzach (druk nr 118)

@Sekretarz Poseł Anna Gront|Sekretarz Poseł Anna Gront:/|*
@Sekretarz stanu w Ministerstwie Wód Halina Mróz|Sekretarz stanu w Ministerstwie Wód Halina Mróz:/|*
(Poseł Ewa Nowik-Dryl: Nieprawda!)

@Marszałek|Marszałek:/|Kto jest za?

(Głosowanie)

""",
        ),
        language="pl",
        page=("", "12. posiedzenie Sejmu w dniu 9 marca 2032 r.    {n}", ""),
        every=60,
    ),
    Script(
        "senato",
        """
Senato della Repubblica – XIX LEGISLATURA
118ª Seduta (antimerid.)    ASSEMBLEA - RESOCONTO STENOGRAFICO    9 Marzo 2032

RESOCONTO STENOGRAFICO

Presidenza del presidente LA VENNA

PRESIDENTE. La seduta è aperta (ore 9,34).
Si dia lettura del processo verbale.
""",
        (
            """
@PRESIDENTE|PRESIDENTE. |*
@MARSI|MARSI (PD-IDP). |Signor Presidente, *
@PRESIDENTE|PRESIDENTE. |Ne ha facoltà.
@MARSI|MARSI (PD-IDP). |*
(Applausi dal Gruppo PD-IDP).

@QUARLO|QUARLO, sottosegretario di Stato per le acque. |*
""",
            """
@PRESIDENTE|PRESIDENTE. |Ha chiesto di intervenire la senatrice D'Olmo. Ne ha facoltà.
@D'OLMO|D'OLMO (Misto-AVS). |*
@DE VITTIS|DE VITTIS (FI-BP-PPE). |*
@PRESIDENTE|PRESIDENTE. |Senatore, concluda. (Commenti).
@DE VITTIS|DE VITTIS (FI-BP-PPE). |*
""",
            """
Discussione del disegno di legge:

(118) Disposizioni in materia di chiuse (Relazione orale) (ore 10,12)

@TERNI|TERNI, relatore. |*
@PRESIDENTE|PRESIDENTE. |Passiamo alla votazione.
(Segue la votazione).

@QUARLO|QUARLO, sottosegretario di Stato per le acque. |Il parere è contrario.
@VAN DER OSTI|VAN DER OSTI (Aut (SVP-PATT)). |*
""",
        ),
        language="it",
        page=(
            "",
            "Senato della Repubblica    – {n} –    XIX LEGISLATURA",
            "",
            "118ª Seduta    ASSEMBLEA - RESOCONTO STENOGRAFICO    9 Marzo 2032",
            "",
        ),
        width=80,
        gap=False,
        indent="   ",
    ),
    Script(
        "tweede-kamer",
        """
Verslag van een commissiedebat

Vastgesteld 9 maart 2032

De vaste commissie voor Waterstaat heeft op 2 maart 2032 overleg gevoerd met minister Visser.

Voorzitter: Terney
Griffier: Quarle

Aanwezig zijn zes leden der Kamer, te weten: Van Dijk, El Amrani, Oake, Terney en Pell,

en mevrouw Visser, minister van Waterstaat.

Aanvang 10.01 uur.
""",
        (
            """
@De voorzitter|De voorzitter:/|*
@Mevrouw Van Dijk|Mevrouw Van Dijk (GroenRood):/|Voorzitter. *
@De voorzitter|De voorzitter:/|Er is een interruptie van de heer Oake.
@De heer Oake|De heer Oake (VVW):/|*
@Mevrouw Van Dijk|Mevrouw Van Dijk (GroenRood):/|*
@De heer Oake|De heer Oake (VVW):/|Tot slot.
""",
            """
@Minister Visser|Minister Visser:/|*
@De heer El Amrani|De heer El Amrani (D67):/|*
@Minister Visser|Minister Visser:/|Ja.
@De voorzitter|De voorzitter:/|Dank u wel.
De vergadering wordt van 11.02 uur tot 11.10 uur geschorst.

""",
            """
Sluizen

@De voorzitter|De voorzitter:/|Aan de orde is het wetsvoorstel.
@Mevrouw De Groot-Marsh|Mevrouw De Groot-Marsh (ChristenBond):/|*
@Staatssecretaris Pell|Staatssecretaris Pell:/|*
@Kamerlid Hoekema|Kamerlid Hoekema (Lid Hoekema):/|*
De beraadslaging wordt gesloten.

""",
        ),
        language="nl",
        tail="""
Sluiting 12.58 uur.
""",
        paragraphs=5,
    ),
    Script(
        "school-board",
        """
MARL UNIFIED SCHOOL DISTRICT
REGULAR MEETING OF THE BOARD OF TRUSTEES
VERBATIM TRANSCRIPT

March 9, 2032
6:00 p.m., Board Room, 41 Weir Avenue

PRESENT:
President Oake
Vice President Terney
Trustee Marsh
Trustee van Loon (by phone)
Student Trustee Quill
Superintendent Dr. Pell

1. CALL TO ORDER
""",
        (
            """
@President Oake|President Oake: |*
@Trustee Marsh|Trustee Marsh: |*
@Superintendent Pell|Superintendent Pell: |*
@Trustee van Loon|Trustee van Loon: |Can you hear me?
@President Oake|President Oake: |We can.
@Trustee van Loon|Trustee van Loon: |*
""",
            """
2. PUBLIC COMMENT

@President Oake|President Oake: |First speaker please.
@Public Speaker #1|Public Speaker #1: |*
@Public Speaker #2|Public Speaker #2: |My name is Rosa Venn, and *
[Timer sounds]
@Public Speaker #2|Public Speaker #2: |*
@Audience|Audience: |[Applause]. Shame!
@President Oake|President Oake: |Please. *
@Clerk|Clerk: |Next is Tim Hollis.
@Tim Hollis|Tim Hollis: |*
""",
            """
3. ACTION ITEMS

@Vice President Terney|Vice President Terney: |I move approval of item 3.2.
@Trustee Marsh|Trustee Marsh: |Second.
@Clerk|Clerk: |Trustee van Loon?
@Trustee van Loon|Trustee van Loon: |Aye.
@Clerk|Clerk: |Trustee Marsh?
@Trustee Marsh|Trustee Marsh: |No.
Ayes: Oake, Terney, van Loon
Noes: Marsh
Absent: None
Motion carried 3-1.

@Student Trustee Quill|Student Trustee Quill: |*
@Truste Marsh|Truste Marsh: |*
""",
        ),
        gap=False,
        date="2032-03-09",
        salt=TALKED,
    ),
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
