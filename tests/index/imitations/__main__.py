"""`python -m tests.index.imitations`: a table of kinds, turns and mouths right of each."""

from __future__ import annotations

import sys

from tests.index.imitations.catalogue import KINDS, VARIANTS
from tests.index.imitations.measure import Measured, measured
from tests.index.imitations.sheets import imitation, text_of


def _row(name: str, one: Measured) -> str:
    return (
        f"{name:20} {one.lines:5} {one.turns_right:4}/{one.turns:<4} "
        f"{one.right / one.sentences:5.2f} {one.nobody:5} {one.wrong:5} {one.lost:5} "
        f"{one.slips_wrong:5} {one.fields_right}/{one.fields} {one.documents}\n"
    )


def main() -> None:
    """Print the table, or with names of kinds the first turns of each that are not found."""
    names = [name for name in sys.argv[1:] if name not in VARIANTS]
    change = next((VARIANTS[name] for name in sys.argv[1:] if name in VARIANTS), None)
    shares = []
    sys.stdout.write("kind, lines, turns right, sentences right, nobody's, wrong, lost, slips\n")
    for plain in KINDS:
        if names and plain.name not in names:
            continue
        kind = change(plain) if change else plain
        sheet = imitation(kind)
        one = measured(kind, sheet)
        shares.append(one.turns_right / one.turns)
        sys.stdout.write(_row(kind.name, one))
        for example in one.examples[:12] if names else ():
            sys.stdout.write(f"    {example}\n")
        if names and len(names) == 1:
            sys.stdout.write(text_of(sheet)[:1500] + "\n")
    sys.stdout.write(
        f"{len(shares)} kinds, mean share of turns right {sum(shares) / len(shares):.3f}\n"
    )


main()
