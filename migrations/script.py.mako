"""${message}

Revision: ${up_revision}, after ${down_revision | comma,n}

Before you write this migration:
- 锁：on PostgreSQL most ALTER TABLE take an ACCESS EXCLUSIVE lock for as long as they run; a default that must be computed for
  every row, a new NOT NULL or a foreign key checked at once stops everybody. Add the column empty, fill it in batches, then tighten.
  Create indexes CONCURRENTLY, in a migration of their own, outside a transaction.
- 新旧并存：while this runs, the previous version of the code still serves. It must be able to read and write what stands afterwards:
  add before you use, stop using before you remove. A rename is an addition, a copy and, one release later, a removal.
- submissions、decisions 和 journal 不可改：no migration changes or removes their rows.
- downgrade() keeps everything that the older schema can hold.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
