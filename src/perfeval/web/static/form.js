// 填表 - Keep what is typed: by itself, one save at a time, through lost networks, ended sessions and other people's changes.
// What was changed and not yet acknowledged lies in `dirty` and in the browser's own store; it leaves both only when it was kept.
(function () {
  "use strict";

  var saved = document.getElementById("saved");
  if (!saved || !saved.dataset.may) { return; }
  var state = document.getElementById("state");
  var address = document.getElementById("f").getAttribute("action");
  var person = state.dataset.person;
  var store = "perfeval:" + person + ":" + address;
  var dirty = new Map(); // name -> {base: what the service had, mine: what was typed}
  var sending = false, waiting = null, failures = 0, deed = null, refused = false, asking = false, composing = false, onward = null;
  var own = { csrf: true, version: true, "do": true, source: true, back: true };

  // ---- cells

  function fields(name) {
    var found = document.getElementsByName(name);
    return Array.prototype.filter.call(found, function (each) { return each.form && each.form.id === "f"; });
  }
  function isCell(element) {
    return element && element.name && element.form && element.form.id === "f" && !own[element.name];
  }
  function baseOf(element) {
    if (element.tagName !== "SELECT") { return element.defaultValue; }
    var chosen = Array.prototype.filter.call(element.options, function (each) { return each.defaultSelected; })[0];
    return chosen ? chosen.value : (element.options[0] || { value: "" }).value;
  }
  function setBase(element, value) {
    if (element.tagName === "SELECT") {
      Array.prototype.forEach.call(element.options, function (each) { each.defaultSelected = each.value === value; });
    } else { element.defaultValue = value; }
  }
  function show(name, value) {
    fields(name).forEach(function (each) {
      if (each.value !== value) { each.value = value; each.dispatchEvent(new CustomEvent("shown", { bubbles: true })); }
    });
  }
  function note(name, value, base) {
    var known = dirty.get(name);
    var before = known ? known.base : base;
    if (value === before && !sending) { dirty.delete(name); } else { dirty.set(name, { base: before, mine: value }); }
    refused = false;
    keep();
    tell();
  }
  function typed(element) { note(element.name, element.value, baseOf(element)); }
  function change(name, value) {
    var element = fields(name)[0];
    if (!element) { return; }
    var base = dirty.has(name) ? dirty.get(name).base : baseOf(element);
    show(name, value);
    note(name, element.value, base);
  }

  // ---- the browser's own store

  function keep() {
    try {
      if (!dirty.size) { window.localStorage.removeItem(store); return; }
      var cells = {};
      dirty.forEach(function (each, name) { cells[name] = each; });
      window.localStorage.setItem(store, JSON.stringify({ at: Date.now(), cells: cells }));
    } catch (error) { /* a browser that keeps nothing still has the page */ }
  }
  function kept() {
    try { return JSON.parse(window.localStorage.getItem(store) || "null"); } catch (error) { return null; }
  }

  // ---- what is said of it

  function two(number) { return (number < 10 ? "0" : "") + number; }
  function clock(time) { return two(time.getHours()) + ":" + two(time.getMinutes()); }
  function say(words, kind) {
    if (saved.textContent !== words) { saved.textContent = words; }
    saved.className = "saved " + (kind || "");
  }
  function tell() {
    if (sending) { say("正在保存…", "busy"); } else if (failures) { say("未保存：网络不通，自动重试", "wrong"); } else if (refused) { say(refused, "wrong"); } else if (dirty.size) { say("有改动，尚未保存", "busy"); } else if (tell.at) { say("已保存 " + clock(tell.at), "good"); }
  }

  // ---- saving

  function later(milliseconds) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(save, milliseconds);
  }

  function save() {
    window.clearTimeout(waiting);
    if (sending || asking || (!dirty.size && !deed)) { return; }
    if (composing) { later(500); return; } // half a word of an input method is nobody's
    var body = new URLSearchParams(), sent = new Map(), doing = deed;
    body.set("csrf", state.dataset.csrf);
    body.set("version", state.dataset.version);
    body.set("do", doing || "save");
    if (doing === "source") { body.set("source", document.getElementById("source").value); }
    dirty.forEach(function (each, name) { sent.set(name, each.mine); body.append(name, each.mine); });
    sending = true;
    tell();
    ask("POST", body).then(function (answer) {
      sending = false;
      if (!answer.ok) { return refuse(answer); }
      failures = 0;
      refused = false;
      if (deed === doing) { deed = null; }
      acknowledge(sent);
      tell.at = new Date();
      return answer.text().then(function (text) {
        apply(text);
        if (regrouped(sent)) { whole(); }
        tell();
        if (dirty.size) { later(300); } else if (onward) { window.location.assign(onward); }
      });
    }).catch(away);
  }

  // A row that was given another level stands elsewhere in the table.
  function regrouped(sent) { return Array.from(sent.keys()).some(function (name) { return /^indicators\..+\.(category|aspect)$/.test(name); }); }
  function whole() { ask("GET").then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) { if (text && !sending) { apply(text); } }).catch(away); }

  function ask(method, body) {
    return window.fetch(address, { method: method, body: body, headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store" });
  }

  function acknowledge(sent) {
    sent.forEach(function (value, name) {
      var each = dirty.get(name);
      fields(name).forEach(function (element) { setBase(element, value); });
      if (each && each.mine === value) { dirty.delete(name); } else if (each) { each.base = value; }
    });
    keep();
  }

  function away() {
    sending = false;
    failures += 1;
    keep();
    tell();
    later(Math.min(500 * Math.pow(2, failures), 8000));
  }

  function refuse(answer) {
    if (answer.status >= 500 || answer.status === 429) { return away(); }
    return answer.json().catch(function () { return {}; }).then(function (problem) {
      failures = 0;
      if (problem.code === "sign-in-required") { return again(); }
      if (problem.code === "csrf-wrong" || problem.code === "version-conflict") { return renew(); }
      deed = null;
      onward = null;
      refused = "未保存：" + (problem.detail || "请刷新页面后再试");
      tell();
      (problem.places || []).slice(0, 5).forEach(function (place) { window.perfeval.say(place.message, true); });
    });
  }

  // ---- what comes back

  function parsed(text) { return new DOMParser().parseFromString(text, "text/html"); }

  function apply(text) {
    var fresh = parsed(text), at = caret();
    var sheet = fresh.getElementById("sheet");
    if (sheet) {
      document.getElementById("sheet").replaceWith(document.importNode(sheet, true));
    }
    live(fresh, sheet);
    restore(at);
    document.dispatchEvent(new CustomEvent("sheet", { detail: { whole: !!sheet } }));
  }

  function live(fresh, sheet) {
    Array.prototype.forEach.call(fresh.body.querySelectorAll("[data-live]"), function (each) {
      if (sheet && sheet.contains(each)) { return; }
      Array.prototype.forEach.call(document.querySelectorAll('[id="' + each.id + '"]'), function (old) {
        if (!old.isEqualNode(each)) { old.replaceWith(document.importNode(each, true)); }
      });
    });
    state = document.getElementById("state");
    Array.prototype.forEach.call(document.querySelectorAll("input[name=csrf]"), function (each) { each.value = state.dataset.csrf; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": state.dataset.csrf }));
    dirty.forEach(function (each, name) { show(name, each.mine); });
    mark();
  }

  function caret() {
    var element = document.activeElement;
    if (!element || !element.name) { return null; }
    var at = { name: element.name, value: element.value, start: null, end: null };
    try { at.start = element.selectionStart; at.end = element.selectionEnd; } catch (error) { at.start = null; }
    return at;
  }
  function restore(at) {
    if (!at || (document.activeElement && document.activeElement.name === at.name)) { return; }
    var element = document.getElementsByName(at.name)[0];
    if (!element) { return; }
    element.focus({ preventScroll: true });
    if (at.start !== null && element.setSelectionRange) { try { element.setSelectionRange(at.start, at.end); } catch (error) { /* a kind of field without a caret */ } }
  }

  // Each finding stands at its cell, too.
  function mark() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-mark]"), function (each) { each.remove(); });
    Array.prototype.forEach.call(document.querySelectorAll("#sheet [aria-invalid]"), function (each) { each.removeAttribute("aria-invalid"); });
    Array.prototype.forEach.call(document.querySelectorAll("#hints [data-cell]"), function (each) {
      var cell = document.getElementById("c-" + each.dataset.cell);
      var place = cell || (each.dataset.cell.slice(-9) === ".evidence" && document.querySelector('[data-line="' + each.dataset.cell.slice(0, -9) + '"] .more'));
      if (!place) { return; }
      var words = document.createElement("span");
      words.className = "mark " + each.dataset.severity + (each.classList.contains("answered") ? " answered" : "");
      words.dataset.mark = "";
      words.textContent = each.dataset.title;
      if (cell) { cell.parentNode.insertBefore(words, cell.nextSibling); if (/^(INPUT|TEXTAREA|SELECT)$/.test(cell.tagName)) { cell.setAttribute("aria-invalid", "true"); } } else { place.appendChild(words); }
    });
  }

  // Take the newer state and put what was changed here back by name; ask only where both changed the same cell.
  function renew() {
    sending = true;
    return ask("GET").then(function (answer) {
      sending = false;
      if (!answer.ok) { return refuse(answer); }
      return answer.text().then(function (text) {
        var fresh = parsed(text);
        if (fresh.getElementById("state").dataset.person !== person) { return stranger(); }
        var texts = JSON.parse(fresh.getElementById("texts").textContent);
        return merged(texts, fresh, text);
      });
    }).catch(away);
  }

  function merged(texts, fresh, text) {
    var both = [], lines = {};
    Array.prototype.forEach.call(fresh.querySelectorAll("[data-row]"), function (each) { lines[each.dataset.row] = true; });
    dirty.forEach(function (each, name) {
      var theirs = texts[name] || "";
      var row = /^indicators\.(.+?)\.(?:inputs|items|times|periods|[a-z_]+$)/.exec(name);
      var gone = row && !lines[row[1]];
      if (theirs === each.mine && !gone) { dirty.delete(name); return; }
      if (gone || theirs !== each.base) { both.push({ name: name, title: titleOf(name), mine: each.mine, theirs: gone ? null : theirs }); }
      each.base = theirs;
    });
    apply(text);
    window.perfeval.say("别人刚改过这份表，已换成最新内容，您改的格子都还在。");
    lose(both.filter(function (each) { return each.theirs === null; }));
    both = both.filter(function (each) { return each.theirs !== null; });
    if (!both.length) { keep(); later(50); return null; }
    return choose(both);
  }

  function titleOf(name) {
    var element = fields(name)[0];
    var labels = element ? (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean) : [];
    var words = labels.map(function (each) { var label = document.getElementById(each); return label ? label.textContent : ""; }).reverse().join(" ");
    return words.trim() || (element && element.labels && element.labels[0] ? element.labels[0].textContent : name);
  }

  function cellOf(row, words) { var cell = document.createElement("td"); cell.textContent = words; row.appendChild(cell); return cell; }
  function option(row, each, at, which, words) {
    var cell = document.createElement("td"), label = document.createElement("label"), radio = document.createElement("input");
    radio.type = "radio"; radio.name = "choice-" + at; radio.value = which; radio.checked = which === "mine";
    label.appendChild(radio); label.appendChild(document.createTextNode(" " + (words || "空"))); cell.appendChild(label); row.appendChild(cell);
  }
  function choose(both) {
    var dialog = document.getElementById("conflict"), body = dialog.querySelector("tbody");
    body.textContent = "";
    both.forEach(function (each, at) {
      var row = document.createElement("tr");
      cellOf(row, each.title);
      option(row, each, at, "theirs", each.theirs);
      option(row, each, at, "mine", each.mine);
      body.appendChild(row);
    });
    asking = true;
    dialog.onclose = function () {
      asking = false;
      both.forEach(function (each, at) {
        var chosen = dialog.querySelector('input[name="choice-' + at + '"]:checked');
        if (chosen && chosen.value === "theirs") { dirty.delete(each.name); show(each.name, each.theirs); }
      });
      keep();
      tell();
      later(50);
    };
    dialog.showModal();
  }

  // ---- what was typed into rows that others took away stands on the page until it was read

  function lost() {
    try { return JSON.parse(window.localStorage.getItem(store + ":lost") || "[]"); } catch (error) { return []; }
  }
  function lose(cells) {
    cells.forEach(function (each) { dirty.delete(each.name); });
    var all = lost().concat(cells.filter(function (each) { return each.mine; }).map(function (each) { return { title: each.title, words: each.mine }; }));
    try { window.localStorage.setItem(store + ":lost", JSON.stringify(all)); } catch (error) { /* it stands on the page all the same */ }
    tellLost(all);
  }
  function tellLost(all) {
    var card = document.getElementById("lost"), list = card.querySelector("ul");
    if (!all.length) { return; }
    list.textContent = "";
    all.forEach(function (each) { var item = document.createElement("li"); item.textContent = each.title + "：" + each.words; list.appendChild(item); });
    card.hidden = false;
  }
  document.querySelector("#lost button").addEventListener("click", function () {
    document.getElementById("lost").hidden = true;
    window.localStorage.removeItem(store + ":lost");
  });
  tellLost(lost());

  // ---- the session has ended

  function again() {
    var dialog = document.getElementById("again");
    asking = true;
    say("未保存：登录已过期", "wrong");
    if (!dialog.open) { dialog.showModal(); }
    document.getElementById("again-password").focus();
  }
  function wrong(words) {
    var told = document.querySelector("#again [role=alert]");
    told.textContent = words;
    told.hidden = !words;
  }
  function stranger() {
    asking = true;
    again();
    wrong("现在登录的是另一个人。请用填这份表的账号登录，您填的内容才能保存。");
  }
  document.querySelector("#again form").addEventListener("submit", function (event) {
    event.preventDefault();
    wrong("");
    var who = { login: document.getElementById("again-login").value.trim(), password: document.getElementById("again-password").value };
    var code = document.getElementById("again-code").value.trim();
    if (code) { who.code = code; }
    window.fetch("/api/v1/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(who), credentials: "same-origin" })
      .then(function (answer) { return answer.json().then(function (told) { return { ok: answer.ok, told: told }; }); })
      .then(function (answer) {
        if (!answer.ok) { wrong(answer.told.detail || "登录不成功"); return null; }
        state.dataset.csrf = answer.told.csrf;
        return window.fetch("/api/v1/me", { credentials: "same-origin" }).then(function (me) { return me.json(); }).then(function (me) {
          if (me.id !== person) { stranger(); return; }
          document.getElementById("again-password").value = "";
          document.getElementById("again").close();
          asking = false;
          return renew();
        });
      })
      .catch(function () { wrong("网络不通，请稍后再试"); });
  });
  document.getElementById("again").addEventListener("cancel", function (event) { event.preventDefault(); });

  // ---- listening

  document.addEventListener("input", function (event) {
    if (isCell(event.target)) { typed(event.target); later(900); }
  });
  document.addEventListener("focusout", function (event) {
    if (isCell(event.target) && dirty.size && !failures && !refused) { later(30); }
  });
  document.addEventListener("compositionstart", function () { composing = true; });
  document.addEventListener("compositionend", function () { composing = false; });
  // Whoever goes on to another page of ours takes along that everything is kept: it is saved first, then the page is left.
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.hasAttribute("download")) { return; }
    if (link.origin !== window.location.origin || link.pathname === window.location.pathname || link.dataset.panel || link.dataset.jump) { return; }
    if ((dirty.size || sending) && !failures && !refused) { event.preventDefault(); onward = link.href; save(); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest('button[name="do"]') : null;
    if (!button || !button.form || button.form.id !== "f" || event.defaultPrevented) { return; }
    event.preventDefault();
    if (button.value !== "save") { deed = button.value; } else if (!dirty.size) { tell.at = tell.at || new Date(); tell(); }
    refused = false;
    save();
  });
  document.addEventListener("submit", function (event) {
    if (event.target.id === "f") { event.preventDefault(); save(); }
    if (event.target.getAttribute("action") === "/sign-out" && !event.defaultPrevented) {
      Object.keys(window.localStorage).forEach(function (each) { if (each.indexOf("perfeval:") === 0) { window.localStorage.removeItem(each); } });
      dirty.clear();
    }
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); refused = false; save(); }
  });
  window.addEventListener("online", function () { if (dirty.size) { later(10); } });
  window.addEventListener("beforeunload", function (event) {
    if (dirty.size || sending) { keep(); event.preventDefault(); event.returnValue = ""; }
  });

  // ---- what was left over last time

  (function () {
    var left = kept(), bar = document.getElementById("restore");
    if (!left || !left.cells || !Object.keys(left.cells).length) { return; }
    var count = Object.keys(left.cells).length, time = new Date(left.at);
    bar.querySelector("span").textContent = "上次有" + count + "格没有保存成功（" + (time.getMonth() + 1) + "月" + time.getDate() + "日 " + clock(time) + "），还在这台电脑上。";
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      var wanted = event.target.dataset.restore;
      if (!wanted) { return; }
      bar.hidden = true;
      if (wanted === "0") { window.localStorage.removeItem(store); return; }
      Object.keys(left.cells).forEach(function (name) { if (!dirty.has(name)) { dirty.set(name, left.cells[name]); } });
      renew();
    });
  })();

  // A part that was fetched later shows what was typed into it and not kept yet.
  function shown() { dirty.forEach(function (each, name) { show(name, each.mine); }); }
  // What others than the cells have changed, such as proofs, is shown with the figures.
  function refresh() { ask("GET").then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) { if (text && !sending) { live(parsed(text), null); } }).catch(away); }

  window.perfeval.form = { change: change, save: save, later: later, shown: shown, refresh: refresh };
})();
