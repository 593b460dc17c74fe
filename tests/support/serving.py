"""Serve a data folder as the command line does: `python -m tests.support.serving DATA PORT`."""

import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import Settings
from dashboard.app import mount
from dashboard.pages import review
from tests.support.noticed_hall import HERE

if __name__ == "__main__":
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    review.REFRESH_S = 1.0  # the tests cannot wait half a minute
    application = create_app(Settings(data, notices=HERE))
    # A third argument is the address of an API in another process.
    mount(application, data, api_url=sys.argv[3] if len(sys.argv) > 3 else None)
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="warning")
