"""Tables that commands write into pages, between two markers: <!-- NAME --> ... <!-- /NAME -->."""

import sys
from pathlib import Path


def insert(page: str, lines: str, mark: str) -> str:
    """The page with `lines` between its two markers of this name; ValueError if it does not have both."""
    before, start, rest = page.partition(f"<!-- {mark} -->")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    if not end:
        raise ValueError(f"the page has no <!-- {mark} --> ... <!-- /{mark} -->")
    return f"{before}{start}\n{lines}\n{end}{after}"


def replace_table(page: Path, lines: str, mark: str) -> int:
    """Write `lines` between the page's markers; the exit code: 0, or 2 after one line about a page without a place."""
    try:
        page.write_text(insert(page.read_text("utf-8"), lines, mark), "utf-8")
    except (OSError, ValueError) as error:
        print(f"{page}: {error}", file=sys.stderr)
        return 2
    return 0
