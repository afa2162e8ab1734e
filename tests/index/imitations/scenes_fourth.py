"""Eight English kinds as scenes, written after those of `scenes_third` had taught the parser."""

from __future__ import annotations

from tests.index.imitations.benches import BENCH
from tests.index.imitations.chambers import HOUSE
from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script
from tests.index.imitations.world import SALT

SCENES_FOURTH = (
    Script(
        "house-reply-questions",
        """
         LOCKS IN CRISIS: WHO MENDS THE WEIRS?

                               ----------

                         TUESDAY, MARCH 9, 2032

                  House of Halm, Subcommittee on Locks,
                                                     Marl, PL.

    The subcommittee met, pursuant to call, at 10:02 a.m., in Room 41, Hon. Ada Oake
[chairwoman of the subcommittee] presiding.
    Present: Representatives Terney, Van Loon, Marsh, and Quill-Hart.
""",
        (
            """
@Chairwoman Oake|Chairwoman Oake. |*
@Mr. Terney|Mr. Terney. |I thank the gentlelady. *
@Ms. Dray|Ms. Dray. |*
@Mr. Terney|Mr. Terney. |Reclaiming my time--
@Ms. Dray|Ms. Dray. |If I could finish.
@Mr. Terney|Mr. Terney. |*
@Chairwoman Oake|Chairwoman Oake. |The gentleman's time has expired.
""",
            """
@Mrs. Van Loon|Mrs. Van Loon. |*
@Voice|Voice. |*
@Dr. O'Hara-Pell|Dr. O'Hara-Pell. |*
@General Marsh (Ret.)|General Marsh (Ret.). |*
@Mrs. Van Loon|Mrs. Van Loon. |*
    [The information follows:]

?
@Chairwoman Oake|Chairwoman Oake. |*
""",
        ),
        width=70,
        indent="    ",
        gap=False,
        page=("", "", "VerDate Mar 15 2010  09:12 Jun 02, 2032  Jkt 041  PO 00000  Frm {n}", ""),
        every=55,
        date="2032-03-09",
        salt=SALT,
    ),
    Script(
        "remote-hearing",
        """
Arbitration between Halm Peat AG and the State of Pelland
Day 4 - Evidentiary hearing (virtual)
9 March 2032

(9.31 am)
""",
        (
            """
@PRESIDENT|PRESIDENT:  |*
@MS VENN|MS VENN:  |*
@A|A.  |*
@Q|Q.  |*
@A|A.  |Yes.
@MR DRAY|MR DRAY:  |Sorry, could we have the page?
@Q|Q.  |*
@A|A.  |*
(Pause)
""",
            """
@CO-ARBITRATOR MARSH|CO-ARBITRATOR MARSH:  |*
@THE WITNESS|THE WITNESS:  |*
@MS VENN|MS VENN:  |I have no further questions.
@PROF VAN LOON|PROF VAN LOON:  |*
@TECHNICIAN|TECHNICIAN:  |You are on mute.
(11.02 am)
(A short break)
(11.20 am)
@PRESIDENT|PRESIDENT:  |*
""",
        ),
        numbered=True,
        width=60,
        gap=False,
        every=25,
        page=("", "                         {n}", ""),
        date="2032-03-09",
        salt=BENCH,
    ),
    Script(
        "oral-legal-pad",
        """
An Oral History of the Locks

HESTER DRAY

Interviewed by Orrin Tadd, March 9, 1984
(Interview 2 of 3)

Tadd:
	This is Orrin Tadd.
""",
        (
            """
@Tadd|Tadd:/	|*
@Dray|Dray:/	|*
@Tadd|Tadd:/	|So he left?
@Dray|Dray:/	|He did. [chuckles]
[tape interrupted]

@Dray|Dray:/	|*
@Mr. Dray|Mr. Dray:/	|*
""",
            """
@Tadd|Tadd:/	|*
@H. Dray|H. Dray:/	|*
@Tadd|Tadd:/	|*
@Dray|Dray:/	|*
""",
        ),
        salt=TALKED,
    ),
    Script(
        "podcast-notes",
        """
Episode 41: The Man Who Drained the Halm

March 9, 2032

This transcript was made by machine and lightly edited.

""",
        (
            """
@Ada (host)|Ada (host) 00:{n}/|*
@Bo|Bo 00:{n}/|*
@Ada (host)|Ada (host) 00:{n}/|Wait, what?
@Bo|Bo 00:{n}/|*
""",
            """
[AD BREAK]

@Ada (host)|Ada (host) 01:{n}/|*
@Rita Van Loon, author|Rita Van Loon, author 01:{n}/|*
@Bo|Bo 01:{n}/|*
""",
        ),
        lines=300,
        salt=TALKED,
        date="2032-03-09",
    ),
    Script(
        "upper-house-alone",
        """
House of Peers
Tuesday 9 March 2032

Prayers—read by the Dean of Marl.

Weirs: Repair
Question

2.36 pm
""",
        (
            """
@Lord Oake|Lord Oake/Portrait (Con)/|*
@The Parliamentary Under-Secretary|The Parliamentary Under-Secretary, Weirs (Baroness Venn) (Lab)/|*
@Lord Oake|Lord Oake (Con)/|*
@Baroness Venn of Tarn|Baroness Venn of Tarn (Lab)/|*
@Noble Lords|Noble Lords/|Order!
@Baroness Venn of Tarn|Baroness Venn of Tarn (Lab)/|*
""",
            """
@The Lord Speaker|The Lord Speaker (Lord Marsh)/|*
@Viscount Dray|Viscount Dray (CB)/|*
@The Lord Bishop of Weir|The Lord Bishop of Weir/|*
@Baroness Venn of Tarn|Baroness Venn of Tarn (Lab)/|*
Motion agreed.

""",
        ),
        salt=HOUSE,
        date="2032-03-09",
    ),
    Script(
        "debate-colon-names",
        """
Presidential Debate at the University of Marl

March 9, 2032

PARTICIPANTS:
Governor Ada Oake (R) and
Senator Bo Terney (D)
MODERATOR:
Rita Van Loon (Weir News)

""",
        (
            """
@VAN LOON|VAN LOON: |*
@OAKE|OAKE: |*
@TERNEY|TERNEY: |That's just not --
@OAKE|OAKE: |*
[applause]

@VAN LOON|VAN LOON: |*
@TERNEY|TERNEY: |*
""",
            """
@Q|Q: |*
@OAKE|OAKE: |*
@AUDIENCE MEMBER|AUDIENCE MEMBER: |*
@TERNEY|TERNEY [to audience]: |*
@TERNY|TERNY: |*
@VAN LOON|VAN LOON: |Thirty seconds.
""",
        ),
        salt=SALT,
        date="2032-03-09",
    ),
    Script(
        "court-of-appeal-argument",
        """
IN THE SUPREME COURT OF HALM

ORAL ARGUMENT OF ORRIN DRAY
ON BEHALF OF THE PETITIONERS

""",
        (
            """
@MR. DRAY|MR. DRAY:  |Madam Chief Justice, and may it please the Court: *
@CHIEF JUSTICE OAKE|CHIEF JUSTICE OAKE:  |*
@MR. DRAY|MR. DRAY:  |*
@JUSTICE TERNEY|JUSTICE TERNEY:  |Well, suppose --
@MR. DRAY|MR. DRAY:  |No, Your Honor. *
@JUSTICE VAN LOON|JUSTICE VAN LOON:  |*
(Laughter.)
@MR. DRAY|MR. DRAY:  |*
""",
            """
REBUTTAL ARGUMENT OF ORRIN DRAY
ON BEHALF OF THE PETITIONERS
@MR. DRAY|MR. DRAY:  |*
@JUSTICE TERENY|JUSTICE TERENY:  |*
@GENERAL MARSH|GENERAL MARSH:  |*
@CHIEF JUSTICE OAKE|CHIEF JUSTICE OAKE:  |Thank you, counsel. The case is submitted.
""",
        ),
        numbered=True,
        width=56,
        indent="          ",
        gap=False,
        every=25,
        page=("", "                Heritage Weir Reporting", "                         {n}", ""),
        salt=BENCH,
    ),
    Script(
        "commission-minutes-verbatim",
        """
CITY OF MARL PLANNING COMMISSION
March 9, 2032
Verbatim Excerpt

""",
        (
            """
@Oake (Chair)|Oake (Chair) - |*
@Terney|Terney - |*
@Oake (Chair)|Oake (Chair) - |*
@Mr. Pell (applicant)|Mr. Pell (applicant) - |*
@Terney|Terney - |*
""",
            """
@Marsh|Marsh - |I'll second.
@Oake (Chair)|Oake (Chair) - |*
@Roll call|Roll call - |Terney aye, Marsh aye, Oake aye.
@City Attorney|City Attorney - |*
@Marsh|Marsh - |*
""",
        ),
        salt=SALT,
        date="2032-03-09",
    ),
)
