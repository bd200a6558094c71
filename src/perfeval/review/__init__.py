"""复核 - Draw the sample, score again, rate the work, and look whether it was fair; pure: facts come in, values go out."""

from perfeval.review.deductions import DeductionEntry, DeductionTable, Effect, Gravity, LeastWords, read_deductions
from perfeval.review.frame import Candidate, Frame, frame_of, frame_sha256
from perfeval.review.limits import describe_limits, describe_method
from perfeval.review.plan import Basis, Drawing, NamedItem, Plan, Quota, in_wan
from perfeval.review.sampling import Coverage, How, Sample, Sampled, Stratum, draw, read_plan, read_sample, u_of

__all__ = [
    "Basis",
    "Candidate",
    "Coverage",
    "DeductionEntry",
    "DeductionTable",
    "Drawing",
    "Effect",
    "Frame",
    "Gravity",
    "How",
    "LeastWords",
    "NamedItem",
    "Plan",
    "Quota",
    "Sample",
    "Sampled",
    "Stratum",
    "describe_limits",
    "describe_method",
    "draw",
    "frame_of",
    "frame_sha256",
    "in_wan",
    "read_deductions",
    "read_plan",
    "read_sample",
    "u_of",
]
