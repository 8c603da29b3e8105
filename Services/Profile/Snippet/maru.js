/*
 * Maru's browser snippet: pages, clicks, scroll depth, time on the page, searches, and who somebody is.
 *
 *   <script>window.maru = window.maru || []</script>
 *   <script async src="https://maru.example/v1/snippet.js" data-key="WRITE KEY"></script>
 *
 * Until it has loaded, calls are pushed: maru.push(["track", "Product Viewed", {sku: "P1"}]); afterwards maru.track(…).
 *
 * data-consent="required" (default): nothing is stored or sent before maru.consent(true). "implied": until maru.consent(false).
 * data-capture="page click scroll dwell search" (default): what is noticed without being told; "" for nothing.
 * With Global Privacy Control everything carries context.gpc, and nothing is noticed unless the person agreed: only what the
 * page itself tells is sent.
 *
 * Events wait in local storage (at most 200), leave together after 5 seconds or 20 events, and by beacon when the page goes.
 * A refused or failed delivery is repeated after 1, 2, 4 … 60 seconds; what the server can never take is dropped.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const queued = Array.isArray(window.maru) ? window.maru : [];
  if (!script || !script.dataset.key || (window.maru && !Array.isArray(window.maru))) return;

  const endpoint = script.src.replace(/snippet\.js.*$/, "batch");
  const settings = { consent: "required", capture: "page click scroll dwell search", ...script.dataset };
  const captures = new Set(settings.capture.split(/\s+/));
  const QUEUE_MAX = 200, BATCH_MAX = 20, BATCH_BYTES_MAX = 60_000, EVENT_BYTES_MAX = 30_000, WAIT = 5_000, RETRY_MAX = 60_000;
  const gpc = navigator.globalPrivacyControl === true;

  /* Storage that may be switched off or full: then things last as long as the page. */
  const memory = {};
  const store = {
    get(name) {
      try { return JSON.parse(localStorage.getItem("maru." + name) ?? "null") ?? memory[name] ?? null; } catch { return memory[name] ?? null; }
    },
    set(name, value) {
      memory[name] = value;
      try {
        if (value == null) localStorage.removeItem("maru." + name);
        else localStorage.setItem("maru." + name, JSON.stringify(value));
      } catch { /* the copy in memory stands */ }
    },
  };

  const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

  const decided = () => store.get("consent");
  const allowed = () => decided() ?? settings.consent === "implied";
  const captured = (what) => allowed() && captures.has(what) && (!gpc || decided() === true);

  /* The queue */
  let timer = null, failures = 0, sending = false, notBefore = 0;
  const queue = () => store.get("queue") ?? [];

  function person() {
    let anonymousId = store.get("id");
    if (!anonymousId) store.set("id", anonymousId = uuid());
    const userId = store.get("user");
    return userId ? { anonymousId, userId } : { anonymousId };
  }

  function context() {
    const { language, userAgent } = navigator;
    const { title, referrer } = document;
    const { origin, pathname, search } = location;
    const found = { locale: language, userAgent, library: { name: "maru.js", version: "1" },
      page: { url: origin + pathname + search, path: pathname, title, referrer } };
    try { found.timezone = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch { /* an old browser */ }
    if (gpc) found.gpc = true;
    return found;
  }

  function add(type, members) {
    if (!allowed()) return;
    const call = { type, messageId: uuid(), ...person(), timestamp: new Date().toISOString(), context: context(), ...members };
    if (size(call) > EVENT_BYTES_MAX) return;
    store.set("queue", [...queue(), call].slice(-QUEUE_MAX));
    if (queue().length >= BATCH_MAX) flush(); else schedule(WAIT);
  }

  const size = (value) => new Blob([JSON.stringify(value)]).size;
  function schedule(wait) {
    timer ??= setTimeout(() => { timer = null; flush(); }, Math.max(wait, notBefore - Date.now()));
  }

  function nextBatch() {
    const batch = [];
    let bytes = 200;
    for (const call of queue()) {
      bytes += size(call) + 1;
      if (batch.length === BATCH_MAX || (batch.length > 0 && bytes > BATCH_BYTES_MAX)) break;
      batch.push(call);
    }
    return batch;
  }

  const body = (batch) => JSON.stringify({ writeKey: settings.key, sentAt: new Date().toISOString(), batch });
  /* Other tabs add to the same queue meanwhile: what was sent is taken out by name. */
  function remove(batch) {
    const sent = new Set(batch.map((call) => call.messageId));
    store.set("queue", queue().filter((call) => !sent.has(call.messageId)));
  }

  async function flush() {
    if (sending || !allowed()) return;
    if (Date.now() < notBefore) return schedule(0);
    const batch = nextBatch();
    if (batch.length === 0) return;
    sending = true;
    let retry = true;
    try {
      // text/plain needs no leave in advance (CORS); the key is in the body.
      const answer = await fetch(endpoint, { method: "POST", body: body(batch), keepalive: true, credentials: "omit",
        headers: { "content-type": "text/plain" } });
      retry = answer.status === 429 || answer.status >= 500;
    } catch { /* no network, or no leave: again later */ }
    sending = false;
    if (retry) {
      const wait = Math.min(RETRY_MAX, 1_000 * 2 ** failures++) * (1 + Math.random() / 5);
      notBefore = Date.now() + wait;
    } else {
      failures = 0;
      notBefore = 0;
      remove(batch);
    }
    if (queue().length > 0) schedule(0);
  }

  /* The page goes: what is left leaves by beacon. A repetition is told by its messageId, so none is counted twice. */
  function leave() {
    if (!allowed() || !navigator.sendBeacon) return;
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      if (!navigator.sendBeacon(endpoint, new Blob([body(batch)], { type: "text/plain" }))) return;
      remove(batch);
    }
  }

  /* What a page can tell */
  let seen = null;
  const maru = {
    page(name, properties = {}) {
      settle();
      seen = { since: Date.now(), shown: document.hidden ? null : Date.now(), active: 0, depth: 0, url: location.href };
      add("page", { name: name ?? document.title, properties: { url: location.href, path: location.pathname, title: document.title,
        referrer: document.referrer, ...properties } });
      measure();
    },
    track(name, properties = {}) { add("track", { event: String(name), properties }); },
    search(query, properties = {}) { if (query) maru.track("Products Searched", { query: String(query), ...properties }); },
    identify(userId, traits = {}) {
      if (typeof userId === "object") { traits = userId ?? {}; userId = null; }
      if (!allowed()) return;
      if (userId) store.set("user", String(userId));
      add("identify", { traits });
    },
    /* Somebody signed out: the next person on this device is another. */
    reset() { store.set("user", null); store.set("id", null); },
    /* true or false for analytics; {purpose: true | false} for several. What is decided is told, and remembered here. */
    consent(choice, textVersion) {
      const choices = typeof choice === "object" ? choice : { analytics: Boolean(choice) };
      const tell = (purpose, isGranted) => add("track", { event: "Consent Updated", properties: { purpose, channel: "all",
        status: isGranted ? "granted" : "denied", language: navigator.language, ...(textVersion && { text_version: textVersion }) } });
      const before = allowed();
      if (choices.analytics === false && before) {
        for (const [purpose, isGranted] of Object.entries(choices)) tell(purpose, isGranted);
        leave();
        forget();
        return;
      }
      if (choices.analytics === false) return forget();
      if (choices.analytics === true) store.set("consent", true);
      for (const [purpose, isGranted] of Object.entries(choices)) tell(purpose, isGranted);
      if (!before && captured("page")) maru.page();
    },
    flush,
    push(call) { const [name, ...values] = call; maru[name]?.(...values); },
  };

  function forget() {
    for (const name of ["queue", "id", "user"]) store.set(name, null);
    store.set("consent", false);
    seen = null;
  }

  /* Scroll depth and time on the page: told once, when the page is left. */
  function measure() {
    if (!seen) return;
    const { scrollHeight } = document.documentElement;
    if (scrollHeight > 0) seen.depth = Math.max(seen.depth, Math.min(100, Math.round(((scrollY + innerHeight) / scrollHeight) * 100)));
  }
  function settle() {
    if (!seen) return;
    if (seen.shown) seen.active += Date.now() - seen.shown;
    const properties = { url: seen.url };
    if (captured("scroll")) properties.scroll_percent = seen.depth;
    if (captured("dwell")) Object.assign(properties, { seconds: Math.round(seen.active / 1_000) });
    if (captured("scroll") || captured("dwell")) maru.track("Page Left", properties);
    seen = null;
  }

  addEventListener("scroll", measure, { passive: true });
  addEventListener("visibilitychange", () => {
    if (seen) {
      if (document.hidden && seen.shown) { seen.active += Date.now() - seen.shown; seen.shown = null; }
      else if (!document.hidden) seen.shown = Date.now();
    }
    if (document.hidden) leave();
  });
  addEventListener("pagehide", () => { settle(); leave(); });
  addEventListener("pageshow", (event) => { if (event.persisted && captured("page")) maru.page(); });

  /* Clicks on links and buttons; what people type is never read. */
  document.addEventListener("click", (event) => {
    if (!captured("click")) return;
    const target = event.target.closest?.("a[href],button,[role=button],[data-maru]");
    if (!target || target.closest("[data-maru-off]")) return;
    const text = (target.dataset.maru ?? target.getAttribute("aria-label") ?? target.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 100);
    const properties = { text, element: target.tagName.toLowerCase() };
    if (target.id) properties.id = target.id;
    if (target.href) properties.href = String(target.href).split("?")[0];
    maru.track("Element Clicked", properties);
  }, { capture: true });

  /* Searches: the field of a search form when it is sent. */
  document.addEventListener("submit", (event) => {
    if (!captured("search")) return;
    const field = event.target.querySelector?.("input[type=search],[role=search] input,input[name=q]");
    if (field && !field.closest("[data-maru-off]")) maru.search(field.value.trim().slice(0, 200));
  }, { capture: true });

  /* Pages of an application that changes its address without loading; another place on the same page is none. */
  const address = () => location.pathname + location.search;
  let visited = address();
  function moved() {
    if (address() === visited) return;
    visited = address();
    // The application sets its new title first.
    if (captured("page")) setTimeout(() => maru.page());
  }
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name];
    history[name] = function (...values) {
      const answer = own.apply(this, values);
      moved();
      return answer;
    };
  }
  addEventListener("popstate", moved);

  window.maru = maru;
  if (captured("page")) maru.page();
  for (const call of queued) maru.push(call);
  if (queue().length > 0) schedule(0);
})();
