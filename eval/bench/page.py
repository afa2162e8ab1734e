"""How long a person waits for the first quote: `python -m eval.bench.page ADDRESS`.

It types questions into the page of a running service in Chromium, and takes the time from the key
that sends each one until its first quote, or the sentence that nobody said it, is painted. Nothing
else should run beside it. It needs the development dependencies and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from eval.bench.questions import JUDGED
from eval.bench.timing import Spread, spread
from eval.collections.collection import read_queries
from index.errors import OnRecordError

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WATCH = """
addEventListener("keydown", (event) => {
  if (event.key === "Enter") sessionStorage.setItem("sent", Date.now());
}, true);
let last = null;
new MutationObserver(() => {
  const quote = document.querySelector("article.quote blockquote, .nobody");
  if (!quote || quote === last) return;
  last = quote;
  requestAnimationFrame(() => setTimeout(() => { globalThis.seen = Date.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
"""In each page: when a question was sent, and when another answer was painted."""
SEEN = "() => globalThis.seen && globalThis.seen - sessionStorage.getItem('sent')"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says, and print one line."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.page", description=__doc__)
    parser.add_argument("address", help="a running service, such as http://127.0.0.1:8000")
    parser.add_argument("--judged", type=Path, default=JUDGED, help="a queries.jsonl to ask from")
    parser.add_argument("--questions", type=int, default=40)
    options = parser.parse_args(arguments)
    try:
        texts = [query.text for query in read_queries(options.judged)][: options.questions]
        waited = first_quotes(options.address, texts)
    except (OnRecordError, Error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"the first quote is seen after {waited.median:.0f} {waited.unit} in the middle, "
        f"{waited.p99:.0f} at the 99th percentile, {waited.low:.0f} to {waited.high:.0f}, "
        f"of {waited.count} questions\n"
    )
    return 0


def first_quotes(address: str, questions: Sequence[str]) -> Spread:
    """Milliseconds from the key to the painted quote, after a question that nobody counts."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        waited = [_waited(page, text) for text in (questions[0], *questions)]
        browser.close()
    return spread(waited[1:], "ms")


def _waited(page: Page, question: str) -> float:
    page.evaluate("() => { globalThis.seen = null; }")
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    return float(page.wait_for_function(SEEN).json_value())


if __name__ == "__main__":
    sys.exit(main())
