/** The worker's end of what `client.js` begins. */

import { BadDate } from "./periods.js";

/**
 * Answers messages `{id, task, …}` with what the task of that name gives.
 * @param {Record<string, (message: any) => unknown>} tasks
 */
export function serve(tasks) {
  self.onmessage = async ({ data }) => {
    const { id, task, ...message } = data;
    try {
      self.postMessage({ id, value: await tasks[task](message) });
    } catch (error) {
      const fault = error instanceof BadDate ? "date" : error instanceof RangeError ? "memory" : "failed";
      self.postMessage({ id, fault, message: String(/** @type {Error} */ (error).message ?? error) });
    }
  };
}
