// 抽查批 - What is to be copied goes to the clipboard at a press.
(function () {
  "use strict";

  Array.prototype.forEach.call(document.querySelectorAll("[data-copies]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var field = document.getElementById(button.dataset.copies);
      field.select();
      document.execCommand("copy");
      window.perfeval.say("已复制。");
    });
  });
})();
