/** Prints how the page reads each of the dates in a file: two days, or the name of its fault. */

import { readFileSync } from "node:fs";
import { BadDate, period } from "../src/engine/periods.js";

const told = JSON.parse(readFileSync(process.argv[2], "utf8")).map((text) => {
    try {
        return period(text);
    } catch (error) {
        if (error instanceof BadDate) return error.message.replace("date ", "");
        throw error;
    }
});
process.stdout.write(JSON.stringify(told));
