// 报送走势 - Draw how a round filled up, from the numbers that stand in the page.
(function () {
  "use strict";
  var box = document.getElementById("chart");
  var days = JSON.parse(document.getElementById("days").textContent);
  var chart = window.echarts.init(box);

  function line(name, values, colour, filled) {
    return {
      name: name, type: "line", data: values, step: "end", symbol: "circle", symbolSize: 5, showSymbol: values.length < 40,
      lineStyle: { width: 2, color: colour }, itemStyle: { color: colour }, areaStyle: filled ? { color: colour, opacity: 0.1 } : null
    };
  }

  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    legend: { top: 0, left: 0, itemGap: 24 },
    grid: { left: 44, right: 24, top: 40, bottom: 28 },
    xAxis: { type: "category", data: days.days, boundaryGap: false, axisLabel: { formatter: function (day) { return day.slice(5); } } },
    yAxis: { type: "value", minInterval: 1 },
    series: [
      line("送审", days.filed, "#1f5fa8", true),
      line("其中逾期", days.late, "#b3261e", false),
      line("退回次数", days.returned, "#b26a00", false)
    ]
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
