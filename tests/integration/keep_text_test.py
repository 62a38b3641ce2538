"""--keep-text: what the answers said stands in the log and the exported records, and nothing secret with it."""
import json

import case
from llm_server import LlmServer

RUN = ("--model", "m", "--request-count", "4", "--isl", "5", "--osl", "4", "--num-prompts", "2", "--progress", "none")
SAID = "t0 t1 t2 t3 "


class KeepText(case.IntegrationTest):
    def server(self, **options) -> LlmServer:
        server = LlmServer(**options)
        self.addCleanup(server.end)
        return server

    def test_texts_stand_beside_what_was_asked(self):
        """--keep-text"""
        server = self.server()
        run = self.profile(server.url, "run", *RUN, "--keep-text", "--warmup-request-count", "1")
        self.assert_exit(run, 0)
        lines = run.requests()
        self.assertEqual(len(lines), 5)
        inputs = json.loads((run.directory / "inputs.json").read_text())["data"]
        asked = {seen.headers["x-request-id"]: json.loads(seen.body) for seen in server.posts()}
        for line in lines:
            self.assertEqual(line["text"]["answer"], SAID)
            self.assertNotIn("partial", line["text"])
            body = inputs[line["text"]["payload"]]["payload"][0]
            self.assertEqual(asked[line["metadata"]["x_request_id"]]["messages"], body["messages"])
        before = run.files()
        self.assert_exit(self.barrage("report", str(run.directory)), 0)
        self.assertEqual(before, run.files())
        exported = self.barrage("export", str(run.directory))
        self.assertEqual([json.loads(line)["text"]["answer"] for line in exported.stdout.splitlines()], [SAID] * 5)

    def test_agents_that_dial_in_send_them_too(self):
        run = self.profile(self.server().url, "fleet", *RUN, "--keep-text", "--concurrency", "2", agents=2)
        self.assert_exit(run, 0)
        self.assertEqual([line["text"]["answer"] for line in run.requests()], [SAID] * 4)
        self.assertEqual({line["metadata"]["agent_id"] for line in run.requests()}, {"agent-1", "agent-2"})

    def test_none_is_kept_unless_it_is_asked_for(self):
        run = self.profile(self.server().url, "without", *RUN)
        self.assert_exit(run, 0)
        self.assertEqual([line for line in run.requests() if "text" in line], [])

    def test_whole_answers_and_refusals(self):
        run = self.profile(self.server().url, "whole", *RUN, "--keep-text", "--no-streaming")
        self.assertEqual([line["text"]["answer"] for line in run.requests()], ["word word word word"] * 4)
        refusing = self.server(refuse=lambda seen: (503, {}, "{}") if "x-request-id" in seen.headers else None)
        run = self.profile(refusing.url, "refused", *RUN, "--keep-text")
        self.assertEqual([line for line in run.requests() if "text" in line], [])

    def test_a_key_that_an_answer_says_back_is_not_kept(self):
        def say_it_back(seen):
            if "x-request-id" not in seen.headers:
                return None
            choice = {"index": 0, "finish_reason": "stop",
                      "message": {"role": "assistant", "content": "you sent " + seen.headers["authorization"]}}
            return 200, {}, json.dumps({"choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 3}})
        run = self.profile(self.server(refuse=say_it_back).url, "secret", *RUN, "--keep-text", "--api-key", "sk-not-for-files")
        self.assert_exit(run, 0)
        for line in run.requests():
            self.assertTrue(line["text"]["answer"].startswith("you sent "))
            self.assertIn("[redacted]", line["text"]["answer"])
        for path, data in run.files().items():
            self.assertNotIn(b"sk-not-for-files", data, path)


if __name__ == "__main__":
    case.main()
