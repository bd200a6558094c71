// 行内详情 - Open what belongs to a row below it, hand in proofs with progress, jump from a finding to its cell, insert figures, count words.
(function () {
  "use strict";

  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function one(id) { return document.getElementById(id); }
  function form() { return window.perfeval.form; }

  // ---- a row's panel

  function closePanel() {
    var open = document.querySelector("tr.under");
    if (open) { open.remove(); }
    return open;
  }
  function openPanel(row, then) {
    var line = document.querySelector(row === "money" ? '[data-line="execution"]' : '[data-row="' + row + '"]');
    if (!line) { return; }
    var address = one("f").getAttribute("action").replace(/form$/, "rows/") + encodeURIComponent(row);
    window.fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (!answer.ok) { throw answer; }
      return answer.text();
    }).then(function (text) { put(line, text); if (then) { then(one("panel")); } }).catch(function () { window.perfeval.say("打不开，请检查网络后再试。", true); });
  }
  function put(line, text) {
    closePanel();
    var under = document.createElement("tr"), cell = document.createElement("td");
    under.className = "under";
    cell.colSpan = all(line.closest("table"), "thead th").length - (line.closest("table").id === "indicators" ? 2 : 0);
    cell.innerHTML = text;
    under.appendChild(cell);
    line.parentNode.insertBefore(under, line.nextSibling);
    stretch(line);
    if (form()) { form().shown(cell); }
    var close = document.createElement("button");
    close.type = "button"; close.className = "plain close"; close.textContent = "收起"; close.dataset.close = "";
    cell.firstElementChild.insertBefore(close, cell.firstElementChild.firstChild);
    close.focus({ preventScroll: true });
    under.scrollIntoView({ block: "nearest" });
  }
  // A merged cell covers the panel too, while it is open below one of its rows but the last.
  function stretch(line) {
    var under = line.nextSibling;
    all(line.closest("tbody"), "th[rowspan]").forEach(function (each) {
      var first = each.parentNode, rows = all(line.closest("tbody"), "tr"), at = rows.indexOf(first), here = rows.indexOf(line);
      var span = Number(each.dataset.span || each.getAttribute("rowspan"));
      each.dataset.span = span;
      each.setAttribute("rowspan", here >= at && here < at + span ? span + 1 : span);
    });
    under.classList.add("open");
  }
  function shrink() { all(document, "th[data-span]").forEach(function (each) { each.setAttribute("rowspan", each.dataset.span); }); }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("[data-panel]") : null;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      var open = one("panel"), same = open && open.dataset.row === link.dataset.panel;
      shrink();
      closePanel();
      if (!same) { openPanel(link.dataset.panel); }
    }
    if (event.target.dataset && event.target.dataset.close !== undefined) {
      var row = one("panel").dataset.row;
      shrink();
      closePanel();
      var back = document.querySelector('.more [data-panel="' + row + '"]');
      if (back) { back.focus(); }
    }
  });
  document.addEventListener("keydown", function (event) {
    var line = event.target.closest ? event.target.closest("tr[data-row]") : null;
    if (event.key === "F2" && line) { event.preventDefault(); shrink(); closePanel(); openPanel(line.dataset.row); }
    if (event.key === "Escape" && one("panel") && !document.querySelector("dialog[open]")) { var close = document.querySelector("[data-close]"); if (close) { close.click(); } }
  });
  document.addEventListener("sheet", function (event) {
    if (event.detail.whole) { counters(document); grow(all(document, "#sheet textarea")); }
  });

  // ---- forms inside the panel go and come back in place

  function sendInside(inside) {
    var bar = inside.querySelector("progress"), asked = new XMLHttpRequest(), data = new FormData(inside), row = one("panel").dataset.row;
    data.delete("csrf");
    data.append("csrf", one("state").dataset.csrf);
    asked.open("POST", inside.getAttribute("action"));
    asked.setRequestHeader("HX-Request", "true");
    if (bar) { bar.hidden = false; asked.upload.onprogress = function (event) { bar.max = event.total; bar.value = event.loaded; }; }
    asked.onload = function () {
      var line = document.querySelector('[data-row="' + row + '"]');
      if (asked.status === 200 || asked.status === 422) {
        if (asked.responseText.indexOf('id="panel"') >= 0 && line) { shrink(); put(line, asked.responseText); if (form()) { form().refresh(); } return; }
      }
      var told = "";
      try { told = JSON.parse(asked.responseText).detail; } catch (error) { told = ""; }
      window.perfeval.say(told || "没有办理，请稍后再试。", true);
      if (bar) { bar.hidden = true; }
    };
    asked.onerror = function () { window.perfeval.say("网络不通，没有办理。请检查网络后再试。", true); if (bar) { bar.hidden = true; } };
    asked.send(inside.getAttribute("enctype") ? data : new URLSearchParams(data));
  }
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.inside !== undefined && document.querySelector("tr.under")) { event.preventDefault(); sendInside(event.target); }
  });

  // ---- proofs by drag and drop

  document.addEventListener("change", function (event) {
    if (event.target.type !== "file" || !event.target.files.length) { return; }
    var title = event.target.form && event.target.form.elements.title;
    if (title && !title.value) { title.value = event.target.files[0].name.replace(/\.[^.]*$/, "").slice(0, 200); }
  });
  document.addEventListener("dragover", function (event) {
    var line = event.target.closest ? event.target.closest("tr[data-row], tr.under") : null;
    if (line && event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, "Files") >= 0) { event.preventDefault(); line.classList.add("over"); }
  });
  document.addEventListener("dragleave", function (event) {
    var line = event.target.closest ? event.target.closest("tr.over") : null;
    if (line) { line.classList.remove("over"); }
  });
  document.addEventListener("drop", function (event) {
    var line = event.target.closest ? event.target.closest("tr[data-row], tr.under") : null;
    if (!line || !event.dataTransfer || !event.dataTransfer.files.length) { return; }
    event.preventDefault();
    line.classList.remove("over");
    var files = event.dataTransfer.files, row = line.dataset.row || one("panel").dataset.row;
    shrink();
    openPanel(row, function (panel) {
      var file = panel.querySelector("input[type=file]");
      if (!file) { window.perfeval.say("现在不能上传佐证材料。", true); return; }
      file.files = files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
      panel.querySelector("select[name=kind]").focus();
    });
  });

  // ---- from a finding to its cell

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("[data-jump]") : null;
    if (!link) { return; }
    var cell = one("c-" + link.dataset.jump);
    if (cell) { event.preventDefault(); cell.scrollIntoView({ block: "center" }); if (cell.focus) { cell.focus({ preventScroll: true }); } } else if (link.dataset.row) { event.preventDefault(); shrink(); openPanel(link.dataset.row); }
  });

  // ---- figures and limits of the texts

  var last = null;
  document.addEventListener("focusin", function (event) { if (event.target.tagName === "TEXTAREA" && /^narrative\./.test(event.target.name)) { last = event.target; } });
  document.addEventListener("click", function (event) {
    var chip = event.target.closest ? event.target.closest("[data-figure]") : null;
    if (!chip) { return; }
    var into = last && document.contains(last) ? last : document.querySelector('textarea[name^="narrative."]');
    if (!into) { return; }
    into.setRangeText(chip.dataset.figure, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
  function count(element) {
    var limit = Number(element.dataset.limit), length = element.value.replace(/\s/g, "").length, told = element.nextElementSibling;
    if (!told || !told.classList.contains("count")) {
      told = document.createElement("span");
      told.className = "count";
      element.parentNode.insertBefore(told, element.nextSibling);
    }
    told.textContent = length + "/" + limit;
    told.classList.toggle("over", length > limit);
  }
  function counters(root) { all(root, "[data-limit]").forEach(count); }
  // First all are measured, then all are made taller: one after the other would have the page laid out anew for each.
  function grow(elements) {
    elements.map(function (each) { return each.scrollHeight > each.clientHeight + 2 ? Math.min(12, Math.ceil(each.scrollHeight / 20)) : 0; })
      .forEach(function (rows, at) { if (rows) { elements[at].rows = rows; } });
  }
  document.addEventListener("input", function (event) {
    if (event.target.dataset && event.target.dataset.limit) { count(event.target); }
    if (event.target.tagName === "TEXTAREA") { grow([event.target]); }
  });
  document.addEventListener("shown", function (event) { if (event.target.dataset.limit) { count(event.target); } });
  counters(document);
  grow(all(document, "#sheet textarea"));
})();
