"""The risk questionnaires in Chinese, by version: factors with options in the order of their scores, and triggers.

Invariant: for every version of cases.children.risk the same factors, the same number of options and the same triggers.
"""

FACTORS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "2026-1": {
        "G1": ("照护人", ("父母或合适照护人同住", "照护人部分时间在家", "照护人满70岁或患病", "无照护人")),
        "G2": ("每名照护人照看儿童数", ("1至2名", "3名", "4名及以上")),
        "G3": ("书面委托照护协议", ("有效", "到期未满3个月", "无")),
        "G4": ("父母联系频次", ("每周至少1次", "每月至少1次", "不足每月1次", "3个月无联系")),
        "G5": ("父母返乡频次", ("每年2次及以上", "每年1次", "12个月未返乡", "24个月未返乡")),
        "S1": ("就学情况", ("正常就学", "偶有缺课", "长期缺课", "辍学")),
        "H1": ("健康状况", ("良好", "轻微不适", "慢性病或三、四级残疾", "重病或一、二级残疾")),
        "M1": ("情绪与行为", ("平稳", "需要关注", "反复出现问题", "自伤或离家出走")),
        "E1": ("居住与周边环境", ("安全", "轻微隐患", "水、火、交通等隐患", "危险房屋")),
        "E2": ("家庭收入", ("稳定", "低收入", "低保或特困", "无收入")),
        "F1": ("家庭变故", ("无", "父母离异或矛盾", "父母患病或死亡", "家庭暴力或照护人被羁押")),
        "P1": ("自我保护知识", ("知道向谁求助", "部分知道", "不知道")),
    }
}
TRIGGERS: dict[str, dict[str, str]] = {
    "2026-1": {
        "alone_under_16": "未满十六周岁独自居住",
        "unattended_under_8": "未满八周岁无人看护",
        "one_away_other_unable": "父母一方外出、另一方无监护能力",
        "forbidden_carer": "照护人属法律禁止委托的人员",
        "dropout": "辍学",
        "suspected_harm": "疑似遭受侵害",
        "parents_silent": "父母失联6个月以上",
    }
}
BECAUSE = {
    "triggers": "具有直接判定高风险的情形",
    "threes": "得3分的因素达到高风险项数",
    "total": "按总分判定",
}
