// Makes the page of a pull request live: when its thread changes, it asks how the pull request stands and shows
// that. What is read, the diff, stays where it is.
"use strict";

(() => {
  const main = document.querySelector("main[data-follow]");
  const place = document.getElementById("state");
  if (!main || !place) return;

  let asking = false;
  let again = false;
  const look = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(main.dataset.state);
      if (answer.ok) {
        const html = await answer.text();
        whenIdle(place, () => show(parse(html)));
      }
    } catch {
      // The next change asks again.
    }
    asking = false;
    if (again) {
      again = false;
      look();
    }
  };

  // Part by part, so that what did not change is neither drawn nor read out again.
  const show = (drawing) => {
    const before = new Set(place.children);
    const parts = [...drawing.children].map((part) => {
      const old = [...before].find((one) => one.tagName === part.tagName && one.classList[0] === part.classList[0]);
      before.delete(old);
      if (!old) return part;
      if (isSame(old, part)) return old;
      swap(old, part, main);
      return part;
    });
    for (const gone of before) {
      if (gone.contains(document.activeElement)) main.focus({ preventScroll: true });
      gone.remove();
    }
    parts.forEach((part, at) => {
      if (place.children[at] !== part) place.insertBefore(part, place.children[at] ?? null);
    });
  };

  follow(main.dataset.follow, { message: look }, look);
})();
