"""The console's drafts, publications and switches, and an index for its figures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)
CHOICE = sa.String(16)


def upgrade() -> None:
    """Make the tables."""
    figures = ["time", "kind", "entry", "second_entry", "program", "reason", "milliseconds"]
    op.create_index("ix_turns_figures", "turns", figures)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edit", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("publication", sa.Integer()),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_status", "drafts", ["status"])
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("content", sa.String(16), nullable=False),
        sa.Column("undone_by", sa.String(100)),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
    op.create_table(
        "switches",
        sa.Column("name", CHOICE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_turns_figures", "turns")
    for table in ("switches", "publications", "drafts"):
        op.drop_table(table)
