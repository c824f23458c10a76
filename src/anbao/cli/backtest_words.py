"""The words of back-tests, in both languages."""

from __future__ import annotations

__all__ = ["WORDS"]

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
    "form not modelled": {
        "en": "no norm of this graph gives: {concerns}",
        "zh": "本图没有规范给出：{concerns}",
    },
    "cited, not modelled": {
        "en": "the court cites {concerns}, not modelled",
        "zh": "法院引用{concerns}，本图未建模",
    },
    "governs, not modelled": {
        "en": "{concerns} governs and is not modelled",
        "zh": "应适用{concerns}，本图未建模",
    },
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
        "en": "The cases are no sample: they were chosen for what can be cited of them, and an interval "
        "only says how little so few can show. What leaves the form open is hardly ever contradicted. "
        "Positions are not ranked. Replaced holdings, and those on which sources conflict, do not count.",
        "zh": "案件并非抽样所得，而是因有可引用的来源而收录；区间只表明案件太少、所能说明者有限。"
        "形态未定的学说几乎不会被否定。学说不作排名。"
        "已被后一审级取代的裁判结果以及来源互相矛盾的裁判结果不计分。",
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
    "other outcome": {
        "en": "Ours with several outcomes or another one",
        "zh": "本图中结果有数项或者另为他项者",
    },
    "in both": {
        "en": "Known from the same source, so that the two are not independent",
        "zh": "来自同一来源、两者并不独立者",
    },
}
