"""One module per command; the module and the command in it have the name that is typed in the shell."""
