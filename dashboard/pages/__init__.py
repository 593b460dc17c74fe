"""The pages of the dashboard, one module per page; `routes.py` gives their addresses."""
