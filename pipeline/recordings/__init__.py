"""Recordings: analysed, judged and stored."""

from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.analysis_job import ResultTarget, analyse_and_store
from pipeline.recordings.analysis_report import (
    AnalysisReport,
    Json,
    ReportedEvent,
    clean,
    document,
    write_json,
)
from pipeline.recordings.assignment import content_of
from pipeline.recordings.batch import Batch
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet, load_models, views_of
from pipeline.recordings.result_tables import print_events, print_kept, print_scores
from pipeline.recordings.storing import StoredAnalysis
from pipeline.recordings.terminal import console, load_models_quietly, progress_bars, without_native_output
from pipeline.recordings.tidy_desks import tidy_pictures
from pipeline.recordings.uniforms import cloth_colour, uniform_colours_in, with_uniform

__all__ = [
    "LOOKS",
    "AnalysisReport",
    "Batch",
    "Json",
    "ModelSet",
    "ReportedEvent",
    "ResultTarget",
    "StoredAnalysis",
    "Task",
    "analyse_and_store",
    "analyse_recording",
    "clean",
    "cloth_colour",
    "console",
    "content_of",
    "document",
    "load_models",
    "load_models_quietly",
    "print_events",
    "print_kept",
    "print_scores",
    "progress_bars",
    "tidy_pictures",
    "uniform_colours_in",
    "views_of",
    "with_uniform",
    "without_native_output",
    "write_json",
]
