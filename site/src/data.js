/**
 * Data files: classic scripts that call `anbaoData(name, value)`, so that they load from `file://` too.
 */

const LIMIT = 60_000; // milliseconds until a script that neither loads nor fails counts as failed

/** The data file could not be loaded; `name` says which. */
export class LoadError extends Error {
  /** @param {string} name */
  constructor(name) {
    super(`data file ${name} did not load`);
    this.name = "LoadError";
    this.file = name;
  }
}

/**
 * Returns the registry that all scripts of a page share.
 * @returns {{(name: string, value: unknown): void, waiting: Map<string, {promise: Promise<any>, done: (value: any) => void}>}}
 */
function registry() {
  const page = /** @type {any} */ (window);
  if (!page.anbaoData) {
    const waiting = new Map();
    const receive = (/** @type {string} */ name, /** @type {unknown} */ value) =>
      waiting.get(name)?.done(value);
    page.anbaoData = Object.assign(receive, { waiting });
  }
  return page.anbaoData;
}

/** The way from this page to the folder that holds `assets/` and `data/`. */
export const root = document.documentElement.dataset.root ?? "";

/** The way from this page to the root of the pages of its language. */
export const tree = document.documentElement.dataset.tree ?? root;

/**
 * Returns the value of a data file, loaded once.
 * @param {string} name
 * @param {string} [path] below the root of the site
 * @returns {Promise<any>}
 * @throws {LoadError} it did not load
 */
export function load(name, path = `data/${name}.js`) {
  const { waiting } = registry();
  const known = waiting.get(name);
  if (known) return known.promise;
  /** @type {(value: any) => void} */
  let done = () => {};
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      waiting.delete(name); // the next call tries again
      script.remove();
      reject(new LoadError(name));
    };
    const timer = setTimeout(fail, LIMIT);
    done = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
    script.onerror = fail;
    script.src = root + path;
    document.head.append(script);
  });
  waiting.set(name, { promise, done });
  return promise;
}
