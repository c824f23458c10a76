/**
 * What runs in the worker of the what-if page: the answers of all positions, the reasons under one, the flips.
 *
 * Every message is `{id, task, …}`; the answer is `{id, value}` or `{id, fault, message}`.
 */

import { Engine } from "./decide.js";
import { decode } from "./decode.js";
import { serve } from "./serve.js";

/** @type {Engine} */
let engine;

serve({
  start: async ({ knowledge, circuit }) => {
    engine = new Engine(knowledge, await decode(circuit));
  },
  learn: async ({ variant, circuit }) => engine.learn(variant, await decode(circuit)),
  decide: ({ dispute, mode }) => {
    const begun = performance.now();
    const result = engine.decide(dispute, mode);
    const time = performance.now() - begun;
    setTimeout(() => engine.prepare(dispute)); // so that the next change takes less
    return { result, time };
  },
  reasons: ({ dispute, mode, position }) => engine.reader(dispute, position, mode).decision(),
  circle: ({ dispute, mode, position }) => engine.reader(dispute, position, mode).unlabelled(),
  flip: ({ dispute, mode, position }) => engine.flips(dispute, position, mode),
  effects: ({ dispute, mode, sets }) => engine.effects(dispute, sets, mode),
});
