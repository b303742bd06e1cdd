// Makes the pages live. Without this script everything works by forms and redirects; with it forms are sent
// in place, and what others do appears by itself.
"use strict";

// As much as stays in a list that somebody follows; what is older has a page of its own.
const MOST_ITEMS = 300;

const scrolls = () => document.querySelectorAll(".scroll");
const isAtEnd = (scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
const toEnd = (scroll) => { scroll.scrollTop = scroll.scrollHeight; };

// Whoever reads the end goes on reading it, whatever grows: the list, an image in it, the field below. Only scrolling
// up ends that, and scrolling down to the end begins it again.
const follows = new WeakMap();
const resized = new ResizeObserver((changes) => {
  for (const change of changes) {
    const scroll = change.target.closest(".scroll");
    if (follows.get(scroll)) toEnd(scroll);
  }
});
const followEnd = (scroll) => {
  let last = scroll.scrollTop;
  follows.set(scroll, isAtEnd(scroll));
  scroll.addEventListener("scroll", () => {
    if (isAtEnd(scroll)) follows.set(scroll, true);
    else if (scroll.scrollTop < last) follows.set(scroll, false);
    last = scroll.scrollTop;
  }, { passive: true });
  resized.observe(scroll);
  for (const part of scroll.children) resized.observe(part);
};

// ---- What changes elsewhere ------------------------------------------------

// A new message is read out once, by the log that it comes into. One that was redrawn is not: the status of a task
// changes every few seconds, and all of it would be read out each time. What has to be heard of a change, where a task
// stands now, comes in `data-say`, and is said apart; what changes on at once is said as it is in the end.
const unsaid = new Map();
let saying = 0;
const say = (item) => {
  unsaid.set(item.id, item.dataset.say);
  clearTimeout(saying);
  saying = setTimeout(() => {
    hear([...unsaid.values()].join(" "));
    unsaid.clear();
  }, 500);
};

const redraw = (old, item) => {
  if (isSame(old, item)) return;
  const last = old.dataset.say;
  // While work is under way there is nothing new to say.
  if (last && !item.dataset.say) item.dataset.say = last;
  else if (item.dataset.say && item.dataset.say !== last) say(item);
  item.setAttribute("aria-live", "off");
  swap(old, item);
};

const insert = (list, item) => {
  const number = Number(item.dataset.number);
  const after = [...list.children].findLast((one) => Number(one.dataset.number) < number);
  // What stands before the first item belongs to an earlier page.
  if (!after && list.children.length > 0) return;
  isSame(item, item);
  item.classList.add("fresh");
  if (after) after.after(item); else list.append(item);
  list.closest(".scroll").querySelector(".empty")?.remove();
};

const trim = (list) => {
  if (list.children.length <= MOST_ITEMS) return;
  while (list.children.length > MOST_ITEMS) list.firstElementChild.remove();
  const older = list.closest(".scroll").querySelector(".older");
  older.hidden = false;
  older.firstElementChild.search = `?before=${list.firstElementChild.dataset.number}`;
};

const put = (list, html) => {
  if (!list) return;
  const item = parse(html).firstElementChild;
  const scroll = list.closest(".scroll");
  const keepingPlace = (change) => {
    change();
    if (!follows.get(scroll)) return;
    trim(list);
    toEnd(scroll);
  };
  const old = document.getElementById(item.id);
  if (old) whenIdle(old, () => keepingPlace(() => redraw(old, item)));
  else if (list.hasAttribute("data-newest")) keepingPlace(() => insert(list, item));
};

// While somebody presses something in a list, nothing moves under the pointer: it would be let go over something else.
const held = [];
const putHeld = () => { for (const [list, html] of held.splice(0)) put(list, html); };
const putUnlessPressed = (list, html) => {
  if (document.querySelector(".scroll :active")) {
    held.push([list, html]);
    return;
  }
  putHeld();
  put(list, html);
};
for (const end of ["pointerup", "pointercancel", "keyup"]) {
  document.addEventListener(end, () => setTimeout(putHeld, 0));
}

const followed = document.querySelector("main[data-live]");
if (followed) {
  follow(followed.dataset.live, {
    message: (html) => putUnlessPressed(document.querySelector("section.thread .messages"), html),
    opening: (html) => putUnlessPressed(document.querySelector("section.channel .messages"), html),
  });
}

// ---- Forms -----------------------------------------------------------------

// Sends a form; gives what is wrong, or where what came of it is.
const send = async (form, data) => {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "X-Baton": "1" },
    body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
  });
  if (answer.ok) return { place: answer.headers.get("Location") };
  if (answer.status === 401) return { wrong: LOCKED };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { wrong: page.querySelector("main p")?.textContent || "That did not work." };
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

// Words or files; a mention alone says nothing.
const saysSomething = (form) =>
  form.elements.text.value.trim() !== "" || Boolean(form.elements.file?.files.length);

// The second half of a double click is no second wish.
const just = new WeakSet();

const deliver = async (form, pressed) => {
  form.dataset.sending = "1";
  pressed?.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => hear("Sending…"), 1000);
  try {
    return await send(form, new FormData(form, pressed));
  } catch {
    return { wrong: "baton does not answer. What you wrote is still here." };
  } finally {
    clearTimeout(slow);
    delete form.dataset.sending;
    pressed?.removeAttribute("aria-busy");
  }
};

// A reply and a press stay on the page; a request goes to its thread.
const deed = async (form, pressed) => {
  const sent = new FormData(form, pressed).getAll("file");
  const { wrong, place } = await deliver(form, pressed);
  problem(form, wrong);
  if (wrong) return { wrong };
  // The next time is another deed.
  form.elements.nonce.value = nonce();
  just.add(form);
  setTimeout(() => just.delete(form), 600);
  const menu = form.closest("details");
  if (menu) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    for (const field of form.querySelectorAll("textarea")) field.defaultValue = field.value;
    menu.open = false;
  }
  form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: { files: sent } }));
  return { place };
};

const stays = (form) => form.closest("section.thread")?.querySelector(".messages").hasAttribute("data-newest");

const write = async (form, pressed) => {
  const field = form.elements.text;
  if (!stays(form)) {
    const { place } = await deed(form, pressed);
    if (place) location.assign(place);
    return;
  }
  // What is typed from now on is another message.
  const text = field.value;
  const going = deed(form, pressed);
  field.value = "";
  offer(field);
  const { wrong } = await going;
  if (!wrong) {
    toEnd(form.parentElement.querySelector(".scroll"));
    const nobodyElse = document.activeElement === document.body || form.contains(document.activeElement);
    if (nobodyElse) field.focus();
  } else {
    field.value = field.value ? `${text}\n${field.value}` : text;
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isWritten = form.matches("[data-composer]");
  if (!isWritten && !form.matches("[data-quiet]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  if (!isWritten) {
    if (!just.has(form)) deed(form, event.submitter);
  } else if (saysSomething(form) || event.submitter?.value) write(form, event.submitter);
  else form.elements.text.focus();
});

// ---- Keys and menus --------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Escape" && !event.isComposing) {
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

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    // What somebody has begun to change is not put away by a click beside it.
    const isBegun = [...menu.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    if (!menu.contains(event.target) && !isBegun) menu.open = false;
  }
});

// A menu that is closed, by Escape or by its own button, begins anew.
document.addEventListener("toggle", (event) => {
  if (event.target.open) return;
  for (const field of event.target.querySelectorAll("textarea")) field.value = field.defaultValue;
}, true);

// ---- The start -------------------------------------------------------------

// An address may name a message.
const named = location.hash.startsWith("#m-") && document.getElementById(location.hash.slice(1));
for (const scroll of scrolls()) toEnd(scroll);
const front = (!document.body.matches(".channel-first") && document.getElementById("reply")) || document.getElementById("ask");
if (named) named.scrollIntoView({ block: "center" });
else if (!matchMedia("(pointer: coarse)").matches) front?.focus();
for (const scroll of scrolls()) followEnd(scroll);
