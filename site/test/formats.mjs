/** Prints a table, `{columns, rows}` in the file named first, as CSV and as Turtle. */

import { readFileSync } from "node:fs";
import { csv, resultSet } from "../src/sparql/formats.js";

const { columns, rows } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const table = rows.map((row) => row.map((term) => term ?? undefined));
process.stdout.write(JSON.stringify({ csv: csv(columns, table), turtle: resultSet(columns, table) }));
