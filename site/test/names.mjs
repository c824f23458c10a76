/** Prints the short name of each IRI in a file, and that name expanded again. */

import { readFileSync } from "node:fs";
import { expand, shorten } from "../src/engine/names.js";

const iris = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(iris.map((iri) => [shorten(iri), expand(shorten(iri))])));
