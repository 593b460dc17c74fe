"""The web API: accounts, roles, events, clips, scores, audit. Loads no vision runtime."""
