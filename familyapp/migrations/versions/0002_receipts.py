"""Receipts: what a phone sent is known by its id, whatever became of the words since."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_person_id"), "receipt", ["person_id"], unique=False)
    # A phone may send again for a year what the version before took, and must be answered as before.
    op.execute(
        "INSERT INTO receipt (id, person_id, digest, given_at) SELECT id, author_id, sent_digest, written_at FROM words"
    )
    # In place. Alembic would make the table anew, and dropping the old one drops what points to it.
    op.execute("ALTER TABLE words DROP COLUMN sent_digest")
