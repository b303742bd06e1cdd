// Makes the pages live. Without this script everything works by forms and redirects; with it forms are sent
// in place, and what others do appears by itself.
"use strict";

// As much as stays in a list that somebody follows; what is older has a page of its own.
const MOST_ITEMS = 300;

const scrolls = () => document.querySelectorAll(".scroll");
const isAtEnd = (scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
const toEnd = (scroll) => { scroll.scrollTop = scroll.scrollHeight; };

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
    const follows = isAtEnd(scroll);
    change();
    if (!follows) return;
    trim(list);
    toEnd(scroll);
  };
  const old = document.getElementById(item.id);
  if (old) whenIdle(old, () => keepingPlace(() => redraw(old, item)));
  else if (list.hasAttribute("data-newest")) keepingPlace(() => insert(list, item));
};

const followed = document.querySelector("main[data-live]");
if (followed) {
  follow(followed.dataset.live, {
    message: (html) => put(document.querySelector("section.thread .messages"), html),
    opening: (html) => put(document.querySelector("section.channel .messages"), html),
  });
}

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
  // The next time is another deed.
  form.elements.nonce.value = nonce();
  form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: data }));
  if (isReply) {
    // What was typed meanwhile stays.
    field.value = field.value.startsWith(sent) ? field.value.slice(sent.length).trimStart() : field.value;
    offer(field);
    toEnd(form.parentElement.querySelector(".scroll"));
    field.focus();
  }
});

// Words or files; a mention alone says nothing.
const saysSomething = (form) =>
  form.elements.text.value.trim() !== "" || Boolean(form.elements.file?.files.length);

// ---- Keys and menus --------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const field = event.target;
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

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// ---- The start -------------------------------------------------------------

// An address may name a message.
const named = location.hash.startsWith("#m-") && document.getElementById(location.hash.slice(1));
for (const scroll of scrolls()) toEnd(scroll);
if (named) named.scrollIntoView({ block: "center" });
else if (!matchMedia("(pointer: coarse)").matches) document.querySelector("section.thread textarea, section.channel textarea")?.focus();
