"""Twenty kinds more, written before the parser was touched again: here the chambers and courts."""

from __future__ import annotations

from tests.index.imitations.kinds import TYPOS, Kind, Voice, voices
from tests.index.imitations.world import SALT


def _first(later: str, first: str) -> Voice:
    """A voice that is printed longer at first; the longer form begins with the later one."""
    return Voice(later, first, later, later)


HOUSE = (
    *SALT,
    "Mr Speaker, the {0} is a disgrace: it always was.",
    "The member for Tarn said: “The {0} is safe.”",
    "My question is to the Minister for Weirs: where is the {0}?",
    "I refer to Mr Oddie. The {0} was his idea.",
    "Members will recall the {0}; they paid for it.",
    "The Premier: that is what they call the {0} now.",
)

CHAMBERS = (
    Kind(
        "western-hansard",
        (
            "Legislative Assembly",
            "Thursday, 8 April 2032",
            "",
            "THE SPEAKER (Mr P. Quarrie) took the chair at 9.00 am, and read prayers.",
            "",
            "WEIRS AMENDMENT BILL 2032",
            "Second Reading",
            "Resumed from 7 April.",
            "",
        ),
        (
            _first("MR T.J. ODDIE", "MR T.J. ODDIE (Tarn — Minister for Weirs) [9.12 am]"),
            Voice("The SPEAKER"),
            _first("Ms R. SEVENOAKS", "MS R. SEVENOAKS (Outer Marl) [9.40 am]"),
            Voice("Mr D.A.E. VASSALLO"),
            Voice("The ACTING SPEAKER (Mrs L. Pym)", kept="The ACTING SPEAKER"),
        ),
        once=voices("Mr C. Hewlett", "Several members", "Dr K. OYELARAN"),
        between=(
            "Several members interjected.",
            "Point of Order",
            "Question put and a division taken with the following result —\n"
            "Ayes (4)\nMr T.J. Oddie\tMs R. Sevenoaks\tMrs L. Pym\tMr C. Hewlett (Teller)\n"
            "Noes (2)\nMr D.A.E. Vassallo\tDr K. Oyelaran (Teller)",
            "Debate adjourned, on motion by Mr C. Hewlett.",
        ),
        date="2032-04-08",
        paragraphs=5,
        salt=HOUSE,
        typos=TYPOS,
    ),
    Kind(
        "ontario",
        (
            "LEGISLATIVE ASSEMBLY OF HALM",
            "",
            "Thursday 8 April 2032",
            "",
            "The House met at 0900.",
            "",
            "ORDERS OF THE DAY",
            "",
            "WEIRS ACT, 2032",
            "",
        ),
        (
            Voice("The Speaker (Hon. Piet Quarrie)", kept="The Speaker"),
            Voice("Mrs. Rosa Sevenoaks"),
            Voice("Hon. Tim Oddie"),
            Voice("Mr. Dario Vassallo"),
            Voice("MPP Kemi Oyelaran"),
        ),
        once=voices("The Clerk of the Assembly (Mr. Colm Hewlett)", "Miss Lena Pym"),
        between=(
            "Interjections.",
            "0910",
            "Second reading vote deferred.",
            "ORAL QUESTIONS\n\nCANAL FUNDING",
            "Applause.",
        ),
        date="2032-04-08",
        paragraphs=4,
        salt=HOUSE,
        typos=("semicolon", "glued"),
    ),
    Kind(
        "hong-kong",
        (
            "OFFICIAL RECORD OF PROCEEDINGS",
            "",
            "Thursday, 8 April 2032",
            "",
            "The Council met at Eleven o'clock",
            "",
            "MEMBERS PRESENT:",
            "",
            "THE PRESIDENT",
            "THE HONOURABLE PIET QUARRIE, G.B.M., J.P.",
            "",
            "THE HONOURABLE ROSA SEVENOAKS",
            "",
            "PUBLIC OFFICER ATTENDING:",
            "",
            "DR TIM ODDIE, S.B.S., J.P.",
            "SECRETARY FOR WEIRS",
            "",
        ),
        (
            Voice("PRESIDENT (in Cantonese)", kept="PRESIDENT"),
            Voice("MS ROSA SEVENOAKS (in Cantonese)", kept="MS ROSA SEVENOAKS"),
            Voice("SECRETARY FOR WEIRS (in Cantonese)", kept="SECRETARY FOR WEIRS"),
            Voice("MR DARIO VASSALLO"),
            Voice("DR KEMI OYELARAN (in Putonghua)", kept="DR KEMI OYELARAN"),
        ),
        once=(Voice("CLERK (in Cantonese)", kept="CLERK"), Voice("MR COLM HEWLETT")),
        layout="wrapped",
        width=80,
        inside=("(A buzzer sounded)", "(Some Members spoke aloud in their seats)"),
        between=(
            "(Mr Dario VASSALLO stood up)",
            "(The division bell had been rung for one minute)",
            "THE PRESIDENT announced that there were 41 Members present, 12 were in favour of the "
            "motion and 29 against it.",
        ),
        page=("", "LEGISLATIVE COUNCIL ─ 8 April 2032" + " " * 30 + "{n}", ""),
        date="2032-04-08",
        paragraphs=5,
        salt=HOUSE,
    ),
    Kind(
        "tasmania",
        (
            "Thursday 8 April 2032",
            "",
            "The Speaker, Ms Quarrie, took the Chair at 10.00 a.m.",
            "",
            "QUESTIONS",
            "",
            "Weir Repairs - Delay",
            "",
        ),
        (
            _first("Mr ODDIE", "Mr ODDIE (Tarn - Minister for Weirs)"),
            Voice("Madam SPEAKER"),
            Voice("Ms SEVENOAKS"),
            Voice("Dr OYELARAN"),
            Voice("Mr VASSALLO"),
        ),
        once=voices("Government members", "Mr Hewlett", "Ms PYM"),
        form="{label} - {words}",
        between=("Members interjecting.", "[10.03 a.m.]", "Time expired."),
        date="2032-04-08",
        paragraphs=4,
        salt=HOUSE,
        typos=("joined",),
    ),
    Kind(
        "philippines",
        (
            "COMMITTEE ON CANALS",
            "",
            "DATE\t:\tThursday, April 8, 2032",
            "TIME\t:\t10:00 a.m.",
            "VENUE\t:\tSen. G. T. Pecson Room",
            "",
            "AT 10:21 A.M., HON. PIET QUARRIE, CHAIRPERSON OF THE COMMITTEE ON CANALS, CALLED THE "
            "HEARING TO ORDER.",
            "",
        ),
        (
            Voice("THE CHAIRPERSON (SEN. QUARRIE)", kept="THE CHAIRPERSON"),
            Voice("SEN. SEVENOAKS"),
            Voice("MR. ODDIE"),
            Voice("ATTY. VASSALLO"),
            Voice("USEC. OYELARAN"),
        ),
        once=voices("THE COMMITTEE SECRETARY", "MS. PYM"),
        form="     {label}.  {words}",
        layout="wrapped",
        width=66,
        inside=("[Laughter]", "[Gavel]"),
        between=(
            "     [SUSPENSION OF HEARING]",
            "     (Recites prayer)",
        ),
        page=(
            "",
            "COMMITTEE ON CANALS",
            "HMFajardo     I-1     April 8, 2032     10:21 a.m.     {n}",
            "",
        ),
        date="2032-04-08",
        gap=False,
        paragraphs=3,
        salt=SALT,
    ),
    Kind(
        "portugal",
        (
            "I Série — Número 41",
            "",
            "REUNIÃO PLENÁRIA DE 8 DE ABRIL DE 2032",
            "",
            "Eram 15 horas e 3 minutos.",
            "",
        ),
        (
            Voice("O Sr. Presidente"),
            Voice("A Sr.ª Rosa Sobreiro (PR)", kept="A Sr.ª Rosa Sobreiro"),
            Voice("O Sr. Ministro dos Canais (Tomé Outeiro)", kept="O Sr. Ministro dos Canais"),
            Voice("O Sr. Dário Vassalo (PH)", kept="O Sr. Dário Vassalo"),
            Voice("A Sr.ª Secretária (Lena Pimenta)", kept="A Sr.ª Secretária"),
        ),
        once=(Voice("Vozes do PR"), Voice("O Sr. Colmo Heitor (PH)", kept="O Sr. Colmo Heitor")),
        form="{label}: — {words}",
        language="pt",
        between=(
            "Aplausos do PR.",
            "Risos.",
            "Submetida à votação, foi aprovada, com votos a favor do PR e votos contra do PH.",
        ),
        page=("", "9 DE ABRIL DE 2032", "", "{n}", ""),
        paragraphs=4,
    ),
    Kind(
        "nordic",
        (
            "Møte torsdag den 8. april 2032 kl. 10",
            "",
            "President: Per Kvarme",
            "",
            "S a k nr. 1",
            "",
        ),
        (
            Voice("Presidenten"),
            _first("Rosa Sjueik (H)", "Rosa Sjueik (H) [10:04:12]"),
            Voice("Statsråd Tim Odde [10:09:41]", kept="Statsråd Tim Odde"),
            Voice("Dario Vassdal (SV) [10:15:00]", kept="Dario Vassdal"),
            Voice("Kemi Øyland (Ap) [10:20:33] (ordfører for saken)", kept="Kemi Øyland"),
        ),
        once=(Voice("Lena Pym (KrF) [10:44:02]", kept="Lena Pym"),),
        language="no",
        between=("Votering, se torsdag 15. april", "Det blir replikkordskifte."),
        paragraphs=5,
    ),
    Kind(
        "record-inserts",
        (
            "[Congressional Record Volume 178, Number 61 (Thursday, April 8, 2032)]",
            "[Senate]",
            "[Pages S1201-S1219]",
            "",
            "                               WEIR SAFETY",
            "",
        ),
        voices(
            "Mr. ODDIE",
            "The PRESIDING OFFICER",
            "Ms. SEVENOAKS",
            "Mr. VASSALLO",
            "The PRESIDING OFFICER (Ms. Pym)",
        ),
        once=voices("Mr. HEWLETT", "Mrs. DE LA CORTE"),
        form="  {label}. {words}",
        layout="wrapped",
        width=71,
        gap=False,
        salt=(*SALT, "Mr. President, the {0} is ours.", "I thank Senator Oddie. The {0} is his."),
        between=(
            "  There was no objection.",
            "[[Page S1204]]",
            "  The bill clerk proceeded to call the roll.",
            "  The result was announced--yeas 4, nays 2, as follows:",
            "                          [Rollcall Vote No. 41 Leg.]\n\n"
            "                                 YEAS--4\n\n     Oddie\n     Sevenoaks\n"
            "     Pym\n     Hewlett\n\n                                NAYS--2\n\n"
            "     Vassallo\n     De la Corte",
        ),
        unmarked=(
            "  There being no objection, the material was ordered to be printed in \n"
            "the Record, as follows:\n\n"
            "                                        Weir Owners of Pelland,\n\n"
            "                                    Marl, Pelland, April 2, 2032.",
        ),
        date="2032-04-08",
        paragraphs=4,
    ),
)
