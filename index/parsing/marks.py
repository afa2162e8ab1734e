"""What a label is: as printed, with its place, and whether its speaker is known."""

from __future__ import annotations

from dataclasses import dataclass

# Capital letters of the alphabets that labels are printed in, for a character class.
UPPER = "".join(
    chr(code)
    for block in (range(0x41, 0x5B), range(0xC0, 0x250), range(0x386, 0x3AC), range(0x400, 0x530))
    for code in block
    if chr(code).isupper()
)
PARTICLE = "(?:Mc|Mac|La|Le|De|Du|Di|Van|Von|Fitz|St)"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label as printed, without its colon, at `start`; the words come after `after`.

    `until` is where they end, if the format says so. `cut` is where the turn before ends, when
    list signs or a time stand before the label. A mark that is not `known` ends that turn, and
    nobody knows who speaks on: the label may be a name, a heading or a slip of the pen.
    """

    label: str
    start: int
    after: int
    note: str | None = None
    office: str | None = None
    start_s: float | None = None
    until: int | None = None
    cut: int | None = None
    known: bool = True

    @property
    def ends_before(self) -> int:
        """The last place where the words of the turn before may end."""
        return self.start if self.cut is None else self.cut
