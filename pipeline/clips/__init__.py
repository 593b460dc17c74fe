"""Clips: cut from recordings, with everybody but the staff of the judged post made unrecognisable."""
