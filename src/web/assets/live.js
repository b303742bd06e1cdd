// What both kinds of live pages need: the connection that tells of changes, and new drawings that take the place of
// old ones while somebody reads and works on the page.
"use strict";

// ---- The connection --------------------------------------------------------

const LOST = "The connection to baton is lost. Trying again…";
const LOCKED = "This page is locked: baton was started again. Open its new link.";

// Whoever hears the page hears each text once.
const tell = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

// Says it to whoever hears the page, once, also if it is what was said last.
const hear = (text) => {
  const line = document.createElement("p");
  line.textContent = text;
  document.querySelector(".heard").replaceChildren(line);
};

// Follows an address; `told` has what to do with each kind of event.
const follow = (path, told, opened = () => {}) => {
  const lost = document.querySelector(".lost");
  let source = null;
  let revision = null;

  // A browser does not try again by itself after an answer that is no stream: a locked page, too many pages.
  const again = async (address) => {
    const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
    const isLocked = answer?.status === 401;
    if (!source) tell(lost, isLocked ? LOCKED : LOST);
    if (!isLocked) setTimeout(listen, 3000);
  };

  const listen = () => {
    if (source || document.hidden) return;
    const address = new URL(path, location.href);
    if (revision !== null) address.searchParams.set("since", revision);
    source = new EventSource(address);
    source.onopen = () => {
      tell(lost, "");
      opened();
    };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return tell(lost, LOST);
      source = null;
      again(address);
    };
    for (const [kind, act] of Object.entries(told)) {
      source.addEventListener(kind, (event) => {
        revision = event.lastEventId;
        act(event.data);
      });
    }
  };

  // A browser has few connections for one address: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    source?.close();
    source = null;
  });
  listen();
};

// ---- New drawings ----------------------------------------------------------

const parse = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

// Two drawings of one thing differ in the nonces of their forms, which say nothing. What the page itself did to a
// drawing since does not count, so what came is remembered as it came.
const bare = (item) => item.outerHTML.replace(/name="nonce" value="[^"]*"/g, "");
const came = new WeakMap();
const isSame = (old, item) => {
  came.set(item, bare(item));
  return (came.get(old) ?? bare(old)) === came.get(item);
};

// What is being used stays as it is: an open menu and what is typed in it, a form that is under way, and what is being
// pressed. What came meanwhile is put there afterwards.
const isBusy = (place) => place.querySelector("details[open], [data-sending], :active") !== null;
const waiting = new Map();
const whenIdle = (place, act) => {
  waiting.delete(place);
  if (isBusy(place)) waiting.set(place, act);
  else act();
};
const catchUp = () => {
  for (const [place, act] of [...waiting]) {
    if (place.isConnected) whenIdle(place, act);
    else waiting.delete(place);
  }
};
new MutationObserver(catchUp).observe(document.body, { subtree: true, attributeFilter: ["open", "data-sending"] });
// What a press does comes before what waited for it.
for (const end of ["pointerup", "pointercancel", "keyup"]) {
  document.addEventListener(end, () => { if (waiting.size > 0) setTimeout(catchUp, 0); });
}

// What a control does, whatever it is called. An emoji that is put on and taken back is one control.
const meaning = (control) => {
  const form = control.closest("form");
  const fields = [...(form?.querySelectorAll("input[type=hidden]") ?? [])]
    .filter((field) => field.name !== "nonce" && field.name !== "back")
    .map((field) => `${field.name}=${field.value}`);
  const own = ["href", "aria-label"].map((name) => control.getAttribute(name));
  return [control.tagName, form?.getAttribute("action"), ...own, ...fields].join("\n");
};
const sameIn = (place, kinds, old) => [...place.querySelectorAll(kinds)].find((one) => meaning(one) === meaning(old));

// A new drawing takes the place of an old one. What a form said of its last attempt stays while there is such a form.
// The focus stays on the control that does the same; another is never given it, for somebody is about to press it.
const swap = (old, item, otherwise = item) => {
  for (const problem of old.querySelectorAll(".problem:not([hidden])")) {
    // It was read out when it was new.
    problem.removeAttribute("role");
    sameIn(item, "form", problem.closest("form"))?.append(problem);
  }
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(item);
  if (!focused) return;
  const same = sameIn(item, "button, a, summary", focused);
  (same?.checkVisibility() ? same : otherwise).focus({ preventScroll: true });
};
