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

for (const button of document.querySelectorAll("button.copy")) {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.parentElement.append(status);
  button.hidden = false;
  button.addEventListener("click", () => copy(button, status));
}

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

// While the index is loading, ask again.
if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);
