/**
 * What runs in the worker of the SPARQL page: Oxigraph and the visitor's queries. Its text is carried by
 * `oxigraph.js` and run from a Blob, since `file://` allows no worker of its own file.
 */

import init, * as oxigraph from "oxigraph";
import { serve } from "../engine/serve.js";
import { unpack, unpackBytes } from "../engine/unpack.js";
import { answer, graph } from "./query.js";

/** @type {import("oxigraph").Store} */
let store;

serve({
  start: async ({ wasm }) => {
    await /** @type {any} */ (init)({ module_or_path: await unpackBytes(wasm) });
  },
  load: async ({ graph, format }) => {
    store = new oxigraph.Store();
    store.load(await unpack(graph), { format, lenient: true, no_transaction: true });
    return store.size;
  },
  query: ({ text }) => answer(oxigraph, store, text),
  parse: ({ turtle }) => graph(oxigraph, turtle),
});
