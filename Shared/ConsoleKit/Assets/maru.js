// Pages work without this file. It saves clicks: filters apply at once, running work updates in place.

for (const control of document.querySelectorAll("select[data-apply]")) {
  control.addEventListener("change", () => control.form?.requestSubmit());
  const others = control.form?.querySelectorAll("input:not([type=hidden]), select:not([data-apply])").length ?? 1;
  if (others === 0) for (const button of control.form.querySelectorAll("button")) button.hidden = true;
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}

const REACHABLE = "a[href], button, summary";

/** Replaces the page's content with a fresh copy every few seconds, until the copy asks for no more. The keyboard stays where it is. */
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
    const open = [...main.querySelectorAll("details")].map((item) => item.open);
    const focused = main.contains(document.activeElement) ? document.activeElement : null;
    const place = [...main.querySelectorAll(REACHABLE)].indexOf(focused);
    main.replaceChildren(...copy.childNodes);
    main.querySelectorAll("details").forEach((item, index) => (item.open ||= open[index] ?? false));
    const again = main.querySelectorAll(REACHABLE)[place];
    if (again?.textContent === focused?.textContent) again?.focus({ preventScroll: true });
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
