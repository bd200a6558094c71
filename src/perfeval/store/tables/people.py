"""单位与人员的表 - The unit tree, accounts, what is granted to them, how they come in, and the policy."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text, UniqueConstraint

from perfeval.store.tables.columns import chain, chosen, metadata, own_id, version, words

units = Table(
    "units",
    metadata,
    own_id(),
    Column("code", Text, nullable=False, unique=True, comment="单位编码"),
    words("name", "单位名称", required=True),
    words("kind", "单位种类：财政部门、主管部门、单位、二级单位", required=True),
    Column("parent", Text, ForeignKey("units.id"), comment="上级"),
    chain("上级链，如 /财政/部门/单位/，范围按前缀判断", index=True),
    words("region", "行政区划代码"),
    words("valid_from", "启用日期"),
    words("valid_to", "停用日期"),
    version(),
    CheckConstraint("kind in ('bureau', 'department', 'unit', 'secondary')", name="kind"),
)

people = Table(
    "people",
    metadata,
    own_id(),
    Column("login", Text, nullable=False, unique=True, comment="登录名，小写"),
    words("name", "姓名", required=True),
    Column("unit", Text, ForeignKey("units.id"), comment="所在单位"),
    words("phone", "办公电话"),
    Column("duty", Text, nullable=False, comment="职责：业务、系统、安全、审计，只能有一种"),
    words("password", "口令散列", required=True),
    words("password_set", "口令设置时间", required=True),
    Column("must_change", Boolean, nullable=False, comment="下次登录须改口令"),
    Column("disabled", Boolean, nullable=False, comment="停用"),
    words("totp", "手机动态码的盐，密钥由它和库外密钥推出"),
    words("totp_new", "待确认的手机动态码的盐"),
    Column("totp_step", Integer, comment="最近用过的动态码的时段，用过的不能再用"),
    words("activated", "启用时间，休眠后重新启用的为重新启用时间", required=True),
    words("seen", "最近登录"),
    version(),
    CheckConstraint("duty in ('business', 'system', 'security', 'audit')", name="duty"),
    UniqueConstraint("id", "duty", name="uq_people_id_duty"),
)

old_passwords = Table(
    "old_passwords",
    metadata,
    own_id(),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    words("password", "用过的口令散列", required=True),
    words("at", "停用时间", required=True),
)

grants = Table(
    "grants",
    metadata,
    own_id(),
    Column("person", Text, nullable=False, comment="人员"),
    Column("duty", Text, nullable=False, comment="人员的职责，与角色的职责必须相同"),
    words("role", "角色", required=True),
    Column("unit", Text, ForeignKey("units.id"), comment="范围：这个单位及其下级；管理员没有范围"),
    words("valid_from", "起"),
    words("valid_to", "止，审计人员必填"),
    words("granted_by", "授予人", required=True),
    ForeignKeyConstraint(["person", "duty"], ["people.id", "people.duty"], name="fk_grants_person_people"),
    CheckConstraint(
        "(role = 'system_administrator' and duty = 'system') or (role = 'security_administrator' and duty = 'security') "
        "or (role = 'audit_administrator' and duty = 'audit') "
        "or (role in ('filler', 'unit_checker', 'department_checker', 'section_checker', 'finance_checker', 'finance_reviewer', "
        "'finance_head', 'third_party', 'auditor') and duty = 'business')",
        name="duty",
    ),
    CheckConstraint("(duty = 'business') = (unit is not null)", name="scope"),
    CheckConstraint("role <> 'auditor' or valid_to is not null", name="auditor"),
    Index("ix_grants_person", "person"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", Text, primary_key=True, comment="会话标识的散列"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    words("csrf", "防伪令牌的散列", required=True),
    words("started", "开始", required=True),
    words("seen", "最近使用", required=True),
    Column("password_days", Integer, nullable=False, comment="登录时口令的有效天数"),
    words("address", "来源地址"),
)

tokens = Table(
    "tokens",
    metadata,
    own_id(),
    Column("token", Text, nullable=False, unique=True, comment="令牌的散列"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True, comment="人员"),
    words("purpose", "用途", required=True),
    Column("read_only", Boolean, nullable=False, comment="只能查询"),
    Column("unit", Text, ForeignKey("units.id"), comment="只限这个单位及其下级，空为本人的全部范围"),
    words("made", "签发", required=True),
    words("until", "到期", required=True),
    Column("revoked", Boolean, nullable=False, comment="已收回"),
)

failures = Table(
    "failures",
    metadata,
    Column("login", Text, primary_key=True, comment="登录名"),
    Column("address", Text, primary_key=True, comment="来源地址"),
    Column("count", Integer, nullable=False, comment="连续失败次数"),
    words("at", "最近失败", required=True),
)

policy = Table(
    "policy",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="只有一行，编号为1"),
    chosen("password_length", "口令至少几位"),
    chosen("password_classes", "口令至少几类字符"),
    chosen("password_remembered", "最近几个口令不能再用"),
    chosen("password_days", "口令有效天数"),
    chosen("lockout_failures", "连续失败几次锁定"),
    chosen("lockout_minutes", "锁定几分钟"),
    chosen("lockout_per_address", "一个地址失败几次暂停登录"),
    chosen("lockout_window", "一个地址的失败计几分钟内的"),
    chosen("session_idle_minutes", "几分钟无操作退出"),
    chosen("session_hours", "一次登录至多几小时"),
    Column("several_sessions", Boolean, comment="可同时在几处登录，空为按运行设置"),
    chosen("dormant_days", "批次结束几天后休眠"),
    version(),
    CheckConstraint("id = 1", name="one"),
)
