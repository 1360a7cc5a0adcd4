"""Alembic's entry: runs migrations on the connection `kbconnect.adapters.store.upgrade` hands over.

There is no other way in, because only that connection has its transaction set up so that DDL is undone with it.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
