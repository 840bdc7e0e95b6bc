"""What Alembic runs: the migrations, on the connection given by storage.migrate."""

from alembic import context

from storage.tables import metadata
from storage.tables.search import is_declared

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_name=is_declared,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
