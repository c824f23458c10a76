/** Tables marked `data-filter`: a search field above them, and a choice for each column marked `data-facet`. */

import { h, settle, show, speak } from "./dom.js";
import { common, search } from "./generated.js";

const say = speak({ common, search });
const PAUSE = 80; // milliseconds after the last letter

/** Gives every such table of the page its fields. */
export function filterTables() {
  for (const table of document.querySelectorAll("table[data-filter]"))
    filter(/** @type {HTMLTableElement} */ (table));
}

/** @param {HTMLTableElement} table */
function filter(table) {
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => row.innerText.toLowerCase());
  const count = h("span", { class: "count", role: "status" });
  const words = h("input", {
    type: "search",
    "aria-label": say("search.filter"),
    placeholder: say("search.filter"),
  });
  const choices = [...table.querySelectorAll("th[data-facet]")].map((head) =>
    choice(/** @type {HTMLTableCellElement} */ (head), rows),
  );
  const apply = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, place) => {
      const kept = texts[place].includes(wanted) && choices.every((one) => one.keeps(row));
      row.hidden = !kept;
      shown += Number(kept);
    });
    count.textContent = say("search.rows", { count: shown });
  };
  words.addEventListener("input", settle(PAUSE, apply));
  for (const { select } of choices) select.addEventListener("change", apply);
  const bar = h(
    "div",
    { class: "filter" },
    words,
    choices.map(({ label }) => label),
    count,
  );
  (table.closest(".scroll") ?? table).before(bar);
  apply();
}

/**
 * @param {HTMLTableCellElement} head
 * @param {HTMLTableRowElement[]} rows
 */
function choice(head, rows) {
  const column = head.cellIndex;
  const lines = (/** @type {HTMLTableRowElement} */ row) =>
    row.cells[column].innerText.split("\n").map((line) => line.trim());
  const values = [...new Set(rows.flatMap(lines))]
    .filter(Boolean)
    .sort((a, b) => a.localeCompare(b, document.documentElement.lang));
  const select = h("select", null);
  show(
    select,
    h("option", { value: "" }, say("common.all")),
    values.map((value) => h("option", null, value)),
  );
  const keeps = (/** @type {HTMLTableRowElement} */ row) =>
    !select.value || lines(row).includes(select.value);
  return { select, keeps, label: h("label", null, head.innerText, " ", select) };
}
