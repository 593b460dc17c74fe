"""Notices outside of the dashboard: channels, and the sender that empties the outbox into them."""
