"""The widgets that pages and components are built from: `from dashboard.widgets import box, tag`."""

from dashboard.widgets.charts import AXIS_TEXT, CHART_FONT, GRID_LINE, chart
from dashboard.widgets.elements import (
    box,
    button,
    chip,
    empty_state,
    heading,
    icon,
    link_button,
    notice,
    section,
    table,
    tag,
)
from dashboard.widgets.event_labels import (
    LOW_CONFIDENCE,
    certainty_chip,
    confidence_chip,
    counter_name,
    media_address,
    review_chip,
    verdict_chip,
)
from dashboard.widgets.filters import date_field, explanation, filter_form, select, site_select
from dashboard.widgets.language_switch import language_switch
from dashboard.widgets.problems import show_problem
from dashboard.widgets.score_figures import (
    coverage_meter,
    day_state_chip,
    final_chip,
    points_figure,
    rate_list,
    unobserved_reasons,
)

__all__ = [
    "AXIS_TEXT",
    "CHART_FONT",
    "GRID_LINE",
    "LOW_CONFIDENCE",
    "box",
    "button",
    "certainty_chip",
    "chart",
    "chip",
    "confidence_chip",
    "counter_name",
    "coverage_meter",
    "date_field",
    "day_state_chip",
    "empty_state",
    "explanation",
    "filter_form",
    "final_chip",
    "heading",
    "icon",
    "language_switch",
    "link_button",
    "media_address",
    "notice",
    "points_figure",
    "rate_list",
    "review_chip",
    "section",
    "select",
    "show_problem",
    "site_select",
    "table",
    "tag",
    "unobserved_reasons",
    "verdict_chip",
]
