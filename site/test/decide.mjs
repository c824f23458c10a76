/**
 * Decides disputes with the page's engine, for the tests.
 *
 * Reads `{knowledge, circuit, working, runs: [{mode, disputes}]}` as JSON from the file named first, and prints
 * as JSON `{found, results}`: the distinct decisions, and for each run and dispute what is undecided and why, or
 * the place of the decision under each position in that list. That the table of answers says the same as the
 * decisions do is checked here.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { decode } from "../src/engine/decode.js";
import { Engine } from "../src/engine/decide.js";

const { knowledge, circuit, working, runs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const engine = new Engine(knowledge, await decode(circuit));
const { variant: bare } = knowledge.modes.lata.positions[knowledge.bare];
for (const variant of [bare, ...Object.keys(working).filter((name) => name !== bare)]) {
    engine.learn(variant, await decode(working[variant]));
}
const places = new Map();

/** Returns the place of a decision among the distinct ones. */
function place(decision) {
    const text = JSON.stringify(decision);
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text);
}

/** Returns the decision under a position, whose answers to the main question the table gives too. */
function decided(dispute, mode, position, { answers, contradicted }) {
    const decision = engine.reader(dispute, position, mode).decision();
    const main = decision.answers.filter(({ question }) => question === engine.main);
    assert.deepEqual(answers[position], main);
    assert.equal(contradicted.includes(position), decision.contradiction !== null);
    return decision;
}

/** Returns what is found for a dispute. */
function found(dispute, mode) {
    const result = engine.decide(dispute, mode);
    engine.prepare(dispute); // leaves less to evaluate, and nothing else to find
    assert.deepEqual(engine.decide(dispute, mode), result);
    const { undecided, circles } = result;
    if (undecided === "contradiction") {
        return {
            undecided,
            contradiction: engine.reader(dispute, knowledge.bare, mode).decision().contradiction,
        };
    }
    if (undecided) {
        return {
            undecided,
            circle: circles.flatMap((one) => engine.reader(dispute, one, mode).unlabelled()),
        };
    }
    const decisions = Object.keys(result.answers).map((position) => [
        position,
        place(decided(dispute, mode, position, result)),
    ]);
    return { undecided, decisions: Object.fromEntries(decisions) };
}

const results = runs.map(({ mode, disputes }) => disputes.map((dispute) => found(dispute, mode)));
process.stdout.write(`{"found": [${[...places.keys()].join(",")}], "results": ${JSON.stringify(results)}}`);
