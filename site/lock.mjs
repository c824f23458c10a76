/** Writes the lock files anew, without the addresses that authors ask for money at. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

for (const folder of [".", "../tests/benchmarks/lighthouse"]) {
    process.chdir(fileURLToPath(new URL(folder, import.meta.url)));
    execFileSync("npm", ["install", "--package-lock-only", "--omit-lockfile-registry-resolved"], {
        stdio: "inherit",
    });
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
    for (const described of Object.values(lock.packages)) delete described.funding;
    writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
}
