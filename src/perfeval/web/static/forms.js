// 多张表单 - On a page with several forms nothing is lost that stands in another one than is sent, and no file is sent that is too large.
(function () {
  "use strict";

  var sent = null;

  function touched(event) {
    var form = event.target.form;
    if (form && form.method === "post") { form.dataset.touched = "1"; }
  }
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) { return; }
    var file = event.target.querySelector("input[type=file][data-most]");
    var most = file ? parseInt(file.dataset.most, 10) : 0;
    if (file && file.files[0] && file.files[0].size > most * 1024 * 1024) {
      event.preventDefault();
      window.perfeval.say("文件超过 " + most + " MB，请压缩或分成几份再上传。", true);
      return;
    }
    sent = event.target;
    window.setTimeout(function () { if (event.defaultPrevented) { sent = null; } }, 0);
  });

  window.addEventListener("beforeunload", function (event) {
    var others = Array.prototype.some.call(document.querySelectorAll("form[data-touched]"), function (form) { return form !== sent; });
    if (others) { event.preventDefault(); event.returnValue = ""; }
  });
})();
