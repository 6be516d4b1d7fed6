"""The permission to read passages with handling marks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nobody holds it at first."""
    op.add_column("users", sa.Column("reads_marked", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("users", "reads_marked")
