"""Behaviours: one module per subject, each rule of the norm written as interval algebra."""
