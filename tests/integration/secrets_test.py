"""A key given in any way stands in no file, log, process list, agent's environment or report, though the server says it
back in its errors."""
import base64
import pathlib
import threading

import case
import programs
from llm_server import LlmServer

MARK = "sk-marked-Zm9vYmFy/0123456789"
# As a server, or a file of ours, may write it.
FORMS = (MARK, MARK.replace("/", "\\/"), base64.b64encode(f"marked:{MARK}".encode()).decode(),
         base64.b64encode(MARK.encode()).decode(), MARK.replace("/", "%2F"))


class Secrets(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.release = threading.Event()
        self.llm = LlmServer(refuse=self.say_it_back)
        self.addCleanup(self.llm.end)
        self.addCleanup(self.release.set)

    def say_it_back(self, seen):
        if seen.method != "POST":
            return None
        if "x-request-id" in seen.headers:
            self.release.wait(60)
        # The secrets first: a report shows the beginning.
        headers = "; ".join(f"{name}: {value}" for name, value in sorted(
            seen.headers.items(), key=lambda header: header[0] not in ("authorization", "api-key")))
        return 401, {"Retry-After": "5"}, '{"error": {"message": "Incorrect API key provided: ' + headers + '"}}'

    def child_processes(self, pid: int) -> list[pathlib.Path]:
        found = [pathlib.Path(f"/proc/{pid}")]
        for task in found[0].glob("task/*/children"):
            for child in task.read_text().split():
                found += self.child_processes(int(child))
        return found

    def assert_hidden(self, where: str, text: str):
        for form in FORMS:
            self.assertNotIn(form, text, where)

    def check(self, name: str, *options: str, url: str | None = None, environment: dict[str, str] | None = None, sent: str):
        directory = self.directory / name
        (directory / "tmp").mkdir(parents=True)
        child = self.start("barrage", programs.BARRAGE, "profile", "--url", url or self.llm.url, "--model", "m",
                           "--artifact-dir", str(directory / "run"), "--concurrency", "2", "--request-count", "4",
                           "--export-level", "raw", "-v", *options,
                           environment={"TMPDIR": str(directory / "tmp")} | (environment or {}))
        self.eventually("requests under way", lambda: len(self.llm.posts()) >= 2, 60)
        processes = self.child_processes(child.pid)
        self.assertGreaterEqual(len(processes), 2)
        for process in processes:
            self.assert_hidden(f"{process}/cmdline", (process / "cmdline").read_text())
            if process != processes[0]:
                self.assert_hidden(f"{process}/environ", (process / "environ").read_text())
        self.release.set()
        run = self.finished(child, f"{name}/run")
        self.assertEqual(run.summary()["ledger"]["http_error"], 4, run.told())
        self.assertIn(sent, str([seen.headers for seen in self.llm.posts()]))  # it was given after all
        shown = " ".join(run.stdout.split())
        self.assertIn("Incorrect API key provided", shown)
        self.assertIn("[redacted]", shown)
        self.assert_hidden("stdout", run.stdout)
        self.assert_hidden("stderr", run.stderr)
        files = [path for path in directory.rglob("*") if path.is_file()]
        self.assertGreater(len(files), 8)
        for path in files:
            self.assert_hidden(str(path), path.read_bytes().decode(errors="replace"))
        # Counted by class, with its first body, and not sent again.
        self.assertEqual(len(self.llm.posts()), 4)
        error = run.summary()["errors"][0]
        self.assertEqual((error["status"], error["count"], error["with_retry_after"], error["retry_after_max_s"]),
                         (401, 4, 4, 5))
        self.assertIn("4 said Retry-After, up to 5 s", shown)
        return run

    def test_on_the_command_line(self):
        run = self.check("flag", "--api-key", MARK, sent=f"Bearer {MARK}")
        self.assertIn("warning: a key on the command line", run.stderr)

    def test_in_a_file(self):
        (self.directory / "key").write_text(MARK + "\n")
        self.check("file", "--api-key-file", str(self.directory / "key"), sent=f"Bearer {MARK}")

    def test_in_the_usual_variable(self):
        self.check("variable", environment={"OPENAI_API_KEY": MARK}, sent=f"Bearer {MARK}")

    def test_in_our_own_variable(self):
        self.check("own-variable", environment={"BARRAGE_API_KEY": MARK}, sent=f"Bearer {MARK}")

    def test_in_headers(self):
        self.check("headers", "-H", f"Authorization: Bearer {MARK}", "-H", f"api-key: {MARK}", sent=MARK)

    def test_in_the_url(self):
        url = self.llm.url.replace("http://", f"http://marked:{MARK.replace('/', '%2F')}@")
        self.check("url", url=url, sent=base64.b64encode(f"marked:{MARK}".encode()).decode())

    def test_does_not_travel_in_the_clear(self):
        """Toward agents elsewhere: over TLS, or each agent reads its own file."""
        listen = ("--expect-agents", "1", "--listen", f"0.0.0.0:{programs.free_port()}", "--agents-timeout", "1")
        for given, word in [(("--api-key", MARK), "--api-key"), (("-H", f"api-key: {MARK}"), "the header api-key"),
                            (("--url", f"http://me:{'p' * 8}@127.0.0.1:1"), "the password in http://[redacted]@")]:
            with self.subTest(word):
                run = self.profile(self.llm.url, "clear", "--model", "m", *given, *listen)
                self.assert_exit(run, 2)
                self.assertIn(word, run.stderr)
                self.assertIn("without TLS", run.stderr)
                self.assertIn("--api-key-file", run.stderr)
                self.assert_hidden("stderr", run.stderr)
        (self.directory / "key").write_text(MARK)
        run = self.profile(self.llm.url, "clear", "--model", "m", "--api-key-file", str(self.directory / "key"), *listen)
        self.assert_exit(run, 4)  # no agent came
        self.assertIn("each agent needs its own --api-key-file", run.stderr)

    def test_an_agents_own_file(self):
        port = programs.free_port()
        (self.directory / "key").write_text(MARK)
        agent = self.start("agent", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--spool-dir",
                           str(self.directory / "spool"), "--api-key-file", str(self.directory / "key"))
        self.release.set()
        run = self.profile(self.llm.url, "own", "--model", "m", "--request-count", "4", "--expect-agents", "1",
                           "--listen", f"127.0.0.1:{port}")
        agent.end()
        self.assertEqual(len(self.llm.posts()), 4, run.told())
        for seen in self.llm.posts():
            self.assertEqual(seen.headers["authorization"], f"Bearer {MARK}")
        for path in (self.directory / "own").rglob("*"):
            if path.is_file():
                self.assert_hidden(str(path), path.read_bytes().decode(errors="replace"))
        self.assert_hidden("agent", agent.output())


if __name__ == "__main__":
    case.main()
