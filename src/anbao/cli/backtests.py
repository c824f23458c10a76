"""Back-tests as tables, for people."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.cli.streams import busy, console, out
from anbao.decision import choose_positions
from anbao.doctrine import records
from anbao.doctrine.agreement import LEVELS
from anbao.doctrine.backtest import BackTest, Replay
from anbao.doctrine.backtest import backtest as replay_cases
from anbao.doctrine.distribution import Distribution
from anbao.doctrine.holdings import Held
from anbao.doctrine.mismatches import Mismatch
from anbao.doctrine.scores import Proportion
from anbao.graph import files
from anbao.norms import Law
from anbao.periods import day
from anbao.vocabulary import ANBAO

__all__ = ["Printer", "backtest"]

MARKS = dict(zip(reversed(LEVELS), "✓~✗·", strict=True))
COLOURS = dict(zip(reversed(LEVELS), ("green", "yellow", "red", "dim"), strict=True))
SPAN = 3  # positions that follow one another are told by the first and the last
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORDS = {
    "same form": {"en": "gives the same form", "zh": "给出相同的责任形态"},
    "no liability": {"en": "gives no liability either", "zh": "亦得出无责任"},
    "among several": {
        "en": "gives it beside others, their relation open",
        "zh": "与其他责任并立而关系未定",
    },
    "uncertain": {"en": "may give it; not certain", "zh": "可能给出，尚不确定"},
    "open form": {"en": "leaves the form open", "zh": "责任形态未定"},
    "kind of": {"en": "gives a wider or narrower form", "zh": "给出较宽或者较窄的形态"},
    "form not stated": {"en": "no source states the form held", "zh": "来源未载明所判形态"},
    "open norm": {"en": "liability turns on what is not proved", "zh": "责任取决于未证明的事项"},
    "nothing raised": {"en": "the findings raise no norm", "zh": "认定没有提出任何规范"},
    "liable here": {"en": "gives liability, the court none", "zh": "得出有责任，法院判无责任"},
    "no liability here": {"en": "gives no liability", "zh": "得出无责任"},
    "other form": {"en": "gives another form", "zh": "给出不同的形态"},
    "contradiction": {"en": "the findings contradict the position", "zh": "认定与学说相矛盾"},
    "not modelled": {"en": "no norm of this graph gives the form held", "zh": "本图没有规范给出所判形态"},
    "outside": {"en": "the answer lies outside this graph", "zh": "答案在本图之外"},
    "cited, not in force": {
        "en": "the court cites {concerns}, not in force at the facts",
        "zh": "法院引用{concerns}，事实发生时未施行",
    },
    "discussed, not in force": {
        "en": "the case is discussed under {concerns}, not in force at the facts",
        "zh": "本案在{concerns}之下被讨论，事实发生时该条未施行",
    },
    "not in force": {
        "en": "had it happened on {on}: {level}{through}",
        "zh": "假定发生于{on}：{level}{through}",
    },
    "not dated": {
        "en": "the facts are not dated for certain; if they are of {on}: {level}{through}",
        "zh": "事实日期不确定；若为{on}：{level}{through}",
    },
    "finding open": {"en": "were it found that {facts}: {level}", "zh": "若认定{facts}：{level}"},
    "element not raised": {
        "en": "nobody raised {facts}; were it so, {concerns}: {level}",
        "zh": "无人提出{facts}；若成立，依{concerns}：{level}",
    },
    "nearest": {
        "en": "the findings raise no norm; next to {concerns}, for want of {facts}",
        "zh": "认定没有提出任何规范；最接近{concerns}，所缺：{facts}",
    },
    "form not modelled": {"en": "no norm of this graph gives: {concerns}", "zh": "本图没有规范给出：{concerns}"},
    "cited, not modelled": {"en": "the court cites {concerns}, not modelled", "zh": "法院引用{concerns}，本图未建模"},
    "governs, not modelled": {"en": "{concerns} governs and is not modelled", "zh": "应适用{concerns}，本图未建模"},
    "relation open": {"en": "the relation is open between {concerns}", "zh": "下列规范关系未定：{concerns}"},
    "other positions": {"en": "{positions}: {level}", "zh": "{positions}：{level}"},
    "no position": {"en": "no position comes nearer", "zh": "没有学说更接近"},
    "through": {"en": ", through {}", "zh": "，依{}"},
    "statutes": {"en": "the bare statutes", "zh": "仅依法条"},
    "not": {"en": "not: {}", "zh": "并非：{}"},
    "counterfactual": {"en": "Replayed under the declared date", "zh": "依声明的日期重演"},
    "scores": {
        "en": "Positions against courts, in cases; in brackets the Wilson 95 % interval",
        "zh": "学说与法院（以案件计；方括号内为威尔逊95%区间）",
    },
    "position": {"en": "position", "zh": "学说"},
    "agrees": {"en": "agrees", "zh": "一致"},
    "not contradicted": {"en": "agrees or compatible", "zh": "一致或者相容"},
    "disagrees": {"en": "disagrees", "zh": "不一致"},
    "commits": {"en": "commits itself in", "zh": "给出确定答案"},
    "acts": {"en": "its premises act in", "zh": "前提起作用"},
    "own": {"en": "its own work is a source in", "zh": "自身著作为来源"},
    "caution": {
        "en": "The cases are no sample: they were chosen for what can be cited of them, and an interval only says "
        "how little so few can show. What leaves the form open is hardly ever contradicted. Positions are not "
        "ranked. Replaced holdings, and those on which sources conflict, count in no score.",
        "zh": "案件并非抽样所得，而是因有可引用的来源而收录；区间只表明案件太少、所能说明者有限。形态未定的学说几乎"
        "不会被否定。学说不作排名。已被后一审级取代的裁判结果以及来源互相矛盾的裁判结果不计分。",
    },
    "not scored": {
        "en": "Known from an abstract only, replayed and not scored",
        "zh": "仅见摘要，只重演不计分",
    },
    "matrix": {"en": "What was held, and positions that fare alike", "zh": "所判结果与表现相同的学说"},
    "held": {"en": "held", "zh": "所判"},
    "replaced": {"en": "replaced on appeal", "zh": "已被后一审级取代"},
    "inferred": {"en": "form inferred by the editors", "zh": "形态由编者推定"},
    "as statutes": {"en": "as the bare statutes", "zh": "与仅依法条相同"},
    "why": {"en": "What keeps replays from agreement", "zh": "不能一致的原因"},
    "conflict": {"en": "Sources conflict; both are compared", "zh": "来源互相矛盾，两者均已比对"},
    "no outcome": {"en": "No source states an outcome", "zh": "没有来源载明结果"},
    "of cases": {"en": "{} cases", "zh": "{}件案件"},
    "of disputes": {"en": "{} disputes in all", "zh": "共{}个争议"},
    "published": {"en": "published", "zh": "已公布"},
    "ours": {"en": "this graph", "zh": "本图"},
    "difference": {"en": "difference", "zh": "差"},
    "points": {"en": "{:+.0f} points", "zh": "{:+.0f}个百分点"},
    "other outcome": {"en": "Ours with several outcomes or another one", "zh": "本图中结果有数项或者另为他项者"},
    "in both": {
        "en": "Known from the same source, so that the two are not independent",
        "zh": "来自同一来源、两者并不独立者",
    },
}


def backtest(
    cases: Sequence[str],
    under: Sequence[str] | None,
    on: str | None,
    added: Sequence[Path],
    *,
    language: str,
    layout: str,
) -> int:
    """Print the back-test of decided cases; return the exit code."""
    engine = anbao.engine(anbao.load([*files(), *added]) if added else None)
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under or ["all"])
    with busy("replaying …"):
        test = replay_cases(engine, positions, cases=cases, on=date)
    if layout == "json":
        out(json.dumps(records.to_json(test, engine.law), ensure_ascii=False, indent=2))
    elif layout == "csv":
        out(_csv(test))
    elif layout == "turtle":
        out(records.to_turtle(test))
    else:
        Printer(engine.law, console(), language).print(test)
    return 0


def _csv(test: BackTest) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(records.COLUMNS)
    writer.writerows(records.rows(test))
    return written.getvalue()


class Printer:
    """Prints a back-test in one language."""

    def __init__(self, law: Law, console: Console, language: str) -> None:
        """Take the law for its labels."""
        self.law, self.console, self.language = law, console, language

    def word(self, name: str) -> str:
        """Return a word of the interface."""
        return WORDS[name][self.language]

    def label(self, iri: str) -> str:
        """Return the label of a resource; a norm with its provision."""
        if norm := self.law.norms.get(iri):
            colon = "：" if self.language == "zh" else ": "
            return f"{self.law.label(norm.provision, self.language)}{colon}{norm.label[self.language]}"
        return self.law.label(iri, self.language)

    def term(self, name: str) -> str:
        """Return the label of a term of the ontology."""
        return self.law.label(f"{ANBAO._NS}{name}", self.language)

    def print(self, test: BackTest) -> None:
        """Print a back-test."""
        if test.counterfactual:
            text = f"{self.word('counterfactual')} {test.counterfactual}"
            self.console.print(Text(text, style="magenta"))
        if test.replays:
            self.console.print(self._scores(test))
            self.console.print(Text(self.word("caution"), style="dim"))
            self._matrix(test)
            self.console.print(self._reasons(test))
        self._apart(test)
        for distribution in test.distributions:
            self._published(distribution, test)

    def _scores(self, test: BackTest) -> Table:
        columns = ("position", "agrees", "not contradicted", "disagrees", "commits", "acts", "own")
        table = Table(*map(self.word, columns), title=self.word("scores"), title_justify="left")
        names = {position.iri: position.identifier for position in test.positions}
        for score in test.scores:
            total = score.agreeing.total
            counts = (score.disagreeing, score.committed, score.acting, score.own)
            told = [f"{count} / {total}" for count in counts]
            shares = [_share(score.agreeing), _share(score.not_contradicted)]
            table.add_row(self._name(names[score.position]), *shares, *told)
        return table

    def _name(self, identifier: str) -> str:
        return self.word("statutes") if identifier == self.law.bare.identifier else identifier

    def _groups(self, test: BackTest) -> list[list[str]]:
        """Return the positions in groups that fare alike in everything, in order."""
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for position in test.positions:
            column = tuple(test.by_cell[held, position.iri].level for held in test.held)
            alike[column].append(position.iri)
        return list(alike.values())

    def _matrix(self, test: BackTest) -> None:
        """Print what was held against positions that fare alike, and which these are."""
        groups = self._groups(test)
        heads = [LETTERS[place] if place < len(LETTERS) else str(place) for place in range(len(groups))]
        table = Table("", self.word("held"), *heads, title=self.word("matrix"), title_justify="left")
        for held in test.held:
            cells = (test.by_cell[held, group[0]].level for group in groups)
            marks = (Text(MARKS[level], style=COLOURS[level]) for level in cells)
            table.add_row(self._place(test, held), self._held(held), *marks)
        self.console.print(table)
        legend = "  ".join(f"{MARKS[level]} {self.term(level)}" for level in reversed(LEVELS))
        self.console.print(Text(legend, style="dim"))
        for head, group in zip(heads, groups, strict=True):
            names = self._span(group)
            self.console.print(Text(f"{head}  {names}", style="dim"))
        if abstract := [position.iri for position in test.positions if position.iri in test.abstract]:
            self.console.print(Text(f"{self.word('not scored')}: {self._span(abstract)}", style="dim"))

    def _place(self, test: BackTest, held: Held) -> str:
        """Return the case of a holding; the dispute too, where the case has several."""
        identifier = test.docket.identifiers[held.case]
        siblings = sorted(d for d, case in test.docket.disputes.items() if case == held.case)
        return f"{identifier}/{siblings.index(held.dispute) + 1}" if len(siblings) > 1 else identifier

    def _held(self, held: Held) -> str:
        share = f" {float(held.share):.0%}" if held.share else ""
        notes = [self.word("replaced")] * (not held.final) + [self.word("inferred")] * held.inferred
        return self.label(held.form) + share + (f" ({', '.join(notes)})" if notes else "")

    def _reasons(self, test: BackTest) -> Tree:
        tree = Tree(Text(self.word("why"), style="bold"))
        for held in test.held:
            alike: dict[tuple[str, str, tuple[Mismatch, ...]], list[Replay]] = defaultdict(list)
            for position in test.positions:
                replay = test.by_cell[held, position.iri]
                alike[replay.level, replay.verdict.why, replay.mismatches].append(replay)
            branch = tree.add(Text(f"{self._place(test, held)}  {self._held(held)}", style="bold"))
            for (level, why, mismatches), replays in alike.items():
                leaf = branch.add(self._line(level, why, replays))
                for mismatch in mismatches:
                    leaf.add(self._mismatch(mismatch))
        return tree

    def _line(self, level: str, why: str, replays: Sequence[Replay]) -> Text:
        """Return how some positions fare and why; those that decide as the bare statutes in brackets."""
        own = [self._name(r.position.identifier) for r in replays if not r.as_statutes or r.position.bare]
        rest = [r.position.iri for r in replays if r.as_statutes and not r.position.bare]
        bracket = f"({self.word('as statutes')}: {self._span(rest)})" if rest else ""
        names = " ".join(part for part in (", ".join(own), bracket) if part)
        line = Text(f"{MARKS[level]} {self.term(level)}", style=COLOURS[level])
        return line.append(f": {self.word(why)} · ", style="").append(names, style="dim")

    def _mismatch(self, mismatch: Mismatch) -> Text:
        why = mismatch.why
        if why == "nothing raised" and mismatch.concerns:
            why = "nearest"
        joint = "；" if self.language == "zh" else "; "
        concerns = joint.join(map(self.label, mismatch.concerns))
        told = self.word(why).format(
            concerns=concerns,
            through=self.word("through").format(concerns) if concerns else "",
            facts=joint.join(self._fact(*fact) for fact in mismatch.circumstances),
            on=mismatch.on,
            level=self.term(mismatch.level) if mismatch.level else "",
            positions=self._span(mismatch.positions),
        )
        return Text(f"{self.term(mismatch.kind)}: ", style="bold").append(told, style="not bold")

    def _span(self, positions: Sequence[str]) -> str:
        """Return the names of positions; three and more that follow one another by first and last."""
        order = [position.iri for position in self.law.ordered_positions]
        runs: list[list[int]] = []
        for place in sorted(map(order.index, positions)):
            if runs and place == runs[-1][-1] + 1 and runs[-1] != [0]:
                runs[-1].append(place)
            else:
                runs.append([place])
        names = [self._name(self.law.positions[iri].identifier) for iri in order]
        told = [[names[place] for place in run] for run in runs]
        shortened = [[f"{run[0]}–{run[-1]}"] if len(run) >= SPAN else run for run in told]
        return ", ".join(name for run in shortened for name in run)

    def _fact(self, circumstance: str, holds: bool) -> str:  # noqa: FBT001  a pair, as it is stored
        return self.label(circumstance) if holds else self.word("not").format(self.label(circumstance))

    def _apart(self, test: BackTest) -> None:
        """Print the holdings on which sources conflict, and what has no outcome."""
        for one, other in test.contested:
            pair = f"{self._held(one)} / {self._held(other)}"
            self.console.print(Text(f"{self.word('conflict')}: {self._place(test, one)}: {pair}"))
        cases = [test.docket.identifiers[case] for case in test.cases_without_outcome]
        if test.undecided:
            told = f"{self.word('of cases').format(len(cases))}: {', '.join(cases)}"
            counted = self.word("of disputes").format(len(test.undecided))
            self.console.print(Text(f"{self.word('no outcome')}: {told}; {counted}."))

    def _published(self, one: Distribution, test: BackTest) -> None:
        """Print a published distribution beside our own."""
        columns = ("", self.word("published"), self.word("ours"), self.word("difference"))
        table = Table(*columns, title=self.label(one.dataset), title_justify="left")
        for row in one.rows:
            gap = ""
            if row.published.total and row.ours.total:
                share = row.ours.count / row.ours.total - row.published.count / row.published.total
                gap = self.word("points").format(100 * share)
            table.add_row(self.label(row.outcome), _share(row.published), _share(row.ours), gap)
        self.console.print(table)
        for name, cases in (("other outcome", one.other), ("in both", one.shared)):
            if cases:
                told = ", ".join(test.docket.identifiers[case] for case in cases)
                self.console.print(Text(f"{self.word(name)}: {told}.", style="dim"))


def _share(share: Proportion) -> str:
    """Return a count of a total with its interval, in per cent."""
    if share.low is None or share.high is None:
        return f"{share.count} / {share.total}"
    return f"{share.count} / {share.total} [{share.low:.0%}–{share.high:.0%}]"
