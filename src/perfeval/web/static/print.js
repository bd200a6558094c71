// 打印 - A button that prints the page it stands on.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-prints]")) { window.print(); }
  });
})();
