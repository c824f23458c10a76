/** Runs the rule files of `queries/rules/` on a store, as `src/anbao/engine/rules.py` does. */

import { expand } from "./names.js";

/**
 * @typedef {object} Rule A file of `queries/rules/`.
 * @property {string} name
 * @property {string} text its SPARQL, as it stands in the file
 * @property {string[]} grows relations; if it names any, it runs again as long as they do
 */

/**
 * Runs rules on a store, in their order.
 * @param {typeof import("oxigraph")} oxigraph
 * @param {import("oxigraph").Store} store
 * @param {Rule[]} rules
 */
export function run(oxigraph, store, rules) {
  for (const { text, grows } of rules) {
    const relations = grows.map((name) => oxigraph.namedNode(expand(name)));
    const count = () => relations.reduce((sum, one) => sum + store.match(null, one, null, null).length, 0);
    let [before, now] = [-1, count()];
    while (before !== now) {
      store.update(text);
      [before, now] = [now, count()];
    }
  }
}
