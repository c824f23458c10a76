/**
 * What a decision says in one sentence, as a judge would write it, and what must be said before it: the clauses
 * of `src/anbao/wording/opinion.yaml`, put together as `src/anbao/formats/opinion.py` does. A test holds both to
 * the same sentences.
 */

import { EFFECTS, FAILING, STANDINGS, TOLD_KINDS } from "../generated.js";

/**
 * @typedef {import("../engine/answers.js").Answer} Answer
 * @typedef {import("../engine/reading.js").Assessment} Assessment
 * @typedef {import("../engine/reading.js").Decision} Decision
 * @typedef {Answer["defences"]} Defences
 */

export class Writer {
  /**
   * @param {any} knowledge the data file of the engine
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {(name: string) => string} label
   * @param {"zh" | "en"} language
   */
  constructor(knowledge, say, label, language) {
    this.norms = knowledge.law.norms;
    this.main = knowledge.law.questions[0];
    this.concerned = knowledge.concerned;
    this.say = (/** @type {string} */ name, /** @type {Record<string, unknown>} */ values = {}) =>
      say(`opinion.${name}`, values);
    this.reading = (/** @type {string} */ name) => say(`answers.${name}`);
    this.label = label;
    this.chinese = language === "zh";
    this.comma = this.chinese ? "、" : ", ";
    this.pause = this.chinese ? "，" : ", ";
    this.semicolon = this.chinese ? "；" : "; ";
    this.stop = this.chinese ? "。" : ".";
  }

  /**
   * Returns the answer to the main question in one sentence.
   * @param {Decision} decision
   */
  sentence(decision) {
    const chosen = decision.answers.filter(({ question, weaker }) => question === this.main && !weaker);
    const clauses = decision.contradiction
      ? [this.say("contradiction")]
      : [...this.claims(chosen, decision), ...this.grounds(chosen, decision)];
    const text = clauses.join(this.semicolon);
    return text.slice(0, 1).toUpperCase() + text.slice(1) + this.stop;
  }

  /**
   * Yields where the author of the position relied on a provision that did not apply.
   * @param {Decision} decision
   * @param {string} position
   */
  notices({ notInForce }, position) {
    const concerned = new Set(this.concerned[position]);
    const provisions = new Map(
      notInForce.filter((norm) => concerned.has(norm)).map((norm) => [this.norms[norm].provision, norm]),
    );
    return [...provisions].map(
      ([provision, norm]) =>
        this.say("position relies", { provision: this.label(provision), spans: this.spans(norm) }) +
        this.stop,
    );
  }

  /** @param {string} norm */
  spans(norm) {
    /** @type {[string, string][]} */
    const inForce = this.norms[norm].inForce;
    const spans = inForce.map(([begin, end]) =>
      end
        ? this.say("in force until", { begin: this.day(begin), end: this.day(end) })
        : this.say("in force from", { begin: this.day(begin) }),
    );
    return spans.join(this.semicolon);
  }

  /** @param {string} iso */
  day(iso) {
    const [year, month, date] = iso.split("-").map((part) => (this.chinese ? String(Number(part)) : part));
    return this.say("day", { year, month, date });
  }

  /**
   * @param {Answer[]} answers
   * @param {Decision} decision
   */
  claims(answers, decision) {
    const clauses = answers.length ? [] : this.nothing(decision);
    for (const standing of STANDINGS) {
      const alike = answers.filter((one) => standingOf(one, decision.assessments) === standing);
      const chosen = alike.sort(byContent);
      if (!chosen.length) continue;
      const clause = this.standing(chosen, decision);
      clauses.push(standing === "firm" ? clause : this.say(standing, { clause }));
    }
    return clauses;
  }

  /** @param {Decision} decision */
  nothing({ nearest: [near] }) {
    if (!near) return [this.say("nothing")];
    const missing = this.quoted(near.lacks);
    return [this.say("nothing"), this.say("lacks", { norm: this.provision(near.norm), missing })];
  }

  /**
   * @param {Answer[]} answers of one standing
   * @param {Decision} decision
   */
  standing(answers, decision) {
    const yields = (/** @type {Answer} */ { norm }) =>
      decision.assessments.some(
        (one) => one.norm === norm && one.displacedBy.some(({ decisive }) => decisive),
      );
    const ordered = [...answers].sort((a, b) => Number(yields(a)) - Number(yields(b)));
    const groups = grouped(ordered, (one) => JSON.stringify(content(one)));
    const defences = new Set(answers.map((one) => JSON.stringify(one.defences)));
    const shared = defences.size === 1 && groups.length > 1 ? groups[0][0].defences : [];
    const clauses = [];
    /** @type {string | null} */
    let before = null;
    for (const several of groups) {
      const [first] = several;
      if (first.kind === "NoLiability") clauses.push(this.none(first), ...this.nearest(decision));
      else if (first.kind === "NothingInIssue") clauses.push(...this.nothing(decision));
      else if (first.kind === "OutsideGraph") {
        clauses.push(this.say("outside", { provision: this.label(first.provision ?? "") }));
      } else if (!first.liability) clauses.push(this.label(`anbao:${first.kind}`));
      else {
        const grounds = this.provisions(several.flatMap(({ norm }) => norm ?? []));
        const reduced = shared.length ? "" : this.defences(first.defences, "");
        const another = yields(first) || (first.reading && grounds === before);
        const too = another ? "liable else" : "liable too";
        clauses.push(this.liability(first, grounds, before, too, reduced));
        before = grounds;
      }
    }
    return clauses.join(this.pause) + this.defences(shared, "all ");
  }

  /** @param {Answer} answer */
  none({ norm, provision }) {
    const under = norm ? this.norms[norm].provision : provision;
    return under ? this.say("none under", { provision: this.label(under) }) : this.say("none");
  }

  /** @param {Decision} decision */
  nearest({ assessments, nearest: [near] }) {
    if (!near) return [];
    const { norm, lacks } = near;
    const assessed = assessments.find((one) => one.norm === norm);
    const states = new Map(assessed?.elements.map(({ circumstance, state }) => [circumstance, state]));
    const fails = (/** @type {string} */ one) =>
      /** @type {readonly (string | undefined)[]} */ (FAILING).includes(states.get(one));
    const failing = lacks.filter(fails);
    const elements = this.quoted(failing.length ? failing : lacks);
    return [this.say("nearest", { norm: this.provision(norm), elements })];
  }

  /**
   * @param {Answer} answer
   * @param {string} grounds
   * @param {string | null} before the grounds of the liability told before it
   * @param {string} too the entry for one that follows another
   * @param {string} reduced
   */
  liability(answer, grounds, before, too, reduced) {
    const name = this.label(answer.liability ?? "");
    const form = answer.kind === "Unsettled" ? this.say("open form", { liability: name }) : name;
    const reading = answer.reading && this.reading(answer.reading);
    const liability = reading ? this.say("reading", { liability: form, reading }) : form;
    const same = grounds === before && answer.conditions.length > 0;
    const entry = before === null ? "liable" : same ? "liable so" : too;
    const clause = this.say(entry, { grounds, liability, reduced });
    if (!answer.conditions.length) return clause;
    const conditions = answer.conditions.map(this.label).join(this.say("and"));
    return this.say("conditional", { conditions, clause });
  }

  /**
   * @param {Defences} defences
   * @param {"" | "all "} which
   */
  defences(defences, which) {
    const ordered = [...defences].sort(
      (a, b) => Number(b.established) - Number(a.established) || compare(a.effect, b.effect),
    );
    return grouped(ordered, ({ established, effect }) => `${established} ${effect}`)
      .map((several) => {
        const [{ established, effect }] = several;
        const name = EFFECTS[/** @type {keyof typeof EFFECTS} */ (effect)];
        const provisions = this.provisions(several.map(({ norm }) => norm));
        return this.say(`${which}${established ? name : `perhaps ${name}`}`, { provisions });
      })
      .join("");
  }

  /**
   * @param {Answer[]} answers
   * @param {Decision} decision
   */
  grounds(answers, { assessments }) {
    const norms = new Set(
      answers.flatMap(({ norm, kind }) => (norm && kind !== "NoLiability" ? [norm] : [])),
    );
    const relied = [...norms].flatMap((norm) => assessments.find((one) => one.norm === norm) ?? []);
    const facts = this.facts(relied);
    const items = this.open(assessments);
    const doubtful = relied.filter(({ inTime }) => !inTime).map(({ norm }) => norm);
    return [
      ...(facts ? [this.say("facts", { facts })] : []),
      ...this.objections(assessments),
      ...(items ? [this.say("open", { items })] : []),
      ...(doubtful.length ? [this.say("time open", { provisions: this.provisions(doubtful) })] : []),
    ];
  }

  /** @param {Assessment[]} assessments */
  facts(assessments) {
    const found = assessments.flatMap(({ elements }) =>
      elements.flatMap(({ kind, state, steps }) =>
        /** @type {readonly string[]} */ (TOLD_KINDS).includes(kind) &&
        state === "Established" &&
        steps.length
          ? [steps[0].circumstance]
          : [],
      ),
    );
    return this.joined([...new Set(found)]);
  }

  /** @param {Assessment[]} assessments */
  objections(assessments) {
    /** @type {Map<string, {name: string, canons: string[], norms: string[]}>} */
    const ways = new Map();
    for (const { norm, label, displacedBy } of assessments) {
      const decisive = displacedBy.filter(({ decisive }) => decisive).map(({ canon }) => canon);
      if (!decisive.length || !this.asks(norm)) continue;
      const canons = [...new Set(decisive)].sort(compare);
      const name = label === "Displaced" ? "yields" : "yields perhaps";
      const key = JSON.stringify([name, canons]);
      ways.set(key, { name, canons, norms: [...(ways.get(key)?.norms ?? []), norm] });
    }
    const yielding = [...ways.values()].map(({ name, canons, norms }) => {
      const canon = canons.map((one) => this.label(`anbao:${one}`)).join(this.comma);
      return this.say(name, { provisions: this.provisions(norms), canon });
    });
    const failing = assessments.flatMap(({ norm, status, exceptedBy }) => [
      ...(exceptedBy.length && this.asks(norm)
        ? [this.say("excepted", { provision: this.provision(norm), exceptions: this.joined(exceptedBy) })]
        : []),
      ...(status === "NotMet" && this.norms[norm].effect
        ? [this.say("defence fails", { defence: this.label(norm) })]
        : []),
    ]);
    return [...yielding, ...failing];
  }

  /** @param {Assessment[]} assessments */
  open(assessments) {
    const items = assessments
      .filter(({ status, norm }) => status === "Open" && this.asks(norm))
      .flatMap(({ elements }) => elements.filter(({ state }) => state === "LeftOpen"))
      .map(({ circumstance, burden }) =>
        this.say("open item", {
          circumstance: this.label(circumstance),
          side: this.label(`anbao:${burden}`),
        }),
      );
    return [...new Set(items)].join(this.pause);
  }

  /** @param {string} norm */
  asks(norm) {
    return this.norms[norm].question === this.main;
  }

  /** @param {string} norm */
  provision(norm) {
    return this.label(this.norms[norm].provision);
  }

  /** @param {string[]} norms */
  provisions(norms) {
    return [...new Set(norms.map((norm) => this.provision(norm)))].join(this.comma);
  }

  /** @param {string[]} names */
  quoted(names) {
    return names.map((name) => this.say("quoted", { text: this.label(name) })).join(this.comma);
  }

  /** @param {string[]} names */
  joined(names) {
    return names.map(this.label).join(this.pause);
  }
}

/**
 * Returns how settled an answer is; `pending time` if nothing but the date of its norm keeps it open.
 * @param {Answer} answer
 * @param {Assessment[]} assessments
 */
export function standingOf({ norm, standing }, assessments) {
  const assessment = assessments.find((one) => one.norm === norm);
  if (standing !== "pending" || !assessment || assessment.inTime) return standing;
  const { elements, openExceptions } = assessment;
  const established = elements.every(({ state }) => state === "Established");
  return established && !openExceptions.length ? "pending time" : "pending";
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Returns what an answer says apart from the norm that it rests on.
 * @param {Answer} answer
 */
function content({ reading, kind, liability, conditions, defences }) {
  const told = defences.map(({ norm, effect, established }) => `${norm} ${effect} ${established}`);
  return [reading, kind, liability ?? "", ...conditions, ...told];
}

/**
 * @param {Answer} a
 * @param {Answer} b
 */
function byContent(a, b) {
  const [left, right] = [content(a), content(b)];
  const place = left.findIndex((part, at) => part !== right[at]);
  if (place < 0) return left.length - right.length;
  return right[place] === undefined ? 1 : compare(left[place], right[place]);
}

/**
 * Returns neighbours with the same key together.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => string} key
 * @returns {Item[][]}
 */
function grouped(items, key) {
  /** @type {Item[][]} */
  const groups = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && key(last[0]) === key(item)) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
