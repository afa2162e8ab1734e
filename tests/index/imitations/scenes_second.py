"""Ten kinds as scenes, written after those of `scenes_first` had taught the parser."""

from __future__ import annotations

from tests.index.imitations.benches import BENCH
from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script
from tests.index.imitations.world import SALT

SCENES_SECOND = (
    Script(
        "peru",
        """
CONGRESO DE LAS AGUAS
Área de Transcripciones

PRIMERA LEGISLATURA ORDINARIA DE 2032

1.ª SESIÓN
(Matinal)

MARTES, 9 DE MARZO DE 2032
PRESIDENCIA DE LA SEÑORA ADA ROBLEDO

—A las 9:30 h, bajo la presidencia de la señora Ada Robledo, el relator pasa lista.
""",
        (
            """
@La señora PRESIDENTA|La señora PRESIDENTA.— |Se abre la sesión. *
@El señor QUILCA ROMÁN|El señor QUILCA ROMÁN (BRÍO).— |Gracias, Presidenta. *
@La señora PRESIDENTA|La señora PRESIDENTA.— |Tiene la palabra la congresista Terán.
@La señora TERÁN DE LA VEGA|La señora TERÁN DE LA VEGA (FP).— |*
@El señor QUILCA ROMÁN|El señor QUILCA ROMÁN (BRÍO).— |Una interrupción, por favor.
@La señora TERÁN DE LA VEGA|La señora TERÁN DE LA VEGA (FP).— |*
""",
            """
—El relator da lectura:

?"
@La señora PRESIDENTA|La señora PRESIDENTA.— |Al voto.
—Los señores congresistas emiten su voto a través del sistema electrónico.

@El RELATOR da lectura|El RELATOR da lectura: |*
@La señora PRESIDENTA|La señora PRESIDENTA.— |Han votado a favor 61. Ha sido aprobado.
""",
            """
@El señor MINISTRO DE AGUAS, Bo Marín Lez|El señor MINISTRO DE AGUAS, Bo Marín Lez.— |*
@La señora TERAN DE LA VEGA|La señora TERAN DE LA VEGA (FP).— |*
—Asume la Presidencia el señor Bo Pelado.

@El señor PRESIDENTE|El señor PRESIDENTE (Bo Pelado).— |*
@El señor VAN OSTEN|El señor VAN OSTEN (AP).— |*
""",
        ),
        language="es",
        paragraphs=4,
    ),
    Script(
        "quebec",
        """
Journal des débats de l'Assemblée

Le mardi 9 mars 2032 - Vol. 41 N° 12

(Neuf heures quarante-deux minutes)
""",
        (
            """
@Le Président|Le Président : |Mmes et MM. les députés, *
Des voix : Bravo!

@Mme Grondin|Mme Grondin : |M. le Président, *
@Le Président|Le Président : |M. le ministre.
@M. Oaque|M. Oaque : |*
• (9 h 50) •

@M. Oaque|M. Oaque : |*
""",
            """
Affaires courantes

@La Vice-Présidente (Mme Terny)|La Vice-Présidente (Mme Terny) : |*
@M. St-Amour|M. St-Amour : |*
@Une voix|Une voix : |C'est faux!
@La Vice-Présidente (Mme Terny)|La Vice-Présidente (Mme Terny) : |S'il vous plaît!
@M. St-Amour|M. St-Amour : |*
""",
            """
@La Secrétaire adjointe|La Secrétaire adjointe : |*
@M. Van Loon (Marl)|M. Van Loon (Marl) : |*
@Le Président|Le Président : |Consentement? Consentement.
(Suspension de la séance à 11 h 30)

(Reprise à 13 h 40)

@Mme Grondn|Mme Grondn : |*
@M. Van Loon (Tarn)|M. Van Loon (Tarn) : |*
""",
        ),
        language="fr",
    ),
    Script(
        "belgium",
        """
COMMISSIE VOOR DE WATERWEGEN

van

DINSDAG 9 MAART 2032

Namiddag

______

De openbare commissievergadering wordt geopend om 14.18 uur en voorgezeten door mevrouw Ada Oaks.

01 Vraag van Bo Terny aan Rita Van Loon (Waterwegen) over "De sluizen" (nr. 41C)
""",
        (
            """
@Bo Terny|01.01  Bo Terny (N-WA): |Mevrouw de voorzitster, *
@Minister Rita Van Loon|01.02 Minister Rita Van Loon: |*
@Bo Terny|01.03  Bo Terny (N-WA): |*
@De voorzitster|De voorzitster: |Dank u.
Het incident is gesloten.

""",
            """
02 Vraag van Jan Pelle aan Rita Van Loon (Waterwegen) over "De veren" (nr. 42C)

@Jan Pelle|02.01  Jan Pelle (cd&w): |*
@Minister Rita Van Loon|02.02  Minister Rita Van Loon: |*
@De voorzitster|De voorzitster: |Mevrouw El Khadr?
@Samira El Khadr|02.03  Samira El Khadr (Ecolo-Gren): |*
@Voorzitter|Voorzitter: |*
""",
            """
@Catherine Fonk|03.01  Catherine Fonk (Les Engagés): |*
@Rita Van Loon|03.02  Rita Van Loon, minister: |*
@Catherine Fonk|03.03  Catherine Fonk (Les Engagés): |*
De openbare commissievergadering wordt geschorst.

@Bo Tenry|03.04  Bo Tenry (N-WA): |*
""",
        ),
        language="nl",
    ),
    Script(
        "riksdag",
        """
Riksdagens protokoll 2031/32:41
Tisdagen den 9 mars

Protokoll
2031/32:41

Kl.   14.00–15.12

§ 1  Frågestund
""",
        (
            """
@ANDRE VICE TALMANNEN|Anf.  {n}  ANDRE VICE TALMANNEN/|*
@ADA LUNDK|Anf.  {n}  ADA LUNDK (S)/|Herr talman! *
@Statsrådet BO TERNEY|Anf.  {n}  Statsrådet BO TERNEY (M)/|*
@ADA LUNDK|Anf.  {n}  ADA LUNDK (S)/|*
(Applåder)

""",
            """
Slussarna i Marl

@RITA VAN LOON|Anf.  {n}  RITA VAN LOON (MP)/|*
@Statsrådet BO TERNEY|Anf.  {n}  Statsrådet BO TERNEY (M)/|*
@RITA VAN LOON|Anf.  {n}  RITA VAN LOON (MP) replik/|*
@ANDRE VICE TALMANNEN|Anf.  {n}  ANDRE VICE TALMANNEN/|Tack.
""",
        ),
        language="no",
    ),
    Script(
        "czech",
        """
Stenografický zápis 12. schůze, 9. března 2032

(Jednání zahájeno v 9.01 hodin.)
""",
        (
            """
@Předsedkyně PSP Ada Oaková|Předsedkyně PSP Ada Oaková: |*
@Poslanec Jan Terný|Poslanec Jan Terný: |Děkuji za slovo. *
@Předsedkyně PSP Ada Oaková|Předsedkyně PSP Ada Oaková: |Prosím.
(Potlesk poslanců ANO.)

@Poslankyně Rita Dolná|Poslankyně Rita Dolná: |*
""",
            """
@Místopředseda PSP Petr Pell|Místopředseda PSP Petr Pell: |Vážené kolegyně, *
@Ministr vod ČR Hynek Marš|Ministr vod ČR Hynek Marš: |*
@Poslanec Jan Terný|Poslanec Jan Terný: |*
(V 10.12 hodin zahájeno hlasování.)

@Místopředseda PSP Petr Pell|Místopředseda PSP Petr Pell: |Kdo je pro?
@Senátor Lukáš Van|Senátor Lukáš Van: |*
""",
        ),
        language="cs",
        lines=330,
    ),
    Script(
        "cable-clock",
        """
THE WEIR HOUR WITH ADA OAKE

Flood in Marl; Ferry Trial Begins. Aired 8-9p ET

Aired March 9, 2032 - 20:00   ET

THIS IS A RUSH TRANSCRIPT. THIS COPY MAY NOT BE IN ITS FINAL FORM AND MAY BE UPDATED.

[20:00:03]

ADA OAKE, WEIR NEWS HOST: Good evening.
""",
        (
            """
@OAKE|OAKE: |*
@BO TERNEY, WEIR NEWS CORRESPONDENT|BO TERNEY, WEIR NEWS CORRESPONDENT (on camera): |*
@OAKE|OAKE: |Well, Bo --
@TERNEY|TERNEY: |*
(BEGIN VIDEO CLIP)

@SEN. HAL MARSH (D-TN)|SEN. HAL MARSH (D-TN): |*
@UNIDENTIFIED MALE|UNIDENTIFIED MALE: |*
(END VIDEO CLIP)

@OAKE|[20:05:10] OAKE: |*
""",
            """
(COMMERCIAL BREAK)

@OAKE|OAKE: |And joining me now, Rita Van Loon. *
@RITA VAN LOON, FORMER LOCK KEEPER|RITA VAN LOON, FORMER LOCK KEEPER: |*
@OAKE|OAKE: |But you said --
(CROSSTALK)

@VAN LOON|VAN LOON: |*
@UNIDENTIFIED FEMALE|UNIDENTIFIED FEMALE (through translator): |*
@TERNEY|[20:15:02] TERNEY (voice-over): |*
@(UNKNOWN)|(UNKNOWN): |*
@OAEK|OAEK: |*
""",
        ),
        tail="""
[21:00:00]

END
""",
        date="2032-03-09",
        salt=SALT,
    ),
    Script(
        "review-alone",
        """
Ada Lunk, The Art of Locks No. 41

Interviewed by Bo Terney

ISSUE 12, SPRING 2032

Ada Lunk lives in a lock house on the river Halm, where we met three times in the winter.

""",
        (
            """
@INTERVIEWER|INTERVIEWER//|*
@LUNK|LUNK//|*
@INTERVIEWER|INTERVIEWER//|Always?
@LUNK|LUNK//|*
@INTERVIEWER|INTERVIEWER//|*
@LUNK|LUNK//|No.
""",
            """
@INTERVIEWER|INTERVIEWER//|*
@LUNK|LUNK//|*
@ROSA LUNK|ROSA LUNK//|*
@LUNK|LUNK//|*
@INTERVEIWER|INTERVEIWER//|*
@LUNK|LUNK//|*
""",
        ),
        paragraphs=4,
        salt=TALKED,
    ),
    Script(
        "call-inline",
        """
Halm Peat AG (HPT) Q1 2032 Earnings Call
March 9, 2032 9:00 AM ET

Corporate Participants
Ada Lunk - President and CEO
Bo Terney - EVP, CFO
Conference Call Participants
Rita Van Loon - Marl Bank
Hal Marsh - Tarn & Co.

Presentation

""",
        (
            """
@Operator|Operator/|Our next question comes from Rita Van Loon with Marl Bank.
@Rita Van Loon - Marl Bank|Rita Van Loon - Marl Bank/|*
@Ada Lunk - President and CEO|Ada Lunk - President and CEO/|*
@Bo Terney - EVP, CFO|Bo Terney - EVP, CFO/|*
@Rita Van Loon - Marl Bank|Rita Van Loon - Marl Bank/|Great. Thank you.
""",
            """
@Operator|Operator/|(Operator Instructions) We'll go next to Hal Marsh, Tarn & Co.
@Hal Marsh - Tarn & Co.|Hal Marsh - Tarn & Co./|*
@Bo Terney - EVP, CFO|Bo Terney - EVP, CFO/|*
@Unidentified Analyst|Unidentified Analyst/|*
@Ada Lunk - President and CEO|Ada Lunk - President and CEO/|*
""",
        ),
        tail="""
Operator
This concludes today's call.
""",
        date="2032-03-09",
        salt=TALKED,
    ),
    Script(
        "pool-report",
        """
From: Terney, Bo
Sent: Tuesday, March 9, 2032 4:12 PM
To: Pool
Subject: Pool Report #4 -- governor remarks at lock

Pool was led into the lock house at 3:02 p.m. Gov. Oake stood in front of the upper gate.

""",
        (
            """
@Q|Q: |*
@Oake|Oake: |*
@Q|Q: |Will you --
@Oake|Oake: |*
@Q (shouted)|Q (shouted): |*
Pool was then ushered out.

""",
            """
@Gov. Oake|Gov. Oake: |*
@Sec. Marsh|Sec. Marsh: |*
@Q to Marsh|Q to Marsh: |*
@Marsh|Marsh: |*
@Oake|Oake: |*
@Q|Q: |*
@Aide|Aide: |Thank you, guys. Let's go.
""",
        ),
        salt=TALKED,
        date="2032-03-09",
    ),
    Script(
        "tribunal-old",
        """
ONE HUNDRED AND FOURTH DAY

Tuesday, 9 March 2032

Morning Session

""",
        (
            """
@THE PRESIDENT (Lord Justice Oake)|THE PRESIDENT (Lord Justice Oake): |*
@DR. VENN|DR. VENN (Counsel for Defendant Quill): |*
[The witness Tadd took the stand.]

@THE PRESIDENT|THE PRESIDENT: |Will you state your full name, please?
@HANS TADD (Witness)|HANS TADD (Witness): |Hans Orrin Tadd.
@DR. VENN|DR. VENN: |Witness, *
@TADD|TADD: |*
@DR. VENN|DR. VENN: |Is that so?
@TADD|TADD: |Yes, indeed.
""",
            """
@MR. JUSTICE MARSH|MR. JUSTICE MARSH: |*
@TADD|TADD: |*
[Document 3787-PS was submitted to the witness.]

@COL. POKROV|COL. POKROV: |*
@THE PRESIDENT|THE PRESIDENT: |The Tribunal will adjourn.
[A recess was taken.]

@SIR DAVID MAXE-FYFFE|SIR DAVID MAXE-FYFFE: |*
@QUILL|QUILL: |*
@MARSHAL|MARSHAL (Colonel Dray): |*
""",
            """
Afternoon Session

@DR. VNEN|DR. VNEN: |*
@TADD|TADD: |*
@FRAU LUNK|FRAU LUNK: |*
""",
        ),
        tail="""
[The Tribunal adjourned until 10 March 2032 at 1000 hours.]
""",
        date="2032-03-09",
        width=74,
        indent="",
        salt=BENCH,
    ),
)
