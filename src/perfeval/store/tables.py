"""数据表 - Every table of the service, with the Chinese name of every column as its comment.

Documents are kept as text, byte for byte as they were sent; times as ISO 8601 text in UTC, so that both databases keep the same.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""库结构 - All tables; the migrations must make exactly these."""


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True, comment="编号")


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False, server_default="1", comment="版本，每次保存加一")


def _text(name: str, comment: str, *, required: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not required, comment=comment)


units = Table(
    "units",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True, comment="单位编码"),
    _text("name", "单位名称", required=True),
    _text("kind", "单位种类：财政部门、主管部门、单位、二级单位", required=True),
    Column("parent", Text, ForeignKey("units.id"), comment="上级"),
    Column("path", Text, nullable=False, index=True, comment="上级链，如 /财政/部门/单位/，范围按前缀判断"),
    _text("region", "行政区划代码"),
    _text("valid_from", "启用日期"),
    _text("valid_to", "停用日期"),
    _version(),
    CheckConstraint("kind in ('bureau', 'department', 'unit', 'secondary')", name="kind"),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("login", Text, nullable=False, unique=True, comment="登录名，小写"),
    _text("name", "姓名", required=True),
    Column("unit", Text, ForeignKey("units.id"), comment="所在单位"),
    _text("phone", "办公电话"),
    Column("duty", Text, nullable=False, comment="职责：业务、系统、安全、审计，只能有一种"),
    _text("password", "口令散列", required=True),
    _text("password_set", "口令设置时间", required=True),
    Column("must_change", Boolean, nullable=False, comment="下次登录须改口令"),
    Column("disabled", Boolean, nullable=False, comment="停用"),
    _text("totp", "第二因素的盐，密钥由它和库外密钥推出"),
    _text("totp_new", "待确认的第二因素的盐"),
    Column("totp_step", Integer, comment="最近用过的动态码的时段，用过的不能再用"),
    _text("activated", "启用时间，休眠后重新启用的为重新启用时间", required=True),
    _text("seen", "最近登录"),
    _version(),
    CheckConstraint("duty in ('business', 'system', 'security', 'audit')", name="duty"),
    UniqueConstraint("id", "duty", name="uq_people_id_duty"),
)

old_passwords = Table(
    "old_passwords",
    metadata,
    _id(),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    _text("password", "用过的口令散列", required=True),
    _text("at", "停用时间", required=True),
)

grants = Table(
    "grants",
    metadata,
    _id(),
    Column("person", Text, nullable=False, comment="人员"),
    Column("duty", Text, nullable=False, comment="人员的职责，与角色的职责必须相同"),
    _text("role", "角色", required=True),
    Column("unit", Text, ForeignKey("units.id"), comment="范围：这个单位及其下级；管理员没有范围"),
    _text("valid_from", "起"),
    _text("valid_to", "止，审计人员必填"),
    _text("granted_by", "授予人", required=True),
    ForeignKeyConstraint(["person", "duty"], ["people.id", "people.duty"], name="fk_grants_person_people"),
    CheckConstraint(
        "(role = 'system_administrator' and duty = 'system') or (role = 'security_administrator' and duty = 'security') "
        "or (role = 'audit_administrator' and duty = 'audit') "
        "or (role not in ('system_administrator', 'security_administrator', 'audit_administrator') and duty = 'business')",
        name="duty",
    ),
    CheckConstraint("duty <> 'business' or unit is not null", name="scope"),
    CheckConstraint("role <> 'auditor' or valid_to is not null", name="auditor"),
    Index("ix_grants_person", "person"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", Text, primary_key=True, comment="会话标识的散列"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    _text("csrf", "防伪令牌的散列", required=True),
    _text("started", "开始", required=True),
    _text("seen", "最近使用", required=True),
    _text("address", "来源地址"),
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    Column("token", Text, nullable=False, unique=True, comment="令牌的散列"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    _text("purpose", "用途", required=True),
    Column("read_only", Boolean, nullable=False, comment="只能查询"),
    Column("unit", Text, ForeignKey("units.id"), comment="只限这个单位及其下级，空为本人的全部范围"),
    _text("made", "签发", required=True),
    _text("until", "到期", required=True),
    Column("revoked", Boolean, nullable=False, comment="已收回"),
)

failures = Table(
    "failures",
    metadata,
    Column("login", Text, primary_key=True, comment="登录名"),
    Column("address", Text, primary_key=True, comment="来源地址"),
    Column("count", Integer, nullable=False, comment="连续失败次数"),
    _text("at", "最近失败", required=True),
)

rounds = Table(
    "rounds",
    metadata,
    _id(),
    Column("year", Integer, nullable=False, comment="年度"),
    _text("title", "名称", required=True),
    _text("sets", "各种自评所用体系和版本（JSON）", required=True),
    _text("templates", "模板（JSON）", required=True),
    _text("steps", "审核环节（JSON）", required=True),
    _text("opening", "开始填报", required=True),
    _text("deadline", "截止", required=True),
    Column("grace", Integer, nullable=False, comment="宽限天数"),
    Column("owners_confirm", Boolean, nullable=False, comment="送审前须业务科室确认"),
    Column("stamped", Boolean, nullable=False, server_default=false(), comment="单位审核通过前须上传盖章扫描件"),
    Column("text_off", Text, nullable=False, server_default="[]", comment="关掉的文字校验（JSON）"),
    _text("made", "建立时间", required=True),
    _version(),
)

uploads = Table(
    "uploads",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, unique=True, comment="批次，同一批次同时只能导入一份"),
    _text("sha256", "文件散列", required=True),
    _text("person", "导入人", required=True),
    _text("at", "最近写入时间", required=True),
)

round_units = Table(
    "round_units",
    metadata,
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True, comment="批次"),
    Column("unit", Text, ForeignKey("units.id"), primary_key=True, comment="单位"),
    _text("name", "当年名称", required=True),
    _text("kind", "当年种类", required=True),
    _text("parent", "当年上级"),
    Column("path", Text, nullable=False, index=True, comment="当年上级链"),
    _text("contact", "联系人"),
    _text("phone", "电话"),
    _text("extended", "延长到"),
    _text("extended_why", "延长原因"),
)

projects = Table(
    "projects",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, comment="批次"),
    _text("code", "项目编码", required=True),
    _text("name", "项目名称", required=True),
    _text("kind", "自评种类", required=True),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, index=True, comment="实施单位"),
    _text("details", "项目类别、属性、负责人等（JSON）", required=True),
    _text("funds", "各来源年初、调整、到位、支出（JSON，元）", required=True),
    _text("targets", "批复的绩效目标（JSON），没有的为空"),
    _text("history", "上年实际、得分、等级（JSON）"),
    _text("upload", "随哪次导入而来，那次导入还在 uploads 中的尚未生效"),
    UniqueConstraint("round", "code", name="uq_projects_round_code"),
)

evaluations = Table(
    "evaluations",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, comment="批次"),
    Column("project", Text, ForeignKey("projects.id"), comment="项目，部门整体自评没有"),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, comment="填报单位"),
    Column("path", Text, nullable=False, comment="填报单位当年上级链"),
    _text("title", "项目名称或单位名称", required=True),
    _text("state", "状态", required=True),
    _text("document", "自评数据（JSON）", required=True),
    _text("locked", "锁定的单元格及其来源（JSON）", required=True),
    _text("confirmed", "已确认的指标行及确认人（JSON）", required=True),
    _text("card", "评分结果，不含计算过程（JSON）"),
    Column("total", Integer, comment="总分，百分之一分"),
    _text("grade", "等级"),
    Column("errors", Integer, nullable=False, comment="错误条数"),
    Column("warnings", Integer, nullable=False, comment="未说明的警告条数"),
    _text("codes", "提示代码，前后各一空格", required=True),
    _text("filed", "首次送审时间"),
    Column("late", Boolean, nullable=False, comment="逾期送审"),
    Column("merged_into", Text, index=True, comment="并入的自评"),
    Column("part_of", Text, index=True, comment="所属合并项目"),
    _text("exempt_why", "免评原因"),
    _text("saved", "最近保存时间"),
    _text("saved_by", "最近保存人"),
    _text("filed_by", "送审人"),
    _text("upload", "随哪次导入而来，那次导入还在 uploads 中的尚未生效"),
    _version(),
    Index("ix_evaluations_round_path", "round", "path"),
    Index("ix_evaluations_round_state", "round", "state"),
)

submissions = Table(
    "submissions",
    metadata,
    _id(),
    Column("evaluation", Text, ForeignKey("evaluations.id"), nullable=False, comment="自评"),
    Column("number", Integer, nullable=False, comment="第几次送审"),
    _text("document", "自评数据（JSON）", required=True),
    _text("set_id", "指标体系", required=True),
    _text("set_version", "体系版本", required=True),
    _text("set_sha256", "体系散列", required=True),
    _text("card", "评分结果，含计算过程和提示（JSON）", required=True),
    _text("proofs", "佐证材料及其内容散列（JSON）", required=True),
    _text("person", "送审人", required=True),
    _text("at", "送审时间", required=True),
    Column("late", Boolean, nullable=False, comment="逾期"),
    _text("sha256", "以上各项的散列", required=True),
    UniqueConstraint("evaluation", "number", name="uq_submissions_evaluation_number"),
)

adjustments = Table(
    "adjustments",
    metadata,
    _id(),
    Column("evaluation", Text, ForeignKey("evaluations.id"), nullable=False, index=True, comment="自评"),
    _text("cell", "单元格", required=True),
    _text("old", "原值"),
    _text("new", "新值"),
    _text("document_number", "调整文号", required=True),
    _text("approved_by", "批准人", required=True),
    _text("date", "调整日期", required=True),
    _text("person", "登记人", required=True),
    _text("at", "登记时间", required=True),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    Column("evaluation", Text, ForeignKey("evaluations.id"), nullable=False, index=True, comment="自评"),
    _text("row", "指标行，空为整张表"),
    _text("reason_code", "退回原因代码"),
    _text("words", "内容", required=True),
    Column("answers", Text, ForeignKey("notes.id"), comment="答复的那一条"),
    _text("person", "作者", required=True),
    _text("at", "时间", required=True),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    Column("evaluation", Text, ForeignKey("evaluations.id"), nullable=False, index=True, comment="自评"),
    _text("row", "指标行，空为整张表"),
    _text("title", "名称", required=True),
    _text("kind", "种类：批复、合同、验收、支付、调查、照片、其他", required=True),
    _text("effective", "生效日期"),
    _text("pointer", "页码或单元格"),
    _text("file_name", "文件名", required=True),
    _text("file_kind", "文件类型", required=True),
    _text("sha256", "内容散列", required=True),
    Column("size", Integer, nullable=False, comment="字节数"),
    Column("restricted", Boolean, nullable=False, comment="只限单位和财政"),
    Column("removed", Boolean, nullable=False, comment="已移去"),
    _text("person", "上传人", required=True),
    _text("at", "上传时间", required=True),
)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, index=True, comment="批次"),
    Column("unit", Text, ForeignKey("units.id"), nullable=False, comment="单位"),
    _text("missing", "缺什么（JSON）", required=True),
    _text("how", "怎样告知", required=True),
    _text("person", "告知人", required=True),
    _text("at", "时间", required=True),
)

repeats = Table(
    "repeats",
    metadata,
    Column("person", Text, primary_key=True, comment="人员"),
    Column("key", Text, primary_key=True, comment="Idempotency-Key"),
    _text("address", "地址", required=True),
    _text("body", "内容散列", required=True),
    Column("status", Integer, nullable=False, comment="第一次的状态码"),
    Column("answer", LargeBinary, nullable=False, comment="第一次的应答"),
    Column("at", Text, nullable=False, index=True, comment="时间"),
)

journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="序号，从1起连续"),
    _text("at", "时间", required=True),
    Column("person", Text, index=True, comment="人员，系统自身为空"),
    _text("address", "来源地址"),
    _text("action", "做了什么", required=True),
    Column("about", Text, index=True, comment="对象，如 evaluations/编号"),
    _text("detail", "内容（JSON）", required=True),
    _text("previous", "上一条的散列", required=True),
    _text("hash", "本条的散列", required=True),
    _text("seal", "以库外密钥对散列所作的印记", required=True),
)
FROZEN = ("submissions", "journal")
"""不可改的表 - Tables in which no row is ever changed or taken away, by trigger and by right."""
