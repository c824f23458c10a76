/** Reads compiled circuits from their files; `src/anbao/circuit/storage.py` describes the format. */

import { CIRCUIT_FORMAT } from "../generated.js";
import { unpackBytes } from "./unpack.js";

/**
 * @typedef {object} Part The content of a file.
 * @property {any} content what its header says
 * @property {Map<string, Int32Array>} streams of numbers, by name
 *
 * @typedef {object} Nodes Gates in topological order. A literal is twice a node plus one if inverted; node 0 is
 *   false, the nodes 1 to `inputs` are the inputs, each later node conjoins two earlier literals.
 * @property {number} inputs
 * @property {Int32Array} left
 * @property {Int32Array} right
 */

/**
 * Returns the content of a file.
 * @param {string} packed the file in base64
 * @returns {Promise<Part>}
 * @throws {Error} it has another format
 */
export async function decode(packed) {
  const whole = new Uint8Array(await unpackBytes(packed));
  const length = new DataView(whole.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
  if (header.format !== CIRCUIT_FORMAT)
    throw new Error(`circuits of format ${header.format}, not ${CIRCUIT_FORMAT}`);
  const streams = new Map();
  let start = 4 + length;
  for (const [name, count] of header.streams) {
    streams.set(name, numbers(whole.subarray(start, (start += 4 * count)), count));
  }
  return { content: header.content, streams };
}

/**
 * Returns numbers that are stored in four planes of bytes, the low one first.
 * @param {Uint8Array} planes
 * @param {number} count
 */
function numbers(planes, count) {
  const found = new Int32Array(count);
  for (let plane = 0; plane < 4; plane++) {
    const start = plane * count;
    for (let at = 0; at < count; at++) found[at] |= planes[start + at] << (8 * plane);
  }
  return found;
}

/**
 * Returns the gates of a file, after those of its base.
 * @param {Part} part
 * @param {Nodes} [base]
 * @returns {Nodes}
 */
export function gates({ content, streams }, base) {
  const { inputs } = content;
  const start = base ? base.left.length : 0;
  const [left, right] = ["left", "right"].map((side) => {
    const own = stream({ content, streams }, side);
    const found = new Int32Array(start + own.length);
    if (base) found.set(side === "left" ? base.left : base.right);
    for (let at = 0; at < own.length; at++) found[start + at] = 2 * (inputs + 1 + start + at) - own[at];
    return found;
  });
  return { inputs, left, right };
}

/**
 * Returns a stream of a file.
 * @param {Part} part
 * @param {string} name
 */
export function stream({ streams }, name) {
  const found = streams.get(name);
  if (!found) throw new Error(`circuits without ${name}`);
  return found;
}

/**
 * Returns a table of a file, column by column.
 * @param {Part} part
 * @param {string} name
 * @param {number} width how many columns it has
 */
export function columns(part, name, width) {
  const whole = stream(part, name);
  const rows = whole.length / width;
  return Array.from({ length: width }, (_, at) => whole.subarray(at * rows, (at + 1) * rows));
}
