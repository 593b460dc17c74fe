"""The HTTP interface: routes, accounts, roles, audit."""
