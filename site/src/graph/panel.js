/** Details of a resource: its text, its page, its relations by kind. */

import { load, tree } from "../data.js";
import { chinese, h, show } from "../dom.js";
import { mark } from "./filters.js";

const LETTERS = 420; // of the text
const LISTED = 12; // resources of one relation before more are asked for

export class Panel {
  /**
   * @param {import("./scene.js").Scene} scene
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {{select: (node: any) => void, expand: (node: any) => void, close: () => void}} actions
   */
  constructor(scene, say, actions) {
    this.scene = scene;
    this.say = say;
    this.actions = actions;
    this.element = h("aside", { class: "panel", "aria-label": say("graph.details") });
    this.draw(null);
  }

  /** @param {import("./scene.js").Node | null} node */
  draw(node) {
    this.node = node;
    const { say } = this;
    if (!node) return show(this.element, h("p", { class: "muted" }, say("graph.pick")));
    const kind = this.scene.kinds[node.group];
    const text = h("p", { class: "text" });
    show(
      this.element,
      h(
        "p",
        { class: "crumbs" },
        mark(node.group, kind.shape),
        " ",
        kind[chinese ? "zh" : "en"],
        node.year && ` · ${node.year}`,
      ),
      h("h2", { tabindex: -1 }, node.name),
      text,
      h(
        "p",
        { class: "buttons" },
        h("a", { class: "button", href: tree + node.page }, say("graph.page")),
        h("button", { type: "button", onclick: () => this.actions.expand(node) }, say("graph.expand")),
        h("button", { type: "button", onclick: () => this.actions.close() }, say("graph.close")),
      ),
      h("h3", null, say("graph.relations")),
      this.relations(node),
    );
    this.describe(node, text);
  }

  /**
   * Adds the beginning of a resource's text, from the search data; without it the panel is whole all the same.
   * @param {import("./scene.js").Node} node
   * @param {HTMLElement} place
   */
  async describe(node, place) {
    try {
      const entries = /** @type {import("../find.js").Entry[]} */ (await load("search"));
      const found = entries.find(([path]) => path === node.page);
      const lines = (found?.[4] ?? "")
        .split("\n")
        .filter((line) => line && !node.name.endsWith(line) && han(line) === chinese);
      const text = lines.slice(0, 2).join("\n");
      if (this.node === node && text)
        place.textContent = text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text;
    } catch {
      place.remove();
    }
  }

  /** @param {import("./scene.js").Node} node */
  relations(node) {
    /** @type {Map<string, import("./scene.js").Edge[]>} */
    const groups = new Map();
    for (const edge of node.edges) {
      const name = edge.from === node ? edge.name : this.say("graph.reverse", { name: edge.name });
      groups.set(name, [...(groups.get(name) ?? []), edge]);
    }
    return h(
      "dl",
      { class: "relations" },
      [...groups].map(([name, edges]) =>
        h("div", null, h("dt", null, name), h("dd", null, this.others(node, edges))),
      ),
    );
  }

  /**
   * @param {import("./scene.js").Node} node
   * @param {import("./scene.js").Edge[]} edges
   */
  others(node, edges) {
    const item = (/** @type {import("./scene.js").Edge} */ { from, to, claimed }) => {
      const other = from === node ? to : from;
      return h(
        "li",
        { class: claimed },
        h("button", { type: "button", class: "link", onclick: () => this.actions.select(other) }, other.name),
      );
    };
    const rest = edges.slice(LISTED);
    const list = h("ul", null, edges.slice(0, LISTED).map(item));
    if (!rest.length) return list;
    const more = h(
      "button",
      { type: "button", onclick: () => more.replaceWith(h("ul", null, rest.map(item))) },
      this.say("common.show more", { count: rest.length }),
    );
    return [list, more];
  }
}

/**
 * Returns whether a text is Chinese.
 * @param {string} text
 */
function han(text) {
  return /\p{Script=Han}/u.test(text);
}
