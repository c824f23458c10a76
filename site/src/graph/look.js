/** Colours, sizes and shapes: from the site's style sheet, so that light and dark are the same there and here. */

import { h } from "../dom.js";

const COLOURED = ["statute", "provision", "norm", "position", "case", "circumstance", "liability", "author"];
const LIKE = /** @type {Record<string, string>} */ ({ work: "author" });

/** Outlines of the shapes around a middle, for a size of one. Each kind has its shape besides its colour. */
export const SHAPES = /** @type {Record<string, [number, number][]>} */ ({
  square: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  triangle: [
    [0, -1.25],
    [1.2, 0.95],
    [-1.2, 0.95],
  ],
});

/**
 * @typedef {object} Look
 * @property {string} paper
 * @property {string} ink
 * @property {string} muted
 * @property {string} line
 * @property {string} accent
 * @property {string} font
 * @property {Record<string, string>} kinds
 * @property {Record<"statute" | "inferred" | "author", string>} claims
 */

/**
 * Returns the look of a part of the page as it is now.
 * @param {HTMLElement} place
 * @returns {Look}
 */
export function look(place) {
  const probe = h("span");
  place.append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const kinds = Object.fromEntries([...COLOURED, "other"].map((kind) => [kind, colour(`kind-${kind}`)]));
  const found = {
    paper: colour("paper"),
    ink: colour("ink"),
    muted: colour("muted"),
    line: colour("line"),
    accent: colour("accent"),
    font: getComputedStyle(place).fontFamily,
    kinds,
    claims: { statute: kinds.provision, inferred: kinds.norm, author: kinds.position },
  };
  probe.remove();
  return found;
}

/**
 * Returns the colour of a kind.
 * @param {Look} look
 * @param {string} kind
 */
export function colourOf(look, kind) {
  return look.kinds[kind] ?? look.kinds[LIKE[kind] ?? "other"];
}

/**
 * Returns how large a node is drawn, in pixels from its middle.
 * @param {import("./scene.js").Node} node
 * @param {number} scale
 */
export function sizeOf(node, scale) {
  const size = node.first ? 5.5 : 4;
  return Math.max(1.6, size * Math.min(1.5, 0.55 + scale * 0.6));
}
