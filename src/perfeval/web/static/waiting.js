// 等待 - Say what is happening while a form that takes a while is under way, and keep it from being sent twice.
(function () {
  "use strict";
  document.querySelectorAll("form[data-waits]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      var told = form.querySelector(".waits");
      told.querySelector("span").textContent = form.dataset.waits;
      told.hidden = false;
    });
  });
  // A page that is fetched back from the history can be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-waits]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelector(".waits").hidden = true;
    });
  });
})();
