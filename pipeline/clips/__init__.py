"""Clips: cut from recordings, with everybody but the post made unrecognisable."""
