"""The filters of a question as each door names them: one row a filter.

Command line, HTTP, MCP and page read this table. A new filter is a row here, a field of
`retrieval/results.py` `Question` with its meaning in `retrieval/explicit.py`, and a box in
`service/page/ask.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Value = str | Sequence[str] | None
Given = Mapping[str, Value]
"""What somebody set, by the names of the contract; what is not set may be left out."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `name` in the contract, `flag` on the command line, `box` on the page.

    Of `names` any will do; a `day` is written YYYY-MM-DD.
    """

    name: str
    kind: Literal["names", "day"]
    flag: str
    box: str
    tells: str
    example: str


FILTERS = (
    Filter(
        "speakers",
        "names",
        "--speaker",
        "speaker",
        "Only words of these: ids, names or labels.",
        "Ilsabet M. Corran",
    ),
    Filter("date_from", "day", "--from", "date_from", "First day that counts.", "2032-01-01"),
    Filter("date_to", "day", "--to", "date_to", "Last day that counts.", "2032-12-31"),
    Filter(
        "documents",
        "names",
        "--document",
        "document",
        "Only words in these: ids or source names.",
        "tide-town-hall.txt",
    ),
    Filter(
        "places",
        "names",
        "--place",
        "place",
        "Only words spoken in these places, as the documents name them: whole, or a part between "
        "commas.",
        "Corrow",
    ),
)

_BOXES = {filter_.name: filter_.box for filter_ in FILTERS}


def box_of(name: str) -> str | None:
    """The box of the page for a filter of the contract; None where it has none."""
    return _BOXES.get(name)


def taken(flags: dict[str, Value]) -> dict[str, Value]:
    """Take the filters out of the flags of a command."""
    return {filter_.name: flags.pop(filter_.name) for filter_ in FILTERS}
