/** Speaks with the worker from a page. */

/** What the worker, or the way to it, could not do; `fault` is a key of the page's words. */
export class Fault extends Error {
  /**
   * @param {string} fault
   * @param {string} [message]
   */
  constructor(fault, message = "") {
    super(message);
    this.fault = fault;
  }
}

/** A worker. It can be stopped, and is then of no more use. */
export class Client {
  /** @param {string} source the worker's text */
  constructor(source) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.last = 0;
    /** @type {Map<number, {resolve: (value: any) => void, reject: (fault: Fault) => void}>} */
    this.asked = new Map();
    this.worker.onmessage = ({ data: { id, value, fault, message } }) => {
      const { resolve, reject } = this.asked.get(id) ?? {};
      this.asked.delete(id);
      if (fault) reject?.(new Fault(fault, message));
      else resolve?.(value);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end(new Fault("worker", event.message));
    };
  }

  /**
   * Returns what the worker answers to a task.
   * @param {string} task
   * @param {object} [message]
   * @returns {Promise<any>}
   * @throws {Fault}
   */
  ask(task, message = {}) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, task, ...message });
    });
  }

  /** Stops the worker; what was asked fails as `stopped`. */
  stop() {
    this.end(new Fault("stopped"));
  }

  /** @param {Fault} fault */
  end(fault) {
    this.worker.terminate();
    for (const { reject } of this.asked.values()) reject(fault);
    this.asked.clear();
  }
}
