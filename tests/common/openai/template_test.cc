#include <string>

#include "common/openai/body_template.h"
#include "common/openai/endpoint.h"
#include "common/openai/json_path.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const Endpoint& Template() { return FindEndpoint("template")->endpoint(); }

std::string Fill(const std::string& text) {
  rapidjson::Document values;
  values.Parse(R"({"text":"a \"b\"\n","texts":["x","y"],"none":null,"n":3,"off":false,"o":{"m":"v"},"empty":[]})");
  const auto filled = FillTemplate(text, values);
  return filled.ok() ? *filled : "error: " + std::string(filled.status().message());
}

TEST(BodyTemplate, FillsNamesIn) {
  EXPECT_EQ(Fill(R"({"t": {{ text|tojson }}, "u": "<{{text}}>", "n": {{ n }}, "z": {{none}}})"),
            R"({"t": "a \"b\"\n", "u": "<a \"b\"\n>", "n": 3, "z": null})");
  EXPECT_EQ(Fill("{{ texts | tojson }} {{ texts[1] }} {{ texts[9] }} {{ o.m }} {{ o.q }} {{ off }}"),
            R"(["x","y"] y null v null false)");
  EXPECT_EQ(Fill("a { b } {# no #}c"), "a { b } c");
  EXPECT_EQ(Fill("{"), "{");
  EXPECT_EQ(Fill(""), "");
}

TEST(BodyTemplate, RepeatsAndChooses) {
  // GenAI-Perf's own example of a template.
  EXPECT_EQ(
      Fill(R"([{% for item in texts %}{"k": [{{ item|tojson }}]}{% if not loop.last %},{% endif %}{% endfor %}])"),
      R"([{"k": ["x"]},{"k": ["y"]}])");
  EXPECT_EQ(Fill("{% for a in texts %}{% for b in texts %}{{ a }}{{ b }}{{ loop.index }} {% endfor %}{% endfor %}"),
            "xx1 xy2 yx1 yy2 ");
  EXPECT_EQ(Fill("{% if none %}a{% else %}b{% endif %}{% if n %}c{% endif %}{% if not off %}d{% endif %}"), "bcd");
  EXPECT_EQ(Fill("{% for a in empty %}{{ nobody }}{% endfor %}-{% if off %}{{ nobody }}{% endif %}"), "-");
  EXPECT_EQ(Fill("a {%- if n -%} b {%- endif -%} c"), "abc");
}

TEST(BodyTemplate, NamesWhatItDoesNotKnow) {
  EXPECT_EQ(Fill("\n{{ nobody }}"),
            "error: the template, line 2: 'nobody' is not known; text, texts, none, n, off, o, empty are");
  EXPECT_EQ(Fill("{{ text|upper }}"), "error: the template, line 1: the filter 'upper' is not known; tojson is");
  EXPECT_EQ(Fill("{{ text"), "error: the template, line 1: no }} to the {{");
  EXPECT_EQ(Fill("{% set a = 1 %}"),
            "error: the template, line 1: {% set a = 1 %} is not known here; for, if, else and their ends are");
  EXPECT_EQ(Fill("{% if n %}"), "error: the template, line 1: an if without {% endif %}");
  EXPECT_EQ(Fill("{% for a in texts %}{% endif %}"), "error: the template, line 1: a for without {% endfor %}");
  EXPECT_EQ(Fill("{% endfor %}"), "error: the template, line 1: {% endfor %} closes nothing");
  EXPECT_EQ(Fill("{% for a in n %}{% endfor %}"), "error: the template, line 1: n is no list");
  EXPECT_EQ(Fill("{{ texts[x] }}"), "error: the template, line 1: no number in brackets: '[x]'");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "{% if n %}";
  EXPECT_EQ(Fill(deep), "error: the template, line 1: blocks nested too deep");
}

std::string Find(const std::string& path, const std::string& json) {
  rapidjson::Document document;
  document.Parse(json.c_str());
  const auto parsed = ParseJsonPath(path);
  if (!parsed.ok()) return "error: " + std::string(parsed.status().message());
  std::string found;
  for (const rapidjson::Value* value : FindAll(*parsed, document)) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value->Accept(writer);
    found += std::string(buffer.GetString()) + ";";
  }
  return found;
}

TEST(JsonPath, FindsWhatStandsThere) {
  const std::string json = R"({"a":{"b c":[{"d":1},{"d":2},{"e":3},null]},"n":null})";
  EXPECT_EQ(Find("a.\"b c\"[0].d", json), "1;");
  EXPECT_EQ(Find("a.\"b c\"[-2].e", json), "3;");
  EXPECT_EQ(Find("a.\"b c\"[*].d", json), "1;2;");
  EXPECT_EQ(Find("a.\"b c\"[].d", json), "1;2;");
  EXPECT_EQ(Find("a.\"b c\"[9]", json) + Find("a.x.y", json) + Find("n", json) + Find("a[0]", json), "");
  EXPECT_EQ(Find("[1]", "[5,6]"), "6;");
  EXPECT_EQ(Find("", "7"), "7;");
}

TEST(JsonPath, SaysWhereItIsNone) {
  EXPECT_EQ(Find("a..b", "{}"), "error: must be a path such as choices[0].message.content, got 'a..b' (at '..b')");
  EXPECT_EQ(Find("a[x]", "{}"), "error: must be a path such as choices[0].message.content, got 'a[x]' (at '[x]')");
  for (const char* path : {".a", "a.", "a[", "a b", "a | b", "\"a", "a.[0]"}) {
    EXPECT_EQ(Find(path, "{}").substr(0, 6), "error:") << path;
  }
}

TEST(TemplateBody, HasWhatAPayloadHolds) {
  wire::Payload payload;
  payload.set_prompt("p");
  payload.add_images("i");
  BodyParameters parameters = {.model = "m", .streaming = false, .max_output_tokens = 5};
  parameters.body_template =
      R"({"q": {{ text|tojson }}, "all": {{ texts|tojson }}, "i": {{ image|tojson }}, "m": "{{ model }}",
          "max": {{ max_tokens }}, "min": {{ min_tokens }}, "s": {{ stream }}, "x": 1})";
  parameters.extra_body_json = R"({"x":2,"y":3})";
  EXPECT_EQ(Template().BuildBody(payload, parameters).value(),
            R"({"q":"p","all":["p"],"i":"i","m":"m","max":5,"min":null,"s":false,"x":2,"y":3})");

  payload.Clear();
  payload.set_query("q");
  payload.add_texts("a");
  payload.add_texts("b");
  parameters = {.model = "m"};
  parameters.body_template = R"({"q": {{ query|tojson }}, "p": {{ passages|tojson }}})";
  EXPECT_EQ(Template().BuildBody(payload, parameters).value(), R"({"q":"q","p":["a","b"]})");
  parameters.body_template = "nv-embedqa";
  EXPECT_EQ(Template().BuildBody(payload, parameters).value(), R"({"text":["a","b"]})");
  parameters.body_template = R"([{"a": 1}])";
  EXPECT_EQ(Template().BuildBody(payload, parameters).value(), R"({"a":1})");
}

TEST(TemplateBody, RefusesWhatIsNoBody) {
  wire::Payload payload;
  payload.set_prompt("p");
  BodyParameters parameters;
  EXPECT_EQ(Template().BuildBody(payload, parameters).status().message(),
            "the endpoint template needs --payload-template");
  parameters.body_template = R"({"a": {{ text }}})";
  EXPECT_EQ(Template().BuildBody(payload, parameters).status().message(),
            "the template makes what is not JSON at byte 6: Invalid value.: {\"a\": p}");
  parameters.body_template = "[{},{}]";
  EXPECT_EQ(Template().BuildBody(payload, parameters).status().message(),
            "the template makes no object, nor a list of one: [{},{}]");
}

AnswerPart Body(absl::string_view body, absl::string_view path = "") {
  AnswerPart part;
  const absl::Status status = Template().ReadBody(body, {true, path}, part);
  EXPECT_TRUE(status.ok()) << status;
  return part;
}

TEST(TemplateAnswer, IsFoundByItsPath) {
  EXPECT_EQ(Body(R"({"x":{"y":["a","b"]},"text":"no"})", "x.y[1]").text, "b");
  EXPECT_EQ(Body(R"({"x":{"y":["a","b"]}})", "x.y").text, "ab");
  EXPECT_EQ(Body(R"({"v":[[1,2],[3,4]]})", "v").inputs, 2);
  EXPECT_EQ(Body(R"({"v":[1,2]})", "v").inputs, 1);
  EXPECT_EQ(Body(R"({"v":[1,2]})", "v").kind, EventKind::kContent);
  EXPECT_EQ(Body(R"({"x":""})", "x").kind, EventKind::kEmpty);
  AnswerPart part;
  EXPECT_EQ(Template().ReadBody(R"({"y":1})", {true, "x"}, part).message(), R"(nothing at x in: {"y":1})");
  EXPECT_EQ(Template().ReadBody(R"({"y":1})", true, part).message(),
            R"(no answer was found (--response-field says where it is) in: {"y":1})");
}

TEST(TemplateAnswer, IsLookedForWhereItOftenIs) {
  EXPECT_EQ(Body(R"({"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":2}})").text,
            "a");
  EXPECT_EQ(Body(R"({"choices":[{"text":"a"}],"usage":{"completion_tokens":2}})").usage, (TokenUsage{.completion = 2}));
  EXPECT_EQ(Body(R"({"text":"a"})").text, "a");
  EXPECT_EQ(Body(R"([{"generated_text":"a"}])").text, "a");
  EXPECT_EQ(Body(R"({"data":[{"embedding":[1]},{"embedding":[2]}]})").inputs, 2);
  EXPECT_EQ(Body(R"({"rankings":[{"index":0}]})").inputs, 1);
  EXPECT_EQ(Body(R"({"error":"busy"})").kind, EventKind::kError);
}

TEST(TemplateAnswer, MayBeAStream) {
  AnswerPart part;
  ASSERT_TRUE(Template().ReadEvent("", R"({"t":"a"})", {true, "t"}, part).ok());
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_EQ(part.text, "a");
  ASSERT_TRUE(Template().ReadEvent("", R"({"other":1})", {true, "t"}, part).ok());
  EXPECT_EQ(part.kind, EventKind::kEmpty);
  ASSERT_TRUE(Template().ReadEvent("", R"({"done":true,"usage":{"prompt_tokens":3}})", {true, "t"}, part).ok());
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 3}));
  EXPECT_EQ(part.kind, EventKind::kUsage);
  ASSERT_TRUE(Template().ReadEvent("", "[DONE]", {true, "t"}, part).ok());
  EXPECT_TRUE(part.done);
  EXPECT_FALSE(Template().ReadEvent("", "{", {true, "t"}, part).ok());
}

}  // namespace
}  // namespace barrage
