/**
 * Bundles the browser modules into `build/assets/`: `node site/build.mjs`.
 *
 * Each entry becomes one classic script, since modules do not load from `file://`. The text of the what-if
 * page's worker goes into `engine.js`, that of the SPARQL page's with Oxigraph into `oxigraph.js`, vis-network
 * into `vis.js`; they load when they are first needed.
 */

import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const home = dirname(fileURLToPath(import.meta.url));
const target = join(home, "..", "build", "assets");
const draft = `${target}.draft`;
const PAGES = ["anbao", "graph", "sparql", "whatif"];
const shared = {
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: ["chrome111", "firefox113", "safari16.4"],
    charset: "utf8",
    legalComments: "none", // their licences stand whole in licences.txt
    absWorkingDir: home,
    logLevel: "warning",
    metafile: true,
    define: { "import.meta.url": '""' },
};

/** Returns the text of one script, and notes what went into it. */
async function bundle(entry, packages) {
    const { outputFiles, metafile } = await build({ ...shared, entryPoints: [entry], write: false });
    for (const input of Object.keys(metafile.inputs)) {
        const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
        if (found) packages.add(found[1]);
    }
    return outputFiles[0].text;
}

/** Returns a script that gives a value to whoever loads it. */
function carrying(name, value) {
    return `anbaoData(${JSON.stringify(name)}, ${value});\n`;
}

/** Returns the licences of the packages, each under its name and version. */
async function licences(packages) {
    const texts = [];
    for (const name of [...packages].sort()) {
        const folder = join(home, "node_modules", name);
        const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
        const files = ["LICENSE", "LICENSE.md", "LICENSE-MIT", "license", "LICENSE.txt"];
        const found = await Promise.allSettled(files.map((file) => readFile(join(folder, file), "utf8")));
        const text = found.find(({ status }) => status === "fulfilled")?.value ?? "";
        texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
    }
    return texts.join(`\n${"-".repeat(80)}\n\n`);
}

const packages = new Set(["oxigraph"]);
await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
for (const page of PAGES) {
    await writeFile(join(draft, `${page}.js`), await bundle(`src/${page}.js`, packages));
}
await writeFile(join(draft, "vis.js"), await bundle("src/graph/vis.js", packages));
const deciding = await bundle("src/engine/worker.js", packages);
await writeFile(join(draft, "engine.js"), carrying("engine", JSON.stringify(deciding)));
const worker = await bundle("src/sparql/worker.js", packages);
const wasm = gzipSync(await readFile(join(home, "node_modules/oxigraph/web_bg.wasm")), { level: 9 });
const carried = `{worker: ${JSON.stringify(worker)}, wasm: ${JSON.stringify(wasm.toString("base64"))}}`;
await writeFile(join(draft, "oxigraph.js"), carrying("oxigraph", carried));
await writeFile(join(draft, "licences.txt"), await licences(packages));
await rm(target, { recursive: true, force: true });
await rename(draft, target);
