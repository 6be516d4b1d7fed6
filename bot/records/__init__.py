"""What is kept: turns, feedback, referrals, the review queue, users of the console and its audit log."""
