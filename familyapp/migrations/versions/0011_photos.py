"""Photos of the paper."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_photo_author_id_person")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_photo_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_author_id"), "photo", ["author_id"])
    op.create_index("ix_photo_family_id_added_at", "photo", ["family_id", "added_at"])
    op.create_table(
        "photoimage",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.String(length=24), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photoimage_photo_id_photo")),
        sa.PrimaryKeyConstraint("photo_id", "size", name=op.f("pk_photoimage")),
    )
    op.create_table(
        "photook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_photook_person_id_person")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photook_photo_id_photo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photook")),
        sa.UniqueConstraint("photo_id", "person_id", name=op.f("uq_photook_photo_id_person_id")),
    )
    op.create_index(op.f("ix_photook_person_id"), "photook", ["person_id"])
