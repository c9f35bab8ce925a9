"""Whoever looks at a plan sees what others add, by itself: a stream that says "there is something new" and no more."""
