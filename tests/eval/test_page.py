from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as Xml

from eval.report.page import report_page
from eval.report.report import NOTES, Report
from eval.running.systems import BASELINES, OURS
from tests.eval.fiction import HARBOUR, TEXTS
from tests.eval.reading_pages import numbers, of_class, one_of_class, words


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
    cell = next(of_class(root, "figures")).findall("tbody/tr/td")[0]
    assert cell.findtext("data") == f"{figure.value:.3f}"
    assert cell.findtext("small") == f"[{figure.low:.3f}, {figure.high:.3f}]"


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


def test_the_head_tells_what_was_run_and_how(report: Report, root: Xml.Element) -> None:
    head = one_of_class(root, "about")
    facts = {words(fact[0]): words(fact[1]) for fact in head}
    assert facts["started"] == report.about["started"]
    assert facts["model"] == "hashing"
    settings = {words(row[0]): words(row[1]) for row in one_of_class(root, "settings").iter("tr")}
    assert settings["settings.model"] == "hashing"
    hashes = {d.name: d.sha256 for d in report.runs[0].collection.documents}
    for item in one_of_class(root, "quoting").iter("li"):
        name, given = words(item).strip().partition(" ")[::2]
        assert given == (hashes[name] or "")[:16]
    footer = root.find("body/footer")
    assert footer is not None
    assert tuple(map(words, footer)) == NOTES


def test_the_overview_sets_ours_beside_the_best_baseline(report: Report, root: Xml.Element) -> None:
    (run,) = report.runs
    ours = run.scores[0]
    ranking = [system for system in run.scores if system.system in BASELINES]
    best = max(ranking, key=lambda system: system.figures["nDCG@10"].value)
    shown = numbers(root, "overview")
    assert shown[run.name, "nDCG@10"] == ours.figures["nDCG@10"].value
    assert shown[run.name, "its nDCG@10"] == best.figures["nDCG@10"].value
    assert best.system in words(one_of_class(root, "overview"))


def test_the_rows_of_ours_stand_out(root: Xml.Element) -> None:
    leading = {
        table: [words(row[0]) for row in of_class(next(of_class(root, table)), "ours")]
        for table in ("figures", "kinds", "decisions", "rates")
    }
    assert leading == {
        "figures": [OURS, f"{OURS}, ask", f"{OURS}, as served"],
        "kinds": [OURS],
        "decisions": [OURS],
        "rates": [],
    }


def test_a_rate_that_nobody_could_have_has_no_row(report: Report, root: Xml.Element) -> None:
    scores = report.runs[0].scores
    rows = {words(row[0]) for row in one_of_class(root, "rates").findall("tbody/tr")}
    assert rows == {n for n in scores[0].rates if any(one.rates[n].count for one in scores)}
    assert len(rows) < len(scores[0].rates)


def test_a_run_inside_documents_says_so(report: Report, page: str) -> None:
    inside = replace(report, runs=(replace(report.runs[0], inside=True),))
    words_of_it = "Each question is asked of the one document that it is about."
    assert words_of_it not in page
    assert words_of_it in report_page(inside, {"fiction": TEXTS})


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
