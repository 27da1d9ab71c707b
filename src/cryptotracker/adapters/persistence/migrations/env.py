"""Alembic's door: run the migrations inside the transaction that `schema` began."""

from alembic import context

from cryptotracker.adapters.persistence.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
