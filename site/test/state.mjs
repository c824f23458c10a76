/** Prints what becomes of states of the what-if page in addresses: `{codes, events}` in the file named first. */

import { readFileSync } from "node:fs";
import { blank, read, write } from "../src/whatif/state.js";

const { codes, events } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const [first, second] = codes;
const plain = ({ findings, ...state }) => ({ ...state, findings: [...findings] });
const take = (fragment) => read(fragment, new Set(codes), events, (position) => position === "position-p02");

const state = {
    dates: { conduct: "[2020-01-01..2021]", harm: "2021/.." },
    findings: new Map([
        [first, "established"],
        [second, "open"],
    ]),
    mode: "ferenda",
    position: "position-p02",
};
const broken = take(`#v=1&e=${first}ZZZZ&r=${first}&conduct=2021-99&p=nobody`);
process.stdout.write(
    JSON.stringify({
        state: plain(state),
        again: plain(take(`#${write(state)}`).state),
        broken: broken.complaints,
        version: take("#v=9&e=AbCd").complaints.map(({ word }) => word),
        empty: write(blank()),
    }),
);
