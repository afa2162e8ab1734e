// Judging with a script: marks show at once, and selecting words sets the sentences of a mark.
"use strict";

function rowsOf(passage) {
  return [...passage.querySelectorAll("fieldset.mark")].map((row) => {
    const [from, to] = row.querySelectorAll("select");
    return {
      row, from, to,
      grade: row.querySelector("input[type=radio]:checked")?.value ?? "",
      first: Number(from?.value ?? 1),
      last: Number(to?.value ?? 1),
    };
  });
}

function show(passage) {
  const marks = rowsOf(passage).filter((one) => one.grade === "1" || one.grade === "2");
  for (const sentence of passage.querySelectorAll(".sentence")) {
    const number = Number(sentence.dataset.number);
    const mark = marks.find((one) => one.first <= number && number <= one.last);
    sentence.classList.toggle("g1", mark?.grade === "1");
    sentence.classList.toggle("g2", mark?.grade === "2");
  }
}

// The mark that a selection is for: the first without a grade, else the last one in sight.
function chosenRow(passage) {
  const rows = rowsOf(passage).filter((one) => one.from && one.row.getClientRects().length);
  return rows.find((one) => one.grade === "") ?? rows.at(-1);
}

function takeSelection(passage) {
  const selection = getSelection();
  if (selection.isCollapsed || !passage.contains(selection.anchorNode)) return;
  const touched = [...passage.querySelectorAll(".sentence")]
    .filter((sentence) => selection.containsNode(sentence, true))
    .map((sentence) => sentence.dataset.number);
  const row = chosenRow(passage);
  if (!touched.length || !row) return;
  row.from.value = touched[0];
  row.to.value = touched.at(-1);
  show(passage);
}

for (const passage of document.querySelectorAll(".passage")) {
  passage.addEventListener("change", () => show(passage));
  passage.querySelector(".words").addEventListener("mouseup", () => setTimeout(takeSelection, 0, passage));
}
