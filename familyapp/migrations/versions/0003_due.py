"""What is due to be told, and how far the journal was walked."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
UNWALKED = sa.text("NOT walked")


def upgrade() -> None:
    # In place, here and below: Alembic's batches would make the journal anew.
    op.add_column("happening", sa.Column("walked", sa.Boolean(), server_default=sa.false(), nullable=False))
    # What happened before anybody could be told outside of the app is told to nobody now.
    op.execute("UPDATE happening SET walked = true")
    op.create_index(
        "ix_happening_unwalked", "happening", ["id"], postgresql_where=UNWALKED, sqlite_where=UNWALKED
    )
    op.create_table(
        "due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("every", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("bundle", sa.Uuid(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("first_tried_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=24), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_due_family_id_family")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_due_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
    )
    op.create_index("ix_due_person_id", "due", ["person_id"])
    op.create_index("ix_due_bundle_taken_at", "due", ["bundle", "taken_at"])
    op.create_index(
        "ix_due_open_bundle", "due", ["bundle"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_index("ix_due_open_due_at", "due", ["due_at"], postgresql_where=OPEN, sqlite_where=OPEN)
    failed = sa.text("state = 'failed'")
    op.create_index("ix_due_failed", "due", ["ended_at"], postgresql_where=failed, sqlite_where=failed)
