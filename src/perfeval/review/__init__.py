"""复核 - Draw the sample, score again, rate the work, and look whether it was fair; pure: facts come in, values go out."""

from perfeval.review.changes import RowChange
from perfeval.review.cutting import Cut
from perfeval.review.deductions import DeductionEntry, DeductionTable, Effect, Gravity, LeastWords, read_deductions
from perfeval.review.faults import ReviewFault
from perfeval.review.frame import Candidate, Frame, frame_of, frame_sha256
from perfeval.review.judgement import MONEY_ROW, Deduction, Judgement, ReviewDocument, read_document
from perfeval.review.limits import describe_limits, describe_method
from perfeval.review.plan import Basis, Drawing, NamedItem, Plan, Quota, in_wan
from perfeval.review.rescoring import SCALING, SecondScore, rescore, reviewed_form
from perfeval.review.sampling import Coverage, How, Sample, Sampled, Stratum, draw, read_plan, read_sample, u_of

__all__ = [
    "MONEY_ROW",
    "SCALING",
    "Basis",
    "Candidate",
    "Coverage",
    "Cut",
    "Deduction",
    "DeductionEntry",
    "DeductionTable",
    "Drawing",
    "Effect",
    "Frame",
    "Gravity",
    "How",
    "Judgement",
    "LeastWords",
    "NamedItem",
    "Plan",
    "Quota",
    "ReviewDocument",
    "ReviewFault",
    "RowChange",
    "Sample",
    "Sampled",
    "SecondScore",
    "Stratum",
    "describe_limits",
    "describe_method",
    "draw",
    "frame_of",
    "frame_sha256",
    "in_wan",
    "read_deductions",
    "read_document",
    "read_plan",
    "read_sample",
    "rescore",
    "reviewed_form",
    "u_of",
]
