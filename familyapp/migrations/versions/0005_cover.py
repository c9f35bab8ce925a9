"""Who covers for a worker who is away."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("covered_by", sa.Uuid(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["covered_by"], ["person.id"], name=op.f("fk_cover_covered_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cover_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    op.create_index(op.f("ix_cover_covered_by"), "cover", ["covered_by"])
    op.create_index(op.f("ix_cover_person_id"), "cover", ["person_id"])
    # In place: Alembic's batches would make the table anew, and dropping the old one drops what points to it.
    op.add_column("membership", sa.Column("covers_for", sa.Uuid(), nullable=True))
    op.add_column("membership", sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
