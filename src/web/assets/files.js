// Files that go with what is written: chosen, pasted or dropped, one after another, and taken out again. The
// file field of the form holds them, so that the form sends them with or without this script.
"use strict";

{
  const UNITS = ["bytes", "kB", "MB", "GB"];

  const size = (bytes) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes || 1) / 3)));
    return `${Math.floor(bytes / 1000 ** step)} ${UNITS[step]}`;
  };

  const fieldOf = (form) => form.querySelector('input[type="file"]');

  // What the field holds is replaced whenever somebody chooses again; this is what was chosen in all.
  const held = new WeakMap();

  const hold = (form, files) => {
    const field = fieldOf(form);
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    field.files = transfer.files;
    held.set(form, files);
    show(form, files);
  };

  const show = (form, files) => {
    const list = form.querySelector(".chosen");
    list.replaceChildren(...files.map((file) => row(form, file)));
    list.hidden = files.length === 0;
  };

  const row = (form, file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const bytes = document.createElement("span");
    bytes.className = "quiet";
    bytes.textContent = size(file.size);
    const out = document.createElement("button");
    out.type = "button";
    out.textContent = "×";
    out.setAttribute("aria-label", `Take ${file.name} out`);
    out.addEventListener("click", () => {
      hold(form, held.get(form).filter((one) => one !== file));
      problem(form, null);
      hear(`${file.name} taken out.`);
      form.querySelector("textarea").focus();
    });
    item.append(name, bytes, out);
    return item;
  };

  const add = (form, files) => {
    const field = fieldOf(form);
    const most = Number(field.dataset.most);
    let left = Number(field.dataset.bytes);
    let wrong = null;
    const kept = [];
    const before = held.get(form) || [];
    const isSame = (one, other) =>
      one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    const more = files.filter((file) => !before.some((one) => isSame(one, file)));
    for (const file of [...before, ...more]) {
      if (file.size > left) wrong = `${file.name} is too much: the files of one message may have ${size(field.dataset.bytes)} together.`;
      else if (kept.length === most) wrong ||= `At most ${most} files may come with one message.`;
      else {
        kept.push(file);
        left -= file.size;
      }
    }
    hold(form, kept);
    problem(form, wrong);
    if (kept.length > before.length) {
      hear(`${kept.slice(before.length).map((file) => file.name).join(", ")} added, ${kept.length} in all.`);
    }
  };

  // The form of the section in which something happens; while a message is edited, it is not about the next one.
  const composerOf = (target) => {
    const place = target instanceof Element ? target : target.parentElement;
    if (place?.closest(".edit")) return null;
    const form = place?.closest("[data-composer]") || place?.closest("section")?.querySelector("[data-composer]");
    return form && fieldOf(form) ? form : null;
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches('[data-composer] input[type="file"]')) return;
    const form = event.target.form;
    add(form, [...event.target.files]);
    form.querySelector("textarea").focus();
  });

  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    const form = composerOf(event.target);
    // A table is pasted as text and as a picture of itself: the text is meant. A file has its name beside it.
    const isRich = ["text/html", "text/rtf"].some((kind) => event.clipboardData?.types.includes(kind));
    if (!form || files.length === 0 || (isRich && event.clipboardData.types.includes("text/plain"))) return;
    event.preventDefault();
    add(form, files);
  });

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (form) => {
    for (const one of document.querySelectorAll("[data-composer]")) one.classList.toggle("dropping", one === form);
  };

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    // A file that is dropped beside a field would take the place of the page.
    event.preventDefault();
    const form = composerOf(event.target);
    event.dataTransfer.dropEffect = form ? "copy" : "none";
    mark(form);
  });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(null);
  });

  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(null);
    const form = composerOf(event.target);
    if (!form) return;
    const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
    const folders = [...event.dataTransfer.items].filter((item) => item.kind === "file").map(isFolder);
    add(form, [...event.dataTransfer.files].filter((_, at) => !folders[at]));
    if (folders.some(Boolean)) problem(form, "A folder cannot come with a message; its files can.");
  });

  document.addEventListener("sent", (event) => {
    const form = event.target;
    // What was added meanwhile stays.
    if (held.has(form)) hold(form, held.get(form).filter((file) => !event.detail.files.includes(file)));
  });
}
