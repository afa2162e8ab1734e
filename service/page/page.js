// What the page does better with a script; everything works without it.
"use strict";

// Copying: the citation stands in the page, so the button only saves selecting it.
async function copy(button, status) {
  const source = document.getElementById(button.dataset.copy);
  let copied = true;
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {  // Browsers give the clipboard to https and localhost only.
    source.closest("details").open = true;
    getSelection().selectAllChildren(source);
    copied = document.execCommand("copy");
  }
  status.textContent = copied ? "Copied" : "Selected: press Ctrl+C";
  setTimeout(() => { status.textContent = ""; }, 4000);
}

function enliven(part) {
  for (const button of part.querySelectorAll("button.copy")) {
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    button.parentElement.append(status);
    button.hidden = false;
    button.addEventListener("click", () => copy(button, status));
  }
  part.querySelector('form.ask[action="/"]')?.addEventListener("submit", (event) => {
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value !== "");
    show(`/?${new URLSearchParams(filled)}`, true);
  });
  // While the index is loading, ask again.
  if (part.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);
}

// An answer takes the place of what the page shows: the quotes are seen sooner than on a page that
// is loaded anew. What fails is left to the browser, which does as it would without a script.
let asking = new AbortController();
let shown = location.pathname + location.search;

async function show(address, isNew) {
  asking.abort();
  asking = new AbortController();
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal: asking.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = page.getElementById("main");
    if (isNew && address !== shown) history.pushState(null, "", address);
    shown = address;
    document.title = page.title;
    const feed = 'link[rel="alternate"]';
    document.querySelector(feed)?.remove();
    document.head.append(...page.querySelectorAll(feed));
    main.replaceWith(answer);
    enliven(answer);
    if (isNew) scrollTo(0, 0);
    answer.focus({ preventScroll: true });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

addEventListener("popstate", () => {
  const address = location.pathname + location.search;
  if (address === shown) return;  // Only the fragment changed.
  if (location.pathname === "/") show(address, false);
  else location.reload();
});

enliven(document);

// A permalink names its place in the fragment, which the server never sees: ask for it by query.
function showPlace() {
  const place = /^#s(\d+-\d+)$/.exec(location.hash)?.[1];
  if (!place || !location.pathname.startsWith("/d/")) return;
  const query = new URLSearchParams(location.search);
  if (query.get("s") === place) return;
  const earlier = query.get("from");
  if (earlier) {  // The place counts in the version that the link was made for.
    query.delete("from");
    query.set("s", place);
    location.replace(`/d/${encodeURIComponent(earlier)}?${query}`);
    return;
  }
  query.set("s", place);
  location.replace(`${location.pathname}?${query}#s${place}`);
}

addEventListener("hashchange", showPlace);
showPlace();

// Sending files one after another shows how far it is; without a script the form sends them all.
async function send(form) {
  const files = [...form.elements.files.files];
  const shown = form.querySelector(".sending");
  const [bar, status, list] = shown.querySelectorAll("progress, span, ul");
  const button = form.querySelector("button");
  shown.hidden = false;
  button.disabled = true;
  bar.max = files.length;
  const counts = {};
  for (const [at, file] of files.entries()) {
    bar.value = at;
    status.textContent = `${at + 1} of ${files.length}: ${file.name}`;
    const body = new FormData();
    body.append("files", file);
    let told;
    try {
      const response = await fetch("/v1/documents", { method: "POST", body });
      const answer = await response.json();
      told = response.ok ? answer.items : [{ source: file.name, status: "refused", problem: answer }];
    } catch {
      told = [{ source: file.name, status: "refused", problem: { detail: "the service cannot be reached" } }];
    }
    for (const one of told) {
      counts[one.status] = (counts[one.status] ?? 0) + 1;
      const item = document.createElement("li");
      const why = [one.problem?.detail?.replace(`${one.source}: `, ""), ...(one.notices ?? [])].filter(Boolean).join(" – ");
      item.textContent = `${one.source}: ${one.status}${why ? ` – ${why}` : ""}`;
      list.append(item);
    }
  }
  bar.value = files.length;
  status.textContent = `Done: ${Object.entries(counts).map(([what, n]) => `${n} ${what}`).join(", ")}. `;
  const again = document.createElement("a");
  again.href = "/files";
  again.textContent = "Show the files on record";
  status.append(again);
  button.disabled = false;
}

for (const form of document.querySelectorAll("form.send")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
