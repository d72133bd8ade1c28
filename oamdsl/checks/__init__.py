"""What must hold of a plan: rules, and what they have in common. Pure functions from a plan to violations."""
