"""Break the house's code on purpose, line by line, and count what the tests notice.

    python -m tests.mutate --sample 40 --seed 7 retrieval/threads.py index/storing/store.py
    make mutate

Cosmic Ray makes the mutants; they are tested one at a time, in a copy of the project. A mutant is
shown to the tests of its room that call the broken function until one fails: the nearest file of
tests first, the quickest of its tests first. None of them needs a model, a browser or `../shared`.
What only a program of its own calls counts as not noticed. A mutant that no test notices is shown
as a diff. To learn what a test calls takes several times what it takes by itself; for a sample of a
few mutants `--all-tests` is quicker, which learns only how long each takes.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import math
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.reach import NOTHING_RAN, PASSED, Reach, load_libraries, run
from tests.test_house import imported, module_name

PROJECT = Path(__file__).resolve().parent.parent
HANDS = 2
"""Tests that reach a file through more modules than that say little about it."""
RULES = (
    "tests/test_house.py::test_records_are_frozen",
    "tests/test_house.py::test_no_record_says_that_it_is_not_frozen_or_has_no_slots",
)
"""Tests that read the code as text, and so call nothing of it: for lines outside functions."""
# In annotations, which are never evaluated, `|` makes mutants that nothing can kill. Of the many
# ways to replace an operator one or two are enough.
LEFT_OUT = re.compile(
    "core/(?:ReplaceBinaryOperator_BitOr_.*"
    "|ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Div|Div_Mul|BitAnd_BitOr|FloorDiv_Mul|Mod_Mul).*"
    "|ReplaceComparisonOperator_(?!Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|Is_IsNot"
    "|IsNot_Is|In_NotIn|NotIn_In|Lt_Gt|Gt_Lt|LtE_Gt|GtE_Lt).*"
    "|ReplaceUnaryOperator_(?!Delete_Not|USub_UAdd).*"
    "|RemoveDecorator|VariableReplacer|VariableInserter)"
)
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one line: the `occurrence`-th place, from 0, where an operator fits."""

    file: str
    line: int
    operator: str
    occurrence: int

    def text(self, source: str) -> str:
        """The file's text with the change."""
        changed = mutate_code(source, get_operator(self.operator)(), self.occurrence)
        assert changed is not None, self
        return str(changed)

    def diff(self, source: str) -> str:
        """The change, with a line around it."""
        lines = source.splitlines(), self.text(source).splitlines()
        return "\n".join(difflib.unified_diff(*lines, self.file, self.operator, "", "", 1, ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many mutants of a room were tested and noticed, of how many that there are."""

    room: str
    there: int
    tested: int
    noticed: int

    def line(self) -> str:
        """As the report shows it."""
        low, high = interval(self.noticed, self.tested)
        share = self.noticed / self.tested if self.tested else 1.0
        return (
            f"{self.room:28} {self.noticed:5} of {self.tested:5} noticed  {share:6.1%} "
            f"(95 %: {low:.1%} to {high:.1%}), of {self.there:,} that there are"
        )


def interval(noticed: int, tested: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927); 0 to 1 where nothing was tested."""
    if not tested:
        return 0.0, 1.0
    share, weight = noticed / tested, Z_95**2 / tested
    middle = share + weight / 2
    half = Z_95 * math.sqrt(share * (1 - share) / tested + weight / (4 * tested))
    return (middle - half) / (1 + weight), (middle + half) / (1 + weight)


def whole(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The share noticed of all mutants that there are, and half of its 95 % interval's width.

    Each room is a stratum, weighed by the mutants that there are (Cochran 1977, section 5.6).
    """
    there = sum(one.there for one in outcomes) or 1
    share = variance = 0.0
    for one in outcomes:
        here, weight = one.noticed / max(one.tested, 1), one.there / there
        share += weight * here
        variance += weight**2 * here * (1 - here) / max(one.tested, 1)
    return share, Z_95 * math.sqrt(variance)


def nearest_tests(file: str, project: Path) -> list[str]:
    """The tests of a file's room that reach it by imports, the nearest first."""
    room = Path(file).parts[0]
    target = module_name(project, project / file)
    modules = {module_name(project, path): path for path in (project / room).rglob("*.py")}
    imports = {name: imported(path, name.rpartition(".")[0]) for name, path in modules.items()}
    reached, away = {target: 0}, 0
    while away < HANDS:
        away += 1
        near = {name for name, hands in reached.items() if hands == away - 1}
        for name in modules:
            if name not in reached and imports[name] & near:
                reached[name] = away
    found = {}
    for path in sorted((project / "tests" / room).rglob("test_*.py")):
        hands = [reached[name] for name in _used(path, project) & reached.keys()]
        if hands:
            found[path.relative_to(project).as_posix()] = min(hands)
    own = f"test_{Path(file).stem}"
    return sorted(found, key=lambda test: (Path(test).stem != own, found[test], test))


def _used(test: Path, project: Path) -> set[str]:
    """What a test imports, by itself or through what tests share."""
    names, read = imported(test, module_name(project, test.parent)), {test}
    while True:
        shared = {project / f"{name.replace('.', '/')}.py" for name in names}
        new = {path for path in shared - read if path.is_file() and "tests" in path.parts[-3:]}
        if not new:
            return set(names)
        for path in new:
            names = names | imported(path, module_name(project, path.parent))
        read |= new


def mutants_of(file: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a file's text."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        if LEFT_OUT.match(name):
            continue
        operator = get_operator(name)()
        starts = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, (line, _) in enumerate(starts):
            yield Mutant(file, line, name, occurrence)


def function_at(source: str, line: int) -> str | None:
    """The qualified name of the outermost function, or method, that a line is in; None for none."""

    def look(body: Sequence[ast.stmt], outer: str) -> str | None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and (
                node.lineno <= line <= (node.end_lineno or node.lineno)
            ):
                name = f"{outer}{node.name}"
                return name if isinstance(node, ast.FunctionDef) else look(node.body, f"{name}.")
        return None

    return look(ast.parse(source).body, "")


def room_of(file: str) -> str:
    """The folder that a file is counted with."""
    return Path(file).parent.as_posix()


def drawn(
    files: Sequence[str], sample: int | None, seed: int
) -> dict[str, tuple[int, list[Mutant]]]:
    """For each room: how many mutants its files have, and those to be tested.

    :param sample: How many of each room, drawn at random; None for all.
    """
    there: dict[str, list[Mutant]] = defaultdict(list)
    for file in files:
        there[room_of(file)] += mutants_of(file, Path(file).read_text(encoding="utf-8"))
    chance = Random(seed)
    return {
        room: (len(all_), chance.sample(all_, min(sample or len(all_), len(all_))))
        for room, all_ in there.items()
    }


def notices(mutant: Mutant, reach: Reach, number: int, most_s: float = math.inf) -> bool:
    """Whether a test fails while a file is broken: of the nearest file of tests, then of others.

    :param number: Different for each mutant: the file's age, by which Python knows what to compile
        again, is told in whole seconds.
    :param most_s: The mutant is shown only so many seconds of tests, unbroken, the quickest first.
    """
    path = Path(mutant.file)
    source, age = path.read_text(encoding="utf-8"), path.stat().st_mtime
    left_s = most_s
    for tests in _in_turn(mutant, function_at(source, mutant.line), reach):
        chosen, taken_s = within(tests, left_s)
        left_s -= taken_s
        if not chosen:
            continue
        try:
            path.write_text(mutant.text(source), encoding="utf-8")
            os.utime(path, (age + number, age + number))
            # Broken code may loop: it is given several times what it takes unbroken.
            if run(chosen, round(60 + 5 * taken_s)) not in (PASSED, NOTHING_RAN):
                return True
        finally:
            path.write_text(source, encoding="utf-8")
            os.utime(path, (age, age))
    return False


def within(tests: Sequence[tuple[float, str]], most_s: float) -> tuple[list[str], float]:
    """The quickest tests that together take no more than so many seconds, and what they take."""
    chosen, taken_s = [], 0.0
    for cpu_s, test in sorted(tests):
        if taken_s + cpu_s > most_s:
            break
        chosen.append(test)
        taken_s += cpu_s
    return chosen, taken_s


def _in_turn(
    mutant: Mutant, function: str | None, reach: Reach
) -> Iterator[list[tuple[float, str]]]:
    """The tests that may notice with their seconds, in the order in which they are shown."""
    near = nearest_tests(mutant.file, PROJECT)
    for files in (near[:1], near[1:]):
        yield [test for file in files for test in reach.tests(file, mutant.file, function)]
    if function is None:
        yield [(0.0, rule) for rule in RULES]


def _copied() -> Path:
    """A fresh copy of the files that git knows or would."""
    copy = PROJECT / ".cache" / "mutants"
    shutil.rmtree(copy, ignore_errors=True)
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, copy / name)
    return copy


def _in_copy(
    files: Sequence[str],
    sample: int | None,
    seed: int,
    most_s: float,
    kept: Path | None,
    *,
    followed: bool,
) -> list[Outcome]:
    """Test the mutants, in the copy as the working folder; those of all rooms in random order."""
    load_libraries()
    rooms = drawn(files, sample, seed)
    mutants = [mutant for _, some in rooms.values() for mutant in some]
    Random(seed).shuffle(mutants)
    reach = Reach(files, PROJECT, kept, followed=followed)
    noticed: Counter[str] = Counter()
    for number, mutant in enumerate(mutants, start=1):
        found = notices(mutant, reach, number, most_s)
        noticed[room_of(mutant.file)] += found
        if not found:
            source = Path(mutant.file).read_text(encoding="utf-8")
            sys.stdout.write(f"{mutant.diff(source)}\n\n")
            sys.stdout.flush()
        said = "noticed" if found else "not noticed"
        sys.stderr.write(f"{number} of {len(mutants)}: {mutant.file}:{mutant.line} {said}\n")
    return [Outcome(room, there, len(some), noticed[room]) for room, (there, some) in rooms.items()]


def main() -> int:
    """Test the mutants of the files named; 3 where a smaller share is noticed than is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.mutate")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--least", type=float, default=0.0, help="share to be noticed, 0 to 1")
    parser.add_argument("--sample", type=int, help="test only so many mutants of each folder")
    parser.add_argument("--seed", type=int, help="of the sample; by default another each time")
    parser.add_argument(
        "--most-seconds",
        type=float,
        default=math.inf,
        help="show a mutant only so many seconds of tests, the quickest first",
    )
    parser.add_argument(
        "--all-tests",
        action="store_true",
        help="show a mutant all tests of the nearest files, called or not: for a small sample",
    )
    parser.add_argument("--here", type=Path, help="this is the copy already, of that folder")
    given = parser.parse_args()
    seed = SystemRandom().randrange(10**6) if given.seed is None else given.seed
    if not given.here:
        copy = _copied()
        command = [sys.executable, "-m", "tests.mutate", f"--here={PROJECT}", *sys.argv[1:]]
        command.append(f"--seed={seed}")
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        return subprocess.run(command, cwd=copy, env=environment, check=False).returncode
    sys.stdout.write(f"seed {seed}\n\n")
    kept = given.here / ".cache" / "reached"
    outcomes = _in_copy(
        given.files, given.sample, seed, given.most_seconds, kept, followed=not given.all_tests
    )
    share, half = whole(outcomes)
    lines = [one.line() for one in outcomes]
    lines.append(f"all, each folder weighed by its mutants: {share:.1%} (95 %: ± {half:.1%})")
    sys.stdout.write("\n".join([*lines, ""]))
    return 3 if share < given.least else 0


if __name__ == "__main__":
    sys.exit(main())
