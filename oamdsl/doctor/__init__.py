"""What `oamdsl doctor` looks at: what is installed, and whether a project's files fit together."""
