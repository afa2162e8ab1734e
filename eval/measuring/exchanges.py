"""How well the parser finds who asks, who answers and what: against labels made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.measuring.rolelabels import HALVES, ROLES, LabelledTurn, load_role_labels
from eval.measuring.significance import Interval, rate_interval
from eval.measuring.tables import Layout, Row, Tables
from index.records import Role

ALL = "all"
BOTH = "both"
NOTES = (
    "role: turns whose role is right. answer linked: labelled answers that are linked to their "
    "question. link right: links given that are right. lost: turns that only tell, taken for "
    "questions, which ranking never shows. handover found: turns labelled as handovers that are "
    "marked as such. handover right: marks on turns that were labelled so.",
    "In brackets stand 95 % intervals (Wilson) as if turns were drawn one by one; turns of one "
    "document are alike, so the true ones are wider.",
)


@dataclass(frozen=True, slots=True)
class ExchangeScores:
    """Rates over the labelled turns of one collection and half, `all` and `both` for several."""

    collection: str
    half: str
    role: Interval
    answer_linked: Interval
    link_right: Interval
    lost: Interval
    handover_found: Interval
    handover_right: Interval


@dataclass(frozen=True, slots=True)
class ExchangeReport(Tables):
    """Scores by collection and half, and how often which role was taken for which.

    `confusion` counts turns by half, labelled role and found role; of a turn with two right roles
    the found one counts if it is among them.
    """

    scores: tuple[ExchangeScores, ...]
    confusion: Mapping[str, Mapping[tuple[Role, Role], int]]

    def json(self) -> dict[str, object]:
        """All figures as JSON values."""
        return {
            "scores": [asdict(scored) for scored in self.scores],
            "confusion": {
                half: [
                    {"labelled": labelled, "found": role, "turns": counts[labelled, role]}
                    for labelled in ROLES
                    for role in ROLES
                ]
                for half, counts in self.confusion.items()
            },
        }

    def lines(self, layout: Layout, head: str) -> list[str]:
        """Scores and confusions; see `Tables`."""
        names = ("role", "answer linked", "link right", "lost", "handover found", "handover right")
        rows: list[Row] = [("collection", "half", *names)]
        rows += [
            (
                scored.collection,
                scored.half,
                *(_figure(getattr(scored, name.replace(" ", "_"))) for name in names),
            )
            for scored in self.scores
        ]
        lines = [head.format("Roles and links of labelled turns"), "", *layout(rows), ""]
        for half, counts in self.confusion.items():
            table: list[Row] = [("labelled", *(f"found {role}" for role in ROLES))]
            table += [
                (labelled, *(str(counts[labelled, role]) for role in ROLES)) for labelled in ROLES
            ]
            lines += [head.format(f"Roles, {half}"), "", *layout(table), ""]
        return [*lines, *NOTES]


def measure_exchanges(folder: Path) -> ExchangeReport:
    """Measure roles and links against a folder of labels, see `eval.measuring.rolelabels`.

    :raises CollectionError: See `load_role_labels`.
    """
    return report_exchanges(load_role_labels(folder))


def report_exchanges(labelled: Sequence[LabelledTurn]) -> ExchangeReport:
    """Score labelled turns, by collection and half and over all."""
    names = [*dict.fromkeys(turn.collection for turn in labelled), ALL]
    groups = {
        (name, half): [
            turn
            for turn in labelled
            if name in (turn.collection, ALL) and half in (turn.half, BOTH)
        ]
        for name in names
        for half in (*HALVES, BOTH)
    }
    return ExchangeReport(
        tuple(_scores(name, half, turns) for (name, half), turns in groups.items()),
        {half: _confusion(groups[ALL, half]) for half in HALVES},
    )


def is_right_link(turn: LabelledTurn) -> bool:
    """Whether a turn is linked to a question that it replies to."""
    return turn.found_question in turn.questions


def _scores(collection: str, half: str, turns: Sequence[LabelledTurn]) -> ExchangeScores:
    answers = [turn for turn in turns if turn.questions]
    linked = [turn for turn in turns if turn.found_question is not None]
    telling = [turn for turn in turns if "question" not in turn.roles]
    return ExchangeScores(
        collection,
        half,
        role=_rate(turns, lambda turn: turn.found_role in turn.roles),
        answer_linked=_rate(answers, is_right_link),
        link_right=_rate(linked, is_right_link),
        lost=_rate(telling, lambda turn: turn.found_role == "question"),
        handover_found=_rate(
            [turn for turn in turns if turn.is_handover], lambda turn: turn.found_handover
        ),
        handover_right=_rate(
            [turn for turn in turns if turn.found_handover], lambda turn: turn.is_handover
        ),
    )


def _rate(turns: Sequence[LabelledTurn], right: Callable[[LabelledTurn], bool]) -> Interval:
    return rate_interval(sum(map(right, turns)), len(turns))


def _confusion(turns: Sequence[LabelledTurn]) -> Counter[tuple[Role, Role]]:
    return Counter(
        (turn.found_role if turn.found_role in turn.roles else turn.roles[0], turn.found_role)
        for turn in turns
    )


def _figure(rate: Interval) -> str:
    if not rate.count:
        return "–"
    right = round(rate.value * rate.count)
    return f"{right} of {rate.count}, {rate.value:.3f} [{rate.low:.3f}, {rate.high:.3f}]"
