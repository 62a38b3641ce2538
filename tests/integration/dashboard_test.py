"""--dashboard: the run while it goes on, for a browser, and nothing else of it."""
import json
import urllib.error
import urllib.request

import case
import programs


class Dashboard(case.IntegrationTest):
    def get(self, path: str):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.headers, answer.read().decode()

    def samples(self) -> list[dict]:
        try:
            return json.loads(self.get("/progress.json")[1])
        except OSError:
            return []

    def test_shows_the_run_while_it_goes_on(self):
        """--dashboard"""
        sim = self.start_sim("--ttft", "20", "--gap", "5", "--model", "m")
        self.port = programs.free_port()
        child = self.start_profile(sim.url, "run", "--model", "m", "--concurrency", "2", "--benchmark-duration", "30", "--isl", "5",
                                   "--osl", "5", "--progress", "none", "--dashboard", f"127.0.0.1:{self.port}", "--api-key", "sk-hidden")
        self.eventually("answers are shown", lambda: self.samples() and self.samples()[-1]["finished"] > 5, case.QUICK_S)
        self.eventually("a second is kept", lambda: len(self.samples()) >= 3, case.QUICK_S)
        headers, page = self.get("/")
        self.assertIn("text/html", headers["Content-Type"])
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertNotRegex(page, r'(src|href)="')  # nothing from elsewhere
        for path in ("/summary.json", "/plan.yaml", "/run/"):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.get(path)
            self.assertEqual(refused.exception.code, 404)
        self.assertNotIn("sk-hidden", page + self.get("/progress.json")[1])
        child.end()

    def test_an_address_that_is_taken(self):
        sim = self.start_sim("--model", "m")
        run = self.profile(sim.url, "taken", "--model", "m", "--dashboard", sim.url.removeprefix("http://"))
        self.assert_exit(run, 2)
        self.assertIn(sim.url.removeprefix("http://"), run.stderr)
        self.assertEqual(sim.journal(), [])


if __name__ == "__main__":
    case.main()
