"""What the page of a report says, and what it shows of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as Xml

import pytest

import eval.report.questions as questions_module
from eval.collections.collection import Gold
from eval.report.page import report_page
from eval.report.questions import Shown, entries, quoted_documents, shown_questions
from eval.report.report import Report
from eval.running.found import Found, Outcome, Reading
from eval.running.systems import OURS
from eval.runs import CollectionRun
from tests.eval.fiction import HARBOUR, LOCKS, TEXTS, changed
from tests.eval.reading_pages import listed, numbers, of_class, one_of_class, part, words


def shown(run: CollectionRun, query_id: str) -> Shown:
    (found,) = [one for one in shown_questions(run) if one.query.query_id == query_id]
    return found


def page_of(report: Report, *runs: CollectionRun, **about: object) -> Xml.Element:
    changed = replace(report, runs=runs or report.runs, about={**report.about, **about})
    return Xml.fromstring(report_page(changed, {"fiction": TEXTS}))


# The page


def test_a_table_of_many_kinds_is_cut_so_that_it_can_be_read(
    report: Report, run: CollectionRun
) -> None:
    scores = tuple(
        replace(one, by_kind={f"kind {at}": one.by_kind["context"] for at in range(4)})
        for one in run.scores
    )
    root = page_of(report, replace(run, scores=scores))
    widths = [len(table.findall("thead/tr/th")) for table in of_class(root, "kinds")]
    # Three measures of four kinds; a table of shares may have twelve columns.
    assert widths == [6, 6]
    captions = [words(table[0]) for table in of_class(root, "kinds")]
    assert [caption.endswith(", continued") for caption in captions] == [False, True]
    assert [len(table.findall("thead/tr/th")) for table in of_class(root, "decisions")] == [12]


@pytest.mark.parametrize(
    ("commit", "fact"),
    [
        ("0123456789abcdef", "0123456789ab"),
        ("0123456789abcdef+", "0123456789ab+"),  # with changes that no commit has
        (None, None),
    ],
)
def test_the_commit_is_named_and_whether_it_was_changed(
    report: Report, commit: str | None, fact: str | None
) -> None:
    machine = {"processor": "Tide 9", "cores": 2, "memory_gib": 8}
    root = page_of(report, environment={"commit": commit, "machine": machine})
    facts = {words(row[0]): words(row[1]) for row in one_of_class(root, "about")}
    assert facts.get("commit") == fact
    assert facts["machine"] == "Tide 9, 2 cores, 8 GiB"
    settings = {words(row[0]): words(row[1]) for row in one_of_class(root, "settings").iter("tr")}
    assert settings["environment.commit"] == (commit or "–")
    assert settings["environment.machine.cores"] == "2"


def test_the_head_names_what_every_run_of_a_collection_quotes(
    report: Report, run: CollectionRun
) -> None:
    """Two runs of one collection, of which each quotes another document."""

    def only(document: str, inside: bool) -> CollectionRun:
        outcomes = {
            name: tuple(
                replace(
                    one,
                    hits=tuple(hit for hit in one.hits if hit.document == document),
                    quotes=tuple(quote for quote in one.quotes if quote.document == document),
                )
                for one in given
            )
            for name, given in run.outcomes.items()
        }
        golds = tuple(gold for gold in run.collection.golds if gold.document == document)
        collection = replace(run.collection, golds=golds)
        return replace(run, outcomes=outcomes, collection=collection, inside=inside)

    first, second = only("harbour.txt", False), only("locks.txt", True)
    assert quoted_documents(shown_questions(first)) == ("harbour.txt",)
    root = page_of(report, first, second)
    quoting = one_of_class(root, "quoting")
    assert [words(item).split()[0] for item in quoting.iter("li")] == ["harbour.txt", "locks.txt"]
    assert words(quoting[0]).startswith("This page quotes 2 documents;")
    alone = one_of_class(page_of(report, first), "quoting")
    assert words(alone[0]).startswith("This page quotes 1 document;")
    assert root.findtext("head/title") == "Evaluation: fiction, fiction-inside"


def test_a_section_tells_what_was_searched(report: Report, run: CollectionRun) -> None:
    root = page_of(report, replace(run, index={"passages": 1_234}, build_s=3.21, asking_s=7.65))
    section = root.find("body/main/section")
    assert section is not None
    assert words(section.findall("p")[1]) == (
        "2 documents, 1,234 passages, 5 questions (4 answerable, 1 that nothing answers). Made "
        "ready in 3.2 s, all systems asked in 7.7 s."
    )


# A question of the page


def found(document: str, start: int, end: int, label: str = "MS. ADLER") -> Found:
    return Found(document, start, end, TEXTS[document][start:end], label, "answer", 0.5)


def apart(count: int) -> tuple[Found, ...]:
    """Quotes of ten characters each, none of which meets another."""
    return tuple(found("harbour.txt", 20 * at, 20 * at + 10) for at in range(count))


def test_five_quotes_are_shown(run: CollectionRun) -> None:
    assert shown(changed(run, "F5", quotes=apart(7)), "F5").quotes == apart(7)[:5]


def test_words_that_were_judged_to_answer_nothing_are_not_shown_as_judged(
    run: CollectionRun,
) -> None:
    nothing = Gold("F1", "locks.txt", 0, 8, 0, "MR. BERNE")
    golds = (*run.collection.golds, nothing, replace(nothing, start=10, end=20, relevance=1))
    given = shown(replace(run, collection=replace(run.collection, golds=golds)), "F1")
    assert [gold.relevance for gold in given.golds] == [2, 1]
    assert nothing not in given.missed


@pytest.mark.parametrize(
    ("query_id", "answered", "classes"),
    [
        ("F1", True, ()),
        ("F1", False, ("refused",)),
        ("F1", None, ()),
        ("F5", True, ("told",)),
        ("F5", False, ()),
        ("F5", None, ("told",)),  # what never refuses has answered
    ],
)
def test_a_question_can_be_chosen_by_what_went_wrong(
    run: CollectionRun, query_id: str, answered: bool | None, classes: tuple[str, ...]
) -> None:
    assert shown(changed(run, query_id, answered=answered), query_id).classes == classes


def test_a_first_hit_that_delivers_nothing_is_a_miss(run: CollectionRun) -> None:
    first = {**run.scores[0].per_question["hit@1"], "F1": 0.0}
    per_question = {**run.scores[0].per_question, "hit@1": first}
    scores = (replace(run.scores[0], per_question=per_question), *run.scores[1:])
    assert shown(replace(run, scores=scores), "F1").classes == ("miss",)


def gold_of(name: str, printed: str, relevance: int) -> Gold:
    start = TEXTS[name].index(printed)
    return Gold("F1", name, start, start + len(printed), relevance, "MS. ADLER")


OPENS = gold_of("harbour.txt", "It opens on the ninth of May.", 2)
PIERS = gold_of("harbour.txt", "The piers are finished and the cranes were tested.", 1)


def worth(run: CollectionRun, golds: Sequence[Gold], quote: Found) -> tuple[str, bool]:
    given = replace(run, collection=replace(run.collection, golds=tuple(golds)))
    (entry,) = entries(given, [shown(changed(given, "F1", quotes=(quote,)), "F1")], TEXTS)
    return entry.quotes[0].worth, entry.quotes[0].good


def test_a_quote_is_worth_what_the_best_span_in_it_is(run: CollectionRun) -> None:
    both = found("harbour.txt", OPENS.start, PIERS.end)
    assert worth(run, [OPENS, PIERS], both) == ("delivers a full answer", True)
    piers = found("harbour.txt", PIERS.start, PIERS.end)
    assert worth(run, [OPENS, PIERS], piers) == ("delivers part of an answer", True)
    assert worth(run, [PIERS], piers) == ("delivers an answer", True)
    assert worth(run, [OPENS, PIERS], found("locks.txt", 0, 9)) == (
        "delivers no judged span",
        False,
    )
    assert worth(run, [], piers) == ("", False)


def test_a_question_shows_whose_words_are_quoted_and_from_where(run: CollectionRun) -> None:
    quotes = (found("harbour.txt", 0, 8, ""), replace(found("harbour.txt", 9, 16), role="question"))
    (entry,) = entries(run, [shown(changed(run, "F5", quotes=quotes), "F5")], TEXTS)
    assert [result.speaker for result in entry.quotes] == ["nobody named", "MS. ADLER"]
    assert [result.role for result in entry.quotes] == ["answer", "question"]
    assert [result.place for result in entry.quotes] == ["harbour.txt 0–8", "harbour.txt 9–16"]


def test_a_question_that_broke_says_so(report: Report, run: CollectionRun) -> None:
    root = page_of(report, changed(run, "F1", error="it broke", quotes=()))
    question = listed(root, "F1")
    assert [words(chip) for chip in of_class(question[0], "wrong")] == ["error"]
    facts = {words(fact[0]): words(fact[1]) for fact in question.findall("dl/div")}
    assert facts["error"] == "it broke"
    assert "It found nothing." in words(question)


@pytest.mark.parametrize(
    ("answered", "head"),
    [
        (True, "Quotes (confidence 0.250)"),
        (False, "Refused (confidence 0.250); it would have quoted"),
        (None, "Quotes (confidence 0.250)"),
    ],
)
def test_a_question_says_whether_its_quotes_were_served(
    report: Report, run: CollectionRun, answered: bool | None, head: str
) -> None:
    root = page_of(report, changed(run, "F5", answered=answered, confidence=0.25, quotes=apart(1)))
    question = listed(root, "F5")
    assert words(question.findall("h4")[0]) == head
    chips = [words(chip) for chip in of_class(question[0], "chip")]
    verdict = {True: ["answered, wrongly"], False: ["refused"], None: []}[answered]
    assert chips == ["none", *verdict]
    wrong = [words(chip) for chip in of_class(question[0], "wrong")]
    assert wrong == (verdict if answered else [])


def test_what_delivers_is_marked_as_good(report: Report, run: CollectionRun) -> None:
    quotes = (found("harbour.txt", OPENS.start, OPENS.end), found("locks.txt", 0, 9))
    question = listed(page_of(report, changed(run, "F1", quotes=quotes)), "F1")
    (results,) = question.findall("ol")
    good = [[words(chip) for chip in of_class(item, "good")] for item in results]
    assert good == [["delivers a full answer"], []]
    assert all(block.attrib["dir"] == "auto" for block in question.iter("blockquote"))
    assert one_of_class(question, "asked").attrib["dir"] == "auto"


def test_what_the_question_asks_for_stands_beside_what_was_understood(
    report: Report, run: CollectionRun
) -> None:
    queries = tuple(
        replace(
            one,
            speakers=("MS. ADLER",),
            date_from=date(2031, 3, 1),
            document="harbour.txt",
            note="a note",
        )
        if one.query_id == "F1"
        else one
        for one in run.collection.queries
    )
    asked = replace(run, collection=replace(run.collection, queries=queries))

    def facts(reading: Reading | None) -> dict[str, str]:
        question = listed(page_of(report, changed(asked, "F1", reading=reading)), "F1")
        return {words(fact[0]): words(fact[1]) for fact in question.findall("dl/div")}

    told = facts(Reading(("MR. BERNE", "BERNE"), None, date(2031, 6, 30)))
    assert told == {
        "asks for": "MS. ADLER · 2031-03-01 to any day",
        "understood": "MR. BERNE · BERNE · any day to 2031-06-30",
        "about": "harbour.txt",
        "note": "a note",
    }
    assert facts(Reading())["understood"] == "nothing of that"
    assert "understood" not in facts(None)


def test_the_time_of_a_question_is_that_of_its_answer(report: Report, run: CollectionRun) -> None:
    root = page_of(report, changed(run, "F1", search_ms=1.5, ask_ms=4.25))
    assert numbers(listed(root, "F1"), "measures")[OURS, "ms"] == 4.25
    root = page_of(report, changed(run, "F1", search_ms=1.5, ask_ms=None))
    assert numbers(listed(root, "F1"), "measures")[OURS, "ms"] == 1.5


def test_the_worst_questions_are_those_without_a_good_order_or_wrongly_answered(
    run: CollectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions_module, "LISTED", 1)
    per_question = {
        **run.scores[0].per_question,
        "nDCG@10": {"F1": 0.9, "F2": 0.4, "F3": 1.0, "F4": 0.8},
    }
    run = replace(run, scores=(replace(run.scores[0], per_question=per_question), *run.scores[1:]))

    def worst(answered: bool | None) -> list[str]:
        return [
            one.query.query_id for one in shown_questions(changed(run, "F5", answered=answered))
        ]

    assert worst(False) == ["F2"]
    assert worst(True) == ["F5"]
    assert worst(None) == ["F5"]


# Marks in a text


def marked(name: str, start: int, end: int, run: CollectionRun, *golds: Gold) -> list[str]:
    given = replace(run, collection=replace(run.collection, golds=golds))
    one = shown(changed(given, "F1", quotes=(found(name, start, end),)), "F1")
    (entry,) = entries(given, [one], TEXTS)
    root = Xml.fromstring(part("excerpt", entry.quotes[0].excerpt))
    return [f"{mark.attrib['class']}: {words(mark)}" for mark in root.iter("mark")]


def test_full_answers_parts_and_quoted_words_look_different(run: CollectionRun) -> None:
    opens = TEXTS["harbour.txt"][OPENS.start : OPENS.end]
    piers = TEXTS["harbour.txt"][PIERS.start : PIERS.end]
    quoted = marked("harbour.txt", OPENS.start, OPENS.end, run, OPENS, PIERS)
    assert quoted == [f"full quoted: {opens}", f"part: {piers}"]
    # Of judgments of yes and no each is full, and no mark is of another document.
    assert marked("harbour.txt", OPENS.start, OPENS.end, run, PIERS) == [f"full: {piers}"]
    elsewhere = replace(OPENS, document="locks.txt")
    assert marked("harbour.txt", OPENS.start, OPENS.end, run, elsewhere) == []
    assert len(LOCKS) < len(HARBOUR)


def test_the_key_of_the_marks_names_parts_only_where_there_are_some(
    report: Report, run: CollectionRun
) -> None:
    key = words(one_of_class(page_of(report), "key"))
    assert key.startswith("In the texts: judged to answer fully, judged to answer in part, ")
    golds = tuple(replace(gold, relevance=1) for gold in run.collection.golds)
    plain = replace(run, collection=replace(run.collection, golds=golds))
    key = words(one_of_class(page_of(report, plain), "key"))
    assert key.startswith("In the texts: judged, quoted by the system")


def test_an_outcome_without_hits_is_said_of_each_system(run: CollectionRun) -> None:
    none: dict[str, tuple[Outcome, ...]] = {
        name: tuple(replace(one, hits=()) for one in given) for name, given in run.outcomes.items()
    }
    (first, *_) = entries(
        replace(run, outcomes=none), shown_questions(replace(run, outcomes=none)), TEXTS
    )
    others = [one.system for one in run.scores[1:]]
    assert [(hit.system, hit.instead) for hit in first.firsts] == [
        (name, " found nothing") for name in others
    ]
