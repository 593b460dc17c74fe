"""The errors that a person can mend, each one line: what, where, what to do."""


class ModelError(Exception):
    """Something in a site, norm or store file is wrong; the message is one line for the operator."""
