// Offers what can be written while one types: requests to begin with and command words, people behind an "@", and
// repositories where one is named. What is offered is only put into the field; it never sends itself.
"use strict";

// Called with a field whenever something else than typing changed what stands in it.
const offer = (() => {
  const MOST_PEOPLE = 8;
  const fields = "[data-composer] textarea";
  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const optionsOf = (list, ...kinds) => [...list.children].filter((option) => kinds.includes(option.dataset.kind));
  const textOf = (option) => option.dataset.text;

  // ---- What fits ----

  const CLOSING = { '"': '"', "'": "'", "`": "`", "“": "”", "„": "”“", "‘": "’", "‚": "’‘", "«": "»", "»": "«" };

  // Inside of a quote stands what is to be changed: it names nobody and nothing.
  const isQuoted = (text) => {
    let closing = "";
    let last = " ";
    for (const c of text) {
      const apostrophe = (c === "'" || c === "‘") && /[\p{L}\p{N}]/u.test(last);
      if (closing.includes(c)) closing = "";
      else if (!closing && !apostrophe) closing = CLOSING[c] ?? "";
      last = c;
    }
    return closing !== "";
  };

  // Where somebody writes; nothing is offered over a selection or inside of a word.
  const caretOf = (field) => {
    const at = field.selectionStart;
    const [before, behind] = [field.value.slice(0, at), field.value.slice(at)];
    if (at !== field.selectionEnd || /^[^\s.,;:!?)]/.test(behind)) return null;
    return { at, before, behind, word: /\S*$/.exec(before)[0] };
  };

  // One word alone may become a command, and so may a slash; a sentence is a request.
  const begun = (list, caret) => {
    const typed = caret.before.trimStart().toLowerCase();
    if (caret.behind.trim()) return [];
    const word = /^\/?([a-z]*)$/.exec(typed);
    const isBegun = (option) => {
      const text = textOf(option).toLowerCase();
      if (option.dataset.kind === "word") return word && text.startsWith(word[1]) && text !== typed;
      const fixed = text.indexOf(option.querySelector("var").textContent.toLowerCase());
      return typed === "/" || (text.startsWith(typed) && typed.length <= fixed);
    };
    return optionsOf(list, "shape", "word").filter(isBegun);
  };

  const people = (list, caret) => {
    const typed = /^\(?(@[^@]*)$/.exec(caret.word)?.[1].toLowerCase();
    const isBegun = (option) => textOf(option).toLowerCase().startsWith(typed) && textOf(option).toLowerCase() !== typed;
    return typed ? optionsOf(list, "person").filter(isBegun).slice(0, MOST_PEOPLE) : [];
  };

  // The beginning of a repository's name, if one may stand here: behind the words that introduce one, or what looks
  // like one. An article before it makes it a word of another kind.
  const repositoryBegun = (caret) => {
    const last = /(\S*)\s+$/.exec(caret.before.slice(0, caret.at - caret.word.length))?.[1].toLowerCase() ?? "";
    if (!/^[\w./-]*$/.test(caret.word) || /^(the|a|an|this|that|our|my)$/.test(last)) return null;
    const introduced = caret.word ? /^(in|on|for|of|at|repo|repository):?$/ : /^(in|of|repo|repository):?$/;
    return introduced.test(last) || caret.word.length > 2 ? caret.word.toLowerCase() : null;
  };

  const answers = new Map();
  const names = new Set();
  const repositories = async (address, begins) => {
    // Where nothing begins with a part of it, nothing begins with all of it.
    const none = (at) => answers.get(begins.slice(0, at + 1))?.length === 0;
    if ([...begins].some((_, at) => none(at))) return [];
    if (!answers.has(begins)) {
      const answer = await fetch(`${address}?${new URLSearchParams({ begins })}`);
      if (!answer.ok) return [];
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      answers.set(begins, [...holder.content.children]);
      for (const option of holder.content.children) names.add(textOf(option).toLowerCase());
    }
    return answers.get(begins).map((option) => option.cloneNode(true));
  };
  const namesOne = (text) => text.toLowerCase().split(/[\s,;:!?()]+|\.(?=\s|$)/).some((word) => names.has(word));

  // ---- The list ----

  // What is open: the field, its list, the options in their order, what each replaces, and for which text.
  let open = null;
  // The word for which somebody closed the list: it stays closed while that is typed.
  let dismissed = null;
  const keyOf = (field, caret) => `${field.id} ${caret.at - caret.word.length}`;
  const stampOf = (field) => `${field.selectionStart} ${field.selectionEnd} ${field.value}`;

  const select = (wanted) => {
    for (const option of open.options) option.setAttribute("aria-selected", String(option === wanted));
    open.selected = wanted;
    if (wanted) {
      open.field.setAttribute("aria-activedescendant", wanted.id);
      wanted.scrollIntoView({ block: "nearest" });
    } else {
      open.field.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    if (!open) return;
    select(null);
    open.list.hidden = true;
    open = null;
  };

  const show = (field, options) => {
    const isNew = open?.field !== field;
    if (options.length === 0 || isNew) close();
    else select(null);
    if (options.length === 0) return;
    // A field of several lines cannot be a combobox, so it is said that there is something.
    if (isNew) hear(options.length === 1 ? "One suggestion, by the arrow keys." : `${options.length} suggestions, by the arrow keys.`);
    const list = listOf(field);
    for (const option of list.children) option.hidden = !options.includes(option);
    [...list.children].forEach((option, at) => { option.id = `${list.id}-${at}`; });
    list.hidden = false;
    list.scrollTop = 0;
    open = { field, list, options, stamp: stampOf(field), selected: null };
  };

  const offer = async (field, empty = "is left alone") => {
    const list = listOf(field);
    const caret = caretOf(field);
    const asked = caret && (caret.before.trim() || empty === "is asked about") && document.activeElement === field;
    if (dismissed !== (caret && keyOf(field, caret))) dismissed = null;
    if (!asked || dismissed) return close();
    const quoted = isQuoted(caret.before);
    const called = quoted ? [] : people(list, caret);
    const begins = list.dataset.repositories && !quoted && !namesOne(field.value) ? repositoryBegun(caret) : null;
    // Those that still fit stay until it is known which do.
    const still = (option) => begins !== null && textOf(option).toLowerCase().includes(begins);
    const kept = optionsOf(list, "repository").filter((option) => still(option) || option.remove());
    show(field, [...begun(list, caret), ...called, ...kept]);
    // Whoever types "@" wants a name: the first is chosen. Everything else offers itself, and Enter still sends.
    if (called.length > 0) select(called[0]);
    if (begins === null) return;
    const stamp = stampOf(field);
    const found = await repositories(list.dataset.repositories, begins).catch(() => []);
    // Meanwhile something else may have been typed.
    if (stampOf(field) !== stamp || document.activeElement !== field || dismissed) return;
    const [options, selected] = [open?.options ?? [], open?.selected ?? null];
    for (const option of kept) option.remove();
    list.append(...found);
    const all = [...options.filter((option) => !kept.includes(option)), ...found];
    show(field, all);
    if (open) select(all.find((option) => selected && textOf(option) === textOf(selected)) ?? null);
  };

  // ---- Taking one ----

  // As if it was typed, so that it can be undone; no other way of changing a field can.
  const put = (field, from, to, text) => {
    field.focus();
    field.setSelectionRange(from, to);
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };

  // What is still to be typed over, of the request that was taken last.
  let blanks = { field: null, left: [] };
  const nextBlank = (field) => {
    while (blanks.field === field && blanks.left.length > 0) {
      const blank = blanks.left.shift();
      const start = field.value.indexOf(blank, field.selectionEnd);
      if (start >= 0) {
        field.focus();
        field.setSelectionRange(start, start + blank.length);
        return true;
      }
    }
    return false;
  };

  const take = (option) => {
    const { field } = open;
    const [caret, kind, text] = [caretOf(field), option.dataset.kind, textOf(option)];
    close();
    if (!caret) return;
    if (kind === "person" || kind === "repository") {
      const from = caret.at - caret.word.replace(/^\(/, "").length;
      put(field, from, caret.at, caret.behind ? text : `${text} `);
    } else {
      put(field, 0, field.value.length, text);
      field.setSelectionRange(0, 0);
      blanks = { field, left: [...option.querySelectorAll("var")].map((blank) => blank.textContent) };
      if (!nextBlank(field)) field.setSelectionRange(text.length, text.length);
    }
    close();
  };

  // ---- What people do ----

  const keys = (event, field) => {
    // An input method uses the same keys for its own list; Safari ends a composition before it tells of the key.
    if (event.isComposing || event.keyCode === 229) return false;
    const plain = !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey);
    const arrow = plain && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open?.field === field) {
      const { options, selected } = open;
      const at = options.indexOf(selected);
      // Up is a line up, unless somebody is in the list already.
      if (arrow && (arrow > 0 || selected)) select(options[at < 0 && arrow < 0 ? options.length - 1 : (at + arrow + options.length) % options.length]);
      else if (plain && selected && (event.key === "Tab" || event.key === "Enter")) take(selected);
      else if (event.key === "Escape") {
        const caret = caretOf(field);
        dismissed = caret?.word ? keyOf(field, caret) : null;
        close();
      } else return sends(event, field);
      return true;
    }
    if (arrow === 1 && !field.value) offer(field, "is asked about");
    else if (event.key === "Escape") blanks = { field: null, left: [] };
    else return sends(event, field);
    return arrow === 1;
  };

  const sends = (event, field) => {
    if (event.key === "Tab") return !event.shiftKey && nextBlank(field);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      field.form.requestSubmit();
      return true;
    }
    // On a phone, Enter is a new line: the button sends.
    if (event.key !== "Enter" || event.shiftKey || matchMedia("(pointer: coarse)").matches) return false;
    if (saysSomething(field.form)) field.form.requestSubmit();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.(fields) && keys(event, event.target)) event.preventDefault();
  });

  // What nobody has looked at yet is not sent, so this comes before whatever sends.
  const unseenBlanks = (event) => {
    const field = event.target.querySelector(fields);
    if (!field || event.submitter?.matches(".suggestion") || !nextBlank(field)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("submit", unseenBlanks, true);

  document.addEventListener("input", (event) => {
    if (event.target.matches(fields)) offer(event.target);
  });

  document.addEventListener("selectionchange", () => {
    if (open && open.stamp !== stampOf(open.field)) offer(open.field);
  });

  document.addEventListener("focusout", (event) => {
    if (!event.target.matches(fields)) return;
    dismissed = null;
    close();
  });

  // The field keeps the focus, and a phone its keyboard.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".offers")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".offers li");
    if (option && open) return take(option);
    if (event.target.matches?.(`section.channel ${fields}`) && !event.target.value) offer(event.target, "is asked about");
    const suggestion = event.target.closest?.(".suggestion");
    if (suggestion) {
      // To be changed first: the field has what the button would have sent.
      event.preventDefault();
      const field = suggestion.form.querySelector("textarea");
      if (!field.value.trim()) put(field, 0, field.value.length, suggestion.value);
      field.focus();
    }
  });

  return offer;
})();
