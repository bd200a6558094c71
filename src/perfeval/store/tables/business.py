"""业务的表 - Rounds, projects, evaluations with all that belongs to them, and the journal."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, false

from perfeval.store.tables.columns import came, chain, goes, identity, leavers, metadata, own_id, stays, version, words

rounds = Table(
    "rounds",
    metadata,
    own_id(),
    Column("year", Integer, nullable=False, comment="年度"),
    words("title", "名称", required=True),
    words("sets", "各种自评所用体系和版本（JSON）", required=True),
    words("templates", "模板（JSON）", required=True),
    words("steps", "审核环节（JSON）", required=True),
    words("opening", "开始填报", required=True),
    words("deadline", "截止", required=True),
    Column("grace", Integer, nullable=False, comment="宽限天数"),
    Column("owners_confirm", Boolean, nullable=False, comment="送审前须业务科室确认"),
    Column("stamped", Boolean, nullable=False, server_default=false(), comment="单位审核通过前须上传盖章扫描件"),
    words("text_rules", "文字校验所用规则和版本（JSON）", required=True),
    Column("text_off", Text, nullable=False, server_default="[]", comment="关掉的文字校验（JSON）"),
    words("made", "建立时间", required=True),
    version(),
    words("deductions", "复核扣分标准的编号、版本和散列（JSON），没有的为空"),
    words("quality", "自评工作质量评分标准的编号、版本和散列（JSON），没有的为空"),
    words("closed", "办结时间，此后审定得分不再变"),
)

uploads = Table(
    "uploads",
    metadata,
    own_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, unique=True, comment="批次，同一批次同时只能导入一份"),
    words("sha256", "文件散列", required=True),
    words("person", "导入人", required=True),
    words("at", "最近写入时间", required=True),
)

round_units = Table(
    "round_units",
    metadata,
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True, comment="批次"),
    Column("unit", Text, ForeignKey("units.id"), primary_key=True, comment="单位"),
    words("name", "当年名称", required=True),
    words("kind", "当年种类", required=True),
    words("parent", "当年上级"),
    chain("当年上级链", index=True),
    words("contact", "联系人"),
    words("phone", "电话"),
    words("extended", "延长到"),
    words("extended_why", "延长原因"),
)

identities = Table("identities", metadata, Column("id", Text, primary_key=True, comment="项目和自评的编号，其他表引用它"))

projects = Table(
    "projects",
    metadata,
    identity(),
    came(),
    goes(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, comment="批次"),
    words("code", "项目编码", required=True),
    words("name", "项目名称", required=True),
    words("kind", "自评种类", required=True),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, index=True, comment="实施单位"),
    words("funds", "各来源年初、调整、到位、支出（JSON，元）", required=True),
    words("details", "项目类别、属性、负责人等（JSON）", required=True),
    words("targets", "批复的绩效目标（JSON），没有的为空"),
    words("history", "上年实际、得分、等级（JSON）"),
    leavers("projects"),
    stays("uq_projects_round_code", "round", "code"),
)

evaluations = Table(
    "evaluations",
    metadata,
    identity(),
    came(),
    goes(),
    version(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, comment="批次"),
    Column("project", Text, ForeignKey("identities.id"), index=True, comment="项目，部门整体自评没有"),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, comment="填报单位"),
    chain("填报单位当年上级链", index=False),
    words("title", "项目名称或单位名称", required=True),
    words("state", "状态", required=True),
    Column("total", Integer, comment="总分，百分之一分"),
    words("grade", "等级"),
    Column("errors", Integer, nullable=False, comment="错误条数"),
    Column("warnings", Integer, nullable=False, comment="未说明的警告条数"),
    words("codes", "提示代码，前后各一空格", required=True),
    words("filed", "首次送审时间"),
    Column("late", Boolean, nullable=False, comment="逾期送审"),
    Column("merged_into", Text, index=True, comment="并入的自评"),
    Column("part_of", Text, index=True, comment="所属合并项目"),
    words("exempt_why", "免评原因"),
    words("saved", "最近保存时间"),
    words("saved_by", "最近保存人"),
    words("filed_by", "送审人"),
    Column("final_total", Integer, comment="审定得分，百分之一分，批次办结时确定"),
    words("final_grade", "审定等级"),
    words("final_source", "审定的来源：复核或自评"),
    # What is long stands last: a list reads what stands before it, and the database then need not read past the forms themselves.
    words("document", "自评数据（JSON）", required=True),
    words("locked", "锁定的单元格及其来源（JSON）", required=True),
    words("confirmed", "已确认的指标行及确认人（JSON）", required=True),
    words("card", "评分结果，不含计算过程（JSON）"),
    leavers("evaluations"),
    stays("uq_evaluations_id", "id"),
    Index("ix_evaluations_round_path", "round", "path"),
    Index("ix_evaluations_round_state", "round", "state"),
)

submissions = Table(
    "submissions",
    metadata,
    own_id(),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, comment="自评"),
    Column("number", Integer, nullable=False, comment="第几次送审"),
    words("document", "自评数据（JSON）", required=True),
    words("set_id", "指标体系", required=True),
    words("set_version", "体系版本", required=True),
    words("set_sha256", "体系散列", required=True),
    words("card", "评分结果，含计算过程和提示（JSON）", required=True),
    words("proofs", "佐证材料及其内容散列（JSON）", required=True),
    words("person", "送审人", required=True),
    words("at", "送审时间", required=True),
    Column("late", Boolean, nullable=False, comment="逾期"),
    words("sha256", "以上各项的散列", required=True),
    UniqueConstraint("evaluation", "number", name="uq_submissions_evaluation_number"),
)

paragraphs = Table(
    "paragraphs",
    metadata,
    own_id(),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, index=True, comment="自评"),
    Column("runs", LargeBinary, nullable=False, comment="最近一次送审的一段文字的指纹，不含文字"),
    words("figures", "这一段的数，各占一行", required=True),
)

paragraph_keys = Table(
    "paragraph_keys",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False, comment="指纹中用来查找的一个数"),
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True, comment="批次"),
    Column("paragraph", Text, ForeignKey("paragraphs.id", ondelete="CASCADE"), primary_key=True, index=True, comment="段落"),
)

adjustments = Table(
    "adjustments",
    metadata,
    own_id(),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, index=True, comment="自评"),
    Column("number", Integer, nullable=False, comment="这份自评的第几条"),
    words("cell", "单元格", required=True),
    words("old", "原值"),
    words("new", "新值"),
    words("document_number", "调整文号", required=True),
    words("approved_by", "批准人", required=True),
    words("date", "调整日期", required=True),
    words("person", "登记人", required=True),
    words("at", "登记时间", required=True),
)

notes = Table(
    "notes",
    metadata,
    own_id(),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, index=True, comment="自评"),
    Column("number", Integer, nullable=False, comment="这份自评的第几条"),
    words("row", "指标行，空为整张表"),
    words("reason_code", "退回原因代码"),
    words("words", "内容", required=True),
    Column("answers", Text, ForeignKey("notes.id"), comment="答复的那一条"),
    words("person", "作者", required=True),
    words("at", "时间", required=True),
)

evidence = Table(
    "evidence",
    metadata,
    own_id(),
    Column("evaluation", Text, ForeignKey("identities.id"), nullable=False, index=True, comment="自评"),
    words("row", "指标行，空为整张表"),
    words("title", "名称", required=True),
    words("kind", "种类：批复、合同、验收、支付、调查、照片、其他", required=True),
    words("effective", "生效日期"),
    words("pointer", "页码或单元格"),
    words("file_name", "文件名", required=True),
    words("file_kind", "文件类型", required=True),
    words("sha256", "内容散列", required=True),
    Column("size", Integer, nullable=False, comment="字节数"),
    Column("restricted", Boolean, nullable=False, comment="只限单位和财政"),
    Column("removed", Boolean, nullable=False, comment="已移去"),
    Column("visit", Text, ForeignKey("visits.id"), index=True, comment="现场核查，单位交的没有"),
    Column("sampled", Text, ForeignKey("sampled.id"), index=True, comment="随异议、整改交的，所属的抽中的一项"),
    words("person", "上传人", required=True),
    words("at", "上传时间", required=True),
)

reminders = Table(
    "reminders",
    metadata,
    own_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, index=True, comment="批次"),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, comment="单位"),
    words("missing", "缺什么（JSON）", required=True),
    words("how", "怎样告知", required=True),
    words("person", "告知人", required=True),
    words("at", "时间", required=True),
)

views = Table(
    "views",
    metadata,
    own_id(),
    Column("person", Text, ForeignKey("people.id"), nullable=False, comment="人员"),
    words("title", "名称", required=True),
    words("filters", "筛选条件（JSON）", required=True),
    words("at", "保存时间", required=True),
    UniqueConstraint("person", "title", name="uq_views_person_title"),
)

repeats = Table(
    "repeats",
    metadata,
    Column("person", Text, primary_key=True, comment="人员"),
    Column("key", Text, primary_key=True, comment="Idempotency-Key"),
    words("address", "地址", required=True),
    words("body", "内容散列", required=True),
    Column("status", Integer, nullable=False, comment="第一次的状态码"),
    Column("answer", LargeBinary, nullable=False, comment="第一次的应答"),
    Column("at", Text, nullable=False, index=True, comment="时间"),
)

journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="序号，从1起连续"),
    words("at", "时间", required=True),
    Column("person", Text, index=True, comment="人员，系统自身为空"),
    words("address", "来源地址"),
    words("action", "做了什么", required=True),
    Column("about", Text, index=True, comment="对象，如 evaluations/编号"),
    words("detail", "内容（JSON）", required=True),
    words("previous", "上一条的散列", required=True),
    words("hash", "本条的散列", required=True),
    words("seal", "以库外密钥对散列所作的印记", required=True),
)
FROZEN = ("submissions", "decisions", "journal")
"""不可改的表 - Tables in which no row is ever changed or taken away, by trigger and by right."""
