"""units, rounds, evaluations, frozen submissions and a journal that is never rewritten

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FROZEN = ("submissions", "decisions", "journal")
REFUSAL = "submissions, decisions and journal are never changed"
KEYS = {
    "submissions": "id = new.id or (evaluation = new.evaluation and number = new.number)",
    "decisions": "id = new.id or (sampled = new.sampled and number = new.number)",
    "journal": "number = new.number",
}


def upgrade() -> None:
    op.create_table(
        "failures",
        sa.Column("login", sa.Text(), nullable=False, comment="登录名"),
        sa.Column("address", sa.Text(), nullable=False, comment="来源地址"),
        sa.Column("count", sa.Integer(), nullable=False, comment="连续失败次数"),
        sa.Column("at", sa.Text(), nullable=False, comment="最近失败"),
        sa.PrimaryKeyConstraint("login", "address", name=op.f("pk_failures")),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Text(), nullable=False, comment="项目和自评的编号，其他表引用它"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="序号，从1起连续"),
        sa.Column("at", sa.Text(), nullable=False, comment="时间"),
        sa.Column("person", sa.Text(), nullable=True, comment="人员，系统自身为空"),
        sa.Column("address", sa.Text(), nullable=True, comment="来源地址"),
        sa.Column("action", sa.Text(), nullable=False, comment="做了什么"),
        sa.Column("about", sa.Text(), nullable=True, comment="对象，如 evaluations/编号"),
        sa.Column("detail", sa.Text(), nullable=False, comment="内容（JSON）"),
        sa.Column("previous", sa.Text(), nullable=False, comment="上一条的散列"),
        sa.Column("hash", sa.Text(), nullable=False, comment="本条的散列"),
        sa.Column("seal", sa.Text(), nullable=False, comment="以库外密钥对散列所作的印记"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_about"), "journal", ["about"], unique=False)
    op.create_index(op.f("ix_journal_person"), "journal", ["person"], unique=False)
    policy = op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="只有一行，编号为1"),
        sa.Column("password_length", sa.Integer(), nullable=True, comment="口令至少几位，空为按运行设置"),
        sa.Column("password_classes", sa.Integer(), nullable=True, comment="口令至少几类字符，空为按运行设置"),
        sa.Column("password_remembered", sa.Integer(), nullable=True, comment="最近几个口令不能再用，空为按运行设置"),
        sa.Column("password_days", sa.Integer(), nullable=True, comment="口令有效天数，空为按运行设置"),
        sa.Column("lockout_failures", sa.Integer(), nullable=True, comment="连续失败几次锁定，空为按运行设置"),
        sa.Column("lockout_minutes", sa.Integer(), nullable=True, comment="锁定几分钟，空为按运行设置"),
        sa.Column("lockout_per_address", sa.Integer(), nullable=True, comment="一个地址失败几次暂停登录，空为按运行设置"),
        sa.Column("lockout_window", sa.Integer(), nullable=True, comment="一个地址的失败计几分钟内的，空为按运行设置"),
        sa.Column("session_idle_minutes", sa.Integer(), nullable=True, comment="几分钟无操作退出，空为按运行设置"),
        sa.Column("session_hours", sa.Integer(), nullable=True, comment="一次登录至多几小时，空为按运行设置"),
        sa.Column("several_sessions", sa.Boolean(), nullable=True, comment="可同时在几处登录，空为按运行设置"),
        sa.Column("dormant_days", sa.Integer(), nullable=True, comment="批次结束几天后休眠，空为按运行设置"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.CheckConstraint("id = 1", name=op.f("ck_policy_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.bulk_insert(policy, [{"id": 1}])
    op.create_table(
        "repeats",
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("key", sa.Text(), nullable=False, comment="Idempotency-Key"),
        sa.Column("address", sa.Text(), nullable=False, comment="地址"),
        sa.Column("body", sa.Text(), nullable=False, comment="内容散列"),
        sa.Column("status", sa.Integer(), nullable=False, comment="第一次的状态码"),
        sa.Column("answer", sa.LargeBinary(), nullable=False, comment="第一次的应答"),
        sa.Column("at", sa.Text(), nullable=False, comment="时间"),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_repeats")),
    )
    op.create_index(op.f("ix_repeats_at"), "repeats", ["at"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("year", sa.Integer(), nullable=False, comment="年度"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("sets", sa.Text(), nullable=False, comment="各种自评所用体系和版本（JSON）"),
        sa.Column("templates", sa.Text(), nullable=False, comment="模板（JSON）"),
        sa.Column("steps", sa.Text(), nullable=False, comment="审核环节（JSON）"),
        sa.Column("opening", sa.Text(), nullable=False, comment="开始填报"),
        sa.Column("deadline", sa.Text(), nullable=False, comment="截止"),
        sa.Column("grace", sa.Integer(), nullable=False, comment="宽限天数"),
        sa.Column("owners_confirm", sa.Boolean(), nullable=False, comment="送审前须业务科室确认"),
        sa.Column("stamped", sa.Boolean(), server_default=sa.false(), nullable=False, comment="单位审核通过前须上传盖章扫描件"),
        sa.Column("text_rules", sa.Text(), nullable=False, comment="文字校验所用规则和版本（JSON）"),
        sa.Column("text_off", sa.Text(), server_default="[]", nullable=False, comment="关掉的文字校验（JSON）"),
        sa.Column("made", sa.Text(), nullable=False, comment="建立时间"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.Column("deductions", sa.Text(), nullable=True, comment="复核扣分标准的编号、版本和散列（JSON），没有的为空"),
        sa.Column("quality", sa.Text(), nullable=True, comment="自评工作质量评分标准的编号、版本和散列（JSON），没有的为空"),
        sa.Column("closed", sa.Text(), nullable=True, comment="办结时间，此后审定得分不再变"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("code", sa.Text(), nullable=False, comment="单位编码"),
        sa.Column("name", sa.Text(), nullable=False, comment="单位名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="单位种类：财政部门、主管部门、单位、二级单位"),
        sa.Column("parent", sa.Text(), nullable=True, comment="上级"),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False, comment="上级链，如 /财政/部门/单位/，范围按前缀判断"),
        sa.Column("region", sa.Text(), nullable=True, comment="行政区划代码"),
        sa.Column("valid_from", sa.Text(), nullable=True, comment="启用日期"),
        sa.Column("valid_to", sa.Text(), nullable=True, comment="停用日期"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.CheckConstraint("kind in ('bureau', 'department', 'unit', 'secondary')", name=op.f("ck_units_kind")),
        sa.ForeignKeyConstraint(["parent"], ["units.id"], name=op.f("fk_units_parent_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_index(op.f("ix_units_path"), "units", ["path"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("login", sa.Text(), nullable=False, comment="登录名，小写"),
        sa.Column("name", sa.Text(), nullable=False, comment="姓名"),
        sa.Column("unit", sa.Text(), nullable=True, comment="所在单位"),
        sa.Column("phone", sa.Text(), nullable=True, comment="办公电话"),
        sa.Column("duty", sa.Text(), nullable=False, comment="职责：业务、系统、安全、审计，只能有一种"),
        sa.Column("password", sa.Text(), nullable=False, comment="口令散列"),
        sa.Column("password_set", sa.Text(), nullable=False, comment="口令设置时间"),
        sa.Column("must_change", sa.Boolean(), nullable=False, comment="下次登录须改口令"),
        sa.Column("disabled", sa.Boolean(), nullable=False, comment="停用"),
        sa.Column("totp", sa.Text(), nullable=True, comment="手机动态码的盐，密钥由它和库外密钥推出"),
        sa.Column("totp_new", sa.Text(), nullable=True, comment="待确认的手机动态码的盐"),
        sa.Column("totp_step", sa.Integer(), nullable=True, comment="最近用过的动态码的时段，用过的不能再用"),
        sa.Column("activated", sa.Text(), nullable=False, comment="启用时间，休眠后重新启用的为重新启用时间"),
        sa.Column("seen", sa.Text(), nullable=True, comment="最近登录"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.CheckConstraint("duty in ('business', 'system', 'security', 'audit')", name=op.f("ck_people_duty")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_people_unit_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("id", "duty", name="uq_people_id_duty"),
        sa.UniqueConstraint("login", name=op.f("uq_people_login")),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Text(), nullable=False, comment="编号，导入前后不变"),
        sa.Column("upload", sa.Text(), server_default="", nullable=False, comment="随哪次导入而来，那次导入还在 uploads 中的尚未生效；不随导入而来的为空文字"),
        sa.Column("replaced_by", sa.Text(), nullable=True, comment="被哪次导入替换，那次导入还在 uploads 中的尚未替换"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("code", sa.Text(), nullable=False, comment="项目编码"),
        sa.Column("name", sa.Text(), nullable=False, comment="项目名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="自评种类"),
        sa.Column("unit", sa.Text(), nullable=False, comment="实施单位"),
        sa.Column("funds", sa.Text(), nullable=False, comment="各来源年初、调整、到位、支出（JSON，元）"),
        sa.Column("details", sa.Text(), nullable=False, comment="项目类别、属性、负责人等（JSON）"),
        sa.Column("targets", sa.Text(), nullable=True, comment="批复的绩效目标（JSON），没有的为空"),
        sa.Column("history", sa.Text(), nullable=True, comment="上年实际、得分、等级（JSON）"),
        sa.ForeignKeyConstraint(["id"], ["identities.id"], name=op.f("fk_projects_id_identities")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_projects_round_rounds")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_projects_unit_units")),
        sa.PrimaryKeyConstraint("id", "upload", name=op.f("pk_projects")),
    )
    op.create_index("ix_projects_replaced_by", "projects", ["replaced_by", "id"], unique=False, sqlite_where=sa.text("replaced_by is not null"), postgresql_where=sa.text("replaced_by is not null"))
    op.create_index(op.f("ix_projects_unit"), "projects", ["unit"], unique=False)
    op.create_index("uq_projects_round_code", "projects", ["round", "code"], unique=True, sqlite_where=sa.text("replaced_by is null"), postgresql_where=sa.text("replaced_by is null"))
    op.create_table(
        "views",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("filters", sa.Text(), nullable=False, comment="筛选条件（JSON）"),
        sa.Column("at", sa.Text(), nullable=False, comment="保存时间"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_views_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("person", "title", name=op.f("uq_views_person_title")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("unit", sa.Text(), nullable=False, comment="单位"),
        sa.Column("missing", sa.Text(), nullable=False, comment="缺什么（JSON）"),
        sa.Column("how", sa.Text(), nullable=False, comment="怎样告知"),
        sa.Column("person", sa.Text(), nullable=False, comment="告知人"),
        sa.Column("at", sa.Text(), nullable=False, comment="时间"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_reminders_round_rounds")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_reminders_unit_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_round"), "reminders", ["round"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次，同一批次同时只能导入一份"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="文件散列"),
        sa.Column("person", sa.Text(), nullable=False, comment="导入人"),
        sa.Column("at", sa.Text(), nullable=False, comment="最近写入时间"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_uploads_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("round", name=op.f("uq_uploads_round")),
    )
    op.create_table(
        "round_units",
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("unit", sa.Text(), nullable=False, comment="单位"),
        sa.Column("name", sa.Text(), nullable=False, comment="当年名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="当年种类"),
        sa.Column("parent", sa.Text(), nullable=True, comment="当年上级"),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False, comment="当年上级链"),
        sa.Column("contact", sa.Text(), nullable=True, comment="联系人"),
        sa.Column("phone", sa.Text(), nullable=True, comment="电话"),
        sa.Column("extended", sa.Text(), nullable=True, comment="延长到"),
        sa.Column("extended_why", sa.Text(), nullable=True, comment="延长原因"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_units_round_rounds")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_round_units_unit_units")),
        sa.PrimaryKeyConstraint("round", "unit", name=op.f("pk_round_units")),
    )
    op.create_index(op.f("ix_round_units_path"), "round_units", ["path"], unique=False)
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Text(), nullable=False, comment="编号，导入前后不变"),
        sa.Column("upload", sa.Text(), server_default="", nullable=False, comment="随哪次导入而来，那次导入还在 uploads 中的尚未生效；不随导入而来的为空文字"),
        sa.Column("replaced_by", sa.Text(), nullable=True, comment="被哪次导入替换，那次导入还在 uploads 中的尚未替换"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("project", sa.Text(), nullable=True, comment="项目，部门整体自评没有"),
        sa.Column("unit", sa.Text(), nullable=False, comment="填报单位"),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False, comment="填报单位当年上级链"),
        sa.Column("title", sa.Text(), nullable=False, comment="项目名称或单位名称"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态"),
        sa.Column("total", sa.Integer(), nullable=True, comment="总分，百分之一分"),
        sa.Column("grade", sa.Text(), nullable=True, comment="等级"),
        sa.Column("errors", sa.Integer(), nullable=False, comment="错误条数"),
        sa.Column("warnings", sa.Integer(), nullable=False, comment="未说明的警告条数"),
        sa.Column("codes", sa.Text(), nullable=False, comment="提示代码，前后各一空格"),
        sa.Column("filed", sa.Text(), nullable=True, comment="首次送审时间"),
        sa.Column("late", sa.Boolean(), nullable=False, comment="逾期送审"),
        sa.Column("merged_into", sa.Text(), nullable=True, comment="并入的自评"),
        sa.Column("part_of", sa.Text(), nullable=True, comment="所属合并项目"),
        sa.Column("exempt_why", sa.Text(), nullable=True, comment="免评原因"),
        sa.Column("saved", sa.Text(), nullable=True, comment="最近保存时间"),
        sa.Column("saved_by", sa.Text(), nullable=True, comment="最近保存人"),
        sa.Column("filed_by", sa.Text(), nullable=True, comment="送审人"),
        sa.Column("final_total", sa.Integer(), nullable=True, comment="审定得分，百分之一分，批次办结时确定"),
        sa.Column("final_grade", sa.Text(), nullable=True, comment="审定等级"),
        sa.Column("final_source", sa.Text(), nullable=True, comment="审定的来源：复核或自评"),
        sa.Column("document", sa.Text(), nullable=False, comment="自评数据（JSON）"),
        sa.Column("locked", sa.Text(), nullable=False, comment="锁定的单元格及其来源（JSON）"),
        sa.Column("confirmed", sa.Text(), nullable=False, comment="已确认的指标行及确认人（JSON）"),
        sa.Column("card", sa.Text(), nullable=True, comment="评分结果，不含计算过程（JSON）"),
        sa.ForeignKeyConstraint(["id"], ["identities.id"], name=op.f("fk_evaluations_id_identities")),
        sa.ForeignKeyConstraint(["project"], ["identities.id"], name=op.f("fk_evaluations_project_identities")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_evaluations_round_rounds")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_evaluations_unit_units")),
        sa.PrimaryKeyConstraint("id", "upload", name=op.f("pk_evaluations")),
    )
    op.create_index(op.f("ix_evaluations_merged_into"), "evaluations", ["merged_into"], unique=False)
    op.create_index(op.f("ix_evaluations_part_of"), "evaluations", ["part_of"], unique=False)
    op.create_index(op.f("ix_evaluations_project"), "evaluations", ["project"], unique=False)
    op.create_index("ix_evaluations_replaced_by", "evaluations", ["replaced_by", "id"], unique=False, sqlite_where=sa.text("replaced_by is not null"), postgresql_where=sa.text("replaced_by is not null"))
    op.create_index("ix_evaluations_round_path", "evaluations", ["round", "path"], unique=False)
    op.create_index("ix_evaluations_round_state", "evaluations", ["round", "state"], unique=False)
    op.create_index("uq_evaluations_id", "evaluations", ["id"], unique=True, sqlite_where=sa.text("replaced_by is null"), postgresql_where=sa.text("replaced_by is null"))
    op.create_table(
        "grants",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("duty", sa.Text(), nullable=False, comment="人员的职责，与角色的职责必须相同"),
        sa.Column("role", sa.Text(), nullable=False, comment="角色"),
        sa.Column("unit", sa.Text(), nullable=True, comment="范围：这个单位及其下级；管理员没有范围"),
        sa.Column("valid_from", sa.Text(), nullable=True, comment="起"),
        sa.Column("valid_to", sa.Text(), nullable=True, comment="止，审计人员必填"),
        sa.Column("granted_by", sa.Text(), nullable=False, comment="授予人"),
        sa.CheckConstraint(
            "(role = 'system_administrator' and duty = 'system') or (role = 'security_administrator' and duty = 'security') or (role = 'audit_administrator' and duty = 'audit') or (role in ('filler', 'unit_checker', 'department_checker', 'section_checker', 'finance_checker', 'finance_reviewer', 'finance_head', 'third_party', 'auditor') and duty = 'business')",
            name=op.f("ck_grants_duty"),
        ),
        sa.CheckConstraint("(duty = 'business') = (unit is not null)", name=op.f("ck_grants_scope")),
        sa.CheckConstraint("role <> 'auditor' or valid_to is not null", name=op.f("ck_grants_auditor")),
        sa.ForeignKeyConstraint(["person", "duty"], ["people.id", "people.duty"], name="fk_grants_person_people"),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_grants_unit_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index("ix_grants_person", "grants", ["person"], unique=False)
    op.create_table(
        "old_passwords",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("password", sa.Text(), nullable=False, comment="用过的口令散列"),
        sa.Column("at", sa.Text(), nullable=False, comment="停用时间"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_old_passwords_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_passwords")),
    )
    op.create_index(op.f("ix_old_passwords_person"), "old_passwords", ["person"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token", sa.Text(), nullable=False, comment="会话标识的散列"),
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("csrf", sa.Text(), nullable=False, comment="防伪令牌的散列"),
        sa.Column("started", sa.Text(), nullable=False, comment="开始"),
        sa.Column("seen", sa.Text(), nullable=False, comment="最近使用"),
        sa.Column("password_days", sa.Integer(), nullable=False, comment="登录时口令的有效天数"),
        sa.Column("address", sa.Text(), nullable=True, comment="来源地址"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_sessions_person_people")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person"), "sessions", ["person"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("token", sa.Text(), nullable=False, comment="令牌的散列"),
        sa.Column("person", sa.Text(), nullable=False, comment="人员"),
        sa.Column("purpose", sa.Text(), nullable=False, comment="用途"),
        sa.Column("read_only", sa.Boolean(), nullable=False, comment="只能查询"),
        sa.Column("unit", sa.Text(), nullable=True, comment="只限这个单位及其下级，空为本人的全部范围"),
        sa.Column("made", sa.Text(), nullable=False, comment="签发"),
        sa.Column("until", sa.Text(), nullable=False, comment="到期"),
        sa.Column("revoked", sa.Boolean(), nullable=False, comment="已收回"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_tokens_person_people")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_tokens_unit_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token", name=op.f("uq_tokens_token")),
    )
    op.create_index(op.f("ix_tokens_person"), "tokens", ["person"], unique=False)
    op.create_table(
        "adjustments",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("number", sa.Integer(), nullable=False, comment="这份自评的第几条"),
        sa.Column("cell", sa.Text(), nullable=False, comment="单元格"),
        sa.Column("old", sa.Text(), nullable=True, comment="原值"),
        sa.Column("new", sa.Text(), nullable=True, comment="新值"),
        sa.Column("document_number", sa.Text(), nullable=False, comment="调整文号"),
        sa.Column("approved_by", sa.Text(), nullable=False, comment="批准人"),
        sa.Column("date", sa.Text(), nullable=False, comment="调整日期"),
        sa.Column("person", sa.Text(), nullable=False, comment="登记人"),
        sa.Column("at", sa.Text(), nullable=False, comment="登记时间"),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_adjustments_evaluation_identities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments")),
    )
    op.create_index(op.f("ix_adjustments_evaluation"), "adjustments", ["evaluation"], unique=False)
    op.create_table(
        "samples",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False, comment="从哪个单位及其下级中抽取，上级链"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("number", sa.Text(), nullable=True, comment="文号"),
        sa.Column("seed", sa.Text(), nullable=False, comment="种子"),
        sa.Column("frame_sha256", sa.Text(), nullable=False, comment="抽样框散列"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态：已抽取、已下发、已反馈"),
        sa.Column("person", sa.Text(), nullable=False, comment="抽取人"),
        sa.Column("at", sa.Text(), nullable=False, comment="抽取时间"),
        sa.Column("sent", sa.Text(), nullable=True, comment="下发时间"),
        sa.Column("released", sa.Text(), nullable=True, comment="反馈时间"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.Column("risks", sa.Text(), nullable=False, comment="风险分标准的编号、版本和散列（JSON）"),
        sa.Column("texts", sa.Text(), server_default="{}", nullable=False, comment="复核报告中由财政部门写的各节（JSON）"),
        sa.Column("plan", sa.Text(), nullable=False, comment="抽样方案（JSON）"),
        sa.Column("drawn", sa.Text(), nullable=False, comment="抽样结果：各层、步长、入样概率（JSON）"),
        sa.Column("frame", sa.Text(), nullable=False, comment="抽样框（JSON）"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_samples_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_index(op.f("ix_samples_round"), "samples", ["round"], unique=False)
    op.create_table(
        "sampled",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sample", sa.Text(), nullable=False, comment="抽查批"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("submission", sa.Integer(), nullable=False, comment="抽取时的第几次送审，复核以它为准"),
        sa.Column("unit", sa.Text(), nullable=False, comment="填报单位"),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False, comment="填报单位当年上级链"),
        sa.Column("item", sa.Text(), nullable=False, comment="项目编码，部门整体自评为单位编码"),
        sa.Column("title", sa.Text(), nullable=False, comment="项目名称或单位名称"),
        sa.Column("stratum", sa.Text(), nullable=False, comment="所在层"),
        sa.Column("how", sa.Text(), nullable=False, comment="怎样入样：必抽、抽取、点名、补充"),
        sa.Column("why", sa.Text(), nullable=True, comment="必抽、点名、补充的原因"),
        sa.Column("probability", sa.Text(), nullable=True, comment="入样概率（分数），补充的没有"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.Column("decision", sa.Integer(), nullable=True, comment="有效的是第几次定分"),
        sa.Column("told", sa.Integer(), nullable=True, comment="反馈给单位的是第几次定分"),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="定分人"),
        sa.Column("decided_at", sa.Text(), nullable=True, comment="定分时间"),
        sa.Column("signed_by", sa.Text(), nullable=True, comment="会签人"),
        sa.Column("signed_at", sa.Text(), nullable=True, comment="会签时间"),
        sa.Column("self_total", sa.Integer(), nullable=True, comment="抽中的那次送审的自评总分，百分之一分"),
        sa.Column("self_grade", sa.Text(), nullable=True, comment="抽中的那次送审的自评等级"),
        sa.Column("reviewed_total", sa.Integer(), nullable=True, comment="复核总分，百分之一分"),
        sa.Column("reviewed_grade", sa.Text(), nullable=True, comment="复核评级"),
        sa.Column("quality_total", sa.Integer(), nullable=True, comment="自评工作质量得分，百分之一分"),
        sa.Column("quality_grade", sa.Text(), nullable=True, comment="自评工作质量评级"),
        sa.Column("released", sa.Text(), nullable=True, comment="反馈时间"),
        sa.Column("closed", sa.Text(), nullable=True, comment="办结时间"),
        sa.Column("quality", sa.Text(), nullable=True, comment="自评工作质量评分，拟定的和确认的（JSON）"),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_sampled_evaluation_identities")),
        sa.ForeignKeyConstraint(["sample"], ["samples.id"], name=op.f("fk_sampled_sample_samples")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_sampled_unit_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled")),
        sa.UniqueConstraint("sample", "evaluation", name="uq_sampled_sample_evaluation"),
    )
    op.create_index(op.f("ix_sampled_evaluation"), "sampled", ["evaluation"], unique=False)
    op.create_index(op.f("ix_sampled_item"), "sampled", ["item"], unique=False)
    op.create_index(op.f("ix_sampled_path"), "sampled", ["path"], unique=False)
    op.create_index("ix_sampled_sample_path", "sampled", ["sample", "path"], unique=False)
    op.create_index(op.f("ix_sampled_unit"), "sampled", ["unit"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="第几次定分"),
        sa.Column("document", sa.Text(), nullable=False, comment="定下的逐行判断（JSON）"),
        sa.Column("card", sa.Text(), nullable=False, comment="复核得分，逐行增减、原因和计算过程（JSON）"),
        sa.Column("rules", sa.Text(), nullable=True, comment="扣分标准的编号、版本和散列（JSON），没有的为空"),
        sa.Column("words", sa.Text(), nullable=True, comment="定分说明"),
        sa.Column("self_total", sa.Integer(), nullable=True, comment="自评总分，百分之一分"),
        sa.Column("reviewed_total", sa.Integer(), nullable=True, comment="复核总分，百分之一分"),
        sa.Column("reviewed_grade", sa.Text(), nullable=True, comment="复核评级"),
        sa.Column("person", sa.Text(), nullable=False, comment="定分人"),
        sa.Column("at", sa.Text(), nullable=False, comment="定分时间"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="以上各项的散列"),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_decisions_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("sampled", "number", name="uq_decisions_sampled_number"),
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("row", sa.Text(), nullable=True, comment="指标行，空为整张表"),
        sa.Column("words", sa.Text(), nullable=False, comment="异议"),
        sa.Column("proof", sa.Text(), nullable=False, comment="佐证材料编号（JSON）"),
        sa.Column("person", sa.Text(), nullable=False, comment="提出人"),
        sa.Column("at", sa.Text(), nullable=False, comment="提出时间"),
        sa.Column("answer", sa.Text(), nullable=True, comment="答复"),
        sa.Column("answered_by", sa.Text(), nullable=True, comment="答复人"),
        sa.Column("answered_at", sa.Text(), nullable=True, comment="答复时间"),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_objections_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_sampled"), "objections", ["sampled"], unique=False)
    op.create_table(
        "problems",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("row", sa.Text(), nullable=True, comment="指标行，空为整张表"),
        sa.Column("code", sa.Text(), nullable=False, comment="问题类别"),
        sa.Column("words", sa.Text(), nullable=False, comment="问题"),
        sa.Column("person", sa.Text(), nullable=False, comment="提出人"),
        sa.Column("at", sa.Text(), nullable=False, comment="提出时间"),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_problems_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_sampled"), "problems", ["sampled"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("person", sa.Text(), nullable=False, comment="复核人"),
        sa.Column("role", sa.Text(), nullable=False, comment="以什么角色复核"),
        sa.Column("assigned_by", sa.Text(), nullable=False, comment="分派人"),
        sa.Column("assigned_at", sa.Text(), nullable=False, comment="分派时间"),
        sa.Column("total", sa.Integer(), nullable=True, comment="复核总分，百分之一分"),
        sa.Column("saved", sa.Text(), nullable=True, comment="最近保存时间"),
        sa.Column("handed_in", sa.Text(), nullable=True, comment="交回时间"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.Column("document", sa.Text(), nullable=False, comment="逐行判断（JSON）"),
        sa.Column("card", sa.Text(), nullable=True, comment="复核得分，逐行增减和原因（JSON）"),
        sa.Column("handed", sa.Text(), nullable=True, comment="交回时公平性统计所用的数（JSON）"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_reviews_person_people")),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_reviews_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("sampled", "person", name="uq_reviews_sampled_person"),
    )
    op.create_index(op.f("ix_reviews_person"), "reviews", ["person"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("date", sa.Text(), nullable=False, comment="日期"),
        sa.Column("place", sa.Text(), nullable=False, comment="地点"),
        sa.Column("people", sa.Text(), nullable=False, comment="参加人员"),
        sa.Column("words", sa.Text(), nullable=False, comment="情况"),
        sa.Column("person", sa.Text(), nullable=False, comment="记录人"),
        sa.Column("at", sa.Text(), nullable=False, comment="记录时间"),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_visits_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_sampled"), "visits", ["sampled"], unique=False)
    op.create_table(
        "rectifications",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("sampled", sa.Text(), nullable=False, comment="抽中的一项"),
        sa.Column("problem", sa.Text(), nullable=True, comment="所整改的问题"),
        sa.Column("words", sa.Text(), nullable=False, comment="整改要求"),
        sa.Column("owner", sa.Text(), nullable=False, comment="责任人"),
        sa.Column("deadline", sa.Text(), nullable=False, comment="期限"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态"),
        sa.Column("report", sa.Text(), nullable=True, comment="整改情况"),
        sa.Column("proof", sa.Text(), nullable=True, comment="佐证材料编号（JSON）"),
        sa.Column("returned", sa.Text(), nullable=True, comment="退回的原因"),
        sa.Column("person", sa.Text(), nullable=False, comment="提出人"),
        sa.Column("at", sa.Text(), nullable=False, comment="提出时间"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="版本，每次保存加一"),
        sa.ForeignKeyConstraint(["problem"], ["problems.id"], name=op.f("fk_rectifications_problem_problems")),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_rectifications_sampled_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
    )
    op.create_index(op.f("ix_rectifications_sampled"), "rectifications", ["sampled"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("row", sa.Text(), nullable=True, comment="指标行，空为整张表"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="种类：批复、合同、验收、支付、调查、照片、其他"),
        sa.Column("effective", sa.Text(), nullable=True, comment="生效日期"),
        sa.Column("pointer", sa.Text(), nullable=True, comment="页码或单元格"),
        sa.Column("file_name", sa.Text(), nullable=False, comment="文件名"),
        sa.Column("file_kind", sa.Text(), nullable=False, comment="文件类型"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="内容散列"),
        sa.Column("size", sa.Integer(), nullable=False, comment="字节数"),
        sa.Column("restricted", sa.Boolean(), nullable=False, comment="只限单位和财政"),
        sa.Column("removed", sa.Boolean(), nullable=False, comment="已移去"),
        sa.Column("visit", sa.Text(), nullable=True, comment="现场核查，单位交的没有"),
        sa.Column("sampled", sa.Text(), nullable=True, comment="随异议、整改交的，所属的抽中的一项"),
        sa.Column("person", sa.Text(), nullable=False, comment="上传人"),
        sa.Column("at", sa.Text(), nullable=False, comment="上传时间"),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_evidence_evaluation_identities")),
        sa.ForeignKeyConstraint(["sampled"], ["sampled.id"], name=op.f("fk_evidence_sampled_sampled")),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name=op.f("fk_evidence_visit_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_evaluation"), "evidence", ["evaluation"], unique=False)
    op.create_index(op.f("ix_evidence_sampled"), "evidence", ["sampled"], unique=False)
    op.create_index(op.f("ix_evidence_visit"), "evidence", ["visit"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("number", sa.Integer(), nullable=False, comment="这份自评的第几条"),
        sa.Column("row", sa.Text(), nullable=True, comment="指标行，空为整张表"),
        sa.Column("reason_code", sa.Text(), nullable=True, comment="退回原因代码"),
        sa.Column("words", sa.Text(), nullable=False, comment="内容"),
        sa.Column("answers", sa.Text(), nullable=True, comment="答复的那一条"),
        sa.Column("person", sa.Text(), nullable=False, comment="作者"),
        sa.Column("at", sa.Text(), nullable=False, comment="时间"),
        sa.ForeignKeyConstraint(["answers"], ["notes.id"], name=op.f("fk_notes_answers_notes")),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_notes_evaluation_identities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_evaluation"), "notes", ["evaluation"], unique=False)
    op.create_table(
        "paragraphs",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("runs", sa.LargeBinary(), nullable=False, comment="最近一次送审的一段文字的指纹，不含文字"),
        sa.Column("figures", sa.Text(), nullable=False, comment="这一段的数，各占一行"),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_paragraphs_evaluation_identities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraphs")),
    )
    op.create_index(op.f("ix_paragraphs_evaluation"), "paragraphs", ["evaluation"], unique=False)
    op.create_table(
        "paragraph_keys",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False, comment="指纹中用来查找的一个数"),
        sa.Column("round", sa.Text(), nullable=False, comment="批次"),
        sa.Column("paragraph", sa.Text(), nullable=False, comment="段落"),
        sa.ForeignKeyConstraint(["paragraph"], ["paragraphs.id"], name=op.f("fk_paragraph_keys_paragraph_paragraphs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_paragraph_keys_round_rounds")),
        sa.PrimaryKeyConstraint("key", "round", "paragraph", name=op.f("pk_paragraph_keys")),
    )
    op.create_index(op.f("ix_paragraph_keys_paragraph"), "paragraph_keys", ["paragraph"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("id", sa.Text(), nullable=False, comment="编号"),
        sa.Column("evaluation", sa.Text(), nullable=False, comment="自评"),
        sa.Column("number", sa.Integer(), nullable=False, comment="第几次送审"),
        sa.Column("document", sa.Text(), nullable=False, comment="自评数据（JSON）"),
        sa.Column("set_id", sa.Text(), nullable=False, comment="指标体系"),
        sa.Column("set_version", sa.Text(), nullable=False, comment="体系版本"),
        sa.Column("set_sha256", sa.Text(), nullable=False, comment="体系散列"),
        sa.Column("card", sa.Text(), nullable=False, comment="评分结果，含计算过程和提示（JSON）"),
        sa.Column("proofs", sa.Text(), nullable=False, comment="佐证材料及其内容散列（JSON）"),
        sa.Column("person", sa.Text(), nullable=False, comment="送审人"),
        sa.Column("at", sa.Text(), nullable=False, comment="送审时间"),
        sa.Column("late", sa.Boolean(), nullable=False, comment="逾期"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="以上各项的散列"),
        sa.ForeignKeyConstraint(["evaluation"], ["identities.id"], name=op.f("fk_submissions_evaluation_identities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("evaluation", "number", name="uq_submissions_evaluation_number"),
    )
    for table in FROZEN:
        _freeze(table)


def downgrade() -> None:
    for table in FROZEN:
        _thaw(table)
    op.drop_table("submissions")
    op.drop_index(op.f("ix_paragraph_keys_paragraph"), table_name="paragraph_keys")
    op.drop_table("paragraph_keys")
    op.drop_index(op.f("ix_paragraphs_evaluation"), table_name="paragraphs")
    op.drop_table("paragraphs")
    op.drop_index(op.f("ix_notes_evaluation"), table_name="notes")
    op.drop_table("notes")
    op.drop_index(op.f("ix_evidence_sampled"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_visit"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_evaluation"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_rectifications_sampled"), table_name="rectifications")
    op.drop_table("rectifications")
    op.drop_index(op.f("ix_visits_sampled"), table_name="visits")
    op.drop_table("visits")
    op.drop_index(op.f("ix_reviews_person"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_problems_sampled"), table_name="problems")
    op.drop_table("problems")
    op.drop_index(op.f("ix_objections_sampled"), table_name="objections")
    op.drop_table("objections")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_sampled_evaluation"), table_name="sampled")
    op.drop_index(op.f("ix_sampled_unit"), table_name="sampled")
    op.drop_index(op.f("ix_sampled_item"), table_name="sampled")
    op.drop_index(op.f("ix_sampled_path"), table_name="sampled")
    op.drop_index("ix_sampled_sample_path", table_name="sampled")
    op.drop_table("sampled")
    op.drop_index(op.f("ix_samples_round"), table_name="samples")
    op.drop_table("samples")
    op.drop_index(op.f("ix_adjustments_evaluation"), table_name="adjustments")
    op.drop_table("adjustments")
    op.drop_index(op.f("ix_tokens_person"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_index(op.f("ix_sessions_person"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_old_passwords_person"), table_name="old_passwords")
    op.drop_table("old_passwords")
    op.drop_index("ix_grants_person", table_name="grants")
    op.drop_table("grants")
    op.drop_index("uq_evaluations_id", table_name="evaluations")
    op.drop_index("ix_evaluations_round_state", table_name="evaluations")
    op.drop_index("ix_evaluations_round_path", table_name="evaluations")
    op.drop_index("ix_evaluations_replaced_by", table_name="evaluations")
    op.drop_index(op.f("ix_evaluations_project"), table_name="evaluations")
    op.drop_index(op.f("ix_evaluations_part_of"), table_name="evaluations")
    op.drop_index(op.f("ix_evaluations_merged_into"), table_name="evaluations")
    op.drop_table("evaluations")
    op.drop_index(op.f("ix_round_units_path"), table_name="round_units")
    op.drop_table("round_units")
    op.drop_table("views")
    op.drop_index(op.f("ix_reminders_round"), table_name="reminders")
    op.drop_table("reminders")
    op.drop_index("uq_projects_round_code", table_name="projects")
    op.drop_index(op.f("ix_projects_unit"), table_name="projects")
    op.drop_index("ix_projects_replaced_by", table_name="projects")
    op.drop_table("projects")
    op.drop_table("people")
    op.drop_index(op.f("ix_units_path"), table_name="units")
    op.drop_table("units")
    op.drop_table("uploads")
    op.drop_table("rounds")
    op.drop_index(op.f("ix_repeats_at"), table_name="repeats")
    op.drop_table("repeats")
    op.drop_table("policy")
    op.drop_index(op.f("ix_journal_person"), table_name="journal")
    op.drop_index(op.f("ix_journal_about"), table_name="journal")
    op.drop_table("journal")
    op.drop_table("identities")
    op.drop_table("failures")


def _freeze(table: str) -> None:
    """Refuse every change and removal of a row, whoever asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"create function refuse_{table}() returns trigger language plpgsql as $$ begin raise exception '{REFUSAL}'; end $$")
        op.execute(
            f"create trigger {table}_frozen before update or delete or truncate on {table} "
            f"for each statement execute function refuse_{table}()"
        )
        return
    for deed in ("update", "delete"):
        op.execute(f"create trigger {table}_no_{deed} before {deed} on {table} begin select raise(abort, '{REFUSAL}'); end")
    # INSERT OR REPLACE takes the old row away without asking the trigger of deletes.
    op.execute(
        f"create trigger {table}_no_replace before insert on {table} when exists (select 1 from {table} where {KEYS[table]}) "
        f"begin select raise(abort, '{REFUSAL}'); end"
    )


def _thaw(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop trigger {table}_frozen on {table}")
        op.execute(f"drop function refuse_{table}()")
        return
    for deed in ("update", "delete", "replace"):
        op.execute(f"drop trigger {table}_no_{deed}")
