"""Numbers on scales, and the pictures that a child chose."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Both may be nothing, so that a process of the version before can go on adding words.
    op.add_column("words", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("words", sa.Column("pictures", sa.JSON(none_as_null=True), nullable=True))
