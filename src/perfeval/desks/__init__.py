"""工作台 - The jobs, each told from top to bottom in one file: read, score, check, print."""
