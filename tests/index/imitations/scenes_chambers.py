"""Five kinds as scenes: a hearing as printed, chambers of three tongues, a school board."""

from __future__ import annotations

from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script
from tests.index.imitations.world import SALT

CHAMBER_SCENES = (
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
)
