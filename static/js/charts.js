// Bars from the figures that a page carries as JSON: amounts in fen by town. The table beside a chart says the same.
"use strict";

(() => {
  const COLOURS = ["#1a5fb4", "#e08a00", "#1b7f4d", "#8e44ad", "#566070", "#b42318"];
  const yuan = (fen) => `¥${(fen / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2 })}`;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const draw = (box) => {
    const given = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const narrow = box.clientWidth < 480;
    const chart = window.echarts.init(box);
    chart.setOption({
      animation: !still,
      animationDuration: 150,
      color: COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: yuan },
      legend: { top: 0, type: "scroll", textStyle: { fontSize: 14 } },
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: given.labels, axisLabel: { interval: 0, rotate: narrow || given.labels.length > 8 ? 45 : 0, fontSize: 14 } },
      yAxis: { type: "value", axisLabel: { formatter: (fen) => (fen / 100).toLocaleString("zh-CN"), fontSize: 14 } },
      series: given.series.map((each) => ({
        name: each.name, type: "bar", data: each.fen, barMaxWidth: 40, ...(given.stacked ? { stack: "all" } : {}),
      })),
    });
    window.addEventListener("resize", () => chart.resize());
    window.addEventListener("beforeprint", () => chart.resize());
  };

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
