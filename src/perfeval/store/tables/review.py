"""复核的表 - Samples of a round, what was drawn, its reviews, decisions, visits, objections, problems and rectifications.

A decision is a row of its own and frozen: whoever decides anew adds another one, and what was decided before stays as it was.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from perfeval.store.tables.columns import chain, metadata, own_id, version, words


def _item() -> Column[str]:
    """Return the column of the sampled item that a row belongs to."""
    return Column("sampled", Text, ForeignKey("sampled.id"), nullable=False, index=True, comment="抽中的一项")


samples = Table(
    "samples",
    metadata,
    own_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, index=True, comment="批次"),
    chain("从哪个单位及其下级中抽取，上级链", index=False),
    words("title", "名称", required=True),
    words("number", "文号"),
    words("seed", "种子", required=True),
    words("frame_sha256", "抽样框散列", required=True),
    words("state", "状态：已抽取、已下发、已反馈", required=True),
    words("person", "抽取人", required=True),
    words("at", "抽取时间", required=True),
    words("sent", "下发时间"),
    words("released", "反馈时间"),
    version(),
    words("risks", "风险分标准的编号、版本和散列（JSON）", required=True),
    Column("texts", Text, nullable=False, server_default="{}", comment="复核报告中由财政部门写的各节（JSON）"),
    # What is long stands last.
    words("plan", "抽样方案（JSON）", required=True),
    words("drawn", "抽样结果：各层、步长、入样概率（JSON）", required=True),
    words("frame", "抽样框（JSON）", required=True),
)

sampled = Table(
    "sampled",
    metadata,
    own_id(),
    Column("sample", Text, ForeignKey("samples.id"), nullable=False, comment="抽查批"),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, index=True, comment="自评"),
    Column("submission", Integer, nullable=False, comment="抽取时的第几次送审，复核以它为准"),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, index=True, comment="填报单位"),
    chain("填报单位当年上级链", index=True),
    Column("item", Text, nullable=False, index=True, comment="项目编码，部门整体自评为单位编码"),
    words("title", "项目名称或单位名称", required=True),
    words("stratum", "所在层", required=True),
    words("how", "怎样入样：必抽、抽取、点名、补充", required=True),
    words("why", "必抽、点名、补充的原因"),
    words("probability", "入样概率（分数），补充的没有"),
    words("state", "状态", required=True),
    version(),
    Column("decision", Integer, comment="有效的是第几次定分"),
    Column("told", Integer, comment="反馈给单位的是第几次定分"),
    words("decided_by", "定分人"),
    words("decided_at", "定分时间"),
    words("signed_by", "会签人"),
    words("signed_at", "会签时间"),
    Column("self_total", Integer, comment="抽中的那次送审的自评总分，百分之一分"),
    words("self_grade", "抽中的那次送审的自评等级"),
    Column("reviewed_total", Integer, comment="复核总分，百分之一分"),
    words("reviewed_grade", "复核评级"),
    Column("quality_total", Integer, comment="自评工作质量得分，百分之一分"),
    words("quality_grade", "自评工作质量评级"),
    words("released", "反馈时间"),
    words("closed", "办结时间"),
    words("quality", "自评工作质量评分，拟定的和确认的（JSON）"),
    UniqueConstraint("sample", "evaluation", name="uq_sampled_sample_evaluation"),
    Index("ix_sampled_sample_path", "sample", "path"),
)

decisions = Table(
    "decisions",
    metadata,
    own_id(),
    Column("sampled", Text, ForeignKey("sampled.id"), nullable=False, comment="抽中的一项"),
    Column("number", Integer, nullable=False, comment="第几次定分"),
    words("document", "定下的逐行判断（JSON）", required=True),
    words("card", "复核得分，逐行增减、原因和计算过程（JSON）", required=True),
    words("rules", "扣分标准的编号、版本和散列（JSON），没有的为空"),
    words("words", "定分说明"),
    Column("self_total", Integer, comment="自评总分，百分之一分"),
    Column("reviewed_total", Integer, comment="复核总分，百分之一分"),
    words("reviewed_grade", "复核评级"),
    words("person", "定分人", required=True),
    words("at", "定分时间", required=True),
    words("sha256", "以上各项的散列", required=True),
    UniqueConstraint("sampled", "number", name="uq_decisions_sampled_number"),
)

reviews = Table(
    "reviews",
    metadata,
    own_id(),
    Column("sampled", Text, ForeignKey("sampled.id"), nullable=False, comment="抽中的一项"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="复核人"),
    words("role", "以什么角色复核", required=True),
    words("assigned_by", "分派人", required=True),
    words("assigned_at", "分派时间", required=True),
    Column("total", Integer, comment="复核总分，百分之一分"),
    words("saved", "最近保存时间"),
    words("handed_in", "交回时间"),
    version(),
    words("document", "逐行判断（JSON）", required=True),
    words("card", "复核得分，逐行增减和原因（JSON）"),
    words("handed", "交回时公平性统计所用的数（JSON）"),
    UniqueConstraint("sampled", "person", name="uq_reviews_sampled_person"),
)

visits = Table(
    "visits",
    metadata,
    own_id(),
    _item(),
    words("date", "日期", required=True),
    words("place", "地点", required=True),
    words("people", "参加人员", required=True),
    words("words", "情况", required=True),
    words("person", "记录人", required=True),
    words("at", "记录时间", required=True),
)

objections = Table(
    "objections",
    metadata,
    own_id(),
    _item(),
    words("row", "指标行，空为整张表"),
    words("words", "异议", required=True),
    words("proof", "佐证材料编号（JSON）", required=True),
    words("person", "提出人", required=True),
    words("at", "提出时间", required=True),
    words("answer", "答复"),
    words("answered_by", "答复人"),
    words("answered_at", "答复时间"),
)

problems = Table(
    "problems",
    metadata,
    own_id(),
    _item(),
    words("row", "指标行，空为整张表"),
    words("code", "问题类别", required=True),
    words("words", "问题", required=True),
    words("person", "提出人", required=True),
    words("at", "提出时间", required=True),
)

rectifications = Table(
    "rectifications",
    metadata,
    own_id(),
    _item(),
    Column("problem", Text, ForeignKey("problems.id"), comment="所整改的问题"),
    words("words", "整改要求", required=True),
    words("owner", "责任人", required=True),
    words("deadline", "期限", required=True),
    words("state", "状态", required=True),
    words("report", "整改情况"),
    words("proof", "佐证材料编号（JSON）"),
    words("returned", "退回的原因"),
    words("person", "提出人", required=True),
    words("at", "提出时间", required=True),
    version(),
)
