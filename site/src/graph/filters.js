/** Filters and legend in one: kinds with their marks, facets, and what the lines mean. */

import { h, show, svg } from "../dom.js";
import { SHAPES } from "./look.js";

const FACETS = /** @type {const} */ (["statute", "position", "court", "year"]);
const LINES = /** @type {const} */ ({
  statute: "graph.line statute",
  inferred: "common.inferred by the reasoner",
  author: "graph.line author",
  other: "graph.line other",
});

/**
 * Returns the mark of a kind as SVG, coloured by its class.
 * @param {string} kind
 * @param {string} shape
 */
export function mark(kind, shape) {
  const points = SHAPES[shape];
  const drawn = points
    ? svg("polygon", { points: points.map(([x, y]) => `${7 + x * 4.2},${7 + y * 4.2}`).join(" ") })
    : svg("circle", { cx: 7, cy: 7, r: 4.6 });
  return svg(
    "svg",
    { class: `mark k-${kind}`, viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
    drawn,
  );
}

export class Filters {
  /**
   * @param {import("./scene.js").Scene} scene
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {"zh" | "en"} language
   * @param {() => void} changed
   */
  constructor(scene, say, language, changed) {
    this.scene = scene;
    this.say = say;
    this.language = language;
    this.changed = changed;
    this.element = h("div", { class: "filters" });
  }

  /** @param {import("./scene.js").Filter} filter */
  draw(filter) {
    const { say } = this;
    show(
      this.element,
      h(
        "fieldset",
        null,
        h("legend", null, say("graph.kinds")),
        this.kinds().map((kind) => this.kind(kind, filter)),
      ),
      FACETS.map((facet) => this.facet(facet, filter)),
      h(
        "div",
        { class: "lines" },
        h("p", null, say("graph.lines")),
        Object.entries(LINES).map(([claimed, word]) => this.line(claimed, say(word))),
      ),
    );
  }

  /** Returns the kinds that the graph has with their counts, those of the first view first. */
  kinds() {
    const counts = new Map();
    for (const { group, first } of this.scene.nodes.values()) {
      const found = counts.get(group) ?? { kind: group, count: 0, first: 0 };
      counts.set(group, { ...found, count: found.count + 1, first: found.first + Number(first) });
    }
    return [...counts.values()].sort(
      (a, b) => Number(b.first > 0) - Number(a.first > 0) || b.count - a.count,
    );
  }

  /**
   * @param {{kind: string, count: number}} one
   * @param {import("./scene.js").Filter} filter
   */
  kind({ kind, count }, filter) {
    const words = this.scene.kinds[kind];
    const toggle = () => {
      if (box.checked) filter.hidden.delete(kind);
      else filter.hidden.add(kind);
      this.changed();
    };
    const box = h("input", {
      type: "checkbox",
      checked: !filter.hidden.has(kind),
      onchange: toggle,
      "data-kind": kind,
    });
    return h(
      "label",
      { class: "kind" },
      box,
      mark(kind, words.shape),
      words[this.language],
      h("span", { class: "count" }, count),
    );
  }

  /**
   * @param {typeof FACETS[number]} facet
   * @param {import("./scene.js").Filter} filter
   */
  facet(facet, filter) {
    const select = h("select", {
      "data-facet": facet,
      onchange: () => {
        filter[facet] = select.value;
        this.changed();
      },
    });
    const values = this.scene.values(facet);
    show(
      select,
      h("option", { value: "" }, this.say("common.all")),
      values.map(([value, name]) => h("option", { value, selected: filter[facet] === value }, name)),
    );
    return (
      values.length > 0 &&
      h(
        "label",
        { class: "facet" },
        this.say(facet === "statute" || facet === "position" ? `common.${facet}` : `graph.${facet}`),
        select,
      )
    );
  }

  /**
   * @param {string} claimed
   * @param {string} name
   */
  line(claimed, name) {
    const drawn = svg(
      "svg",
      { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" },
      svg("path", { class: `e ${claimed}`, d: "M1 5H33" }),
    );
    return h("p", { class: "line-key" }, drawn, name);
  }
}
