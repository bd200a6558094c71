// 清单 - Tick a whole page of a list at once; without scripts each row is ticked by itself.
(function () {
  "use strict";
  document.querySelectorAll("[data-ticks]").forEach(function (all) {
    all.hidden = false;
    all.addEventListener("change", function () {
      all.form.querySelectorAll("input[name=" + all.dataset.ticks + "]").forEach(function (each) { each.checked = all.checked; });
    });
  });
})();
