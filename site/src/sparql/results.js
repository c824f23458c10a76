/** Shows results: as a table, as a graph, as Turtle; and gives them as files. */

import { download, h, show } from "../dom.js";
import { load } from "../data.js";
import { csv, plain, resultSet } from "./formats.js";

/** The word for each view of an answer. */
const VIEWS = /** @type {const} */ ({
  table: "common.table",
  diagram: "sparql.as diagram",
  turtle: "sparql.as turtle",
});

/** @typedef {keyof typeof VIEWS} View */

const PAGE = 100; // rows shown before more are asked for
const EDGES = 150; // edges that the graph shows
const TYPES = { csv: "text/csv;charset=utf-8", json: "application/sparql-results+json", ttl: "text/turtle" };

/**
 * @typedef {import("./query.js").Term} Term
 * @typedef {import("./query.js").Answer} Answer
 * @typedef {{columns: string[], heads: string[], rows: (Term | undefined)[][], turtle?: string, source: Answer}} Shown
 */

export class Results {
  /**
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {(iri: string) => {name: string, href: string | null}} naming how an IRI is shown
   */
  constructor(say, naming) {
    this.say = say;
    this.naming = naming;
    this.body = h("div");
    this.bar = h("div", { class: "line results-bar" });
    this.element = h("div", { class: "results" }, this.bar, this.body);
  }

  clear() {
    show(this.bar);
    show(this.body);
  }

  /**
   * Draws an answer.
   * @param {Answer} answer
   * @param {Record<string, string>} titles of columns
   * @param {Set<string>} hidden columns
   */
  draw(answer, titles, hidden) {
    this.clear();
    if ("turtle" in answer) return this.drawGraphAnswer(answer);
    if (typeof answer.boolean === "boolean") {
      show(this.body, h("p", { class: "boolean" }, this.say(answer.boolean ? "common.yes" : "common.no")));
      return this.drawBar(
        {
          columns: ["answer"],
          heads: ["answer"],
          rows: [[{ type: "literal", value: String(answer.boolean) }]],
          source: answer,
        },
        [],
      );
    }
    const columns = (answer.head.vars ?? []).filter((name) => !hidden.has(name));
    const rows = (answer.results?.bindings ?? []).map((row) => columns.map((name) => row[name]));
    const shown = { columns, heads: columns.map((name) => titles[name] ?? name), rows, source: answer };
    this.drawBar(shown, ["table", "diagram"]);
    this.view("table", shown);
  }

  /** @param {import("./query.js").Graph} answer */
  drawGraphAnswer(answer) {
    const columns = ["subject", "predicate", "object"];
    const shown = {
      columns,
      heads: columns.map((name) => this.say(`terms.rdf:${name}`)),
      rows: answer.triples,
      turtle: answer.turtle,
      source: answer,
    };
    this.drawBar(shown, ["table", "diagram", "turtle"]);
    this.view("table", shown);
  }

  /**
   * Draws the choice of views, and the downloads.
   * @param {Shown} shown
   * @param {View[]} views
   */
  drawBar(shown, views) {
    const { say } = this;
    const buttons = views.map((name) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": name === "table" ? "true" : "false",
          "data-view": name,
          onclick: () => this.view(name, shown),
        },
        say(VIEWS[name]),
      ),
    );
    const files = Object.keys(TYPES).map((kind) =>
      h(
        "button",
        { type: "button", "data-file": kind, onclick: () => this.save(kind, shown) },
        kind === "ttl" ? "Turtle" : kind.toUpperCase(),
      ),
    );
    show(
      this.bar,
      buttons.length > 0 &&
        h("div", { class: "choice", role: "group", "aria-label": say("common.shown as") }, buttons),
      h(
        "div",
        { class: "choice", role: "group", "aria-label": say("common.download") },
        h("span", null, say("common.download")),
        files,
      ),
    );
  }

  /**
   * @param {string} name
   * @param {Shown} shown
   */
  view(name, shown) {
    for (const button of this.bar.querySelectorAll("[data-view]"))
      button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === name));
    if (name === "turtle") show(this.body, h("pre", { tabindex: 0 }, shown.turtle));
    else if (name === "diagram") this.drawGraph(shown);
    else this.drawTable(shown);
  }

  /** @param {Shown} shown */
  drawTable({ columns, heads, rows }) {
    const body = h("tbody");
    const place = h("div", {
      class: "scroll",
      tabindex: 0,
      role: "group",
      "aria-label": this.say("common.table"),
    });
    let ordered = rows;
    let count = PAGE;
    let sorted = { column: -1, up: true };
    const fill = (shown = count) => {
      const rest = ordered.length - shown;
      const more = h(
        "button",
        { type: "button", onclick: () => fill((count += PAGE * 10)) },
        this.say("common.show more", { count: Math.min(rest, PAGE * 10) }),
      );
      show(
        body,
        ordered.slice(0, shown).map((row) =>
          h(
            "tr",
            null,
            row.map((term) => h("td", null, this.term(term))),
          ),
        ),
      );
      show(place, table, rest > 0 && h("p", null, more));
    };
    const sort = (/** @type {number} */ column) => {
      sorted = { column, up: sorted.column === column ? !sorted.up : true };
      ordered = [...rows].sort((a, b) => compare(plain(a[column]), plain(b[column])) * (sorted.up ? 1 : -1));
      for (const [at, head] of [...table.querySelectorAll("th")].entries()) {
        if (at === column) head.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
      fill();
    };
    const head = columns.map((name, at) =>
      h(
        "th",
        { scope: "col" },
        h("button", { type: "button", title: `?${name}`, onclick: () => sort(at) }, heads[at]),
      ),
    );
    const table = h("table", null, h("thead", null, h("tr", null, head)), body);
    show(this.body, place);
    fill();
  }

  /** @param {Term | undefined} term */
  term(term) {
    if (!term) return null;
    if (term.type !== "uri") {
      const note = term["xml:lang"] ?? term.datatype?.replace(/^.*[#/]/, "");
      return [plain(term), note && h("small", null, ` ${note}`)];
    }
    const { name, href } = this.naming(term.value);
    return href
      ? h("a", { href, title: term.value, rel: /^https?:/.test(href) ? "external noopener" : null }, name)
      : h("span", { title: term.value }, name);
  }

  /**
   * Draws triples, or the first two columns of resources, as nodes and edges.
   * @param {Shown} shown
   */
  async drawGraph({ rows, turtle }) {
    const pairs =
      turtle === undefined
        ? joined(rows)
        : rows.flatMap(([from, by, to]) => (from && to && by ? [{ from, to, by: this.label(by) }] : []));
    if (!pairs.length) return show(this.body, h("p", null, this.say("sparql.no edges")));
    const place = h("div", { class: "drawing", role: "img", "aria-label": this.say("sparql.as diagram") });
    show(
      this.body,
      pairs.length > EDGES && h("p", { class: "muted" }, this.say("sparql.too many", { count: EDGES })),
      place,
    );
    try {
      const { Network } = await load("vis", "assets/vis.js");
      new Network(place, this.nodesAndEdges(pairs.slice(0, EDGES)), options(place));
    } catch {
      show(this.body, h("p", { class: "fault" }, this.say("sparql.load")));
    }
  }

  /** @param {{from: Term, to: Term, by: string}[]} pairs */
  nodesAndEdges(pairs) {
    const nodes = new Map();
    const id = (/** @type {Term} */ term) => `${term.type} ${plain(term)} ${term["xml:lang"] ?? ""}`;
    for (const term of pairs.flatMap(({ from, to }) => [from, to])) {
      const label = this.label(term);
      const text = label.length > 28 ? `${label.slice(0, 27)}…` : label;
      nodes.set(id(term), { id: id(term), label: text, shape: term.type === "literal" ? "text" : "dot" });
    }
    return {
      nodes: [...nodes.values()],
      edges: pairs.map(({ from, to, by }) => ({ from: id(from), to: id(to), label: by })),
    };
  }

  /** @param {Term} term */
  label(term) {
    return term.type === "uri" ? this.naming(term.value).name : plain(term);
  }

  /**
   * @param {string} kind
   * @param {Shown} shown
   */
  save(kind, { columns, rows, turtle, source }) {
    const text =
      kind === "csv"
        ? csv(columns, rows)
        : kind === "json"
          ? json(source)
          : (turtle ?? resultSet(columns, rows));
    download(
      `anbao.${kind}`,
      TYPES[/** @type {keyof typeof TYPES} */ (kind)],
      kind === "csv" ? `\ufeff${text}` : text,
    );
  }
}

/**
 * Returns pairs of the first two columns that hold resources.
 * @param {(Term | undefined)[][]} rows
 */
function joined(rows) {
  const resources = (/** @type {number} */ column) => rows.some((row) => row[column]?.type === "uri");
  const [from, to] = [...(rows[0] ?? [])].map((_, column) => column).filter(resources);
  if (to === undefined) return [];
  return rows.flatMap((row) =>
    row[from] && row[to]
      ? [{ from: /** @type {Term} */ (row[from]), to: /** @type {Term} */ (row[to]), by: "" }]
      : [],
  );
}

/** @param {Answer} source */
function json(source) {
  const rows =
    "triples" in source
      ? {
          head: { vars: ["subject", "predicate", "object"] },
          results: {
            bindings: source.triples.map(([subject, predicate, object]) => ({ subject, predicate, object })),
          },
        }
      : source;
  return `${JSON.stringify(rows, null, 1)}\n`;
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a.localeCompare(b, document.documentElement.lang, { numeric: true });
}

/** @param {HTMLElement} place */
function options(place) {
  const style = getComputedStyle(place);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const plainColour = resolve(place, "var(--ink)");
  return {
    nodes: {
      size: 7,
      color: resolve(place, "var(--kind-provision)"),
      font: { color: plainColour, face: colour("--sans"), size: 13 },
    },
    edges: {
      arrows: { to: { enabled: true, scaleFactor: 0.5 } },
      smooth: false,
      color: resolve(place, "var(--muted)"),
      font: { color: resolve(place, "var(--muted)"), size: 11, strokeWidth: 0 },
    },
    physics: { stabilization: { iterations: 200 }, barnesHut: { springLength: 130 } },
    interaction: { hideEdgesOnDrag: true },
  };
}

/**
 * Returns a colour of the style sheet as canvas takes it.
 * @param {HTMLElement} place
 * @param {string} colour
 */
export function resolve(place, colour) {
  const probe = h("span");
  place.append(probe);
  probe.style.color = colour;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
