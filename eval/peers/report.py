"""The peers' table: quality by the code that scores everything, and what each system takes."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from eval.measuring.measures import BY_TURNS, F1
from eval.measuring.scores import Latency, SystemScores, latency
from eval.measuring.significance import Interval
from eval.measuring.tables import Row, columns, pipes
from eval.peers.measuring import Measured
from eval.peers.scoring import left_out
from eval.running.systems import OURS
from eval.runs import CollectionRun, plain

WITH_INTERVAL = ("nDCG@10", "hit@1", *BY_TURNS)
SHORT = (
    "R@10",
    F1,
    "question first",
    "characters",
    "index s",
    "p50 ms",
    "p99 ms",
    "MiB to index",
    "MiB to answer",
    "cold start s",
)
NOTES = (
    "A hit counts when it covers half of a gold span and is at most 1,500 characters or twice the "
    "span long, for every system. In brackets stand 95 % intervals, bootstrapped over questions; "
    "p is of the paired randomisation test against ours, corrected over the peers' rows (Holm).",
    "Where whole turns are judged, the measures by turns count each turn that a hit holds as a "
    "line of the ranking, right or wrong; the others count a hit over several gold turns once for "
    "each of them, and its other turns not at all.",
    "char F1 is that of the first quote; a peer's is its first hit, ours counts 0 where it refuses "
    "a question. question first: a question turn stands first. characters: median length of the "
    "first hit.",
    "index s runs from the documents in memory (ours: from their files, parsing included) and the "
    "model loaded to an index that can be searched; for ours that is durable on disk. p50 and p99 "
    "are of 100 hits, in process. MiB is the most that the process held, cold start the seconds "
    "from its start to its first answer, the index on disk and its files in the page cache.",
)


@dataclass(frozen=True)
class PeersReport:
    """The runs over all collections, and what was measured on each, by collection and system."""

    about: Mapping[str, object]
    runs: tuple[CollectionRun, ...]
    measured: Mapping[str, Mapping[str, Measured]]

    def text(self) -> str:
        """One table for each collection and scope, for a terminal."""
        lines: list[str] = []
        for run in self.runs:
            lines += [_headline(run), "", *columns(self._rows(run)), ""]
        return "\n".join([*lines, *self._left_out()])

    def markdown(self) -> str:
        """The tables with their notes, versions and settings of each system."""
        lines = ["# Peers", ""]
        for run in self.runs:
            lines += [f"## {_headline(run)}", "", *pipes(self._rows(run)), ""]
            lines += [*pipes(_differences(run)), ""]
        for note in (*NOTES, *self._left_out()):
            lines += [note, ""]
        lines += ["## Versions and settings", "", *_configured(self.measured)]
        return "\n".join(lines) + "\n"

    def peers(self) -> dict[str, object]:
        """What was measured and set, as JSON values; the figures stand with the collections."""
        return {
            collection: {name: _facts(system) for name, system in systems.items()}
            for collection, systems in self.measured.items()
        }

    def _rows(self, run: CollectionRun) -> list[Row]:
        measured = self.measured[run.collection.name]
        names = _with_intervals(run)
        head = ("system", *names, *SHORT, *(f"p {name}" for name in names))
        return [head, *(_row(run, system, measured[system.system]) for system in run.scores)]

    def _left_out(self) -> list[str]:
        """Says of each configuration what could not be scored; nothing where there is nothing."""
        lines: list[str] = []
        for collection, systems in self.measured.items():
            for name, measured in systems.items():
                unplaced, outside = left_out(measured)
                chunks = sum(measured.built.unplaced.values())
                if name != OURS and (unplaced or outside or chunks):
                    lines.append(
                        f"{name} on {collection}: {chunks} of {measured.built.chunks} chunks do "
                        f"not stand in their document word for word ({unplaced} hits on them), "
                        f"{outside} hits stand outside of the document asked for; these hits "
                        "are left out."
                    )
        return lines


def _with_intervals(run: CollectionRun) -> list[str]:
    """The measures with intervals and tests that this collection has."""
    return [name for name in WITH_INTERVAL if name in run.scores[0].figures]


def _headline(run: CollectionRun) -> str:
    scope = ", each question inside its document" if run.inside else ""
    some = sum(query.answerable for query in run.collection.queries)
    return (
        f"{run.collection.name}{scope}: {len(run.collection.documents)} documents, "
        f"{some} answerable questions"
    )


def _row(run: CollectionRun, scores: SystemScores, measured: Measured) -> Row:
    names = _with_intervals(run)
    times = _latency(measured, inside=run.inside)
    firsts = [outcome.hits[0] for outcome in run.outcomes[scores.system] if outcome.hits]
    length = statistics.median(hit.end - hit.start for hit in firsts) if firsts else 0
    return (
        scores.system,
        *(_with_interval(scores.figures[name]) for name in names),
        *(f"{scores.figures[name].value:.3f}" for name in ("R@10", F1)),
        _percent(scores.rates["question as answer"]),
        f"{length:.0f}",
        f"{measured.built.index_s:.1f}",
        f"{times.p50_ms:.1f}",
        f"{times.p99_ms:.1f}",
        f"{measured.built.peak_mib:.0f}",
        f"{measured.answered.peak_mib:.0f}",
        f"{measured.answered.cold_start_s:.1f}",
        *(_p(run, name, scores.system) for name in names),
    )


def _latency(measured: Measured, *, inside: bool) -> Latency:
    answers = measured.answered.answers
    return latency([answer.ms for answer in answers if (answer.document is not None) == inside])


def _differences(run: CollectionRun) -> list[Row]:
    rows: list[Row] = [(f"{OURS} minus", "measure", "difference", "better", "worse", "p")]
    for measure in (*WITH_INTERVAL, F1):
        for difference in run.comparisons.get(measure, ()):
            cells = (
                _with_interval(difference.mean, signed=True),
                str(difference.better),
                str(difference.worse),
            )
            rows.append((difference.baseline, measure, *cells, f"{difference.p_corrected:.4f}"))
    return rows


def _configured(measured: Mapping[str, Mapping[str, Measured]]) -> list[str]:
    """Versions, settings and sources of each system; they are the same for all collections."""
    lines: list[str] = []
    for name, peer in next(iter(measured.values()), {}).items():
        versions = ", ".join(f"{package} {v}" for package, v in peer.built.versions.items())
        lines += [f"### {name}", "", f"- versions: {versions}"]
        lines += [f"- {what}: `{setting}`" for what, setting in peer.built.settings.items()]
        lines += [f"- as in: {page}" for page in peer.configuration.documented]
        lines += [f"- differs: {reason}" for reason in peer.configuration.differs]
        lines.append("")
    return lines[:-1]


def _facts(measured: Measured) -> dict[str, object]:
    unplaced, outside = left_out(measured)
    return {
        "documented": list(measured.configuration.documented),
        "differs": list(measured.configuration.differs),
        "settings": dict(measured.built.settings),
        "versions": dict(measured.built.versions),
        "chunks": measured.built.chunks,
        "chunks_unplaced": dict(measured.built.unplaced),
        "hits_unplaced": unplaced,
        "hits_outside": outside,
        "index_s": measured.built.index_s,
        "index_peak_mib": measured.built.peak_mib,
        "cold_start_s": measured.answered.cold_start_s,
        "answer_peak_mib": measured.answered.peak_mib,
        "latency": plain(_latency(measured, inside=False)),
    }


def _p(run: CollectionRun, measure: str, system: str) -> str:
    for difference in run.comparisons.get(measure, ()):
        if difference.baseline == system:
            return f"{difference.p_corrected:.4f}"
    return "–"


def _with_interval(interval: Interval, *, signed: bool = False) -> str:
    form = "+.3f" if signed else ".3f"
    return f"{interval.value:{form}} [{interval.low:{form}}, {interval.high:{form}}]"


def _percent(interval: Interval) -> str:
    return "–" if interval.count == 0 else f"{100 * interval.value:.0f} %"
