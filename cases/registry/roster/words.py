"""The words of Chinese rosters: how columns are headed, and what is written for a parent's whereabouts.

Invariant: pure vocabulary, no rule. Sources: 《农村留守儿童基本情况登记表》 (domain.md §2.1) and county rosters.
Read by `columns`, `rows` and `checking`.
"""

import re
from typing import Literal

Whereabouts = Literal[
    "away", "home", "local", "incapable", "dead", "missing", "imprisoned", "separated", "unknown", "blank"
]

# Whom a column speaks of. The longest beginning wins; what follows is one of ATTRIBUTES or PLAIN.
PERSONS = {
    "child": """
        留守儿童 留守儿童本人 儿童 儿童本人 学生 孩子 本人 幼儿 少年儿童 被照护人 被照护儿童 未成年人
        基本信息 儿童基本信息 儿童基本情况 基本情况 儿童信息 学生信息
    """,
    "father": "父亲 父 爸爸 其父 儿童父亲 父亲信息 父亲情况 父亲基本情况",
    "mother": "母亲 母 妈妈 其母 儿童母亲 母亲信息 母亲情况 母亲基本情况",
    "parents": "父母 父母双方 双亲 父母亲 父母情况 父母信息",
    "carer": """
        实际照护人 委托照护人 受委托照护人 被委托照护人 照护人 照料人 实际照料人 看护人 抚养人 实际抚养人
        受托人 委托监护人 受委托监护人 被委托监护人 临时监护人 代养人 实际监护人 现监护人 照护人信息
        照护人情况 实际照护人信息 实际照护人情况 隔代监护人 委托照护人信息 委托照护人情况 受委托监护人情况
        受委托监护人信息 照看人 现照护人
    """,
    "guardian": "监护人 法定监护人 监护人信息 监护人情况 家长",
}

ATTRIBUTES = {
    "name": "姓名 名字 名称",
    "id": """
        身份证号码 公民身份号码 公民身份证号码 身份证号 身份证 身份证件号码 身份证件号 身份证编号 身份号码
        证件号码 证件号 居民身份证号 居民身份证号码 有效证件号码
    """,
    "phone": """
        联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系手机 联系号码 联系电话号码 移动电话
        手机电话
    """,
    "place": """
        务工地 务工地点 务工地址 务工所在地 打工地 打工地点 外出务工地 外出务工地点 去向 外出地 外出地点
        外出去向 工作地 工作地点 现工作地点 现工作地 务工省市 务工城市 务工去向 外出务工地址 外出务工省市
        现务工地 务工地省市 就业地 从业地 工作单位 外出务工去向 务工单位 现住地 所在地
    """,
    "status": "情况 状况 状态 外出情况 务工情况 现状 是否外出 外出务工情况",
    "birth": "出生日期 出生年月 出生年月日 生日 出生时间",
    "relation": """
        关系 与儿童关系 与留守儿童关系 与孩子关系 与学生关系 与被照护人关系 与本人关系 与儿童的关系
        与留守儿童的关系 与被监护人关系 与监护人关系 与委托人关系 称谓
    """,
    "address": "住址 地址 现住址 家庭住址 家庭地址 居住地址 详细地址 现居住地 居住地",
    "account": """
        一卡通账号 一卡通帐号 银行账号 银行帐号 账号 帐号 卡号 银行卡号 一卡通卡号 一卡通号 一卡通
        社保卡号 社保卡账号 惠农一卡通账号 惠农卡号 存折账号 存折号 开户账号 收款账号 银行账户 账户
        社会保障卡卡号 一卡通账户 社会保障卡号
    """,
}

# Columns that speak of the child or the place alone.
PLAIN = {
    "serial": "序号 编号 号 顺序号 no",
    "sex": "性别",
    "ethnic_group": "民族",
    "county": "县 县区 县市区 区县 县市 所属县区 所在县 户籍县区",
    "town": """
        乡镇街道 乡镇 镇街道 镇 乡 街道 乡街道 镇乡 镇办 乡镇办 乡镇办事处 所属乡镇 所在乡镇 户籍乡镇
        乡镇名称 镇街 乡办 所在乡镇街道 所属乡镇街道 街道乡镇 户籍所在乡镇 户籍所在乡镇街道 乡镇街道办事处
        乡镇办名称
    """,
    "village": """
        行政村社区 行政村 村社区 村居 村 社区 村名 村居委会 村居社区 所在村 所属村 户籍村 村委会 村庄
        村居名称 所在村居 所在村社区 所属村居 所属村社区 村级 村居民委员会 户籍所在村 户籍所在村居 村街
        行政村居 村民委员会 所在行政村
    """,
    "hukou_address": "户籍地址 户籍所在地 户口所在地 户籍地 户籍住址 户口所在地址 户籍所在地址",
    "school": "就读学校 学校 所在学校 学校名称 就读学校名称 现就读学校 就学学校 就读学校园",
    "grade": "年级 就读年级 班级 年级班级 所在年级 就读班级 所在班级 年级及班级",
    "schooling": "就学情况 就学状况 入学情况 就读情况 学习阶段 学段 受教育情况",
    "boarding": "是否寄宿 寄宿 是否住校 住校 寄宿情况 是否寄宿生 是否寄宿制 住宿情况",
    "health": "健康状况 健康 身体状况 健康情况 身体健康状况 身体情况",
    "guardianship": """
        监护情况 监护类型 留守类型 外出类型 监护状况 留守情况 实际监护情况 父母外出类型 父母外出情况
    """,
    "away_since": """
        外出时间 外出务工时间 离家时间 外出起始时间 开始外出时间 外出日期 务工时间 父母外出时间
        父母外出务工时间 留守时间 何时外出 留守起始时间
    """,
    "account_holder": "户名 开户名 账户名 开户人 持卡人 持卡人姓名 开户人姓名 账户名称",
    "bank": "开户银行 开户行 银行 发放银行 开户银行名称 开户行名称 银行名称",
    "note": "备注 说明 备注说明",
}

# Whom a group line speaks of when it is no word of PERSONS; the first that occurs decides.
GROUPS = (
    (
        "",
        re.compile(r"祖|外公|外婆|爷爷|奶奶|兄弟|同胞|主任|督导|干部|老师|填表|帮扶|志愿|负责|户主|开户|代理"),
    ),
    ("parents", re.compile(r"父母|双亲|父、母")),
    ("father", re.compile(r"父|爸")),
    ("mother", re.compile(r"母|妈")),
    ("carer", re.compile(r"照护|照料|看护|照看|抚养|委托|受托|代养|实际监护|临时监护")),
    ("guardian", re.compile(r"监护|家长")),
    ("child", re.compile(r"儿童|学生|孩子|未成年|本人|基本情况|基本信息")),
)

# For headings that are in no list; only believed when GROUPS tells whom they speak of.
LIKELY_ATTRIBUTES = (
    ("id", re.compile(r"身份证|公民身份|证件号")),
    ("phone", re.compile(r"(电话|手机|手机号|联系方式|号码)$")),
    ("place", re.compile(r"(务工|打工|外出|工作|就业).*(地|省|市|单位|去向|处)")),
    ("relation", re.compile(r"关系$")),
    ("birth", re.compile(r"出生|生日")),
    ("address", re.compile(r"(住|地)址$")),
    ("name", re.compile(r"姓名$")),
)
RELATION = re.compile(r"与.*关系")
NUMBERED_COLUMN = re.compile(r"^[(（]?(\d{1,2}|[甲乙丙丁戊己])[)）]?$")
EXAMPLE = re.compile(r"^(填写)?(示例|样例|范例|举例|例)[:：]?$")
TOTAL = re.compile(r"^(本页|本村|全村|本镇|全镇|全县|全市|全乡|.{0,8})?(合计|小计|总计|共计|累计)")
SIGNATURE = re.compile(
    r"^(填表人|填报人|审核人|复核人|负责人|制表|经办人|主管领导|单位负责人|分管领导|制单|录入人|审批人|联系人|领导签字"
    r"|填表时间|填表日期|填报日期|填报时间|填报单位|单位盖章|注[:：]|备注[:：]|说明[:：]|填表说明|填写说明)"
)
FILLED_ON = re.compile(r"(填报|填表|制表|统计|截止|截至|上报)(日期|时间|至|到|日)?[:：]?\s*(?P<date>\d{4}.{0,12})")

NOBODY = frozenset({"", "无", "没有", "无人", "暂无", "/", "-", "—", "——", "无照护人", "不详", "0", "空"})

# In order: the first that occurs decides, so that “在家（重残）” is not read as a carer at home.
WHEREABOUTS: tuple[tuple[Whereabouts, re.Pattern[str]], ...] = (
    ("dead", re.compile(r"去世|已故|死亡|亡故|病故|身故|过世|病逝|离世|^亡$|^故$|已亡")),
    ("imprisoned", re.compile(r"服刑|监狱|在押|羁押|坐牢|判刑|入狱|强制隔离|强戒")),
    ("missing", re.compile(r"失联|失踪|下落不明|出走|联系不上|无法联系|失去联系")),
    (
        "incapable",
        re.compile(r"重残|重病|重度残疾|无监护能力|精神病|精神障碍|精神残疾|智力残疾|瘫痪|植物人|丧失"),
    ),
    ("unknown", re.compile(r"不详|不明|未知|不清楚|不知")),
    ("home", re.compile(r"在家|[未没无不]外出|务农|居家|在村|返乡|已回|回家|本[地村乡镇县]|当地")),
    ("separated", re.compile(r"离异|离婚|改嫁|再婚|分居|另嫁|另娶")),
)
BLANK = frozenset({"", "无", "/", "-", "—", "——", "空", "0"})
NOT_AWAY, IS_AWAY = frozenset({"否", "不", "没有"}), frozenset({"是", "有"})  # answers to 是否外出
TOLD_WITH_THE_NAME = frozenset({"dead", "missing", "imprisoned"})  # as in 张三（已故）

BOTH_AWAY = re.compile(r"双方|父母均|父母都|均外出|都外出|父母外出|双亲|全部外出")
ONE_WITHOUT_CAPACITY = re.compile(r"无监护能力|没有监护能力|不具备监护")
ONE_AWAY = re.compile(r"一方|单方|父亲外出|母亲外出|单亲")

SEXES = dict.fromkeys(("男", "男性", "男孩", "m", "1"), "M") | dict.fromkeys(("女", "女性", "女孩", "f", "2"), "F")
IS_PARENT = re.compile(r"^(亲|亲生|生)?(父亲?|母亲?|爸爸?|妈妈?|父子|父女|母子|母女|父母)$")
