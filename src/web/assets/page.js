// Makes the pages live. Without this script everything works by forms and redirects; with it forms are sent
// in place, what others do appears by itself, and the words that baton knows are offered while one types.
"use strict";

// As much as stays in a list that somebody follows; what is older has a page of its own.
const MOST_ITEMS = 300;

const scrolls = () => document.querySelectorAll(".scroll");
const isAtEnd = (scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
const toEnd = (scroll) => { scroll.scrollTop = scroll.scrollHeight; };

// ---- What changes elsewhere ------------------------------------------------

const parse = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
};

// A form that is being used stays as it is: what is typed, and an open menu, outlive a change around them. What
// came meanwhile is put there when the menu closes.
const isBusy = (item) => item.querySelector("details[open]") !== null;
const waiting = new WeakMap();

// Two drawings of one message differ in the nonces of their forms, which say nothing.
const bare = (item) => item.outerHTML.replace(/name="nonce" value="[^"]*"/g, "");

// The control in a new drawing that does what the one in the old drawing did; another one is never given the focus,
// for somebody is about to press it.
const meaning = (control) => {
  const field = (name) => control.form?.querySelector(`input[name="${name}"]`)?.value;
  return [control.tagName, control.form?.action, field("press"), field("emoji"), control.getAttribute("href")].join(" ");
};
const sameControl = (item, old) =>
  [...item.querySelectorAll("button, a, summary")].find((one) => meaning(one) === meaning(old));

const put = (list, html) => {
  if (!list) return;
  const item = parse(html);
  const old = document.getElementById(item.id);
  const scroll = list.closest(".scroll");
  const follows = isAtEnd(scroll);
  if (old) {
    if (isBusy(old)) {
      waiting.set(old, html);
      return;
    }
    waiting.delete(old);
    if (bare(old) === bare(item)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(item);
    if (focused) (sameControl(item, focused) || item).focus({ preventScroll: true });
  } else if (list.hasAttribute("data-newest")) {
    item.classList.add("fresh");
    const number = Number(item.dataset.number);
    const after = [...list.children].findLast((one) => Number(one.dataset.number) < number);
    // What stands before the first item belongs to an earlier page.
    if (!after && list.children.length > 0) return;
    if (after) after.after(item); else list.append(item);
    scroll.querySelector(".empty")?.remove();
  }
  if (follows && list.children.length > MOST_ITEMS) {
    while (list.children.length > MOST_ITEMS) list.firstElementChild.remove();
    const older = scroll.querySelector(".older");
    older.hidden = false;
    older.firstElementChild.search = `?before=${list.firstElementChild.dataset.number}`;
  }
  if (follows) toEnd(scroll);
};

document.addEventListener("toggle", (event) => {
  const item = event.target.closest?.(".msg");
  const html = item && !isBusy(item) && waiting.get(item);
  if (html) put(item.parentElement, html);
}, true);

let source = null;
let revision = null;

const LOCKED = "This page is locked: baton was started again. Open its new link.";

const againUnlessLocked = async (lost) => {
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  if (answer?.status === 401) lost.textContent = LOCKED;
  else setTimeout(listen, 3000);
};

const listen = () => {
  const main = document.querySelector("main[data-live]");
  if (!main || source || document.hidden) return;
  const address = new URL(main.dataset.live, location.href);
  if (revision !== null) address.searchParams.set("since", revision);
  source = new EventSource(address);
  const lost = document.querySelector(".lost");
  source.onopen = () => { lost.hidden = true; };
  source.onerror = () => {
    lost.hidden = false;
    // A browser does not try again by itself after an answer that is no stream: a locked page, too many pages.
    if (source.readyState === EventSource.CLOSED) {
      source = null;
      againUnlessLocked(lost);
    }
  };
  const told = (section) => (event) => {
    revision = event.lastEventId;
    put(document.querySelector(`${section} .messages`), event.data);
  };
  source.addEventListener("message", told("section.thread"));
  source.addEventListener("opening", told("section.channel"));
};

// A browser has few connections for one address: a page that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
    source = null;
  } else {
    listen();
  }
});

// ---- Forms -----------------------------------------------------------------

const send = async (form, data) => {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "X-Baton": "1" },
    body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
  });
  if (answer.ok) return null;
  if (answer.status === 401) return LOCKED;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main p")?.textContent || "That did not work.";
};

const problem = (form, text) => {
  let place = form.querySelector(".problem");
  if (!place && text) {
    place = document.createElement("p");
    place.className = "problem";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  if (place) {
    place.textContent = text || "";
    place.hidden = !text;
  }
};

const nonce = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return "page-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const isReply = form.matches("section.thread [data-composer]");
  if (!isReply && !form.matches("[data-quiet]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const field = form.querySelector("textarea");
  const sent = field?.value ?? "";
  const pressed = event.submitter;
  if (pressed) pressed.setAttribute("aria-busy", "true");
  const data = new FormData(form, pressed);
  let wrong;
  try {
    wrong = await send(form, data);
  } catch {
    wrong = "baton does not answer. What you wrote is still here.";
  }
  delete form.dataset.sending;
  pressed?.removeAttribute("aria-busy");
  problem(form, wrong);
  if (wrong) return;
  const menu = form.closest("details");
  if (menu) {
    menu.querySelector("summary").focus();
    menu.open = false;
  }
  form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: data }));
  if (isReply) {
    // What was typed meanwhile stays.
    field.value = field.value.startsWith(sent) ? field.value.slice(sent.length).trimStart() : field.value;
    form.elements.nonce.value = nonce();
    offer(field);
    toEnd(form.parentElement.querySelector(".scroll"));
    field.focus();
  }
});

// Words or files; a mention alone says nothing.
const saysSomething = (form) =>
  form.elements.text.value.trim() !== "" || Boolean(form.elements.file?.files.length);

// ---- Writing ---------------------------------------------------------------

const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const shown = (list) => [...list.children].filter((word) => !word.hidden);

const select = (field, list, wanted) => {
  for (const word of list.children) word.setAttribute("aria-selected", String(word === wanted));
  if (wanted) {
    field.setAttribute("aria-activedescendant", wanted.id);
    wanted.scrollIntoView({ block: "nearest" });
  } else {
    field.removeAttribute("aria-activedescendant");
  }
};

// One word alone may become a command; a sentence is a request.
const offer = (field) => {
  const list = listOf(field);
  const typed = field.value.trim().toLowerCase();
  const fits = (word) => /^[a-z]+$/.test(typed) && word.dataset.word.startsWith(typed) && word.dataset.word !== typed;
  for (const word of list.children) word.hidden = !fits(word);
  list.hidden = shown(list).length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  select(field, list, null);
};

const take = (field, word) => {
  field.value = word.dataset.word;
  offer(field);
  field.focus();
};

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-composer] textarea")) offer(event.target);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.matches?.("[data-composer] textarea")) return typing(event, field);
  if (event.key === "Escape") {
    const menu = field.closest?.("details[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  const message = field.closest?.(".msg");
  if (message === field && message && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const next = event.key === "ArrowUp" ? message.previousElementSibling : message.nextElementSibling;
    if (next) {
      next.focus();
      event.preventDefault();
    }
  }
});

const typing = (event, field) => {
  const list = listOf(field);
  const words = list.hidden ? [] : shown(list);
  const current = words.findIndex((word) => word.getAttribute("aria-selected") === "true");
  if (words.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const step = event.key === "ArrowDown" ? 1 : words.length - 1;
    const next = current < 0 ? (event.key === "ArrowDown" ? 0 : words.length - 1) : (current + step) % words.length;
    select(field, list, words[next]);
    event.preventDefault();
  } else if (words.length > 0 && (event.key === "Tab" || event.key === "Enter") && current >= 0) {
    take(field, words[current]);
    event.preventDefault();
  } else if (event.key === "Escape" && words.length > 0) {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    // On a phone, Enter is a new line: the button sends.
    if (matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (saysSomething(field.form)) field.form.requestSubmit();
  }
};

document.addEventListener("click", (event) => {
  const word = event.target.closest?.(".words li");
  if (word) take(document.querySelector(`[aria-controls="${word.parentElement.id}"]`), word);
  const suggestion = event.target.closest?.(".suggestion");
  if (suggestion) {
    // To be changed first: the field has what the button would have sent.
    event.preventDefault();
    const field = suggestion.form.querySelector("textarea");
    if (!field.value.trim()) field.value = suggestion.value;
    field.focus();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// ---- The start -------------------------------------------------------------

for (const field of document.querySelectorAll("[data-composer] textarea")) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
}
// An address may name a message.
const named = location.hash.startsWith("#m-") && document.getElementById(location.hash.slice(1));
for (const scroll of scrolls()) toEnd(scroll);
if (named) named.scrollIntoView({ block: "center" });
else if (!matchMedia("(pointer: coarse)").matches) document.querySelector("section.thread textarea, section.channel textarea")?.focus();
listen();
