"""The worker: a process beside the server that answers requests which need signals."""
