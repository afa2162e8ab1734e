"""How far a document's parse can be relied on: the share of its words that a label covers.

Words of nobody count against it. So does one turn that swallows nearly all of a long document in
which others speak as well: labels under it were most likely missed.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, select

from index.storing.schema import turns

LOW = 0.8
"""Below it a list warns. All 1,677 briefings have 1.0."""
_SWALLOWED, _LONG = 0.85, 20_000
_PENALTY = 0.5
_MANY = 500


def confidences(connection: Connection, document_ids: Sequence[str]) -> dict[str, float]:
    """The confidence in the parse of each document, 0 to 1; 0 for one without any turn."""
    lowest = dict.fromkeys(document_ids, 0.0)
    length = turns.c.end - turns.c.start
    for first in range(0, len(document_ids), _MANY):
        some = document_ids[first : first + _MANY]
        query = (
            select(
                turns.c.document_id,
                func.sum(length),
                func.sum(case((turns.c.label.is_not(None), length), else_=0)),
                func.max(length),
                func.count(turns.c.label.distinct()),
            )
            .where(turns.c.document_id.in_(some))
            .group_by(turns.c.document_id)
        )
        for document_id, spoken, labelled, longest, labels in connection.execute(query):
            lowest[document_id] = confidence(spoken, labelled, longest, labels)
    return lowest


def confidence(spoken: int, labelled: int, longest: int, labels: int) -> float:
    """From characters spoken, those under a label, those of the longest turn, and labels."""
    if not spoken:
        return 0.0
    swallowed = labels > 1 and longest > _LONG and longest > _SWALLOWED * spoken
    return round(labelled / spoken * (_PENALTY if swallowed else 1.0), 3)
