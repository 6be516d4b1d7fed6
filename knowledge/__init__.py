"""What the bot knows (entries, program texts, sources) and how it is searched."""
