"""Surnames that a dictionary reads wrongly, and those of two characters.

Invariant: the right reading comes first, then how people read the surname who do not know it.
Called by names.py. Source: domain.md §6.1 (surnames that pypinyin 0.55 gets wrong), 现代汉语词典 for the readings.
"""

_READINGS = """
单 shan/dan          曾 zeng/ceng        解 xie/jie/hai      区 ou/qu            朴 piao/pu/po
查 zha/cha           翟 zhai/di          缪 miao/mou/miu     种 chong/zhong      秘 bi/mi
阚 kan/han           卜 bu/bo/pu         乐 yue/le           佴 nai/er           折 she/zhe
繁 po/fan            召 shao/zhao        员 yun/yuan         仇 qiu/chou         盖 ge/gai/he
覃 qin/tan/xun       车 che/ju           盛 sheng/cheng      褚 chu/zhu          隗 wei/kui
谌 chen/shen         尉 wei/yu           蔚 yu/wei           谷 gu/yu            俞 yu/shu
郇 xun/huan          郗 xi/chi           贲 ben/bi/fen       宓 mi/fu            宿 su/xiu
瞿 qu/ju             薄 bo/bao           臧 zang/cang        逄 pang/feng        冼 xian/xi
洗 xian/xi           祭 zhai/ji          黑 he/hei           牟 mou/mu           柏 bai/bo
郄 qie/xi            妫 gui/wei          於 yu/wu            邵 shao/zhao        钭 tou/dou
毋 wu/mu/guan        冯 feng/ping        强 qiang/jiang      行 xing/hang        长 chang/zhang
都 du/dou            重 chong/zhong      亓 qi/ji            郜 gao/hao          莘 shen/xin
尉迟 yu,chi/wei,chi  长孙 zhang,sun/chang,sun                万俟 mo,qi/wan,si   澹台 tan,tai/dan,tai
子车 zi,ju/zi,che    颛孙 zhuan,sun
"""
_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙
慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 拓跋 夹谷 轩辕 令狐 呼延
东郭 西门
"""

# 乐正, 段干, 左丘 and others are left out: they begin with a common surname, and a mask shows less
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def _readings(table: str) -> dict[str, list[list[str]]]:
    words = table.split()
    return {
        surname: [reading.split(",") for reading in readings.split("/")]
        for surname, readings in zip(words[::2], words[1::2], strict=True)
    }


SURNAME_READINGS = _readings(_READINGS)
