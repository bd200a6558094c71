// 复核 - Go through the rows of an item with the keyboard: one row is open at a time, one key agrees and goes on, one deducts.
(function () {
  "use strict";

  var least = JSON.parse(document.getElementById("least").textContent);
  var steps = JSON.parse(document.getElementById("steps").textContent);
  var current = "", dirty = false, waiting = null;

  function each(list, work) { Array.prototype.forEach.call(list, work); }
  function lines() { return document.querySelectorAll("#rows tr.line[data-row]"); }
  function lineOf(row) { return Array.prototype.filter.call(lines(), function (line) { return line.dataset.row === row; })[0]; }
  function panelOf(line) { return line.nextElementSibling; }
  function isTyping(element) { return element && (/^(TEXTAREA|SELECT)$/.test(element.tagName) || (element.tagName === "INPUT" && element.type !== "checkbox")); }
  function sizeOf(words) { return words.normalize("NFKC").replace(/\s/g, "").length; }

  function open(line, stays) {
    if (!line) { return; }
    each(document.querySelectorAll("#rows tr.now"), function (row) { row.classList.remove("now"); });
    line.classList.add("now");
    panelOf(line).classList.add("now");
    current = line.dataset.row;
    if (!stays) {
      line.querySelector(".to-panel").focus({ preventScroll: true });
      line.scrollIntoView({ block: "nearest" });
      panelOf(line).scrollIntoView({ block: "nearest" });
    }
  }

  function step(by) {
    var all = Array.prototype.slice.call(lines()), at = all.indexOf(lineOf(current));
    open(all[Math.max(0, Math.min(all.length - 1, at + by))]);
  }

  function field(selector) {
    var line = lineOf(current);
    return line ? panelOf(line).querySelector(selector) : null;
  }

  function focusOn(selector) {
    var found = field(selector);
    if (found) { found.focus(); }
  }

  function isFilled(panel, selector) {
    return Array.prototype.some.call(panel.querySelectorAll(selector), function (own) { return own.value.trim() !== ""; });
  }

  var VALUES = "[name^='actual:'], [data-col]", POINTS = "[name^='claimed:']";

  function changesOf(panel) { return isFilled(panel, VALUES + ", " + POINTS + ", [data-code]"); }

  function mark(panel) {
    var told = panel.previousElementSibling.querySelector("[data-mark]");
    var said = isFilled(panel, "[data-code]") ? ["扣分", "danger"] : isFilled(panel, POINTS) ? ["评分", "info"] : isFilled(panel, VALUES) ? ["改值", "info"]
      : panel.querySelector("[data-agree]").checked ? ["认可", "success"] : null;
    told.innerHTML = "";
    var badge = document.createElement("span");
    badge.className = said ? "badge text-bg-" + said[1] : "soft";
    badge.textContent = said ? said[0] : "未看";
    told.appendChild(badge);
    var open = Array.prototype.filter.call(lines(), function (line) { return line.querySelector("[data-mark]").textContent === "未看"; }).length;
    document.getElementById("open-rows").textContent = open ? "还有" + open + "行没有意见" : "每行都有意见";
  }

  // How many characters of a reason are still missing, by what the deduction costs on this row.
  function count(cut) {
    var code = cut.querySelector("[data-code]").value, gravity = cut.querySelector("[data-gravity]"), told = cut.querySelector("[data-count]");
    var row = cut.closest("tr").previousElementSibling.dataset.row, own = least[row] || {};
    var needsGravity = code && own[code + "|"] === undefined;
    cut.classList.toggle("used", !!code);
    gravity.hidden = !needsGravity;
    cut.querySelector("[data-other]").hidden = code !== "counted-twice" && !cut.querySelector("[data-other]").value;
    var wanted = code ? own[code + "|" + (needsGravity ? gravity.value : "")] : 0;
    if (!code) { told.textContent = ""; return; }
    if (wanted === undefined) { told.textContent = "请选轻重"; told.classList.add("over"); return; }
    var missing = wanted - sizeOf(cut.querySelector("[data-said]").value);
    told.textContent = missing > 0 ? "还差" + missing + "个字（至少" + wanted + "个字）" : "字数已够";
    told.classList.toggle("over", missing > 0);
  }

  function said(panel, words) {
    var points = parseFloat(panel.dataset.points), given = parseFloat(panel.querySelector(POINTS).value);
    var lost = isNaN(points) || isNaN(given) ? 0 : points - given;
    var wanted = steps.reduce(function (most, own) { return lost >= parseFloat(own.from) ? Math.max(most, parseInt(own.characters, 10)) : most; }, 0);
    var missing = isFilled(panel, VALUES + ", " + POINTS) ? wanted - sizeOf(words.value) : 0;
    words.placeholder = missing > 0 ? "改动要写明理由，至少" + wanted + "个字" : "";
  }

  function changed(target) {
    var panel = target.closest("tr.under");
    dirty = true;
    var told = document.getElementById("unsaved");
    if (told) { told.hidden = false; }
    if (!panel) { return; }
    if (!target.matches("[data-agree]") && changesOf(panel)) { panel.querySelector("[data-agree]").checked = false; }
    each(panel.querySelectorAll("[data-cut]"), count);
    said(panel, panel.querySelector("[data-words]"));
    mark(panel);
  }

  // Another set of fields for a deduction: the last one again, empty, under the next number.
  function more(button) {
    if (!button) { return; }
    var cuts = button.parentNode.querySelectorAll("[data-cut]"), at = cuts.length, made = cuts[at - 1].cloneNode(true);
    each(made.querySelectorAll("[name]"), function (own) {
      own.name = own.name.replace(/\d+$/, String(at));
      own.value = "";
      if (own.hasAttribute("aria-label")) { own.setAttribute("aria-label", own.getAttribute("aria-label").replace(/\d+$/, String(at + 1))); }
    });
    made.querySelector("legend").textContent = "扣分 " + (at + 1);
    button.parentNode.insertBefore(made, button);
    count(made);
    made.querySelector("[data-code]").focus();
  }

  function agree() {
    var box = field("[data-agree]");
    if (!box) { return; }
    if (changesOf(box.closest("tr"))) { window.perfeval.say("这一行有改动或扣分，要认可请先清空。", true); return; }
    box.checked = true;
    changed(box);
    step(1);
  }

  function press(id) {
    var found = document.getElementById(id);
    if (found) { found.click(); }
  }

  function begin() {
    document.body.classList.add("quick");
    dirty = !!document.querySelector("#review [role=alert]") && dirty;
    each(document.querySelectorAll("[data-cut]"), count);
    each(document.querySelectorAll("[data-more]"), function (button) { button.hidden = false; });
    open(lineOf(current) || lines()[0], true);
  }

  var KEYS = {
    j: function () { step(1); }, ArrowDown: function () { step(1); },
    k: function () { step(-1); }, ArrowUp: function () { step(-1); },
    a: agree,
    e: function () { focusOn(VALUES); },
    p: function () { focusOn(POINTS); },
    d: function () {
      if (!field("[data-cut]:not(.used)")) { more(field("[data-more]")); }
      focusOn("[data-cut]:not(.used) [data-code]");
    },
    s: function () { press("save"); },
    h: function () { press("hand-in"); },
    "]": function () { press("after"); },
    "[": function () { press("before"); }
  };

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.metaKey || document.querySelector("dialog[open]") || (event.target.closest && event.target.closest(".fieldwork"))) { return; }
    if (event.ctrlKey) {
      if (event.key === "s") { event.preventDefault(); press("save"); }
      if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
      return;
    }
    if (event.key === "Escape" && isTyping(event.target)) { open(lineOf(current)); return; }
    if (isTyping(event.target) || !KEYS[event.key]) { return; }
    event.preventDefault();
    KEYS[event.key]();
  });

  document.addEventListener("click", function (event) {
    if (event.target.matches("[data-more]")) { more(event.target); return; }
    var line = event.target.closest("#rows tr.line[data-row]");
    if (line) {
      if (event.target.closest("a.to-panel")) { event.preventDefault(); }
      open(line);
    }
  });
  document.addEventListener("focusin", function (event) {
    var own = event.target.closest("#rows tr.under, #rows tr.line[data-row]");
    if (own) { open(own.classList.contains("under") ? own.previousElementSibling : own, true); }
  });
  document.addEventListener("input", function (event) {
    if (event.target.form && event.target.form.id === "f") { changed(event.target); }
  });
  function isTypedElsewhere() {
    return Array.prototype.some.call(document.querySelectorAll(".fieldwork form[data-touched]"), function (form) {
      return isFilled(form, "textarea, input:not([type=hidden])");
    });
  }

  // What is typed about the rows is saved before another form of the page is sent, and that form is sent once it is.
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) { return; }
    if ((event.submitter || document.activeElement).id === "hand-in" && isTypedElsewhere()) {
      event.preventDefault();
      window.perfeval.say("下面还有写了没有登记的问题或核查，请先登记，或清空，再交回。", true);
      return;
    }
    if (event.target.id !== "f" && dirty && document.getElementById("save")) {
      event.preventDefault();
      waiting = { form: event.target, button: event.submitter || document.activeElement };
      press("save");
      return;
    }
    dirty = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty) { event.preventDefault(); event.returnValue = ""; }
  });

  // What was refused is a page like any other: it is shown, with what was typed.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail.xhr;
    if ((answer.status === 409 || answer.status === 422) && answer.responseText.indexOf("id=\"review\"") > 0) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    dirty = answer.status >= 400;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var next = waiting, refused = event.detail.xhr.status >= 400;
    waiting = null;
    begin();
    if (next && !refused) { next.form.requestSubmit(next.form.contains(next.button) ? next.button : null); return; }
    window.perfeval.say(next ? "上面的意见没有保存，请先改正，再登记。" : refused ? "" : "已保存。", refused && !!next);
    open(lineOf(current));
  });
  begin();
})();
