"""An evaluation as the terminal shows it."""

import io

from rich.console import Console

from pipeline.evaluation.evaluate import Evaluation
from pipeline.evaluation.table import print_evaluation


def printed(evaluation: Evaluation, *, misses: bool = False) -> str:
    out = io.StringIO()
    print_evaluation(evaluation, Console(file=out, width=140), misses=misses)
    return out.getvalue()
