"""All tables."""

import sqlalchemy as sa
from alembic import op

# the number of the last of the three steps that it takes the place of, so that their databases are up to date
revision = "0003"
down_revision = None

TIME = sa.DateTime(timezone=True)
CHOICE = sa.String(16)


def upgrade() -> None:
    """Make the tables."""
    _conversations()
    _referrals()
    _console()
    _publishing()


def downgrade() -> None:
    """Drop them all, with what they hold."""
    for table in ("switches", "publications", "drafts", "audit", "users", "review_items"):
        op.drop_table(table)
    for table in ("contacts", "referrals", "feedback", "turns"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(36)),
        sa.Column("channel", CHOICE, nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("index_version", sa.String(64)),
        sa.Column("entry", sa.String(100)),
        sa.Column("second_entry", sa.String(100)),
        sa.Column("program", sa.String(8)),
        sa.Column("level", sa.String(16)),
        sa.Column("reason", sa.String(64)),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
    )
    for columns in (["time"], ["kind", "time"], ["entry", "time"], ["conversation", "time"]):
        op.create_index(f"ix_turns_{'_'.join(columns)}", "turns", columns)
    figures = ["time", "kind", "entry", "second_entry", "program", "reason", "milliseconds"]
    op.create_index("ix_turns_figures", "turns", figures)
    op.create_table(
        "feedback",
        sa.Column("message", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(36)),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_feedback"),
    )
    op.create_index("ix_feedback_time", "feedback", ["time"])


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("program", sa.String(8), nullable=False),
        sa.Column("agency_kind", sa.String(32)),
        sa.Column("state", sa.String(2)),
        sa.Column("runs_jail", sa.Boolean()),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_referrals"),
    )
    op.create_index("ix_referrals_time", "referrals", ["time"])
    op.create_index("ix_referrals_status_time", "referrals", ["status", "time"])
    op.create_table(
        "contacts",
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("contact_person", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("nominees", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["referrals.reference"], name="fk_contacts_reference", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reference", name="pk_contacts"),
    )


def _console() -> None:
    op.create_table(
        "review_items",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("message", sa.String(36)),
        sa.Column("conversation", sa.String(36)),
        sa.Column("text", sa.Text()),
        sa.Column("reason", CHOICE, nullable=False),
        sa.Column("entry", sa.String(100)),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("decided", TIME),
        sa.Column("decision", sa.Text()),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_items"),
    )
    op.create_index("ix_review_items_message", "review_items", ["message"])
    op.create_index("ix_review_items_status_time", "review_items", ["status", "time"])
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", CHOICE, nullable=False),
        sa.Column("password", sa.String(255)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("reads_marked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", TIME),
        sa.Column("created", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("target", sa.String(200)),
        sa.Column("why", sa.Text()),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("time", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_time", "audit", ["time"])


def _publishing() -> None:
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
