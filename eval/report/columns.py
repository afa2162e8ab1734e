"""What each column of the report says, in one sentence: shown under the tables of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eval.report.table import Table

COLUMNS: Mapping[str, str] = {
    "nDCG@10": "how good the order of the ten best hits is, 1 for the best that could be",
    "hit@1": "share of questions whose first hit delivers a judged span",
    "hit@5": "the same for one of the first five",
    "MRR": "1 divided by the rank of the first hit that delivers, on average",
    "hit@1 full": "as hit@1, only for spans judged to answer fully",
    "R@10": "share of the judged spans that the ten best hits deliver",
    "R@100": "the same for the hundred best",
    "nDCG@10 by turns": "as nDCG@10, but over whole turns that are judged",
    "hit@1 by turns": "as hit@1, but over whole turns that are judged",
    "char F1": "how far the characters of the first hit or quote are those of a judged span (F1)",
    "F1 median": "the same for the question in the middle",
    "F1 best": "the same for the best quote that is listed",
    "first speaker right": "share of first hits or quotes by a speaker of a judged span",
    "question first": "share of questions where words of somebody who asks stand first",
    "quotes shown": "mean number of quotes in an answer",
    "n": "answerable questions",
    "p50 ms": "milliseconds of half of the questions at most",
    "p99 ms": "milliseconds of 99 % of the questions at most",
    "ask hit@1": "share of questions whose first quote delivers a judged span, served or not",
    "false answers": "share of the questions that nothing answers which were answered",
    "false refusals": "share of the answerable questions which were refused",
    "right of those given": "share of the answers given whose first quote delivers a judged span",
    "area": "chance that an answerable question is more confident than one that nothing answers",
    "ECE": "how far the confidence lies from the share of questions that something answers",
    "ECE right": "the same for a right first quote",
}


def explained(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """The columns of some tables with what they say, each once, in order of appearance."""
    heads = [head for table in tables for head in table.heads]
    return [
        (name, words)
        for name, words in COLUMNS.items()
        if any(head == name or f" {name} " in f" {head} " for head in heads)
    ]
