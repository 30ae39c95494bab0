"""What alembic runs for each migration: the caller's connection, its transaction, nothing of its own."""

from alembic import context

from data.models import Base

connection = context.config.attributes["connection"]
# The caller has begun (BEGIN IMMEDIATE in SQLite) and commits: alembic's own default leaves a half-migrated file.
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
context.run_migrations()
