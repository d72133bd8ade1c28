"""What must hold of a plan: one rule a module, pure functions from a plan to violations."""
