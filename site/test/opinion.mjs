/**
 * Writes decisions in one sentence with the page's module, for the tests.
 *
 * Reads `{knowledge, decisions: [{position, decision}]}` as JSON from the file named first, and prints as JSON for
 * each language the sentence and the notices of each.
 */

import { readFileSync } from "node:fs";
import { answers, opinion } from "../src/generated.js";
import { Writer } from "../src/whatif/opinion.js";

const topics = { answers, opinion };
const { knowledge, decisions } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const written = Object.fromEntries(
    ["zh", "en"].map((language, place) => {
        const say = (name, values = {}) =>
            topics[name.split(".")[0]][name.split(".")[1]][place].replace(/\{(\w+)\}/g, (_, key) =>
                String(values[key] ?? ""),
            );
        const label = (name) => knowledge.labels[name]?.[place] ?? name.split(":").pop();
        const writer = new Writer(knowledge, say, label, language);
        const sentences = decisions.map(({ position, decision }) => [
            writer.sentence(decision),
            writer.notices(decision, position),
        ]);
        return [language, sentences];
    }),
);
process.stdout.write(JSON.stringify(written));
