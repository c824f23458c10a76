/**
 * Runs bound queries on a graph, for the tests: `{graph, format, queries: [{text, terms, hidden}]}` in the
 * file named first. Prints for each its results, or what the engine said against it.
 */

import { readFileSync } from "node:fs";
import * as oxigraph from "oxigraph";
import { answer } from "../src/sparql/query.js";
import { bind, literal, named } from "../src/sparql/bind.js";

const { graph, format, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const store = new oxigraph.Store();
store.load(graph, { format, lenient: true, no_transaction: true });
const XSD = "http://www.w3.org/2001/XMLSchema#";

const found = queries.map(({ text, values, hidden }) => {
    const terms = Object.fromEntries(
        Object.entries(values).map(([name, { type, value }]) => [
            name,
            type === "iri" ? named(value) : literal(value, type === "date" ? `${XSD}date` : undefined),
        ]),
    );
    try {
        return answer(oxigraph, store, bind(text, terms, new Set(hidden)));
    } catch (error) {
        return { error: String(error.message ?? error), text: bind(text, terms, new Set(hidden)) };
    }
});
process.stdout.write(JSON.stringify(found));
