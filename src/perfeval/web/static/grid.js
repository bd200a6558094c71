// 表格操作 - Move between cells as in Excel, paste a block from it, and take the whole paste back.
(function () {
  "use strict";

  var COLUMNS = ["category", "aspect", "name", "target", "actual", "weight", "claimed", "reason", "measures"];
  var MONEY = ["original", "adjusted", "received", "spent"];
  var NUMBERS = { original: 1, adjusted: 1, received: 1, spent: 1, weight: 1, claimed: 1 };
  var undo = [];

  function inGrid(element) { return element && element.dataset && element.dataset.col && element.closest ? element.closest("table.grid") : null; }
  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }

  // ---- moving

  function focusOn(element) {
    if (!element) { return false; }
    element.focus();
    if (element.select) { element.select(); }
    return true;
  }
  function vertical(element, step) {
    var table = inGrid(element);
    var column = all(table, '[data-col="' + element.dataset.col + '"][name]');
    var next = column[column.indexOf(element) + step];
    if (next) { return focusOn(next); }
    var grids = all(document, "table.grid"), at = grids.indexOf(table) + step, other = grids[at];
    var cells = other ? all(other, "[name][data-col]") : [];
    return focusOn(step > 0 ? cells[0] : cells[cells.length - 1]);
  }
  function horizontal(element, step) {
    var cells = all(inGrid(element), "[name][data-col]");
    return focusOn(cells[cells.indexOf(element) + step]);
  }
  function edge(element, step) {
    if (element.tagName === "SELECT") { return false; }
    if (element.selectionStart === 0 && element.selectionEnd === element.value.length) { return true; }
    return step < 0 ? element.selectionEnd === 0 : element.selectionStart === element.value.length;
  }
  function firstOrLastLine(element, step) {
    if (element.tagName !== "TEXTAREA") { return true; }
    var text = step < 0 ? element.value.slice(0, element.selectionStart) : element.value.slice(element.selectionEnd);
    return text.indexOf("\n") < 0;
  }
  function breakLine(element) {
    var at = element.selectionStart;
    element.setRangeText("\n", at, element.selectionEnd, "end");
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
  var KEYS = {
    ArrowDown: function (element) { return element.tagName !== "SELECT" && firstOrLastLine(element, 1) && vertical(element, 1); },
    ArrowUp: function (element) { return element.tagName !== "SELECT" && firstOrLastLine(element, -1) && vertical(element, -1); },
    ArrowRight: function (element) { return edge(element, 1) && horizontal(element, 1); },
    ArrowLeft: function (element) { return edge(element, -1) && horizontal(element, -1); },
    Enter: function (element, event) {
      if (event.altKey && element.tagName === "TEXTAREA") { breakLine(element); return true; }
      vertical(element, event.shiftKey ? -1 : 1);
      return true;
    }
  };
  document.addEventListener("keydown", function (event) {
    var element = event.target;
    if (event.isComposing || !inGrid(element)) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && undo.length && !event.shiftKey) {
      event.preventDefault();
      undo.pop().forEach(function (each) { window.perfeval.form.change(each.name, each.before); });
      window.perfeval.say("已撤销刚才的粘贴。");
      window.perfeval.form.later(30);
      return;
    }
    if (event.ctrlKey || event.metaKey || (event.altKey && event.key !== "Enter") || (event.shiftKey && event.key !== "Enter")) { return; }
    var act = KEYS[event.key];
    if (act && act(element, event)) { event.preventDefault(); }
  });
  // Typing after a paste makes it part of what was written: then the browser's own undo is meant.
  document.addEventListener("input", function (event) { if (event.isTrusted && inGrid(event.target)) { undo = []; } });

  // ---- pasting

  function block(text) {
    var rows = [[]], cell = "", quoted = false, at = 0, sign;
    text = text.replace(/\r\n?/g, "\n");
    for (; at < text.length; at += 1) {
      sign = text[at];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; } else if (sign === '"') { quoted = false; } else { cell += sign; }
      } else if (sign === '"' && cell === "") { quoted = true; } else if (sign === "\t") { rows[rows.length - 1].push(cell); cell = ""; } else if (sign === "\n") { rows[rows.length - 1].push(cell); rows.push([]); cell = ""; } else { cell += sign; }
    }
    rows[rows.length - 1].push(cell);
    while (rows.length > 1 && rows[rows.length - 1].join("") === "") { rows.pop(); }
    return rows;
  }
  function plain(words) { return words.replace(/[\s（(].*$/, "").replace(/\s/g, ""); }
  function headed(rows, table) {
    var titles = {};
    all(table, "thead th[data-col]").forEach(function (each) { titles[plain(each.textContent.trim())] = each.dataset.col; });
    var named = rows[0].map(function (each) { return titles[plain(each.trim())] || null; });
    return named.filter(Boolean).length > 1 ? named : null;
  }
  function tidy(column, text) {
    var value = text.trim();
    return NUMBERS[column] && /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(value) ? value.replace(/,/g, "") : value;
  }
  function fill(target, value, changes, told) {
    if (!target) { told.locked += value ? 1 : 0; return; }
    if (target.tagName === "SELECT" && !Array.prototype.some.call(target.options, function (each) { return each.value === value; })) { return; }
    if (target.value !== value) {
      changes.push({ name: target.name, before: target.value });
      window.perfeval.form.change(target.name, value);
      told.filled += 1;
    }
  }
  function paste(element, rows) {
    var table = inGrid(element), lines = all(table, "tbody tr[data-line]");
    var columns = table.classList.contains("money") ? MONEY : COLUMNS;
    var named = table.id === "indicators" ? headed(rows, table) : null;
    var from = lines.indexOf(element.closest("tr")), left = columns.indexOf(element.dataset.col);
    var changes = [], told = { filled: 0, locked: 0, more: 0 };
    if (from < 0 || left < 0) { return false; }
    (named ? rows.slice(1) : rows).forEach(function (cells, down) {
      var line = lines[from + down];
      if (!line) { told.more += cells.join("") ? 1 : 0; return; }
      cells.forEach(function (text, across) {
        var column = named ? named[across] : columns[left + across];
        if (!column) { return; }
        if (column === "category" || column === "aspect") { return; }
        var target = line.querySelector('[data-col="' + column + '"][name]');
        var shown = line.querySelector('[id="c-' + line.dataset.line + "." + column + '"]');
        var value = tidy(column, text);
        if (!target && (!shown || shown.firstChild && shown.firstChild.textContent.trim() === value)) { return; }
        fill(target, value, changes, told);
      });
    });
    if (changes.length) { undo.push(changes); }
    window.perfeval.say("已粘贴" + told.filled + "格" + (told.locked ? "，" + told.locked + "格锁定的没有改" : "") + (told.more ? "，多出" + told.more + "行没有填，请先增加行" : "") + "。按 Ctrl+Z 撤销。", told.more > 0);
    window.perfeval.form.later(30);
    return true;
  }
  document.addEventListener("paste", function (event) {
    var element = event.target;
    if (!inGrid(element) || !event.clipboardData || !window.perfeval.form) { return; }
    var text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) {
      if (element.tagName === "INPUT" && /[\r\n]$|^-?\d{1,3}(,\d{3})+/.test(text)) { event.preventDefault(); paste(element, [[text]]); }
      return;
    }
    var rows = block(text);
    if (element.tagName === "TEXTAREA" && rows.length > 1 && rows.every(function (each) { return each.length === 1; }) && element.value) { return; }
    if (paste(element, rows)) { event.preventDefault(); }
  });
})();
