// Pages work without this file. It saves clicks: filters apply at once, running work updates in place.

for (const control of document.querySelectorAll("select[data-apply]")) {
  control.addEventListener("change", () => control.form?.requestSubmit());
  const others = control.form?.querySelectorAll("input:not([type=hidden]), select:not([data-apply])").length ?? 1;
  if (others === 0) for (const button of control.form.querySelectorAll("button")) button.hidden = true;
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}

/** Replaces the page's content with a fresh copy every few seconds, until the copy asks for no more. */
async function keepFresh(main) {
  const seconds = Number(main.dataset.live);
  if (!Number.isFinite(seconds) || seconds <= 0) return;
  await new Promise((resume) => setTimeout(resume, seconds * 1000));
  if (document.hidden || main.querySelector("input:focus, textarea:focus, select:focus")) return keepFresh(main);
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return keepFresh(main);
    const copy = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    if (!copy) return keepFresh(main);
    const open = new Set([...main.querySelectorAll("details[open]")].map((item) => item.textContent));
    main.replaceChildren(...copy.childNodes);
    for (const item of main.querySelectorAll("details")) if (open.has(item.textContent)) item.open = true;
    if (copy.dataset.live) {
      main.dataset.live = copy.dataset.live;
      return keepFresh(main);
    }
    delete main.dataset.live;
  } catch {
    return keepFresh(main);
  }
}

const live = document.querySelector("main[data-live]");
if (live) keepFresh(live);
