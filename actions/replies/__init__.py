"""What the bot says, free of Rasa."""
