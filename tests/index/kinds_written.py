"""Three inputs for each kind of label and border that minutes and chats taught.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations


def _text(*lines: str) -> str:
    """Lines as they stand; a paragraph begins at each that is marked so."""
    return "\n".join(line.replace("¶", "\n", 1) for line in lines) + "\n"


WRITTEN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "nicks before a colon",
        _text(
            "ines: the kiln is old",
            "mfinch: since when?",
            "ines: since the flood",
            "mfinch: and the door?",
            "ines: the door is older",
            "mfinch: then mend it",
        ),
        (
            "ines | the kiln is old",
            "mfinch | since when?",
            "ines | since the flood",
            "mfinch | and the door?",
            "ines | the door is older",
            "mfinch | then mend it",
        ),
    ),
    (
        "nicks before a colon",
        _text(
            "# Kiln board",
            "¶- ines: the kiln is old",
            "- mfinch: since when?",
            "- ines: since the flood",
            "- mfinch: and the door?",
            "- ines: the door is older",
            "- mfinch: then mend it",
        ),
        (
            "ines | the kiln is old",
            "mfinch | since when?",
            "ines | since the flood",
            "mfinch | and the door?",
            "ines | the door is older",
            "mfinch | then mend it",
        ),
    ),
    (
        "nicks before a colon",
        _text(
            "note: the kiln is old",
            "task: mend the door",
            "note: the door is older",
            "task: ask the town",
            "note: the town pays",
            "task: write it down",
        ),
        (
            "– | note: the kiln is old task: mend the door note: the door is older task: ask the town note: the town pays task: write it down",
        ),
    ),
    (
        "two at once",
        _text(
            "IH: The kiln is old.",
            "¶MF: Since when?",
            "¶IH: Since the flood.",
            "¶IH/MF: We agreed on that in May.",
            "¶MF: And on the door.",
        ),
        (
            "IH | The kiln is old.",
            "MF | Since when?",
            "IH | Since the flood.",
            "IH/MF | We agreed on that in May.",
            "MF | And on the door.",
        ),
    ),
    (
        "two at once",
        _text(
            "Ines: The kiln is old.",
            "¶Marlo: Since when?",
            "¶Ines: Since the flood.",
            "¶Ines and Marlo: The flood!",
            "¶Marlo: And the door?",
        ),
        (
            "Ines | The kiln is old.",
            "Marlo | Since when?",
            "Ines | Since the flood.",
            "Ines and Marlo | The flood!",
            "Marlo | And the door?",
        ),
    ),
    (
        "two at once",
        _text(
            "**Ines:** The kiln is old.",
            "¶**Marlo:** Since when?",
            "¶**Ines:** Since the flood.",
            "¶**Marlo & Ines:** The flood!",
            "¶**Marlo:** And the door?",
        ),
        (
            "Ines | The kiln is old.",
            "Marlo | Since when?",
            "Ines | Since the flood.",
            "Marlo & Ines | The flood!",
            "Marlo | And the door?",
        ),
    ),
    (
        "heading with no label below",
        _text(
            "## Kiln",
            "¶IH: The kiln is old.",
            "¶MF: Since when?",
            "¶## Door",
            "¶MF: The door is older.",
            "¶IH: Then we mend it.",
            "¶## Decision",
            "¶- The door is mended.",
            "- The town pays.",
            "¶## Lamp",
            "¶IH: The lamp is lit.",
        ),
        (
            "IH | The kiln is old.",
            "MF | Since when?",
            "MF | The door is older.",
            "IH | Then we mend it.",
            "– | ## Decision - The door is mended. - The town pays.",
            "IH | The lamp is lit.",
        ),
    ),
    (
        "heading with no label below",
        _text(
            "# Board",
            "¶### Kiln",
            "¶**Ines:** The kiln is old.",
            "¶**Marlo:** Since when?",
            "¶### Door",
            "¶**Marlo:** The door is older.",
            "¶### Summary",
            "¶The kiln is old and the door is older.",
            "¶### Lamp",
            "¶**Ines:** The lamp is lit.",
            "¶**Marlo:** Since when?",
            "¶**Ines:** Since noon.",
            "¶**Marlo:** Good.",
        ),
        (
            "Ines | The kiln is old.",
            "Marlo | Since when?",
            "Marlo | The door is older.",
            "– | ### Summary The kiln is old and the door is older.",
            "Ines | The lamp is lit.",
            "Marlo | Since when?",
            "Ines | Since noon.",
            "Marlo | Good.",
        ),
    ),
    (
        "heading with no label below",
        _text(
            "# The kiln",
            "¶## One",
            "¶Ines: The kiln is old.",
            "¶Marlo: Since when?",
            "¶## Two",
            "¶It was a long day, and we went on after dinner.",
            "¶Ines: The door is older.",
            "¶## Three",
            "¶Marlo: The lamp is lit.",
            "¶## Four",
            "¶Ines: Good night.",
        ),
        (
            "Ines | The kiln is old.",
            "Marlo | Since when?",
            "– | ## Two It was a long day, and we went on after dinner.",
            "Ines | The door is older.",
            "Marlo | The lamp is lit.",
            "Ines | Good night.",
        ),
    ),
    (
        "reply without a label",
        _text(
            "Q: How did it begin?",
            "¶It was late and I was tired of the old kiln.",
            "¶Q: Why then?",
            "¶By day there was no time.",
            "¶So I worked at night.",
            "¶Q: What next?",
            "¶A lamp, and a rope.",
        ),
        (
            "Q | How did it begin?",
            "– | It was late and I was tired of the old kiln.",
            "Q | Why then?",
            "– | By day there was no time. So I worked at night.",
            "Q | What next?",
            "– | A lamp, and a rope.",
        ),
    ),
    (
        "reply without a label",
        _text(
            "**Q:** How did it begin?",
            "¶It was late and I was tired of the old kiln.",
            "¶**Q:** Why then?",
            "¶By day there was no time.",
        ),
        (
            "Q | How did it begin?",
            "– | It was late and I was tired of the old kiln.",
            "Q | Why then?",
            "– | By day there was no time.",
        ),
    ),
    (
        "reply without a label",
        _text(
            "Q. How did it begin?",
            "¶It was late and I was tired of the old kiln.",
            "¶Q. Why then?",
            "¶By day there was no time.",
            "¶Q. What next?",
            "¶A lamp, and a rope.",
        ),
        (
            "Q | How did it begin?",
            "– | It was late and I was tired of the old kiln.",
            "Q | Why then?",
            "– | By day there was no time.",
            "Q | What next?",
            "– | A lamp, and a rope.",
        ),
    ),
)
