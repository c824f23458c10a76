/** The search box of every page, and the page of results. */

import { load, tree } from "./data.js";
import { chinese, h, settle, show, speak } from "./dom.js";
import { common, search as words } from "./generated.js";
import { excerpt, find, prepare } from "./find.js";

const say = speak({ common, search: words });
const SHOWN = 8; // hits under the box
const LISTED = 200; // hits on the page of results
const PAUSE = 60; // milliseconds after the last letter

/** @typedef {import("./find.js").Document} Document */

/** @type {Promise<Document[]> | undefined} */
let documents;

/** Returns the documents, loaded with the first search; after a failure the next search tries again. */
function loaded() {
  documents ??= load("search").then(prepare);
  documents.catch(() => (documents = undefined));
  return documents;
}

/** @param {Document} document */
function title({ entry }) {
  return entry[chinese ? 2 : 3] || entry[2];
}

/** @param {Document} document */
function address({ entry }) {
  return tree + entry[0];
}

/** A box with a list under it: a combobox as WAI-ARIA describes it. */
class Box {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} input
   */
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.active = -1;
    this.list = h("ul", {
      id: "search-hits",
      role: "listbox",
      "aria-label": say("search.results"),
      hidden: true,
    });
    this.note = h("p", { class: "search-note hear", role: "status" });
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "search-hits",
      "aria-autocomplete": "list",
    })) {
      input.setAttribute(name, value);
    }
    form.append(this.list, this.note);
    input.addEventListener(
      "input",
      settle(PAUSE, () => this.look()),
    );
    input.addEventListener("focus", () => loaded().catch(() => {}));
    input.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener(
      "focusout",
      ({ relatedTarget }) => form.contains(/** @type {Node} */ (relatedTarget)) || this.close(),
    );
    form.addEventListener("submit", (event) => this.submit(event));
  }

  async look() {
    const query = this.input.value.trim();
    if (!query) return this.close();
    try {
      const hits = find(await loaded(), query);
      if (query === this.input.value.trim()) this.draw(hits);
    } catch {
      show(this.list, h("li", { class: "none" }, say("search.failed")));
      this.open();
    }
  }

  /** @param {Document[]} hits */
  draw(hits) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const words = { count: hits.length, shown: SHOWN };
    this.note.textContent = hits.length
      ? say(hits.length > SHOWN ? "search.found more" : "search.found", words)
      : say("search.nothing");
    const options = hits
      .slice(0, SHOWN)
      .map((hit, place) =>
        h(
          "li",
          { id: `search-hit-${place}`, role: "option", "aria-selected": "false" },
          h("a", { href: address(hit), tabindex: -1, class: `kind-${hit.entry[1]}` }, title(hit)),
        ),
      );
    show(this.list, options.length ? options : h("li", { class: "none" }, say("search.nothing")));
    this.open();
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const options = [...this.list.querySelectorAll("[role=option]")];
    if (event.key === "Escape") this.close();
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !options.length || this.list.hidden) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    this.active =
      (this.active + step + options.length + (this.active < 0 && step < 0 ? 1 : 0)) % options.length;
    for (const option of options)
      option.setAttribute("aria-selected", String(option === options[this.active]));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault(); // the policy of the pages allows no form to be sent anywhere
    const link = this.list.querySelectorAll("a")[this.active];
    const query = this.input.value.trim();
    if (link) location.href = link.href;
    else if (query) location.href = `${tree}search/index.html?q=${encodeURIComponent(query)}`;
  }
}

/** Lets the box of the page search; `/` leads to it from anywhere. */
export function search() {
  const form = document.getElementById("search");
  const input = form?.querySelector("input");
  if (!(form instanceof HTMLFormElement) || !input) return;
  new Box(form, input);
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {Element | null} */ (event.composedPath()[0])?.closest?.(
      "input, textarea, select, [contenteditable]",
    );
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
  list(input);
}

/**
 * Lists all hits on the page of results.
 * @param {HTMLInputElement} input
 */
async function list(input) {
  const place = document.getElementById("found");
  const query = new URLSearchParams(location.search).get("q")?.trim();
  if (!place || !query) return;
  input.value = query;
  show(place, h("p", null, say("search.searching")));
  try {
    const hits = find(await loaded(), query);
    const words = { count: hits.length, shown: LISTED };
    const count = hits.length
      ? say(hits.length > LISTED ? "search.found more" : "search.found", words)
      : say("search.nothing");
    show(
      place,
      h("p", null, h("b", null, query), " ", h("span", { class: "count" }, count)),
      h(
        "ol",
        { class: "hits" },
        hits.slice(0, LISTED).map((hit) => item(hit, query)),
      ),
    );
  } catch {
    show(place, h("p", { class: "fault" }, say("search.failed")));
  }
}

/**
 * @param {Document} hit
 * @param {string} query
 */
function item(hit, query) {
  const line = hit.entry[4]
    .split("\n")
    .map((text) => excerpt(text, query))
    .find(Boolean);
  const [before, word, after] = line ?? ["", "", ""];
  return h(
    "li",
    { class: `kind-${hit.entry[1]}` },
    h("a", { href: address(hit) }, title(hit)),
    line && h("p", { class: "muted" }, before, h("mark", null, word), after),
  );
}
