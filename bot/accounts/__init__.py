"""Who may open the console: accounts with a role, passwords, and sign-in at the agency's own provider."""
