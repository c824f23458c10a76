/** Which labels are drawn, and where: none over another, the weightiest first. */

const HIGH = 13; // pixels of a line
const CELL = 48; // pixels of a square of the grid in which taken places are looked up
export const FONT = 12.5;
const CLOSE = 1.1; // the scale from which whole names are shown
const LEFT_SIDE = 0.3; // of the canvas, where labels stand left of their nodes if they can
const LONGEST = 22; // letters of a label, a Han letter counting two
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** @type {Map<string, string>} */
const short = new Map();

/**
 * Returns a name as its label shows it.
 * @param {string} name
 */
export function clipped(name) {
  let found = short.get(name);
  if (found === undefined) short.set(name, (found = clip(name)));
  return found;
}

/** @param {string} name */
function clip(name) {
  let width = 0;
  let shown = "";
  for (const letter of name) {
    width += WIDE.test(letter) ? 2 : 1;
    if (width > LONGEST * 2) return `${shown.trimEnd()}…`;
    shown += letter;
  }
  return shown;
}

/** Places that are taken, in a grid. */
class Taken {
  /** @type {Map<number, number[][]>} */
  cells = new Map();

  /**
   * Takes a rectangle if nothing is there yet, and returns whether it did.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  take(left, top, right, bottom) {
    const keys = [];
    for (let column = Math.floor(left / CELL); column <= right / CELL; column++) {
      for (let row = Math.floor(top / CELL); row <= bottom / CELL; row++) keys.push(column * 4096 + row);
    }
    for (const key of keys) {
      for (const [l, t, r, b] of this.cells.get(key) ?? [])
        if (left < r && right > l && top < b && bottom > t) return false;
    }
    const box = [left, top, right, bottom];
    for (const key of keys) this.cells.set(key, [...(this.cells.get(key) ?? []), box]);
    return true;
  }
}

/**
 * Returns the texts that may name a node, the best first.
 * @param {import("./scene.js").Node} node
 * @param {boolean} brief
 */
function texts({ name, identifier }, brief) {
  if (!identifier) return [clipped(name)];
  return brief ? [identifier] : [clipped(name), identifier];
}

/**
 * Returns the labels that fit, each with its place: left of the text, and its middle line. Where the whole
 * name does not fit beside its node, on the right or on the left, its identifier may; seen from afar, a
 * node that has an identifier shows that alone, so that names do not hide the lines.
 *
 * @param {{node: import("./scene.js").Node, x: number, y: number, size: number}[]} marks what is on the
 *   canvas, the weightiest first
 * @param {(text: string) => number} measure
 * @param {Set<import("./scene.js").Node>} always nodes whose labels come first
 * @param {import("./camera.js").Camera} camera
 */
export function place(marks, measure, always, { width, scale }) {
  const taken = new Taken();
  const ordered = always.size
    ? [...marks.filter(({ node }) => always.has(node)), ...marks.filter(({ node }) => !always.has(node))]
    : marks;
  for (const { x, y, size } of ordered) taken.take(x - size, y - size, x + size, y + size);
  const found = [];
  for (const { node, x, y, size } of ordered) {
    const leftFirst = x < width * LEFT_SIDE;
    for (const text of texts(node, scale < CLOSE && !always.has(node))) {
      const long = measure(text);
      const [right, before] = [x + size + 4, x - size - 4 - long];
      const sides = leftFirst ? [before, right] : [right, before];
      const left = sides.find(
        (at) => at > 0 && at + long < width && taken.take(at, y - HIGH / 2, at + long, y + HIGH / 2),
      );
      if (left === undefined) continue;
      found.push({ node, text, x: left, y });
      break;
    }
  }
  return found;
}
