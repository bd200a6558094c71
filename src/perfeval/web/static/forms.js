// 多张表单 - On a page with several forms, what stands in the others is there again after one was sent; no file is sent that is too large.
(function () {
  "use strict";

  var KEY = "perfeval.forms", SOON = 60000, sent = null;

  function each(list, work) { Array.prototype.forEach.call(list, work); }
  function isKept(field) { return field.name && !/^(hidden|file|submit|button|fieldset)$/.test(field.type); }

  function touched(event) {
    var form = event.target.form;
    if (form && form.method === "post") { form.dataset.touched = "1"; }
  }
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);

  function tooLarge(form) {
    var field = form.querySelector("input[type=file][data-most]");
    var most = field ? parseInt(field.dataset.most, 10) : 0;
    if (!field || !field.files[0] || field.files[0].size <= most * 1024 * 1024) { return false; }
    window.perfeval.say("文件超过 " + most + " MB，请压缩或分成几份再上传。", true);
    return true;
  }

  // Forms are known by where they are sent, so that words are never put into the form of another item.
  function keepOthers(form) {
    var kept = {};
    each(document.querySelectorAll("form[data-touched][action]"), function (other) {
      if (other === form) { return; }
      kept[other.getAttribute("action")] = Array.prototype.filter.call(other.elements, isKept).map(function (field) {
        return [field.name, field.value, field.checked === true];
      });
    });
    window.sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), forms: kept }));
  }

  function open(field) {
    for (var around = field.closest("details"); around; around = around.parentNode.closest("details")) { around.open = true; }
  }

  function putBack(form, fields) {
    form.dataset.touched = "1";
    each(Array.prototype.filter.call(form.elements, isKept), function (field) {
      var chooses = field.type === "checkbox" || field.type === "radio";
      var mine = fields.filter(function (own) { return own[0] === field.name && (!chooses || own[1] === field.value); })[0];
      if (!mine) { return; }
      if (chooses) { field.checked = mine[2]; } else if (mine[1] !== field.value) { field.value = mine[1]; open(field); }
    });
  }

  function restore() {
    var kept = JSON.parse(window.sessionStorage.getItem(KEY) || "{}");
    window.sessionStorage.removeItem(KEY);
    if (!kept.forms || Date.now() - kept.at > SOON) { return; }
    each(document.querySelectorAll("form[action]"), function (form) {
      var fields = kept.forms[form.getAttribute("action")];
      if (fields) { putBack(form, fields); }
    });
  }

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) { return; }
    if (tooLarge(event.target)) { event.preventDefault(); return; }
    sent = event.target;
    window.setTimeout(function () {
      if (event.defaultPrevented) { sent = null; } else { keepOthers(event.target); }
    }, 0);
  });

  window.addEventListener("beforeunload", function (event) {
    if (!sent && document.querySelector("form[data-touched]")) { event.preventDefault(); event.returnValue = ""; }
  });

  // What was refused is as good as typed: it is not lost either when another form is sent first.
  each(document.querySelectorAll("[data-refused]"), function (told) {
    var form = document.getElementById(told.dataset.refused);
    if (form) { form.dataset.touched = "1"; }
  });
  restore();
})();
