"""The documents: their samples are run, their reference is made of the code."""
