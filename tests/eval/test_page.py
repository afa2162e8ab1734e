from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

import eval.report.questions as questions_module
from eval.command import evaluate, read_texts
from eval.report.page import report_page
from eval.report.report import Report
from eval.running.systems import BASELINES, OURS
from tests.eval.fiction import HARBOUR, TEXTS, question, write_fiction
from tests.eval.judged import write_collection
from tests.fakes import HashingEncoder

HOSTILE = """Briefing by Harbour Secretary Ilse Adler

March 4, 2031

Q: What do you say about the <script>alert("ferry")</script> at Corran & the </style> terminal?

MS. ADLER: It opens on the <img src="//x" onerror='alert(1)'> ninth of May &amp; not before.\x07
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("page")
    return evaluate(
        [write_fiction(place)], encoder=HashingEncoder(), out=place / "runs", cache=place / "cache"
    )


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    assert report.folder is not None
    return (report.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def root(page: str) -> Xml.Element:
    return Xml.fromstring(page)


def words(found: Xml.Element) -> str:
    return "".join(found.itertext())


def of_class(root: Xml.Element, name: str) -> Iterator[Xml.Element]:
    return (e for e in root.iter() if name in e.attrib.get("class", "").split())


def one_of_class(root: Xml.Element, name: str) -> Xml.Element:
    (found,) = of_class(root, name)
    return found


def numbers(root: Xml.Element, table: str) -> dict[tuple[str, str], float]:
    """The full values of one table by the heads of row and column."""
    found = one_of_class(root, table)
    heads = [words(head) for head in found.findall("thead/tr/th")]
    return {
        (words(row[0]), head): float(value.attrib["value"])
        for row in found.findall("tbody/tr")
        for head, cell in zip(heads, row[1:], strict=True)
        if (value := cell.find("data")) is not None
    }


def listed(root: Xml.Element, query_id: str) -> Xml.Element:
    (found,) = (d for d in of_class(root, "question") if d.findtext("summary/b") == query_id)
    return found


def test_the_figures_are_those_of_the_json(report: Report, root: Xml.Element) -> None:
    collection: Any = report.json()["collections"]
    shown = numbers(root, "figures")
    systems = collection[0]["systems"]
    for one in systems:
        figures, name = one["figures"], one["system"]
        for measure in ("nDCG@10", "hit@1", "hit@5", "MRR", "R@10", "R@100"):
            assert shown[name, measure] == figures[measure]["value"]
        assert shown[name, "char F1"] == figures["char F1 hit"]["value"]
        assert shown[name, "n"] == figures["nDCG@10"]["count"]
        assert shown[name, "p50 ms"] == one["latency"]["search"]["p50_ms"]
        assert ((f"{name}, ask", "hit@1") in shown) == ("ask" in one["latency"])
    for name in (OURS, f"{OURS} +filters"):
        (figures,) = [one["figures"] for one in systems if one["system"] == name]
        for way in ("ask", "as served"):
            for measure in ("nDCG@10", "hit@1", "hit@5", "MRR", "first speaker right"):
                assert shown[f"{name}, {way}", measure] == figures[f"{way} {measure}"]["value"]
        assert shown[f"{name}, ask", "char F1"] == figures["char F1 quote"]["value"]
        assert shown[f"{name}, as served", "F1 median"] == figures["char F1 median"]["value"]


def test_kinds_rates_and_decisions_are_those_of_the_json(report: Report, root: Xml.Element) -> None:
    collection: Any = report.json()["collections"]
    kinds, rates = numbers(root, "kinds"), numbers(root, "rates")
    decisions = numbers(root, "decisions")
    for one in collection[0]["systems"]:
        for kind, figures in one["by_kind"].items():
            for name in ("nDCG@10", "hit@1", "ask hit@1"):
                head = f"{kind} {name} ({figures[name]['count']})"
                assert kinds[one["system"], head] == figures[name]["value"]
        for name, rate in one["rates"].items():
            assert rates.get((name, one["system"])) == rate["value"]
        assert decisions[one["system"], "area"] == one["decision"]["area"]["value"]
    ours = collection[0]["systems"][0]["decision"]
    assert decisions[OURS, "false answers"] == ours["false_answers"]["value"]
    assert decisions[OURS, "false refusals"] == ours["false_refusals"]["value"]
    assert decisions[OURS, "ECE"] == ours["calibration"]["error"]
    assert ("bm25", "false answers") not in decisions
    assert ("bm25", "ECE") not in decisions


def test_differences_are_those_of_the_json(report: Report, root: Xml.Element) -> None:
    collection: Any = report.json()["collections"]
    shown = numbers(root, "differences")
    for measure, differences in collection[0]["comparisons"].items():
        for one in differences:
            assert shown[measure, one["baseline"]] == one["mean"]["value"]
    cell = words(one_of_class(root, "differences"))
    first = collection[0]["comparisons"]["nDCG@10"][0]
    assert f"{first['better']} better, {first['worse']} worse of 4" in cell
    assert f"p {first['p_corrected']:.4f}" in cell


def test_each_interval_stands_below_its_value(report: Report, root: Xml.Element) -> None:
    figure = report.runs[0].scores[0].figures["nDCG@10"]
    cell = one_of_class(root, "figures").findall("tbody/tr/td")[0]
    assert cell.findtext("data") == f"{figure.value:.3f}"
    assert cell.findtext("small") == f"[{figure.low:.3f}, {figure.high:.3f}]"


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


def test_the_head_names_the_documents_that_are_quoted(page: str, root: Xml.Element) -> None:
    quoting = one_of_class(root, "quoting")
    names = [item.text.strip() for item in quoting.iter("li") if item.text]
    places = {words(place).split()[0] for place in of_class(root, "place")}
    assert names == sorted(places)
    assert f"quotes {len(places)} documents" in words(quoting[0])
    assert page.index('class="quoting"') < page.index("<section")


def test_the_page_needs_nothing_else(page: str, root: Xml.Element) -> None:
    assert not {e.tag for e in root.iter()} & {"script", "link", "img", "iframe", "object", "base"}
    for found in root.iter():
        assert not set(found.attrib) & {"src", "srcset", "action", "style"}
        assert not any(name.startswith("on") for name in found.attrib)
        assert found.attrib.get("href", "#").startswith("#")
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    assert "@import" not in page
    policy = root.find("head/meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.attrib["content"].startswith("default-src 'none'")


def test_every_id_stands_once_and_every_link_leads_somewhere(root: Xml.Element) -> None:
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert {e.attrib["href"][1:] for e in root.iter("a")} <= set(ids)
    named = {n for e in root.iter("svg") for n in e.attrib.get("aria-labelledby", "").split()}
    assert named <= set(ids)


def test_all_plots_are_there(root: Xml.Element) -> None:
    titles = [figure.findtext("h4") for figure in root.iter("figure")]
    assert titles == [
        "nDCG@10 by kind of question",
        "hit@1 by kind of question",
        "ask hit@1 by kind of question",
        f"{OURS} minus each baseline",
        "Precision and recall of the answer decision",
        "False answers against false refusals",
        "Reliability of the confidence",
        "Time of a question in milliseconds",
    ]
    for figure in root.iter("figure"):
        assert figure.findtext("svg/desc")


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


def test_only_the_page_quotes(report: Report, page: str) -> None:
    assert report.folder is not None
    assert "ninth of May" in HARBOUR
    assert "ninth of May" in page
    quoting = [
        path.name
        for path in report.folder.rglob("*")
        if path.is_file() and "ninth of May" in path.read_text(encoding="utf-8")
    ]
    assert quoting == ["report.html"]


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
