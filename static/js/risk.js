// Points and level while a risk assessment is being filled in. The server scores again; this only shows.
"use strict";

(() => {
  const box = document.querySelector("[data-risk]");
  const limits = JSON.parse(document.getElementById("risk-limits").textContent);
  const live = box.querySelector("[data-risk-live]");
  const tones = { high: "danger", medium: "attention", low: "good" };
  const groups = new Set(Array.from(box.querySelectorAll("input[type=radio]"), (each) => each.name));

  const level = (points, triggers) => {
    const total = points.reduce((sum, each) => sum + each, 0);
    const threes = points.filter((each) => each === 3).length;
    if (triggers > 0 || threes >= limits.threes || total >= limits.high) return "high";
    return total >= limits.medium ? "medium" : "low";
  };

  const show = () => {
    const points = Array.from(box.querySelectorAll("input[type=radio]:checked"), (each) => Number(each.value));
    const triggers = box.querySelectorAll("input[type=checkbox]:checked").length;
    const found = level(points, triggers);
    const final = points.length === groups.size || found === "high";
    const word = live.querySelector("[data-risk-level]");
    live.hidden = points.length === 0 && triggers === 0;
    live.querySelector("[data-risk-points]").textContent = live.dataset.counted
      .replace("%(done)s", points.length).replace("%(all)s", groups.size)
      .replace("%(total)s", points.reduce((sum, each) => sum + each, 0));
    word.textContent = final ? limits.words[found] : "…";
    word.className = `badge-tone tone-${final ? tones[found] : "quiet"}`;
  };

  box.addEventListener("change", show);
  show();
})();
