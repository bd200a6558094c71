// 页面 - What every page does beside what it is: the keyboard help, dialogs, notices, and what to say when the service does not answer.
(function () {
  "use strict";

  function isTyping(element) {
    return element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable);
  }

  function say(words, wrong) {
    var notice = document.getElementById("notice");
    notice.textContent = words;
    notice.classList.toggle("wrong", !!wrong);
    window.clearTimeout(say.timer);
    say.timer = window.setTimeout(function () { notice.textContent = ""; }, wrong ? 15000 : 6000);
  }
  window.perfeval = { say: say };

  document.addEventListener("keydown", function (event) {
    if (event.key === "?" && !isTyping(event.target)) {
      event.preventDefault();
      document.getElementById("keys").showModal();
    }
  });

  // A button that names a dialog opens it; one that asks first waits for a yes.
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.opens).showModal();
    }
    var asking = event.target.closest("[data-asks]");
    if (asking && !window.confirm(asking.dataset.asks)) {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:sendError", function () {
    say("网络不通，刚才的操作没有办理。请检查网络后再试。", true);
  });
  document.addEventListener("htmx:responseError", function (event) {
    var told = "";
    try { told = JSON.parse(event.detail.xhr.responseText).detail; } catch (error) { told = ""; }
    say(told || "服务没有办理刚才的操作，请稍后再试。", true);
  });
})();
