"""More connections than files or local ports allow: told before the run, with the numbers and what to do."""
import resource

import case
import namespaces
import programs
from llm_server import LlmServer


class Limits(case.IntegrationTest):
    def test_open_files(self):
        llm = LlmServer()
        self.addCleanup(llm.end)
        command = ("prlimit", f"--nofile={256}:{256}", programs.BARRAGE, "profile", "--url", llm.url, "--artifact-dir",
                   str(self.directory / "run"), "--concurrency", "400", "--request-count", "400")
        run = self.finished(self.start("barrage", *command), "run")
        self.assert_exit(run, 3)
        self.assertRegex(run.stderr, r"open files short on \S+: 400 streams need \d+ files, the limit is 256\. "
                                     r"Raise it \(ulimit -Hn\), or add agents\.")
        self.assertEqual(llm.posts(), [])
        self.assertFalse(list((self.directory / "run").glob("*/records")))

    def test_a_soft_limit_is_raised(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard < 1024:
            self.skipTest(f"at most {hard} files here")
        llm = LlmServer()
        self.addCleanup(llm.end)
        command = ("prlimit", "--nofile=128:", programs.BARRAGE, "profile", "--url", llm.url, "--artifact-dir",
                   str(self.directory / "run"), "--concurrency", "150", "--request-count", "150")
        self.assert_exit(self.finished(self.start("barrage", *command), "run"), 0)

    def test_local_ports(self):
        """In a network of its own, with 60 local ports: the run and its simulator live there."""
        script = f"""
          sim=$(mktemp); {programs.SIM} --model m > "$sim" & server=$!
          while ! url=$(grep -o -m 1 'http://127[0-9.:]*' "$sim"); do kill -0 $server || exit 99; sleep 0.05; done
          {programs.BARRAGE} profile --url "$url" --model m --artifact-dir {self.directory}/run \\
              --concurrency 100 --request-count 100; code=$?
          kill $server; wait $server; rm "$sim"; exit $code"""
        command = namespaces.with_network("echo 40000 40059 > /proc/sys/net/ipv4/ip_local_port_range", "sh", "-c", script)
        run = self.finished(self.start("barrage", *command), "run")
        self.assert_exit(run, 3)
        self.assertRegex(run.stderr, r"local ports short on \S+: \d+ of 60 in use toward 127\.0\.0\.1:\d+, 100 more are "
                                     r"needed\. Reuse connections, widen net\.ipv4\.ip_local_port_range, or add agents\.")
        self.assertFalse(list((self.directory / "run").glob("*/records")))


if __name__ == "__main__":
    case.main()
