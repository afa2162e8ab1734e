from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

import eval.report.questions as questions_module
from eval.command import evaluate, read_texts
from eval.report.marking import Mark, excerpt
from eval.report.page import report_page
from eval.report.report import Report
from eval.running.systems import BASELINES, OURS
from tests.eval.fiction import HARBOUR, TEXTS, question
from tests.eval.judged import write_collection
from tests.eval.reading_pages import listed, numbers, of_class, one_of_class, part, words
from tests.fakes import HashingEncoder

HOSTILE = """Briefing by Harbour Secretary Ilse Adler

March 4, 2031

Q: What do you say about the <script>alert("ferry")</script> at Corran & the </style> terminal?

MS. ADLER: It opens on the <img src="//x" onerror='alert(1)'> ninth of May &amp; not before.\x07
"""


def test_quoted_words_are_marked_at_the_right_characters(root: Xml.Element) -> None:
    results = [li for d in of_class(root, "question") for li in d.iter("li")]
    checked = 0
    for li in results:
        quote = li.find("blockquote")
        if quote is None:
            continue
        place = re.fullmatch(r"(\S+) (\d+)–(\d+)", words(one_of_class(li, "place")))
        assert place is not None
        name, start, end = place[1], int(place[2]), int(place[3])
        marked = "".join(words(piece) for piece in quote if "quoted" in piece.attrib["class"])
        if marked:
            assert marked == TEXTS[name][start:end]
            checked += 1
        shown = "".join(words(piece) for piece in quote if piece.attrib["class"] != "gap")
        assert shown in TEXTS[name]
    assert checked > 5


def test_judged_words_are_marked_wherever_they_are_shown(root: Xml.Element) -> None:
    golds = {"F1": "It opens on the ninth of May.", "F3": "Four houses were damaged,"}
    for query_id, gold in golds.items():
        marks = [words(mark) for mark in listed(root, query_id).iter("mark")]
        assert marks
        assert marks[0].startswith(gold)
    assert not list(listed(root, "F5").iter("mark"))


def test_a_question_shows_how_it_was_decided(report: Report, root: Xml.Element) -> None:
    ours = {one.query_id: one for one in report.runs[0].outcomes[OURS]}
    for query in report.runs[0].collection.queries:
        summary = words(listed(root, query.query_id)[0])
        assert query.text in summary
        word = "answered" if ours[query.query_id].answered else "refused"
        wrongly = ours[query.query_id].answered != query.answerable
        assert (f"{word}, wrongly" if wrongly else word) in summary
        assert ("wrongly" in summary) == wrongly
    first = {words(b).rstrip(": ") for b in listed(root, "F1").findall("details/ul/li//b")}
    assert {name for name in BASELINES if any(b.startswith(name) for b in first)} == set(BASELINES)


def test_a_judged_span_that_no_quote_meets_is_shown_apart(report: Report) -> None:
    (run,) = report.runs
    shown = {one.query.query_id: one for one in questions_module.shown_questions(run)}
    for query_id, golds in run.collection.golds_of().items():
        quotes = shown[query_id].quotes
        missed = {
            gold
            for gold in golds
            if not any(
                q.document == gold.document and q.start < gold.end and q.end > gold.start
                for q in quotes
            )
        }
        assert set(shown[query_id].missed) == missed


def test_a_question_shows_its_facts_measures_and_headings(
    report: Report, root: Xml.Element
) -> None:
    (run,) = report.runs
    for shown in questions_module.shown_questions(run):
        part = listed(root, shown.query.query_id)
        headings = [words(heading).partition(" (")[0] for heading in part.findall("h4")]
        first = "Refused" if shown.outcome.answered is False else "Quotes"
        missed = ["Judged, but in none of these quotes"] if shown.missed else []
        assert headings == [first, *missed]
        facts = "".join(words(fact) for fact in part.findall("dl/div/dd"))
        assert all(speaker in facts for speaker in shown.query.speakers)
        measures = numbers(part, "measures")
        for system in run.scores:
            assert measures[system.system, "best score"] == pytest.approx(
                shown.outcomes[system.system].confidence
            )
            if shown.query.answerable:
                ndcg = system.per_question["nDCG@10"][shown.query.query_id]
                assert measures[system.system, "nDCG@10"] == ndcg


def test_each_choice_tells_how_many_questions_it_shows(root: Xml.Element) -> None:
    picks = one_of_class(root, "picks")
    counts = {"all": 5} | {
        name: sum(1 for _ in of_class(one_of_class(root, "questions"), name))
        for name in ("miss", "refused", "told")
    }
    for label in picks.iter("label"):
        (button,) = label.iter("input")
        name = button.attrib["class"].removeprefix("pick-")
        assert words(label).endswith(f"({counts[name]})")
        assert ("checked" in button.attrib) == (name == "all")


def test_what_is_left_out_of_a_long_text_is_said() -> None:
    given = excerpt("word " * 400, 500, 2_000, [Mark(500, 520, "quoted"), Mark(500, 510, "part")])
    root = Xml.fromstring(part("excerpt", given))
    # Of its 1,500 characters the first 900 and the last 300 are shown, less a space before the gap.
    assert [words(gap) for gap in of_class(root, "gap")] == ["… ", " [… 301 characters …] "]
    assert [words(mark) for mark in of_class(root, "part")] == ["word word "]
    assert "".join(map(words, of_class(root, "quoted"))) == "word " * 4


def test_a_hit_that_was_shown_already_is_only_named(report: Report) -> None:
    (run,) = report.runs
    quote = questions_module.shown_questions(run)[0].quotes[0]
    other = replace(quote, start=quote.start + 1)
    first = replace(
        questions_module.shown_questions(run)[0],
        firsts={"bm25": quote, "dense": other, "hybrid": other, "none": None},
    )
    (entry,) = questions_module.entries(run, [first], TEXTS)
    assert [(hit.system, hit.instead) for hit in entry.firsts] == [
        ("bm25", ": the same as quote 1"),
        ("dense", ""),
        ("hybrid", ": the same as that of dense"),
        ("none", " found nothing"),
    ]


def test_what_a_transcript_holds_is_only_ever_text(tmp_path: Path) -> None:
    name = "<b onclick='x'>&.txt"
    start = HOSTILE.index("It opens")
    folder = write_collection(
        tmp_path,
        {name: HOSTILE},
        [question('F<1>"', 'When does the "ferry" </summary><script>x</script> open?', "<i>kind")],
        [('F<1>"', name, start, HOSTILE.index("\x07"), 2, "MS. ADLER")],
    )
    report = evaluate([folder], encoder=HashingEncoder(), cache=tmp_path / "cache")
    page = report_page(report, {"fiction": {name: HOSTILE}})
    root = Xml.fromstring(page)
    assert not {e.tag for e in root.iter()} & {"script", "img", "i"}
    assert not any(key.startswith("on") for e in root.iter() for key in e.attrib)
    (shown,) = of_class(root, "question")
    assert "<img src=\"//x\" onerror='alert(1)'> ninth of May &amp; not" in words(shown)
    assert "\x07" not in page


def test_of_many_questions_the_worst_are_listed_and_the_rest_is_said(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions_module, "LISTED", 2)
    root = Xml.fromstring(report_page(report, {"fiction": TEXTS}))
    kept = [question.findtext("summary/b") for question in of_class(root, "question")]
    ours = report.runs[0].scores[0]
    ndcg = dict(ours.per_question["nDCG@10"])
    assert ours.decision is not None
    ndcg["F5"] = 1 - ours.decision.false_answers.value
    assert set(kept) == set(sorted(ndcg, key=lambda query_id: (ndcg[query_id], query_id))[:2])
    note = words(one_of_class(root, "listing"))
    assert "Listed are the 2 of 5 questions that went worst" in note


def test_texts_that_do_not_hold_the_words_are_not_passed_over(report: Report) -> None:
    page = report_page(report, {"fiction": dict.fromkeys(TEXTS, "short")})
    assert "These words do not stand in the documents." in page
    texts = read_texts(report.runs[0].collection)
    assert "These words do not stand" not in report_page(report, {"fiction": texts})


def test_judgments_of_yes_and_no_are_not_called_parts(tmp_path: Path) -> None:
    gold = "It opens on the ninth of May."
    start = HARBOUR.index(gold)
    folder = write_collection(
        tmp_path,
        {"harbour.txt": HARBOUR},
        [question("Y1", "When does the ferry terminal at Corran open?", "direct")],
        [("Y1", "harbour.txt", start, start + len(gold), 1, "MS. ADLER")],
    )
    report = evaluate([folder], encoder=HashingEncoder(), cache=tmp_path / "cache")
    root = Xml.fromstring(report_page(report, {"fiction": {"harbour.txt": HARBOUR}}))
    shown = words(one_of_class(root, "listing"))
    assert "delivers an answer" in shown
    assert " part" not in shown
    assert gold in [words(mark) for mark in of_class(listed(root, "Y1"), "full")]
