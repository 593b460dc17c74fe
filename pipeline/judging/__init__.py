"""The judgement of one camera's signals: all behaviours at all counters."""
