"""What there is: traits, workloads and platforms, who implements what, and how it goes together.

Everything is read off the classes and functions themselves, built-in or from an installed package.
"""
