/** The same content as a table, for those who cannot or would rather not look at a map. */

import { tree } from "../data.js";
import { h, show } from "../dom.js";

const PAGE = 200; // rows before more are asked for
const CLAIMS = /** @type {const} */ ({
  statute: "common.statute",
  inferred: "graph.claimed inferred",
  author: "graph.claimed author",
});

/**
 * Draws the relations that the map shows; a resource without any has a row of its own.
 * @param {HTMLElement} place
 * @param {import("./scene.js").Scene} scene
 * @param {(name: any, values?: Record<string, unknown>) => string} say
 */
export function drawTable(place, scene, say) {
  const joined = new Set(scene.shownEdges.flatMap(({ from, to }) => [from, to]));
  const alone = scene.shown
    .filter((node) => !joined.has(node))
    .map((from) => ({ from, name: "", to: null, claimed: "" }));
  const rows = [...scene.shownEdges, ...alone];
  const body = h("tbody");
  const more = h("p");
  const fill = (/** @type {number} */ count) => {
    const rest = rows.length - count;
    show(
      body,
      rows.slice(0, count).map((row) => line(row, say)),
    );
    show(
      more,
      rest > 0 &&
        h(
          "button",
          { type: "button", onclick: () => fill(count + PAGE * 5) },
          say("common.show more", { count: Math.min(rest, PAGE * 5) }),
        ),
    );
  };
  const head = ["graph.from", "graph.relation", "graph.to", "common.claimed by"].map((name) =>
    h("th", { scope: "col" }, say(name)),
  );
  show(
    place,
    rows.length
      ? h(
          "div",
          { class: "scroll", tabindex: 0, role: "group", "aria-label": say("common.table") },
          h("table", null, h("thead", null, h("tr", null, head)), body),
          more,
        )
      : h("p", null, say("graph.none")),
  );
  fill(PAGE);
}

/**
 * @param {{from: any, name: string, to: any, claimed: string}} row
 * @param {(name: any) => string} say
 */
function line({ from, name, to, claimed }, say) {
  const word = CLAIMS[/** @type {keyof typeof CLAIMS} */ (claimed)];
  return h(
    "tr",
    null,
    h("td", null, link(from)),
    h("td", null, name),
    h("td", null, to && link(to)),
    h("td", null, word && say(word)),
  );
}

/** @param {import("./scene.js").Node} node */
function link(node) {
  return h("a", { href: tree + node.page }, node.name);
}
