"""Steps: what we do, who does it and by when."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step",
        sa.Column("words_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("who", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("how_often", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=True),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("moved_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["words_id"], ["words.id"], name=op.f("fk_step_words_id_words")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_person_id_person")),
        sa.ForeignKeyConstraint(["change_id"], ["words.id"], name=op.f("fk_step_change_id_words")),
        sa.ForeignKeyConstraint(["moved_by"], ["person.id"], name=op.f("fk_step_moved_by_person")),
        sa.PrimaryKeyConstraint("words_id", name=op.f("pk_step")),
    )
    op.create_table(
        "stepmove",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["step.words_id"], name=op.f("fk_stepmove_step_id_step")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stepmove_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stepmove")),
    )
    op.create_index(op.f("ix_stepmove_step_id"), "stepmove", ["step_id"], unique=False)
