"""What the Rasa server reads and how it is started. Runs in the dialogue environment (Python 3.10)."""
