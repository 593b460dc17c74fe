"""A finding of a check: what was looked at, how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How serious a finding is: FAULT stops work or loses results, DOUBT may."""

    OK = "ok"
    DOUBT = "doubt"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for the operator; `advice` is empty where nothing is to do."""

    level: Level
    subject: str
    told: str
    advice: str = ""

    def __str__(self) -> str:
        behind = f"; {self.advice}" if self.advice else ""
        return f"{self.level:<6} {self.subject}: {self.told}{behind}"
