"""Pages for supervisors and auditors. Talks to the API only."""
