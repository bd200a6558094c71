"""迁移环境 - Run the migrations on the connection that `perfeval migrate` hands over; there is no other way in."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=context.config.attributes.get("metadata"), render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
