"""Questions that need signals, answered by a process beside the server."""
