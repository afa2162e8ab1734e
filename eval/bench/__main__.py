"""`make bench`: one table of speed and memory, and the same as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.asking import Asking, ask_all
from eval.bench.bars import adding_bars, grown, reader_bar, scan_bars, shell_bar
from eval.bench.building import Build, BuildSpeed, build_apart, build_speed, transcripts
from eval.bench.finding import keyword_bars
from eval.bench.machine import machine
from eval.bench.pairs import Bar, Clock
from eval.bench.questions import JUDGED, questions
from eval.bench.serving import Serving, serve_and_ask
from eval.bench.timing import Spread, size_mib
from eval.measuring.tables import Row, columns, pipes
from eval.running.environment import PROJECT, environment
from eval.runs import plain
from index.build import Index, open_index
from index.encoding.encoder import embed, load_encoder
from index.errors import OnRecordError
from retrieval.reader import load_reader

BRIEFINGS = PROJECT.parent / "shared" / "corpora" / "white-house-briefings"


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that was measured; None for what was not asked for."""

    machine: dict[str, str]
    index: dict[str, object]
    build: Build | None
    build_speed: BuildSpeed | None
    asking: Asking
    serving: Serving | None
    bars: list[Bar]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says, and print the table."""
    options = _parser().parse_args(arguments)
    try:
        measured = _measure(options)
    except (OnRecordError, ValueError, RuntimeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for told in (_machine(measured), _rows(measured), _bars(measured.bars)):
        sys.stdout.write("\n".join(columns(told)) + "\n\n")
    if options.out is not None:
        _write(measured, options.out)
    return 0


def _write(measured: Bench, out: Path) -> None:
    """The figures as JSON, and beside it the tables as Markdown."""
    record = {"bench": plain(measured), "environment": environment()}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    told = (_bars(measured.bars), _machine(measured), _rows(measured))
    pages = "\n\n".join("\n".join(pipes(rows)) for rows in told)
    out.with_suffix(".md").write_text(pages + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    add = parser.add_argument
    add("transcripts", nargs="?", type=Path, default=BRIEFINGS, help="folder of transcripts")
    add("--data", type=Path, help="an index; built from the transcripts where there is none")
    add("--limit", type=int, help="build that index of so many files, for a small run")
    add("--build", type=int, default=40, help="files to measure the speed of building on")
    add("--rounds", type=int, default=3, help="rounds of building and bare encoding in turns")
    add("--questions", type=int, default=300, help="questions to ask")
    add("--judged", type=Path, help="a queries.jsonl whose questions are asked too")
    add("--pairs", type=int, default=30, help="paired measurements of each bar; 0 for no bars")
    add("--vectors", type=int, default=1_000_000, help="vectors in the scan of all")
    add(
        "--processor-time",
        action="store_true",
        help="count processor time in the bars of one thread, where other programs run beside",
    )
    add("--no-serve", action="store_true", help="leave out the service")
    add("--out", type=Path, help="file for the figures as JSON; the tables as Markdown beside it")
    return parser


def _measure(options: argparse.Namespace) -> Bench:
    limit = f"-{options.limit}" if options.limit else ""
    data = options.data or PROJECT / ".cache" / "bench" / f"{options.transcripts.name}{limit}"
    built = None
    if not data.exists():
        _tell(f"building {data.name} (measured, in a process of its own)")
        built = build_apart(options.transcripts, data, options.limit)
    encoder = load_encoder()
    speed = None
    if options.build:
        _tell(f"building {options.build} files against the bare encoder")
        files = transcripts(options.transcripts, options.build)
        speed = build_speed(files, encoder, options.rounds)
    index = open_index(data, encoder)
    try:
        judged = options.judged or (JUDGED if JUDGED.is_file() else None)
        asked = questions(index.store, options.questions, judged)
        _tell(f"asking {len(asked)} questions in process")
        asking = ask_all(index, asked)
        serving = None
        if not options.no_serve:
            _tell("starting the service, asking over HTTP and in process in turns")
            serving = serve_and_ask(data, index, asked)
        counts = plain(index.store.counts())
        facts = {"counts": counts, "disk_mib": size_mib(data), "model": encoder.name}
        bars = [serving.against] if serving is not None else []
        if options.pairs:
            _tell("measuring each bar in turns")
            bars += _measured_bars(index, asked, options)
    finally:
        index.close()
    if options.pairs:
        files = transcripts(options.transcripts, 30)
        bars += adding_bars(data, encoder, files, asked, options.pairs, _clock(options))
        bars.append(shell_bar(max(3, options.pairs // 6)))
    return Bench(machine(data), facts, built, speed, asking, serving, bars)


def _measured_bars(index: Index, asked: Sequence[str], options: argparse.Namespace) -> list[Bar]:
    """The bars that need an open index."""
    reader = load_reader(threads=1)
    texts = [one.embedded for one in index.store.passages(index.store.passage_keys()[:200:20])]
    queries, clock = embed(asked, index.encoder), _clock(options)
    bars = scan_bars(grown(index, options.vectors), queries, options.pairs, clock)
    bars += keyword_bars(index, asked, options.pairs, clock)
    read = reader_bar(reader, texts, 1, options.pairs, clock)
    return [*bars, read] if read is not None else bars


def _clock(options: argparse.Namespace) -> Clock:
    return time.process_time if options.processor_time else time.perf_counter


def _tell(words: str) -> None:
    sys.stderr.write(words + " …\n")


def _rows(bench: Bench) -> list[Row]:
    rows: list[Row] = [("what", "median", "p99", "from", "to", "n", "unit")]
    if bench.build is not None:
        rows += _build_rows(bench.build)
    if bench.build_speed is not None:
        speed = bench.build_speed
        rows.append(_spread(f"build of {speed.files} files", speed.build))
        rows.append(_spread("bare encoder, same passages", speed.encoder))
        rows.append(_spread("build / bare encoder", speed.ratio, digits=3))
        rows.append(_spread("same in processor time", speed.processor_ratio, digits=3))
    counts = bench.index["counts"]
    if isinstance(counts, dict):
        rows += [_one(f"index: {name}", f"{count:,}", "") for name, count in counts.items()]
    rows.append(_one("index on disk", f"{bench.index['disk_mib']:.0f}", "MiB"))
    rows.append(_spread("question in process", bench.asking.whole))
    rows += [_spread(f"  {part}", spread) for part, spread in bench.asking.parts.items()]
    if bench.serving is not None:
        rows += _serving_rows(bench.serving, bench.asking)
    return rows


def _machine(bench: Bench) -> list[Row]:
    return [("machine", ""), *bench.machine.items()]


def _bars(bars: Sequence[Bar]) -> list[Row]:
    head = ("ratio", "threads", "median", "from", "to", "pairs", "most", "held", "ms", "base ms")
    rows: list[Row] = [head]
    for one in bars:
        ratio = one.ratio
        told = [f"{value:.2f}" for value in (ratio.median, ratio.low, ratio.high)]
        most = ["–", "–"] if one.most is None else [f"{one.most:.2f}", "yes" if one.held else "no"]
        sides = [f"{side.median:.1f}" for side in (one.ours, one.base)]
        rows.append((one.what, str(one.threads), *told, str(ratio.count), *most, *sides))
    return rows


def _build_rows(build: Build) -> list[Row]:
    return [
        _one(f"whole build: {build.files} files", f"{build.index_s:.1f}", "s"),
        _one("whole build", f"{build.passages_per_s:.1f}", "passages/s"),
        _one("whole build: files that failed", str(build.failed), ""),
        _one("memory while building: at most", f"{build.peak_mib:.0f}", "MiB"),
        _one("memory before building", f"{build.loaded_mib:.0f}", "MiB"),
    ]


def _serving_rows(serving: Serving, asking: Asking) -> list[Row]:
    against = serving.http.median / asking.sum_of_parts_ms
    return [
        _spread("question over HTTP", serving.http),
        _spread("same question in process, in turns", serving.in_process),
        _one("HTTP / sum of parts, medians", f"{against:.3f}", ""),
        _one("start to ready, index not in memory", f"{serving.cold.ready_s:.2f}", "s"),
        _one("start to first answer, same", f"{serving.cold.first_answer_s:.2f}", "s"),
        _one("second start to ready", f"{serving.warm.ready_s:.2f}", "s"),
        _one("second start to first answer", f"{serving.warm.first_answer_s:.2f}", "s"),
        _one("server memory when ready", f"{serving.memory_ready.now_mib:.0f}", "MiB"),
        _one("server memory after all questions", f"{serving.memory_after.now_mib:.0f}", "MiB"),
        _one("server memory at most", f"{serving.memory_after.peak_mib:.0f}", "MiB"),
    ]


def _spread(name: str, spread: Spread, digits: int = 1) -> Row:
    values = (spread.median, spread.p99, spread.low, spread.high)
    return (name, *(f"{value:.{digits}f}" for value in values), str(spread.count), spread.unit)


def _one(name: str, value: str, unit: str) -> Row:
    return (name, value, "", "", "", "", unit)


if __name__ == "__main__":
    sys.exit(main())
