#!/usr/bin/env python3
"""kill -9 while events pour in: everything acknowledged must be stored exactly once.

    ops/faults/profile-kills.py [--kills 50] [--database postgres://...] [--executables .build/release] [--seed N]

Starts a Profile service in a temporary data folder, sends batches over HTTP from four senders while a CSV file is
imported with `maru import`, and kills the service with -9 at random moments. A sender that hears no answer sends the
same bytes again, as clients of the field do. Then it asks:

  - is every acknowledged event stored, and every event once (also those sent several times)?
  - is every row of the file stored once?
  - does the feed tell of every stored event once, in ascending order?
  - do the profiles' event counts add up to the events?

Prints a table and exits 0 only if all hold. On PostgreSQL the database named must be empty.
"""
import argparse, http.client, json, os, pathlib, random, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time

SENDERS = 4
BATCH = 50
PEOPLE = 2_000
ROWS = 200_000


class Service:
    """One Profile process that is started again whenever it was killed."""

    def __init__(self, options, folder):
        self.executable = pathlib.Path(options.executables).resolve() / "profile"
        self.port = free_port()
        self.log = open(folder / "profile.log", "wb")
        self.environment = dict(
            os.environ, MARU_DATA=str(folder), MARU_PROFILE_PORT=str(self.port), MARU_LOG_LEVEL="error", MARU_RATE_KEY="10000000")
        if options.database:
            self.environment["MARU_PROFILE_DATABASE_URL"] = options.database
        self.process = None

    def start(self):
        self.process = subprocess.Popen([self.executable], env=self.environment, stdout=self.log, stderr=self.log)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit("Profile ended by itself; see its log: " + self.log.name)
            try:
                if self.call("GET", "/readyz", None)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise SystemExit("Profile did not become ready")

    def call(self, method, path, body, key="", timeout=20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {"Authorization": "Bearer " + key, "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error))
        finally:
            connection.close()


class Sender(threading.Thread):
    """Sends one batch after the other, each until it is acknowledged; one in ten is sent twice on purpose."""

    def __init__(self, number, service, key, seed):
        super().__init__(daemon=True)
        self.number, self.service, self.key = number, service, key
        self.random = random.Random(f"{seed}-{number}")
        self.acknowledged, self.repeats, self.refusals = [], 0, []
        self.ends = threading.Event()

    def batch(self, serial):
        events = []
        for index in range(BATCH):
            person = self.random.randrange(PEOPLE)
            event = {"messageId": f"kill-{self.number}-{serial}-{index}", "anonymousId": f"device-{person}",
                     "timestamp": "2026-01-01T00:00:00Z"}
            if index % 10 == 0:
                event |= {"type": "identify", "userId": f"person-{person}", "traits": {"plan": self.random.choice("abc")}}
            else:
                event |= {"type": "track", "event": "Product Viewed", "properties": {"price": self.random.randrange(100)}}
            events.append(event)
        return events

    def run(self):
        serial = 0
        while not self.ends.is_set():
            events = self.batch(serial)
            body = json.dumps({"batch": events})
            if self.deliver(body):
                self.acknowledged += [event["messageId"] for event in events]
                if self.random.random() < 0.1:
                    self.deliver(body)
            serial += 1

    def deliver(self, body):
        for attempt in range(1_000):
            try:
                status, answer = self.service.call("POST", "/v1/batch", body, self.key)
            except OSError:
                status, answer = 0, b""
            if status == 200:
                return True
            if 400 <= status < 500 and status != 429:
                self.refusals.append(answer.decode())
                return False
            self.repeats += 1
            time.sleep(0.05)
        return False


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def write_rows(folder):
    file = folder / "visits.csv"
    with open(file, "w") as out:
        out.write("visit,customer,page,at\n")
        for row in range(ROWS):
            out.write(f"{row},{row % PEOPLE},page-{row % 97},2026-01-01T00:00:00Z\n")
    mapping = folder / "visits.yml"
    mapping.write_text(
        'source: visits\nevent: { type: track, name: Page Visited }\nmessageId: "visit-{visit}"\nuserId: "person-{customer}"\n'
        "timestamp: { column: at }\nproperties:\n  page: { column: page }\n")
    return file, mapping


def importer(options, service, key, folder, file, mapping):
    """Runs `maru import` until it says that the file is done; one that gave up goes on where it was."""
    command = [str(pathlib.Path(options.executables) / "maru"), "import", "--mapping", str(mapping), "--to",
               f"http://127.0.0.1:{service.port}", "--key", key, "--state", str(folder / "state.json"), "--rejects",
               str(folder / "rejects.csv"), str(file)]
    for _ in range(1_000):
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            return
        print("import began again:", done.stderr.strip(), file=sys.stderr)
        if "Usage:" in done.stderr:
            os._exit(2)
        time.sleep(0.2)


def query(options, folder, sql):
    if options.database:
        # The service keeps its tables in a schema of its own name.
        environment = dict(os.environ, PGOPTIONS="-c search_path=profile")
        text = subprocess.run(
            ["psql", options.database, "-At", "-F", "\t", "-c", sql], check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
        return [line.split("\t") for line in text.splitlines()]
    with sqlite3.connect(f"file:{folder}/profile/profile.sqlite?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


def read_feed(service, key):
    """Message ids of the events the feed tells of, and whether its ids ascend."""
    told, last, ascends = [], 0, True
    while True:
        status, body = service.call("GET", f"/v1/feed?lastEventId={last}&limit=1000", None, key, timeout=60)
        if status != 200:
            raise SystemExit(f"the feed answered {status}: {body[:300]}")
        page = json.loads(body)
        if not page:
            return told, ascends
        for event in page:
            ascends = ascends and int(event["id"]) > last
            last = int(event["id"])
            if "messageId" in event["data"]:
                told.append(event["data"]["messageId"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", help="postgres://…; SQLite unless given")
    parser.add_argument("--executables", default=".build/release")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.kills} kills, on {'PostgreSQL' if options.database else 'SQLite'}")
    chance = random.Random(options.seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="maru-kills-"))
    maru = str(pathlib.Path(options.executables) / "maru")
    key = subprocess.run(
        [maru, "keys", "create", "--data", str(folder), "--name", "kills", "--scope", "ingest", "--scope", "feed:read", "--quiet"],
        check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    service = Service(options, folder)
    service.start()
    service.wait()
    file, mapping = write_rows(folder)
    senders = [Sender(number, service, key, options.seed) for number in range(SENDERS)]
    imports = threading.Thread(target=importer, args=(options, service, key, folder, file, mapping), daemon=True)
    for thread in [*senders, imports]:
        thread.start()
    for number in range(options.kills):
        time.sleep(chance.uniform(0.05, 1.0))
        service.kill()
        service.start()
        # Every third is killed while it still starts.
        if number % 3:
            service.wait()
    service.wait()
    imports.join(600)
    for sender in senders:
        sender.ends.set()
    for sender in senders:
        sender.join(60)
    told, ascends = read_feed(service, key)
    service.stop()

    acknowledged = {name for sender in senders for name in sender.acknowledged}
    rows = {f"visit-{row}" for row in range(ROWS)}
    stored = [name for (name,) in query(options, folder, "SELECT message_id FROM event")]
    counted = int(query(options, folder, "SELECT sum(event_count) FROM profile WHERE merged_into IS NULL")[0][0])
    unique = set(stored)
    checks = [
        ("acknowledged events stored", len(acknowledged), len(acknowledged & unique)),
        ("rows of the file stored", len(rows), len(rows & unique)),
        ("events stored more than once", 0, len(stored) - len(unique)),
        ("stored events the feed tells of", len(unique), len(unique & set(told))),
        ("events the feed tells of more than once", 0, len(told) - len(set(told))),
        ("feed ids ascend", True, ascends),
        ("events counted on profiles", len(stored), counted),
        ("batches refused", 0, sum(len(sender.refusals) for sender in senders)),
        ("import finished", True, not imports.is_alive()),
    ]
    good = True
    for name, expected, got in checks:
        good = good and expected == got
        print(f"{'ok ' if expected == got else 'BAD'} {name:42} expected {expected}, got {got}")
    print(f"batches sent again without an answer: {sum(sender.repeats for sender in senders)}")
    if good:
        shutil.rmtree(folder)
    else:
        print("kept:", folder)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
