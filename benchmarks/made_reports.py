"""造报告 - Make reports of a county by chance: paragraphs of their own, phrases that everybody uses, and copies with names exchanged.

Copies are known, so that recall and precision of the search for them can be measured. The same seed gives the same reports.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

PLACES = "南山 北河 东川 西岭 云台 石桥 清溪 白沙 青龙 双江 临水 平阳 安定 永宁 长乐 金坪 木兰 沙洲 竹园 松岗".split()
OFFICES = "民政局 农业局 教育局 水利局 林业局 城管局 交通局 卫生局 残联 中医医院".split()
THINGS = """水库 渠道 泵站 堤防 苗木 林地 校舍 操场 食堂 教室 病房 设备 药品 疫苗 道路 桥梁 路灯 公厕 管网 广场 小区 楼道 屋面 外墙 电梯
车位 农房 大棚 鱼塘 圈舍 良种 化肥 农机 粮仓 市场 展馆 书屋 舞台 档案 系统 平台 数据 车辆 宿舍 养老院 服务站 文化馆 体育馆""".split()
DEEDS = """新建 改建 扩建 维修 养护 更换 采购 安装 调试 验收 移交 登记 公示 核查 抽检 培训 宣传 走访 慰问 发放 补贴 奖补 清理 整治 监测
评估 审计 招标 签订 编制 修订 报批 建档 回访 督办 调度 巡查 加固 清淤 绿化""".split()
WHOM = "群众 农户 学生 教师 患者 老人 村民 居民 职工 企业 商户 村委会 合作社 学校 医院 社区 残疾人 儿童 妇女 游客".split()
HOW = """按月 按季 逐户 逐项 分批 分片 及时 统一 集中 随机 实地 全程 提前 如期 规范 公开 严格 稳妥 有序 细致""".split()
WHY = """保障用水 改善出行 方便就医 提高产量 减少损失 消除隐患 增加收入 美化环境 节约开支 提升能力 稳定价格 防止返贫 便利生活 促进就业
延长寿命 降低能耗 畅通物流 丰富文化 增强体质 保护水源""".split()
COMMON = [
    "根据预算绩效管理的有关规定，对照年初设定的绩效目标，认真开展绩效自评工作。",
    "成立以主要负责人为组长、分管负责人为副组长的绩效自评工作小组，明确职责分工。",
    "资金使用符合国家财经法规和财务管理制度的规定，有完整的审批程序和手续。",
    "自评结果作为以后年度安排预算、完善政策和改进管理的依据，并按要求予以公开。",
]
"""常用句 - What everybody writes; short of a paragraph, it is no copying."""


@dataclass(slots=True)
class County:
    """一县报告 - Hold the texts by name, and which paragraphs (name, number) are copies or were copied."""

    texts: dict[str, str] = field(default_factory=dict)
    shared: set[tuple[str, int]] = field(default_factory=set)


def county(reports: int, seed: int, *, copied: float = 0.2) -> County:
    """一县报告 - Return so many reports, of which a share holds one or two paragraphs of an earlier one."""
    random_, made = random.Random(seed), County()
    own: list[tuple[str, int, str]] = []
    for at in range(reports):
        name, unit = f"{at:05d}.txt", f"{random_.choice(PLACES)}县{random_.choice(OFFICES)}"
        lines = [f"{unit}第{at}号项目绩效自评报告"]
        lines += [line for _ in range(random_.randrange(5, 9)) for line in (_paragraph(random_, unit),)]
        if at and random_.random() < copied:
            for _ in range(random_.randrange(1, 3)):
                source, number, text = random_.choice(own)
                lines.append(_retouched(random_, text, unit))
                made.shared |= {(source, number), (name, len(lines) - 1)}
        own += [(name, number, line) for number, line in enumerate(lines) if number]
        made.texts[name] = "\n".join(lines)
    return made


def _paragraph(random_: random.Random, unit: str) -> str:
    """Return a paragraph of its own, with a phrase that everybody uses now and then."""
    clauses = list(_clauses(random_, random_.randrange(4, 9)))
    head = [random_.choice(COMMON)] if random_.random() < 0.3 else []
    return "".join([*head, f"{unit}", "，".join(clauses), "。"])


def _clauses(random_: random.Random, count: int) -> Iterator[str]:
    """Yield clauses."""
    for _ in range(count):
        deed, thing = random_.choice(DEEDS), random_.choice(THINGS)
        yield random_.choice(
            [
                f"{random_.choice(HOW)}{deed}{thing}{random_.randrange(1, 500)}处",
                f"为{random_.choice(WHOM)}{deed}{thing}，{random_.choice(WHY)}",
                f"{random_.choice(HOW)}组织{random_.choice(WHOM)}参加{thing}{deed}",
                f"投入{random_.randrange(1, 900)}.{random_.randrange(10, 99)}万元用于{thing}{deed}",
                f"由{random_.choice(WHOM)}{random_.choice(HOW)}{deed}，{random_.choice(WHY)}",
            ]
        )


def _retouched(random_: random.Random, text: str, unit: str) -> str:
    """Return a paragraph as somebody copies it: other names and figures, a clause left out, one put in."""
    for place in PLACES:
        text = text.replace(f"{place}县", f"{unit[:2]}县")
    text = "".join(str(random_.randrange(10)) if sign.isdigit() else sign for sign in text)
    clauses = text.split("，")
    if len(clauses) > 4 and random_.random() < 0.4:
        del clauses[random_.randrange(1, len(clauses) - 1)]
    if random_.random() < 0.4:
        clauses.insert(random_.randrange(1, len(clauses)), next(_clauses(random_, 1)))
    return "，".join(clauses)
