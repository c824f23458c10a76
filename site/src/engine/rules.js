/** Runs the rule files of `queries/rules/` on a store, as `src/anbao/rules.py` does. */

/**
 * @typedef {object} Rule A file of `queries/rules/`.
 * @property {string} name
 * @property {string} text its SPARQL, as it stands in the file
 * @property {boolean} repeat whether it runs until nothing changes
 */

/**
 * Runs rules on a store, in their order. A rule that says `repeat` runs again as long as the store grows.
 * @param {import("oxigraph").Store} store
 * @param {Rule[]} rules
 */
export function run(store, rules) {
  for (const rule of rules) {
    let size = -1;
    while (size !== store.size) {
      size = store.size;
      store.update(rule.text);
      if (!rule.repeat) break;
    }
  }
}
