"""Alembic's environment: it is handed the connection and the metadata by the running application."""

from alembic import context

config = context.config

context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    render_as_batch=True,
    compare_type=False,
    user_module_prefix="portal.db.",
)
with context.begin_transaction():
    context.run_migrations()
