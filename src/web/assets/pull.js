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
      if (answer.ok) show(await answer.text());
    } catch {
      // The next change asks again.
    }
    asking = false;
    if (again) {
      again = false;
      look();
    }
  };

  const show = (html) => {
    // A form that says what went wrong is being read.
    const said = place.querySelector(".problem:not([hidden])")?.textContent;
    const meaning = (one) => one.form?.querySelector("input[name=press]")?.value ?? one.getAttribute("href");
    const focused = place.contains(document.activeElement) ? meaning(document.activeElement) : null;
    place.innerHTML = html;
    // Never another button: somebody is about to press it.
    const same = [...place.querySelectorAll("button, a")].find((one) => meaning(one) === focused);
    if (focused) (same || main).focus({ preventScroll: true });
    if (said) {
      const problem = document.createElement("p");
      problem.className = "problem";
      problem.textContent = said;
      place.append(problem);
    }
  };

  let source = null;
  let revision = null;
  const lost = document.querySelector(".lost");
  const listen = () => {
    if (source || document.hidden) return;
    const address = new URL(main.dataset.follow, location.href);
    if (revision !== null) address.searchParams.set("since", revision);
    source = new EventSource(address);
    source.onopen = () => {
      lost.hidden = true;
      look();
    };
    source.onerror = () => {
      lost.hidden = false;
      if (source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(listen, 3000);
      }
    };
    source.addEventListener("message", (event) => {
      revision = event.lastEventId;
      look();
    });
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else {
      listen();
    }
  });
  listen();
})();
