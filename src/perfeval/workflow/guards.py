"""前提 - What must hold before an action of a self-evaluation, and what a request must bring along; desks find out whether it does."""

from perfeval.workflow.process import Guard

BEGUN = Guard(name="begun", says="还没有到填报时间")
OPEN = Guard(name="open", says="不在填报时间内，请联系财政部门延长期限")
ERRORLESS = Guard(name="errorless", says="还有错误没有改正")
ANSWERED = Guard(name="answered", says="还有警告没有说明")
CONFIRMED = Guard(name="confirmed", says="还有指标没有经业务科室确认")
PARTS = Guard(name="parts", says="还有实施单位的自评没有审核通过，不能汇总送审")
UNTOUCHED = Guard(name="untouched", says="审核人已经处理，不能撤回，请联系审核人退回")
OTHER = Guard(name="other", says="不能审核自己填报或送审的自评")
STAMPED = Guard(name="stamped", says="请先上传这次送审的盖章扫描件")
WHOLE = Guard(name="whole", says="所属的汇总自评已经送审，请先退回汇总自评")
ALONE = Guard(name="alone", says="有其他项目并入或由各实施单位汇总的自评，不能免评或并入其他项目")
UNCLOSED = Guard(name="unclosed", says="批次已经办结，审定结果已经确定，不能再改")
"""前提 - What must hold before an action; desks find out whether it does."""
REASON = Guard(name="reason", says="请写明原因")
INTO = Guard(name="into", says="请写明并入哪一份自评")
ROWS = Guard(name="rows", says="请写明确认哪些指标行")
"""随附 - What a request must bring along."""
