"""Signs in to a running console with headless Chromium and takes pictures of its main pages.

Speaks WebDriver to chromium-driver with nothing but the standard library. Fails when a page cannot be reached, scrolls
sideways, or breaks its own content security policy.
"""
import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

PORTS = {"profile": 8101, "segment": 8102, "content": 8103, "journey": 8104, "decision": 8105, "reporting": 8106}
WIDTHS = (1440, 390)
LOCALES = ("ko", "en")
# Name of the pictures, service, path, and for a page of one thing what its address ends with in the list at that path.
PAGES = [
    ("home", "reporting", "/ui/reporting", None), ("report", "reporting", "/ui/reporting/report", None),
    ("budget", "reporting", "/ui/reporting/budget", None), ("customers", "profile", "/ui/profile", None),
    ("customer", "profile", "/ui/profile", r"customers/prf_"), ("events", "profile", "/ui/profile/events", None),
    ("quality", "profile", "/ui/profile/quality", None), ("quality-source", "profile", "/ui/profile/quality", r"quality/sources"),
    ("quarantine", "profile", "/ui/profile/quality/quarantine", None), ("plan", "profile", "/ui/profile/quality/plan", None),
    ("traits", "profile", "/ui/profile/traits", None), ("groups", "profile", "/ui/profile/groups", None),
    ("consents", "profile", "/ui/profile/consents", None), ("segments", "segment", "/ui/segment", None),
    ("cases", "profile", "/ui/profile/cases", None), ("case", "profile", "/ui/profile/cases?view=done", r"cases/cas_\w+$"),
    ("policies", "profile", "/ui/profile/policies", None), ("audit", "profile", "/ui/profile/audit", None),
    ("segment", "segment", "/ui/segment", r"seg_\w+$"), ("journeys", "journey", "/ui/journey", None),
    ("journey", "journey", "/ui/journey", r"jrn_\w+$"), ("decisions", "decision", "/ui/decision", None),
    ("experiments", "decision", "/ui/decision/experiments", None), ("content", "content", "/ui/content", None),
]
# Of several, the one with the most in the fourth column (a customer's events).
FIRST_LINK = """
  const own = [...document.querySelectorAll('main a[href^="' + arguments[0] + '"]')].filter((a) =>
    new RegExp(arguments[1]).test(a.pathname));
  const events = (a) => Number((a.closest('tr')?.cells[3]?.innerText ?? '0').replaceAll(',', '')) || 0;
  return own.sort((a, b) => events(b) - events(a))[0]?.pathname ?? null;
"""


class Browser:
    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb", "--disable-dev-shm-usage"]
        }
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        for attempt in range(100):
            try:
                answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
                break
            except (urllib.error.URLError, ConnectionError):
                if attempt == 99:
                    raise
                time.sleep(0.1)
        self.session = "/session/" + answer["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"content-type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def do(self, path, body):
        return self.call("POST", self.session + path, body)

    def go(self, url):
        self.do("/url", {"url": url})

    def run(self, script, *arguments):
        return self.do("/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.do("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def complaints(self):
        return [entry["message"] for entry in self.do("/se/log", {"type": "browser"}) if "Content Security Policy" in entry["message"]]

    def resize(self, width, dark):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.devtools("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, file):
        height = self.run("return document.documentElement.scrollHeight")
        width = self.run("return innerWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, 6000), "scale": 1}
        shot = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(10)


def address(service):
    return os.environ.get(f"MARU_{service.upper()}_CONSOLE_URL") or os.environ.get("MARU_PUBLIC_URL") or f"http://127.0.0.1:{PORTS[service]}"


def sign_in(browser):
    browser.go(address("profile") + "/ui/sign-in?next=%2Fui%2Fprofile")
    browser.run(
        "document.querySelector('[name=login]').value = arguments[0];"
        "document.querySelector('[name=password]').value = arguments[1];"
        "document.querySelector('form').submit();",
        os.environ["MARU_LOGIN"], os.environ["MARU_PASSWORD"])
    for _ in range(100):
        if "/ui/sign-in" not in browser.run("return location.pathname"):
            return
        time.sleep(0.1)
    sys.exit("sign-in was refused")


def find(browser, service, path, pattern):
    browser.go(address(service) + path)
    return browser.run(FIRST_LINK, path.split("?")[0], pattern)


def take(browser, name, url, locale, folder):
    """Pictures of one page in one language; dark once. Returns what is wrong with it."""
    faults = []
    browser.do("/cookie", {"cookie": {"name": "maru_locale", "value": locale, "path": "/"}})
    for width in WIDTHS:
        for dark in (False, True) if width == 1440 and locale == "ko" else (False,):
            browser.resize(width, dark)
            browser.go(url)
            label = f"{name}-{width}-{locale}" + ("-dark" if dark else "")
            if not browser.run("return document.querySelector('nav.side') !== null"):
                faults.append(f"{label}: no page with the console's frame")
            excess = browser.run("return document.documentElement.scrollWidth - innerWidth")
            if excess > 0:
                faults.append(f"{label}: {excess} px too wide")
            faults += [f"{label}: {complaint}" for complaint in browser.complaints()]
            browser.picture(folder / f"{label}.png")
    return faults


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    faults = []
    try:
        browser.resize(1440, dark=False)
        sign_in(browser)
        only = os.environ.get("MARU_PAGES", "").split()
        for name, service, path, pattern in PAGES:
            if only and name not in only:
                continue
            try:
                found = find(browser, service, path, pattern) if pattern else path
            except urllib.error.HTTPError:
                found = None
            if found is None:
                faults.append(f"{name}: {path} cannot be reached, or has nothing to open")
                continue
            for locale in LOCALES:
                faults += take(browser, name, address(service) + found, locale, folder)
    finally:
        browser.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
