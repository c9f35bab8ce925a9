"""Agreed words of a box, and the words at the head of the plan."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreedwords",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("box", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_agreedwords_by_person")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_agreedwords_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreedwords")),
        sa.UniqueConstraint("family_id", "box", "number", name=op.f("uq_agreedwords_family_id_box_number")),
    )
    op.create_table(
        "headchoice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("words_id", sa.Uuid(), nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_headchoice_chosen_by_person")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_headchoice_family_id_family")),
        sa.ForeignKeyConstraint(["words_id"], ["words.id"], name=op.f("fk_headchoice_words_id_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headchoice")),
    )
    op.create_index("ix_headchoice_family_id_at", "headchoice", ["family_id", "at"])
