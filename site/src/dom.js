/** Builds what a page shows. Text is always text: nothing here reads HTML. */

/**
 * @typedef {Node | string | number | null | undefined | false | Child[]} Child
 * @typedef {Record<string, unknown>} Properties
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Returns an element with properties and children. `on…` properties are listeners, the others
 * attributes; what is null, undefined or false is left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties | null} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties, ...children) {
  return /** @type {any} */ (fill(document.createElement(tag), properties, children));
}

/**
 * Returns an SVG element, as `h` does an HTML one.
 * @param {string} tag
 * @param {Properties | null} [properties]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, properties, ...children) {
  return /** @type {any} */ (fill(document.createElementNS(SVG, tag), properties, children));
}

/**
 * @param {Element} element
 * @param {Properties | null | undefined} properties
 * @param {Child[]} children
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return flat(child);
    if (child === null || child === undefined || child === false) return [];
    return [child instanceof Node ? child : String(child)];
  });
}

/**
 * Replaces what an element holds.
 * @param {Element} element
 * @param {...Child} children
 */
export function show(element, ...children) {
  element.replaceChildren(...flat(children));
}

/**
 * Returns a function that gives the word `topic.name` in the language of the page, its `{places}` filled in.
 * @template {Record<string, Record<string, readonly [string, string]>>} Topics
 * @param {Topics} topics by name, as `generated.js` has them
 * @returns {(
 *   name: {[Topic in keyof Topics & string]: `${Topic}.${keyof Topics[Topic] & string}`}[keyof Topics & string],
 *   values?: Record<string, unknown>,
 * ) => string}
 */
export function speak(topics) {
  const place = chinese ? 0 : 1;
  return (name, values = {}) => {
    const point = name.indexOf(".");
    const text = topics[name.slice(0, point)][name.slice(point + 1)][place];
    return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
  };
}

/** Whether the page is in Chinese. */
export const chinese = document.documentElement.lang.startsWith("zh");

/**
 * Calls a function once no further call came for some milliseconds.
 * @template {unknown[]} Values
 * @param {number} pause
 * @param {(...values: Values) => void} call
 */
export function settle(pause, call) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (/** @type {Values} */ ...values) => {
    clearTimeout(timer);
    timer = setTimeout(call, pause, ...values);
  };
}

/**
 * Returns when the page as it stands is on the screen; a page in the background does not wait for that.
 * @returns {Promise<void>}
 */
export function painted() {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

/**
 * Gives a text to the visitor as a file.
 * @param {string} name
 * @param {string} type
 * @param {string | Blob} content
 */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
