"""Imitated records as archives keep them: taught by real ones of chambers, banks and houses."""

from __future__ import annotations

from tests.index.imitations.kinds import Kind, Voice, voices

ARCHIVES = (
    Kind(
        "bank board",
        (
            "Transcript of the Ferry Bank’s Open Board",
            "",
            "June 3–4, 2031",
            "",
        ),
        voices("CHAIRMAN OAKE", "MR. TADD", "MS. QUILL", "VICE CHAIRMAN VENN"),
        once=voices("MS. DRAY"),
        form="{label}. {words}",
        layout="wrapped",
        paragraphs=2,
        slips=False,
    ),
    Kind(
        "dewan",
        ("DEWAN NEGARA", "", "Isnin, 3 Jun 2031", "", "[Tuan Yang di-Pertua mempengerusikan]", ""),
        (
            Voice("Tuan Yang di-Pertua"),
            Voice("Tuan Karim bin Sidi [Bukit Tua]", kept="Tuan Karim bin Sidi"),
            Voice(
                "Menteri Air dan Jambatan Negeri [Dato' Sri Adnan bin Said]",
                kept="Menteri Air dan Jambatan Negeri",
            ),
            Voice("Puan Hajah Mariam binti Omar [Kuala Lama]", kept="Puan Hajah Mariam binti Omar"),
        ),
        layout="wrapped",
        inside=("[Ketawa]",),
        paragraphs=2,
        slips=False,
    ),
    Kind(
        "cortes at once",
        ("DIARIO DE SESIONES", "", "3 de junio de 2031", ""),
        voices("El señor PRESIDENTE", "La señora QUILL VENN", "El señor TADD"),
        once=voices("Un señor DIPUTADO", "La señora DRAY MARSH", "El señor VICEPRESIDENTE"),
        language="es",
        between=("(Aplausos).",),
        date="2031-06-03",
        paragraphs=2,
        slips=False,
    ),
    Kind(
        "senato",
        ("SENATO DELLE ACQUE", "", "RESOCONTO STENOGRAFICO", ""),
        (
            Voice("PRESIDENTE"),
            Voice("QUILL (FdP)", kept="QUILL"),
            Voice("TADD (PD-IDP)", kept="TADD"),
        ),
        once=(
            Voice("D’ORLA (Misto)", kept="D’ORLA"),
            Voice("ADA VENN, ministro delle acque", kept="ADA VENN"),
        ),
        form="{label}. {words}",
        language="it",
        paragraphs=2,
        slips=False,
    ),
    Kind(
        "chambre assise",
        ("CHAMBRE DES BACS", "", "Séance du 3 juin 2031", ""),
        voices("M. le président", "M. Jean Tadd", "Mme Agnès Quill", "M. le comte de Venn"),
        once=voices("A droite", "Sur divers bancs", "Plusieurs voix à gauche", "Au centre"),
        form="{label}. {words}",
        language="fr",
        paragraphs=2,
        slips=False,
    ),
    Kind(
        "numbered hearing",
        ("THE ASSEMBLY OF KETTA", "", "PUBLIC HEARING", "", "June 3, 2031", ""),
        voices("CHAIRWOMAN QUILL", "ASSEMBLYMAN TADD", "ASSEMBLYWOMAN VENN", "PRESIDENT MARSH"),
        once=voices("SENATOR LOBB"),
        form="{label}:   {words}",
        layout="numbered",
        inside=("(Laughter.)",),
        page=("", "                                {n}", ""),
        gap=False,
        date="2031-06-03",
        paragraphs=2,
        slips=False,
    ),
)
