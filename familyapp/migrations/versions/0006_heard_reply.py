"""A sentence that goes back with being heard."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default in the database, so that a process of the version before can go on saying "heard".
    op.add_column("heard", sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False))
