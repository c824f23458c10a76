/** Prints which of some documents each query finds, in order: `{documents, queries}` in the file named first. */

import { readFileSync } from "node:fs";
import { find, prepare } from "../src/find.js";

const { documents, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ready = prepare(documents);
const found = queries.map((query) => {
    const begun = performance.now();
    const hits = find(ready, query).map(({ entry }) => entry[0]);
    return { hits, time: performance.now() - begun };
});
process.stdout.write(JSON.stringify(found));
