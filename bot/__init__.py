"""How people reach the bot, and how it runs."""
