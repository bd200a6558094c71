"""预算绩效自评 - Score a self-evaluation, explain every point, check it and print the official Word."""

__version__ = "0.1.0"
