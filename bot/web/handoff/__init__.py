"""The hand-off's pages: the bot's own form, the printable checklist, and the draft letter of interest."""
