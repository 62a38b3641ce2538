"""What the server says of itself stands in the log and in the reports, and reading it disturbs nothing."""
import http.server
import json
import threading

import case

RUN = ("--model", "m", "--concurrency", "4", "--request-count", "60", "--isl", "20", "--osl", "16")


class Page(http.server.BaseHTTPRequestHandler):
    """A page of metrics apart from the target; counts what it is asked and with which headers."""
    asked: list[dict[str, str]] = []
    text = '# TYPE DCGM_FI_DEV_POWER_USAGE gauge\nDCGM_FI_DEV_POWER_USAGE{gpu="0"} 250\n'

    def do_GET(self):
        Page.asked.append(dict(self.headers))
        body = Page.text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class ServerMetrics(case.IntegrationTest):
    def start_page(self) -> str:
        Page.asked = []
        server = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Page)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.2:{server.server_port}/metrics"

    def test_found_beside_the_target(self):
        sim = self.start_sim("--ttft", "20", "--gap", "5", "--model", "m")
        run = self.profile(sim.url, "run", *RUN)
        self.assert_exit(run, 0)
        self.assertIn(f"{sim.url}/metrics, once a second", run.stderr)
        summary = run.summary()
        view = summary["server_view"]
        self.assertEqual([(page["url"], page["faults"]) for page in view["pages"]], [(sim.url + "/metrics", 0)])
        self.assertGreaterEqual(view["pages"][0]["scrapes"], 2)
        figures = {figure["tag"]: figure for figure in view["figures"]}
        tokens = sum(entry["tokens"] for entry in sim.journal() if "-" in entry["request_id"])
        self.assertEqual(tokens, 60 * 16)
        self.assertEqual(figures["generation_tokens"]["growth"], tokens)
        self.assertEqual(view["our_output_tokens"], tokens)
        self.assertLessEqual(figures["requests_running"]["max"], 4)
        growth = summary["server_metrics"]['vllm:generation_tokens_total{model_name="m"}']
        self.assertEqual((growth["kind"], growth["growth"]), ("counter", tokens))
        self.assertEqual(summary["server_metrics"]['vllm:num_requests_running{model_name="m"}']["kind"], "gauge")
        self.assertIn("960 tokens generated (ok requests here: 960)", " ".join(run.stdout.split()))
        self.assertIn("vllm:generation_tokens_total", (run.directory / "report.html").read_text())
        genai_perf = json.loads((run.directory / "profile_export_genai_perf.json").read_text())
        self.assertEqual(genai_perf["telemetry_stats"], {})

        before = run.files()
        self.assert_exit(self.barrage("report", str(run.directory)), 0)
        self.assertEqual(before, run.files())

    def test_named_pages_are_read_instead_and_learn_no_key(self):
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        page = self.start_page()
        run = self.profile(sim.url, "run", *RUN, "--server-metrics-url", page.removeprefix("http://"), "--api-key",
                           "sk-hidden", "-H", "X-Api-Key: also-hidden")
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assertEqual(list(summary["server_metrics"]), ['DCGM_FI_DEV_POWER_USAGE{gpu="0"}'])
        self.assertEqual(summary["server_metrics"]['DCGM_FI_DEV_POWER_USAGE{gpu="0"}']["avg"], 250)
        self.assertGreaterEqual(len(Page.asked), 3)
        self.assertNotIn("hidden", str(Page.asked))

    def test_gpus_stand_where_genai_perf_has_them(self):
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        page = self.start_page()
        both = 'DCGM_FI_DEV_FB_TOTAL{gpu="0"} 49140\n'
        text, Page.text = Page.text, Page.text + both + 'DCGM_FI_DEV_POWER_USAGE{gpu="1"} 1250.5\n'
        self.addCleanup(setattr, Page, "text", text)
        run = self.profile(sim.url, "run", *RUN, "--server-metrics-url", page)
        self.assert_exit(run, 0)
        stats = json.loads((run.directory / "profile_export_genai_perf.json").read_text())["telemetry_stats"]
        self.assertEqual(list(stats), ["gpu_power_usage", "total_gpu_memory"])
        self.assertEqual((stats["gpu_power_usage"]["unit"], list(stats["gpu_power_usage"])), ("W", ["unit", "0", "1"]))
        self.assertEqual(stats["gpu_power_usage"]["0"]["p99"], 250)
        self.assertEqual(list(stats["total_gpu_memory"]["0"]), ["avg"])
        self.assertAlmostEqual(stats["total_gpu_memory"]["0"]["avg"], 51.53, places=2)
        table = (run.directory / "profile_export_genai_perf.csv").read_text()
        self.assertIn('\n\nMetric,GPU,avg,min,max,p99,p95,p90,p75,p50,p25\nGPU Power Usage (W),0,250.00,', table)
        self.assertIn('GPU Power Usage (W),1,"1,250.50","1,250.50"', table)
        self.assertTrue(table.endswith("\n\nMetric,GPU,Value\nTotal GPU Memory (GB),0,51.53\n"), table)
        self.assertEqual([(gpu["tag"], gpu["gpu"]) for gpu in run.summary()["server_view"]["gpus"]],
                         [("gpu_power_usage", "0"), ("gpu_power_usage", "1"), ("total_gpu_memory", "0")])
        self.assertIn("GPU 0: power 250 W (max 250)", " ".join(run.stdout.split()))

    def test_a_page_that_is_gone_is_told_and_costs_nothing(self):
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        run = self.profile(sim.url, "run", *RUN, "--server-metrics-url", "http://127.0.0.1:1/metrics")
        self.assert_exit(run, 0)
        self.assertIn("warning: server metrics: http://127.0.0.1:1/metrics: cannot connect", run.stderr)
        summary = run.summary()
        self.assertEqual(summary["ledger"]["ok"], 60)
        self.assertEqual(summary["server_metrics"], {})
        page = summary["server_view"]["pages"][0]
        self.assertEqual(page["faults"], page["scrapes"])
        self.assertTrue([note for note in summary["notes"] if "could not be read" in note], summary["notes"])

    def test_not_asked_when_not_wanted(self):
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        run = self.profile(sim.url, "run", *RUN, "--no-server-metrics")
        self.assert_exit(run, 0)
        self.assertNotIn("server_view", run.summary())
        self.assertNotIn("once a second", run.stderr)


if __name__ == "__main__":
    case.main()
