"""How Alembic runs here: always on a connection that is handed in, in its one transaction."""

from alembic import context
from sqlalchemy import text

from familyapp.tables import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # Several processes may start at once: the second waits here, however long it takes, and then finds nothing
    # left to do.
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(7233101)"))
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
