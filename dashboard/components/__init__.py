"""The larger parts of pages: event panel, review list, score breakdown, time strips and others."""
