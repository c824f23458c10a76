/** The neighbourhood of one resource, drawn by vis-network with the names of its relations. */

import { load } from "../data.js";
import { h, show } from "../dom.js";
import { clipped } from "./labels.js";
import { colourOf } from "./look.js";

const MOST = 150; // neighbours drawn
const SHAPES = /** @type {Record<string, string>} */ ({
  square: "square",
  diamond: "diamond",
  triangle: "triangle",
});

/**
 * Draws a node with its neighbours.
 *
 * @param {HTMLElement} place
 * @param {import("./scene.js").Scene} scene
 * @param {import("./scene.js").Node} node
 * @param {import("./look.js").Look} look
 * @param {any} options those of the data file
 * @param {(name: any, values?: Record<string, unknown>) => string} say
 * @param {(node: import("./scene.js").Node) => void} chosen
 */
export async function drawNear(place, scene, node, look, options, say, chosen) {
  const around = [...scene.around(node)].sort((a, b) => b.weight - a.weight).slice(0, MOST);
  const members = new Set([node, ...around]);
  const drawing = h("div", {
    class: "drawing",
    role: "img",
    "aria-label": `${node.name}: ${say("graph.near count", { count: around.length })}`,
  });
  show(place, drawing);
  try {
    const { Network } = await load("vis", "assets/vis.js");
    const nodes = [...members].map((one) => mark(one, scene, look, one === node));
    const edges = node.edges
      .filter(({ from, to }) => members.has(from) && members.has(to))
      .map((edge) => line(edge, look));
    const network = new Network(drawing, { nodes, edges }, settings(options, around.length));
    network.on(
      "doubleClick",
      (/** @type {{nodes: string[]}} */ { nodes: [id] }) =>
        id && chosen(/** @type {any} */ (scene.nodes.get(id))),
    );
    return network;
  } catch {
    show(place, h("p", { class: "fault", role: "alert" }, say("graph.near failed")));
    return null;
  }
}

/**
 * @param {import("./scene.js").Node} node
 * @param {import("./scene.js").Scene} scene
 * @param {import("./look.js").Look} look
 * @param {boolean} middle
 */
function mark(node, scene, look, middle) {
  const label = clipped(node.name);
  return {
    id: node.id,
    label,
    shape: SHAPES[scene.kinds[node.group]?.shape] ?? "dot",
    size: middle ? 13 : 8,
    color: colourOf(look, node.group),
    font: { color: look.ink, face: look.font, size: 13, strokeWidth: 3, strokeColor: look.paper },
  };
}

/**
 * @param {import("./scene.js").Edge} edge
 * @param {import("./look.js").Look} look
 */
function line({ from, to, name, claimed }, look) {
  const color = claimed ? look.claims[claimed] : look.muted;
  const font = { color: look.muted, face: look.font, size: 11, strokeWidth: 3, strokeColor: look.paper };
  return { from: from.id, to: to.id, label: name, dashes: claimed === "author", color, font, arrows: "to" };
}

/**
 * Returns the options of the data file, with forces for this small drawing.
 * @param {any} options
 * @param {number} count
 */
function settings(options, count) {
  return {
    ...options,
    physics: {
      enabled: true,
      stabilization: { iterations: count > 60 ? 120 : 250 },
      barnesHut: { springLength: 150, avoidOverlap: 0.4 },
    },
    interaction: { ...options.interaction, keyboard: { enabled: false } },
  };
}
