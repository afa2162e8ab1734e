"""Three inputs for each kind of border that interviews taught.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations


def _text(*lines: str) -> str:
    """Lines as they stand; a paragraph begins at each that is marked so."""
    return "\n".join(line.replace("¶", "\n", 1) for line in lines) + "\n"


ASKED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "letter that asks and one name",
        _text(
            "Q. How did it begin?",
            "¶_Marlo:_ It was late and I was tired of the old kiln.",
            "¶Q. Why then?",
            "¶_Marlo:_ By day there was no time.",
            "¶Q. What next?",
            "¶_Marlo:_ A lamp, and a rope.",
        ),
        (
            "Q | How did it begin?",
            "Marlo | It was late and I was tired of the old kiln.",
            "Q | Why then?",
            "Marlo | By day there was no time.",
            "Q | What next?",
            "Marlo | A lamp, and a rope.",
        ),
    ),
    (
        "letter that asks and one name",
        _text(
            "Q. How did it begin?",
            "¶Marlo Finch: It was late and I was tired of the old kiln.",
            "¶Q. Why then?",
            "¶Marlo Finch: By day there was no time.",
            "¶Q. What next?",
            "¶Marlo Finch: A lamp, and a rope.",
        ),
        (
            "Q | How did it begin?",
            "Marlo Finch | It was late and I was tired of the old kiln.",
            "Q | Why then?",
            "Marlo Finch | By day there was no time.",
            "Q | What next?",
            "Marlo Finch | A lamp, and a rope.",
        ),
    ),
    (
        "letter that asks and one name",
        _text(
            "Jo>> How did it begin?",
            "¶Marlo>> It was late and I was tired of the old kiln.",
            "¶Jo>> Why then?",
            "¶Marlo>> By day there was no time.",
            "¶Jo>> What next?",
            "¶Marlo>> A lamp, and a rope.",
        ),
        (
            "Jo | How did it begin?",
            "Marlo | It was late and I was tired of the old kiln.",
            "Jo | Why then?",
            "Marlo | By day there was no time.",
            "Jo | What next?",
            "Marlo | A lamp, and a rope.",
        ),
    ),
    (
        "how somebody speaks",
        _text(
            "INES HALE, host: The kiln is old.",
            "MARLO FINCH reporting: It stands by the weir.",
            "FINCH: Nobody knows its age.",
            "Sheriff UNA PELL (Weir County): I do.",
            "FINCH: Nobody else does.",
        ),
        (
            "INES HALE | The kiln is old.",
            "MARLO FINCH | It stands by the weir.",
            "FINCH | Nobody knows its age.",
            "Sheriff UNA PELL | I do.",
            "FINCH | Nobody else does.",
        ),
    ),
    (
        "how somebody speaks",
        _text(
            "MS. HALE: The kiln is old.",
            "¶MR. FINCH by telephone: It stands by the weir.",
            "¶MS. HALE: Nobody knows its age.",
            "¶MR. FINCH: I do.",
        ),
        (
            "MS. HALE | The kiln is old.",
            "MR. FINCH | It stands by the weir.",
            "MS. HALE | Nobody knows its age.",
            "MR. FINCH | I do.",
        ),
    ),
    (
        "how somebody speaks",
        _text(
            "IH: The kiln is old.",
            "¶MF: Since when?",
            "¶IH: Since the flood.",
            "¶MF: Who knows it?",
            "¶UP: I do.",
            "¶IH: Who else?",
            "¶UP: Nobody.",
            "¶Everyone: Agrees that nobody does.",
            "¶IH: Then write it down.",
            "¶MF: Done.",
        ),
        (
            "IH | The kiln is old.",
            "MF | Since when?",
            "IH | Since the flood.",
            "MF | Who knows it?",
            "UP | I do.",
            "IH | Who else?",
            "UP | Nobody.",
            "Everyone | Agrees that nobody does.",
            "IH | Then write it down.",
            "MF | Done.",
        ),
    ),
    (
        "clock in escaped brackets",
        _text(
            "**Ines Hale:** \\[00:04:19.23\\] The kiln is old.",
            "¶**Marlo Finch:** Since when?",
            "¶**Ines Hale:** \\[00:05:01.07\\] Since the flood.",
            "¶**Marlo Finch:** And the door?",
        ),
        (
            "Ines Hale | The kiln is old.",
            "Marlo Finch | Since when?",
            "Ines Hale | Since the flood.",
            "Marlo Finch | And the door?",
        ),
    ),
    (
        "clock in escaped brackets",
        _text(
            "Ines Hale: [00:04:19.23] The kiln is old.",
            "¶Marlo Finch: Since when?",
            "¶Ines Hale: Since the flood.",
            "¶Marlo Finch: And the door?",
        ),
        (
            "Ines Hale | The kiln is old.",
            "Marlo Finch | Since when?",
            "Ines Hale | Since the flood.",
            "Marlo Finch | And the door?",
        ),
    ),
    (
        "clock in escaped brackets",
        _text(
            "INES HALE: \\[4:19\\] The kiln is old.",
            "¶MARLO FINCH: Since when?",
            "¶INES HALE: Since the flood.",
            "¶MARLO FINCH: And the door?",
        ),
        (
            "INES HALE | The kiln is old.",
            "MARLO FINCH | Since when?",
            "INES HALE | Since the flood.",
            "MARLO FINCH | And the door?",
        ),
    ),
    (
        "headline in capitals",
        _text(
            "INES HALE: An Interview at the Weir, 8 April 2032",
            "¶Recorded for the town.",
            "¶Ines Hale:",
            "¶The kiln is old.",
            "¶Q:",
            "¶Since when?",
            "¶Ines Hale:",
            "¶Since the flood.",
            "¶Q:",
            "¶And the door?",
            "¶Ines Hale:",
            "¶Older.",
        ),
        (
            "Ines Hale | The kiln is old.",
            "Q | Since when?",
            "Ines Hale | Since the flood.",
            "Q | And the door?",
            "Ines Hale | Older.",
        ),
    ),
    (
        "headline in capitals",
        _text(
            "INES HALE: A LIFE AT THE KILN",
            "¶Ines Hale: The kiln is old.",
            "¶Marlo Finch: Since when?",
            "¶Ines Hale: Since the flood.",
            "¶Marlo Finch: And the door?",
            "¶Ines Hale: Older.",
        ),
        (
            "Ines Hale | The kiln is old.",
            "Marlo Finch | Since when?",
            "Ines Hale | Since the flood.",
            "Marlo Finch | And the door?",
            "Ines Hale | Older.",
        ),
    ),
    (
        "headline in capitals",
        _text(
            "INES HALE: The kiln is old.",
            "¶MARLO FINCH: Since when?",
            "¶INES HALE: Since the flood.",
            "¶MARLO FINCH: And the door?",
        ),
        (
            "INES HALE | The kiln is old.",
            "MARLO FINCH | Since when?",
            "INES HALE | Since the flood.",
            "MARLO FINCH | And the door?",
        ),
    ),
)
