"""How good the answers are: the running bot asked with questions whose right answers are known."""
