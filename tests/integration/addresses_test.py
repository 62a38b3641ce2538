"""All addresses of a target's name are used, and the report tells them apart."""
import pathlib

import case
import namespaces
import programs

ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


class Addresses(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        # The same port on each address, of a name that only the run knows.
        port = programs.free_port()
        self.sims = [self.start_sim("--host", address, "--port", str(port), "--model", "m", "--ttft", "10", "--gap", "1")
                     for address in ADDRESSES]
        self.url = f"http://replicas.test:{port}"
        self.peers = [f"{address}:{port}" for address in ADDRESSES]
        there = pathlib.Path("/etc/hosts")  # not in every container
        hosts = there.read_text() if there.exists() else ""
        self.hosts = self.directory / "hosts"
        self.hosts.write_text(hosts + "".join(f"{address} replicas.test\n" for address in ADDRESSES))

    def profile_replicas(self, *options: str):
        child = self.start("barrage", *namespaces.with_file(
            self.hosts, "/etc/hosts", programs.BARRAGE, "profile", "--url", self.url, "--model", "m", "--artifact-dir",
            str(self.directory / "run"), "--isl", "10", "--osl", "4", *options))
        run = self.finished(child, "run")
        self.assert_exit(run, 0)
        return run

    def posts(self, sim) -> list[dict]:
        """A run's own: their ids end in an index."""
        return [entry for entry in sim.journal() if entry["request_id"].rpartition("-")[2].isdigit()]

    def requests_by_peer(self, run) -> dict[str, int]:
        return {row["peer"]: row["requests"] for row in run.summary()["peers"]}

    def test_connections_take_turns(self):
        run = self.profile_replicas("--concurrency", "6", "--request-count", "120", "--local-agents", "2")
        by_peer = self.requests_by_peer(run)
        self.assertEqual(sorted(by_peer), self.peers)
        self.assertEqual(sum(by_peer.values()), 120)
        for sim, peer in zip(self.sims, self.peers):
            posts = self.posts(sim)
            self.assertEqual(len(posts), by_peer[peer])
            # Slots k, k + 3 of the six; a probe may have come on a connection of its own.
            self.assertEqual(len({entry["connection"] for entry in posts}), 2)
        for peer in self.peers:
            self.assertRegex(run.stdout, rf"Peer +{peer} ")

    def test_a_low_rate_reaches_all_alike(self):
        """One request at a time, on connections that were opened before: the warmest is not always the same."""
        run = self.profile_replicas("--request-rate", "40", "--request-distribution", "constant", "--request-count", "90")
        by_peer = self.requests_by_peer(run)
        self.assertEqual(sorted(by_peer), self.peers)
        self.assertLess(max(by_peer.values()) - min(by_peer.values()), 0.2 * 30, by_peer)
        self.assertFalse([note for note in run.summary()["notes"] if "uneven" in note])

    def test_an_uneven_load_is_noted(self):
        run = self.profile_replicas("--concurrency", "4", "--request-count", "120")
        by_peer = self.requests_by_peer(run)
        self.assertGreater(max(by_peer.values()), 1.5 * min(by_peer.values()))
        self.assertTrue([note for note in run.summary()["notes"] if "uneven over 3 peers" in note], run.summary()["notes"])

    def test_agents_agree_though_their_resolvers_do_not(self):
        """A resolver puts near addresses first: what is first for one agent is last for another."""
        port, fleet = programs.free_port(), []
        for number, order in enumerate((ADDRESSES[1:], ADDRESSES[:0:-1]), 1):
            hosts = self.directory / f"hosts-{number}"
            hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{address} replicas.test\n" for address in order))
            fleet.append(self.start(f"agent-{number}", *namespaces.with_file(
                hosts, "/etc/hosts", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--id", f"agent-{number}", "--loops", "1",
                "--spool-dir", str(self.directory / f"spool-{number}"))))
        run = self.profile_replicas("--concurrency", "2", "--request-count", "20", "--expect-agents", "2", "--listen",
                                    f"127.0.0.1:{port}")
        self.assertEqual(self.requests_by_peer(run), {self.peers[1]: 10, self.peers[2]: 10})

    def test_the_name_is_asked_once(self):
        """What the name means is settled before the run: a change during it moves nobody."""
        child = self.start("barrage", *namespaces.with_file(
            self.hosts, "/etc/hosts", programs.BARRAGE, "profile", "--url", self.url, "--model", "m", "--artifact-dir",
            str(self.directory / "run"), "--isl", "10", "--osl", "4", "--concurrency", "3", "--benchmark-duration", "6",
            "--connection-reuse-strategy", "never"))
        self.eventually("requests at the third address", lambda: self.posts(self.sims[2]), 60)
        # In place: the mount shows this file.
        with open(self.hosts, "r+") as hosts:
            text = hosts.read().replace("127.0.0.3 replicas.test", "127.0.0.9 replicas.test")
            hosts.seek(0)
            hosts.write(text)
        after = len(self.posts(self.sims[2]))
        self.eventually("more of them", lambda: len(self.posts(self.sims[2])) > after + 5, 60)
        run = self.finished(child, "run")
        self.assert_exit(run, 0)
        self.assertEqual(sorted(self.requests_by_peer(run)), self.peers)

    def test_each_url_has_its_rows(self):
        urls = [sim.url for sim in self.sims[:2]]
        run = self.profile(urls[0], "run", "--url", urls[1], "--model", "m", "--isl", "10", "--osl", "4", "--concurrency",
                           "2", "--request-count", "20")
        self.assert_exit(run, 0)
        rows = {(row["url"].removesuffix("/v1/chat/completions"), row["peer"]): row["requests"]
                for row in run.summary()["peers"]}
        self.assertEqual(rows, {(urls[0], self.peers[0]): 10, (urls[1], self.peers[1]): 10})
        shown = " ".join(run.stdout.split())
        for url, peer in zip(urls, self.peers):
            self.assertIn(f"Peer {peer} ({url}/v1/chat/completions) 10 requests", shown)


if __name__ == "__main__":
    case.main()
