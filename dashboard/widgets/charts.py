"""Charts drawn by ECharts."""

from typing import Any

from nicegui import ui
from nicegui.element import Element

CHART_FONT = "Roboto, 'Segoe UI', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
"""The fonts of chart labels; the drawing does not inherit the fonts of the page."""
AXIS_TEXT = {"color": "#73818e", "fontSize": 12}
"""The style of axis labels, readable in light and dark mode."""
GRID_LINE = "rgba(128,144,158,0.25)"
"""The colour of grid lines."""


def chart(options: dict[str, Any], label: str) -> Element:
    """An ECharts chart; `label` says in words what it shows, for screen readers."""
    element = ui.echart(options, renderer="svg").classes("chart")
    element.props["role"] = "img"
    element.props["aria-label"] = label
    return element
