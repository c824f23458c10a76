/** Who pays what of a loss of 100: looked up in tables that Python worked out; nothing is computed here. */

import { h, show } from "../dom.js";

const HUNDREDTHS = 100; // of a yuan, in which the tables give amounts
const ASSUMED = 30; // of the share or amount that a liability cannot be apportioned without
const DEFENDANT = 0; // its place among the parties of the tables

/**
 * @typedef {import("../dom.js").Child} Child
 * @typedef {import("../engine/answers.js").Answer} Answer
 * @typedef {[kind: string, party: number | null, about: string]} Note
 * @typedef {[[party: number, most: number, pays: number, bears: number][],
 *   [creditor: number, debtor: number, claim: number, collectible: number][], number, Note[]]} Row
 * @typedef {{shares: (number | null)[], amounts: (number | null)[], rows: (Row | [Note])[][]}} Table
 * @typedef {{foundBy: string[], label: [string, string], kind: "pays" | "unpaid"}} Role
 * @typedef {{roles: Role[], tables: Table[], of: Record<string, Record<string, number>>,
 *   labels: Record<string, [string, string]>}} Tables
 */

export class Money {
  /**
   * @param {import("./tell.js").Teller} tell
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   */
  constructor(tell, say) {
    this.tell = tell;
    this.say = say;
    /** @type {number | null} */
    this.share = null;
    /** @type {number | null} */
    this.amount = null;
    this.canPay = true;
    this.element = h("section", { class: "money" });
    /** @type {Record<string, [string, string]>} */
    this.labels = {};
    /** @type {(() => void) | undefined} */
    this.redraw = undefined;
  }

  /**
   * Shows who pays what by the answers to the main question.
   * @param {Tables} tables
   * @param {Answer[]} answers
   * @param {Record<string, string>} findings the status of each circumstance
   */
  draw(tables, answers, findings) {
    this.redraw = () => this.draw(tables, answers, findings);
    this.labels = tables.labels;
    const role = tables.roles.find(({ foundBy }) => foundBy.some((name) => findings[name] === "established"));
    const liabilities = [
      ...new Set(answers.flatMap(({ weaker, liability }) => (!weaker && liability ? [liability] : []))),
    ].filter((liability) => liability in tables.of);
    const parts = liabilities.map((liability) => this.liability(tables, liability, role));
    show(
      this.element,
      parts.length > 0 && [
        h("h4", null, this.say("whatif.money")),
        role?.kind === "pays" && this.means(role),
        parts,
      ],
    );
  }

  /** @param {Role} role */
  means(role) {
    const box = h("input", {
      type: "checkbox",
      checked: !this.canPay,
      onchange: () => {
        this.canPay = !box.checked;
        this.redraw?.();
      },
    });
    const party = role.label[this.tell.place];
    return h("label", { class: "check" }, box, this.say("whatif.money unpaid", { party }));
  }

  /**
   * @param {Tables} tables
   * @param {string} liability
   * @param {Role | undefined} role
   */
  liability(tables, liability, role) {
    const kind = !role ? "none" : this.canPay ? role.kind : "unpaid";
    const table = tables.tables[tables.of[liability][kind]];
    const named = role ? role.label[this.tell.place] : "";
    const names = [this.say("apportion.defendant"), named];
    const [share, amount] = this.chosen(table);
    const row = table.rows[table.shares.indexOf(share)][table.amounts.indexOf(amount)];
    const settings = [
      this.choice("share", table.shares, share, "whatif.money share"),
      this.choice("amount", table.amounts, amount, "whatif.money amount"),
    ];
    return h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": this.tell.label(liability) },
      h("p", null, h("b", null, this.tell.label(liability)), settings),
      row.length === 1 ? this.note(row[0], names) : this.row(/** @type {Row} */ (row), names),
    );
  }

  /**
   * Returns the share and amount that are chosen, or those assumed where nothing comes out without.
   * @param {Table} table
   * @returns {[number | null, number | null]}
   */
  chosen({ shares, amounts, rows }) {
    const pick = (/** @type {(number | null)[]} */ offered, /** @type {number | null} */ wanted) =>
      offered.length > 1 ? wanted : null;
    const share = pick(shares, this.share);
    const amount = pick(amounts, this.amount);
    if (rows[shares.indexOf(share)][amounts.indexOf(amount)].length > 1) return [share, amount];
    return [pick(shares, this.share ?? ASSUMED), pick(amounts, this.amount ?? ASSUMED)];
  }

  /**
   * @param {"share" | "amount"} what
   * @param {(number | null)[]} offered
   * @param {number | null} chosen
   * @param {"whatif.money share" | "whatif.money amount"} words
   */
  choice(what, offered, chosen, words) {
    if (offered.length === 1) return null;
    const select = h(
      "select",
      {
        onchange: () => {
          this[what] = select.value ? Number(select.value) : null;
          this.redraw?.();
        },
      },
      offered.map((one) =>
        h(
          "option",
          { value: one ?? "", selected: one === chosen },
          one === null ? this.say("whatif.money not given") : String(one),
        ),
      ),
    );
    return h("label", { class: "choice" }, " · ", this.say(words), " ", select);
  }

  /**
   * @param {Row} row
   * @param {string[]} names
   */
  row([parties, recourse, uncovered, notes], names) {
    const { say } = this;
    const heads = ["party", "ceiling", "pays", "bears"].map((name) =>
      h("th", { scope: "col" }, say(`apportion.${name}`)),
    );
    const shown = parties.map(([party, ...amounts]) =>
      h(
        "tr",
        null,
        h("td", null, names[party]),
        amounts.map((amount) => h("td", { class: "sum" }, sum(amount))),
      ),
    );
    const told = [
      ...recourse.map(([creditor, debtor, claim, collectible]) =>
        say("apportion.recourse", {
          creditor: names[creditor],
          debtor: names[debtor],
          claim: sum(claim),
          collectible: sum(collectible),
        }),
      ),
      ...(uncovered ? [say("whatif.money uncovered", { amount: sum(uncovered) })] : []),
    ];
    return [
      h("table", null, h("thead", null, h("tr", null, heads)), h("tbody", null, shown)),
      told.map((text) => h("p", null, text)),
      notes.map((note) => this.note(note, names)),
    ];
  }

  /**
   * @param {Note} note
   * @param {string[]} names
   */
  note([kind, party, about], names) {
    const named = this.labels[about]?.[this.tell.place] ?? "";
    const values = { party: names[party ?? DEFENDANT], about: named };
    return h("p", { class: "muted" }, this.say(/** @type {any} */ (`apportion.${kind}`), values));
  }
}

/** @param {number} amount in hundredths */
function sum(amount) {
  return (amount / HUNDREDTHS).toFixed(2);
}
