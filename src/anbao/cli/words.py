"""The words that the command line adds to the graph's own labels, in both languages."""

from __future__ import annotations

__all__ = ["WORDS", "word"]

WORDS = {
    "apportion party": {"en": "Party", "zh": "责任人"},
    "apportion liability": {"en": "Liability", "zh": "责任"},
    "apportion turn": {"en": "Turn", "zh": "顺位"},
    "apportion ceiling": {"en": "At most", "zh": "最高额"},
    "apportion paid": {"en": "Paid before", "zh": "已付"},
    "apportion pays": {"en": "Pays", "zh": "应付并能付"},
    "apportion unpaid": {"en": "Cannot pay", "zh": "未能清偿"},
    "apportion bears": {"en": "Bears in the end", "zh": "最终承担"},
    "apportion recourse": {
        "en": "{creditor} may recover {claim} from {debtor}; {collectible} can be collected.",
        "zh": "{creditor}可以向{debtor}追偿{claim}元，可得{collectible}元。",
    },
    "apportion sum": {
        "en": "Of a loss of {loss} the claimant may recover {recoverable}; {uncovered} stay uncovered.",
        "zh": "损害{loss}元，原告可受偿{recoverable}元，{uncovered}元无从受偿。",
    },
    "apportion cap not stated": {
        "en": "{party}: no cap is stated, and none was applied.",
        "zh": "{party}：限额未载，未作限制。",
    },
    "apportion order not stated": {
        "en": "{party}: no order is stated; it was taken to be liable at once.",
        "zh": "{party}：顺位未载，按无顺位计算。",
    },
    "apportion waits its turn": {"en": "{party} pays {about}.", "zh": "{party}：{about}承担。"},
    "apportion recourse not stated": {
        "en": "{party}: whether it may recover what it paid is not stated; no recourse was reckoned.",
        "zh": "{party}：可否追偿未载，未计算追偿。",
    },
    "apportion recourse on a condition": {
        "en": "{party} may recover only {about}; whether that is so is not given.",
        "zh": "{party}仅可{about}；条件是否成就未给出。",
    },
    "apportion equal shares": {
        "en": "{party}: no share is given; shares are equal ({about}).",
        "zh": "{party}：份额未给出，平均承担（{about}）。",
    },
    "under": {"en": "Under", "zh": "学说"},
    "answer": {"en": "Answer", "zh": "答案"},
    "position": {"en": "Position", "zh": "学说"},
    "why": {"en": "Why", "zh": "理由"},
    "by": {"en": "by", "zh": "依据"},
    "if": {"en": "if", "zh": "条件"},
    "firm": {"en": "", "zh": ""},
    "provisional": {
        "en": "provisional: its norm is met, and something open may displace it",
        "zh": "暂定：规范要件齐备，但可能为未决的规范所排斥",
    },
    "pending": {"en": "pending: its norm is open", "zh": "待证：规范尚待证明"},
    "weaker": {"en": "a stronger one stands beside it", "zh": "另有更强的责任并立"},
    "ReducesLiability": {"en": "reduced by", "zh": "减轻，依"},
    "SuspendsLiability": {"en": "suspended by", "zh": "阻却实现，依"},
    "perhaps ReducesLiability": {"en": "perhaps reduced by", "zh": "可能减轻，依"},
    "perhaps SuspendsLiability": {"en": "perhaps suspended by", "zh": "可能阻却实现，依"},
    "says": {"en": "the position says", "zh": "该说主张"},
    "authority": {"en": "authority", "zh": "依据"},
    "inferred": {"en": "scope inferred by the reasoner", "zh": "适用域由推理机推得"},
    "inferred?": {"en": "Inferred", "zh": "推得"},
    "displaced by": {"en": "displaced by", "zh": "被排斥于"},
    "would be displaced by": {"en": "may be displaced by", "zh": "可能被排斥于"},
    "beside": {"en": "stands beside, their relation open", "zh": "并立而关系未定"},
    "excepted": {"en": "excepted", "zh": "例外"},
    "exception open": {"en": "exception put in issue, not proved", "zh": "例外已提出而未证明"},
    "missing": {"en": "not proved", "zh": "未证明"},
    "burden": {"en": "burden on", "zh": "举证责任"},
    "not in time": {"en": "perhaps not in force on these dates", "zh": "依此日期是否有效未定"},
    "closed": {"en": "If the evidence closed now", "zh": "假定举证现在终结"},
    "closed for": {"en": "decided by the burden, for the", "zh": "依举证责任认定，有利于"},
    "without effect": {
        "en": "Premises without effect on these facts",
        "zh": "在这些事实上不影响结论的前提",
    },
    "production": {"en": "Evidence to be produced", "zh": "须提供的证据"},
    "nothing raised": {
        "en": "The findings raise no norm of this graph.",
        "zh": "这些认定没有提出本图的任何规范。",
    },
    "contradiction": {"en": "The findings contradict this position", "zh": "认定与该说相矛盾"},
    "cycle": {
        "en": "Norms prevail over one another in a circle",
        "zh": "规范优先关系成环",
    },
    "nothing here": {"en": "no norm was raised", "zh": "没有提出有关规范"},
    "resting on": {"en": "Resting on", "zh": "立足于"},
    "statutes alone": {"en": "the statutes alone", "zh": "法条本身"},
    "or": {"en": "or", "zh": "或者"},
    "not exhaustive": {
        "en": "Not every set of premises was looked at: they are too many.",
        "zh": "前提过多，未能检视一切组合。",
    },
    "turns to": {"en": "{0} would answer as {1} if it", "zh": "{0} 与 {1} 答案相同，须"},
    "gives up": {"en": "gives up", "zh": "放弃"},
    "adopts": {"en": "adopts", "zh": "采纳"},
    "but for": {"en": "But for these they would answer alike", "zh": "若无以下前提，两者答案相同"},
    "no contradictions": {"en": "No contradictions.", "zh": "没有发现矛盾。"},
    "as read": {
        "en": "Contradictions of authors with themselves, as the editors read them: "
        "anbao query positions/self-contradictions",
        "zh": "编者从文中读出的作者自相矛盾：anbao query positions/self-contradictions",
    },
    "contradicts itself": {"en": "contradicts itself", "zh": "自相矛盾"},
    "on the facts": {"en": "on the facts", "zh": "所需事实"},
    "axiom within": {"en": "falls under", "zh": "属于"},
    "axiom disjoint": {"en": "excludes", "zh": "互斥于"},
    "axiom covering": {"en": "is one of", "zh": "即下列之一："},
    "then": {"en": "both then", "zh": "此时两者"},
    "counterfactual": {"en": "replayed under the declared date", "zh": "依声明的日期重演"},
    "why not": {"en": "Not raised, for want of", "zh": "未提出，所缺"},
    "not in force": {"en": "Not in force on these dates", "zh": "依此日期不在施行中"},
    "from": {"en": "from", "zh": "自"},
    "until": {"en": "until", "zh": "至"},
    "unchanged": {"en": "the same", "zh": "相同"},
    "more": {"en": "more that concern nothing raised here", "zh": "项与此处所提出者无关"},
    "same": {"en": "as under the bare statutes", "zh": "与仅依法条相同"},
    "finding": {"en": "finding", "zh": "认定"},
    "taxonomy": {"en": "falls under", "zh": "属于"},
    "disjointness": {"en": "excluded by", "zh": "互斥"},
    "covering": {"en": "what remains of", "zh": "余下"},
    "held": {"en": "Held", "zh": "裁判"},
    "norm": {"en": "Norm", "zh": "规范"},
    "question": {"en": "Question", "zh": "问题"},
    "special": {"en": "Special norm", "zh": "特别规范"},
    "general": {"en": "General norm", "zh": "一般规范"},
    "claimed by": {"en": "Claimed by", "zh": "主张者"},
    "hierarchy": {
        "en": "Norms by scope: the general first, the special below it",
        "zh": "规范按适用域：一般在前，特别在其下",
    },
    "pairs": {
        "en": "Special and general: inferred, claimed, or both",
        "zh": "特别与一般：推得、主张或者兼有",
    },
    "yes": {"en": "yes", "zh": "是"},
    "no": {"en": "no", "zh": "否"},
    "contrary": {"en": "contrary inferred", "zh": "推得相反"},
    "serving": {
        "en": "{address}/sparql answers queries, until Ctrl-C.",
        "zh": "{address}/sparql 接受查询，按 Ctrl-C 停止。",
    },
    "pushed": {
        "en": "{address} holds all {statements} statements, in {graphs} graphs.",
        "zh": "{address} 已有全部{statements}条陈述，分属{graphs}个图。",
    },
    "pushed amiss": {
        "en": "{graph}: {sent} statements were sent, the store holds {held}; --replace removes older ones.",
        "zh": "{graph}：发送{sent}条陈述，库中有{held}条；--replace 可清除旧有陈述。",
    },
    "no violations": {"en": "No violations.", "zh": "没有发现问题。"},
}


def word(name: str, language: str) -> str:
    """Return a word of the interface in `zh` or `en`."""
    return WORDS[name][language]
