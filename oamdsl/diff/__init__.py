"""What a change means: two states of a project compared, and what it does to the running objects.

Pure: a state is a value, wherever it was read from; see `oamdsl.project.states` for where that may be.
"""
