/**
 * Decides disputes with the page's engine, for the tests.
 *
 * Reads `{knowledge, runs: [{mode, disputes}], more}` as JSON from the file named first (`more` are quads
 * beside those of the knowledge), and prints as JSON
 * `{found, results}`: the distinct decisions, and for each run and dispute the place of the decision
 * under each position in that list, or the contradiction or circle that leaves it undecided.
 */

import { readFileSync } from "node:fs";
import * as oxigraph from "oxigraph";
import { Engine } from "../src/engine/decide.js";
import { unpackKnowledge } from "../src/engine/unpack.js";

const { knowledge, runs, more = "" } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const unpacked = await unpackKnowledge(knowledge);
const engine = new Engine(oxigraph, { ...unpacked, graph: unpacked.graph + more });
const places = new Map();

/** Returns the place of a decision among the distinct ones. */
function place(decision) {
    const text = JSON.stringify(decision);
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text);
}

const results = runs.map(({ mode, disputes }) =>
    engine.decide(disputes, mode).map(({ decisions, contradiction, circle }) => ({
        decisions: Object.fromEntries(
            Object.entries(decisions).map(([position, found]) => [position, place(found)]),
        ),
        contradiction,
        circle,
    })),
);
process.stdout.write(`{"found": [${[...places.keys()].join(",")}], "results": ${JSON.stringify(results)}}`);
