/**
 * The state of the map in the fragment of the address: what is chosen, filtered, opened, and where one looks.
 *
 * `#node=cn-ecl-art-38&view=all&hide=claim.work&statute=cn-ecl&open=a.b&at=10.-20.0.5`; `?node=` is read too.
 */

import { unfiltered } from "./scene.js";

const FACETS = /** @type {const} */ (["statute", "position", "court", "year"]);
const SHOWN = /** @type {const} */ (["map", "table", "near"]);

/**
 * @typedef {object} State
 * @property {import("./scene.js").Filter} filter
 * @property {string} node the one that is chosen
 * @property {"map" | "table" | "near"} shown
 * @property {[number, number, number] | null} at middle and scale
 */

/**
 * Returns the state that an address holds; names that the graph does not have are left out and returned.
 * @param {Location} address
 * @param {import("./scene.js").Scene} scene
 * @returns {{state: State, unknown: string[]}}
 */
export function read({ hash, search }, scene) {
  const given = new URLSearchParams(hash.length > 1 ? hash.slice(1) : search);
  const filter = unfiltered();
  /** @type {string[]} */
  const unknown = [];
  const known = (/** @type {string} */ id) => {
    if (!scene.nodes.has(id)) unknown.push(id.slice(0, 60));
    return scene.nodes.has(id);
  };
  const list = (/** @type {string} */ name) => (given.get(name) ?? "").split(".").filter(Boolean);
  if (given.get("view") === "all") filter.view = "all";
  for (const kind of list("hide")) if (kind in scene.kinds) filter.hidden.add(kind);
  for (const id of list("open")) if (known(id)) filter.opened.add(id);
  for (const facet of FACETS) {
    const value = given.get(facet);
    if (value && scene.values(facet).some(([one]) => one === value)) filter[facet] = value;
    else if (value) unknown.push(value.slice(0, 60));
  }
  const node = given.get("node") ?? "";
  const shown = SHOWN.find((one) => one === given.get("as")) ?? "map";
  const found = node && known(node) ? node : "";
  if (found && !scene.nodes.get(found)?.first) filter.opened.add(found);
  return { state: { filter, node: found, shown, at: place(given.get("at")) }, unknown };
}

/**
 * @param {string | null} text
 * @returns {[number, number, number] | null}
 */
function place(text) {
  const [x, y, scale] = (text ?? "").split(",").map(Number);
  const sound =
    [x, y, scale].every(Number.isFinite) &&
    scale > 0.01 &&
    scale < 8 &&
    Math.abs(x) < 1e6 &&
    Math.abs(y) < 1e6;
  return text && sound ? [x, y, scale] : null;
}

/**
 * Returns a state as a fragment, without `#`.
 * @param {State} state
 */
export function write({ filter, node, shown, at }) {
  const found = new URLSearchParams();
  if (node) found.set("node", node);
  if (filter.view === "all") found.set("view", "all");
  if (filter.hidden.size) found.set("hide", [...filter.hidden].join("."));
  if (filter.opened.size) found.set("open", [...filter.opened].join("."));
  for (const facet of FACETS) if (filter[facet]) found.set(facet, filter[facet]);
  if (shown !== "map") found.set("as", shown);
  if (at) found.set("at", `${Math.round(at[0])},${Math.round(at[1])},${at[2].toFixed(3)}`);
  return found.toString();
}
