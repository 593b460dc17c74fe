"""A long run of `counterwatch live` with many cameras: what grows, and what falls behind."""
