"""A sender as its own process, to be killed: `python -m tests.support.outbox_sender DATA`."""

import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

from models.store import Store
from pipeline.notices.limits import LIMITS
from pipeline.notices.sender import Sender, SenderParts
from tests.support.noticed_hall import HERE, SEALING

# A killed sender's messages are taken over after two seconds in place of two minutes, and little is claimed at once.
SHORT = replace(LIMITS, lease_s=2.0, claimed=5, poll_s=0.05, first_wait_s=0.1, longest_wait_s=0.5)

if __name__ == "__main__":
    with Store.at(Path(sys.argv[1])) as store:
        print("ready", flush=True)
        Sender(SenderParts(store, SEALING, HERE, limits=SHORT)).run(Event(), print)
