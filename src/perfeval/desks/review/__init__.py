"""复核工作台 - Draw a sample, give it to reviewers, score again, decide, and tell the units: one file for each job."""
