"""The steps of a fold, one a module, and the state that they share."""
