/**
 * What runs in the worker: Oxigraph, the what-if engine and the visitor's queries.
 *
 * Every message is `{id, task, …}`; the answer is `{id, value}` or `{id, fault, message}`. Its text is
 * carried by `oxigraph.js` and run from a Blob, since `file://` allows no worker of its own file.
 */

import init, * as oxigraph from "oxigraph";
import { Engine } from "./decide.js";
import { change } from "./flips.js";
import { BadDate } from "./periods.js";
import { answer, graph } from "./query.js";
import { unpack, unpackBytes, unpackKnowledge } from "./unpack.js";

/** @type {Engine} */
let engine;
/** @type {import("oxigraph").Store} */
let store;

/** @type {Record<string, (message: any) => unknown>} */
const TASKS = {
  start: async ({ wasm }) => {
    await /** @type {any} */ (init)({ module_or_path: await unpackBytes(wasm) });
  },
  learn: async ({ knowledge }) => {
    engine = new Engine(oxigraph, await unpackKnowledge(knowledge));
    engine.prepare("lata");
  },
  decide: ({ disputes, mode }) => {
    const results = engine.decide(disputes, mode);
    setTimeout(() => engine.prepare(mode)); // so that the next change need not wait for it
    return results.map((result) => brief(result, engine.knowledge.bare));
  },
  flip: ({ dispute, changes, mode, before }) => change(engine, dispute, changes, mode, before),
  load: async ({ graph, format }) => {
    store = new oxigraph.Store();
    store.load(await unpack(graph), { format, lenient: true, no_transaction: true });
    return store.size;
  },
  query: ({ text }) => answer(oxigraph, store, text),
  parse: ({ turtle }) => graph(oxigraph, turtle),
};

/**
 * Returns a result with what the page shows of it: why norms were not raised, under the bare statutes only.
 * @param {import("./decide.js").Result} result
 * @param {string} bare
 */
function brief({ decisions, ...others }, bare) {
  const shown = Object.entries(decisions).map(([position, decision]) => [
    position,
    position === bare ? decision : { ...decision, notRaised: [] },
  ]);
  return { decisions: Object.fromEntries(shown), ...others };
}

self.onmessage = async ({ data }) => {
  const { id, task, ...message } = data;
  try {
    self.postMessage({ id, value: await TASKS[task](message) });
  } catch (error) {
    const fault = error instanceof BadDate ? "date" : error instanceof RangeError ? "memory" : "failed";
    self.postMessage({ id, fault, message: String(/** @type {Error} */ (error).message ?? error) });
  }
};
