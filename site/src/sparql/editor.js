/** The editor: highlighting, completion from the ontology, the place of an error. */

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const MOST = 60; // completions shown at once
const KEYWORDS =
  "SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND EXISTS NOT PREFIX ORDER BY GROUP HAVING LIMIT OFFSET AS IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI COALESCE IF CONTAINS STRSTARTS STRENDS REGEX REPLACE CONCAT YEAR LCASE UCASE".split(
    " ",
  );

// Colours are the site's own custom properties, which reach into the editor's shadow tree.
const LOOK = EditorView.theme({
  "&": {
    border: "1px solid var(--line)",
    borderRadius: "4px",
    background: "var(--paper)",
    color: "var(--ink)",
    fontSize: "0.9rem",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "var(--mono)", caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-scroller": { minHeight: "11rem", maxHeight: "32rem", overflow: "auto", lineHeight: "1.55" },
  ".cm-gutters": { background: "var(--soft)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--soft) 70%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--link) 28%, transparent)",
  },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
  ".cm-fault": {
    background: "color-mix(in srgb, var(--bad) 20%, transparent)",
    outline: "1px solid var(--bad)",
  },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--kind-position)" },
  { tag: [tags.atom, tags.special(tags.variableName)], color: "var(--link)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: tags.comment, color: "var(--muted)" },
  { tag: tags.meta, color: "var(--kind-liability)" },
]);

/** @type {import("@codemirror/state").StateEffectType<import("@codemirror/view").DecorationSet>} */
const mark = StateEffect.define();

const marks = StateField.define({
  create: () => Decoration.none,
  update: (found, change) => {
    for (const effect of change.effects) if (effect.is(mark)) return effect.value;
    return change.docChanged ? Decoration.none : found;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @typedef {object} Names What can be completed.
 * @property {Record<string, string>} prefixes
 * @property {() => Promise<[name: string, kind: string, zh: string, en: string][]>} terms
 */

export class Editor {
  /**
   * @param {string} label
   * @param {Names} names
   * @param {() => void} run
   * @param {boolean} chinese
   */
  constructor(label, names, run, chinese) {
    this.names = names;
    this.chinese = chinese;
    this.element = document.createElement("div");
    this.element.className = "editor";
    // In a shadow tree CodeMirror adopts its styles; in the page it would write a style element, which
    // the policy of the page forbids.
    const root = this.element.attachShadow({ mode: "open" });
    this.view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          StreamLanguage.define(sparql),
          syntaxHighlighting(COLOURS),
          autocompletion({ override: [(context) => this.complete(context)], maxRenderedOptions: MOST }),
          marks,
          LOOK,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                run();
                return true;
              },
            },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /**
   * Shows where an error is.
   * @param {number} line from 1
   * @param {number} column from 1
   */
  fault(line, column) {
    const { doc } = this.view.state;
    const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(from + column - 1, to);
    const begin = at < to ? at : Math.max(from, at - 1);
    const range =
      begin < to ? [Decoration.mark({ class: "cm-fault" }).range(begin, Math.min(begin + 1, to))] : [];
    this.view.dispatch({
      effects: [mark.of(Decoration.set(range)), EditorView.scrollIntoView(at)],
      selection: { anchor: at },
    });
  }

  /**
   * Returns the completions at the cursor: variables, keywords, prefixes, and terms by name or by label.
   * @param {import("@codemirror/autocomplete").CompletionContext} context
   */
  async complete(context) {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return { from: variable.from, options: this.variables(variable.text) };
    const word = context.matchBefore(/[\p{L}\w-]*:?[\p{L}\w.-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const prefixed = word.text.includes(":");
    const terms = await this.names.terms();
    const wanted = word.text.toLowerCase();
    const found = terms.filter(
      ([name, , zh, en]) =>
        name.toLowerCase().includes(wanted) ||
        (!prefixed && (zh.includes(wanted) || en.toLowerCase().includes(wanted))),
    );
    const options = found
      .slice(0, MOST * 4)
      .map(([name, kind, zh, en]) => ({ label: name, detail: this.chinese ? zh : en, type: kind }));
    if (!prefixed) options.push(...this.words(wanted));
    return { from: word.from, options, filter: false };
  }

  /** @param {string} typed */
  variables(typed) {
    const known = new Set(this.text.match(/[?$]\w+/g));
    known.delete(typed);
    return [...known].map((label) => ({ label, type: "variable" }));
  }

  /** @param {string} wanted */
  words(wanted) {
    const keywords = KEYWORDS.filter((word) => word.toLowerCase().startsWith(wanted)).map((label) => ({
      label,
      detail: "",
      type: "keyword",
    }));
    const prefixes = Object.entries(this.names.prefixes)
      .filter(([prefix]) => prefix.startsWith(wanted))
      .map(([prefix, namespace]) => ({
        label: `PREFIX ${prefix}: <${namespace}>`,
        detail: "",
        type: "namespace",
      }));
    return [...keywords, ...prefixes];
  }
}
