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
