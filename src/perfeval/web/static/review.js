// 审阅 - Keys for going through a list: j and k, or the arrows, to the next and the one before; a approves, r opens the return.
(function () {
  "use strict";

  function isBusy(element) {
    return element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable || element.closest("dialog[open]"));
  }

  function press(id) {
    var found = document.getElementById(id);
    if (found && !found.disabled) { found.click(); }
  }

  function openReturn() {
    var panel = document.getElementById("return");
    if (!panel) { return; }
    panel.open = true;
    panel.querySelector("select, textarea").focus();
  }

  var KEYS = {
    j: function () { press("after"); },
    ArrowRight: function () { press("after"); },
    k: function () { press("before"); },
    ArrowLeft: function () { press("before"); },
    a: function () { press("approve"); },
    r: openReturn
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isBusy(event.target) || !KEYS[event.key]) { return; }
    event.preventDefault();
    KEYS[event.key]();
  });

  // A sum that was opened comes into view where the column has been scrolled.
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "sum") { event.detail.target.scrollIntoView({ block: "nearest" }); }
  });
})();
