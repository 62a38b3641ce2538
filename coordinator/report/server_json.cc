#include "coordinator/report/server_json.h"

#include "coordinator/report/metric_json.h"

namespace barrage {
namespace {

void WriteServerSeries(const ServerSeries& series, JsonWriter& json) {
  if (series.level) {
    json.Member("kind", "gauge");
    WriteDistribution(*series.level, json);
  } else if (series.growth) {
    json.Member("kind", "counter").Member("growth", series.growth->growth).Member("per_s", series.growth->per_s);
    json.Member("from_ns", series.growth->from_ns).Member("to_ns", series.growth->to_ns);
    json.Member("count", series.growth->readings);
  }
}

}  // namespace

void WriteServerView(const ServerView& view, JsonWriter& json) {
  json.Key("server_view").BeginObject().Key("pages").BeginArray();
  for (const ServerPage& page : view.pages) {
    json.BeginObject().Member("url", page.url).Member("scrapes", page.scrapes).Member("faults", page.faults);
    if (page.faults > 0) json.Member("first_fault", page.first_fault);
    json.EndObject();
  }
  json.EndArray().Key("figures").BeginArray();
  for (const ServerFigure& figure : view.figures) {
    json.BeginObject().Member("url", figure.url).Member("tag", figure.tag);
    WriteServerSeries(figure.value, json);
    json.EndObject();
  }
  json.EndArray();
  if (!view.gpus.empty()) {
    json.Key("gpus").BeginArray();
    for (const GpuFigure& figure : view.gpus) {
      json.BeginObject().Member("gpu", figure.gpu).Member("tag", figure.tag).Member("unit", figure.unit);
      WriteDistribution(figure.value, json);
      json.EndObject();
    }
    json.EndArray();
  }
  json.Member("our_output_tokens", view.our_output_tokens).EndObject();
}

void WriteServerMetrics(const ServerView& view, JsonWriter& json) {
  json.Key("server_metrics").BeginObject();
  for (const auto& [name, series] : view.series) {
    json.Key(name).BeginObject();
    WriteServerSeries(series, json);
    json.EndObject();
  }
  json.EndObject();
}

}  // namespace barrage
