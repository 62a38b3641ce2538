#include "agent/load/run_secrets.h"

namespace barrage {

Secrets SecretsOf(const wire::RunSetup& setup) {
  Secrets secrets;
  secrets.AddKey(setup.api_key());
  for (const wire::Header& header : setup.headers()) secrets.AddHeader(header.name(), header.value());
  for (const std::string& url : setup.urls()) secrets.AddUrl(url);
  secrets.AddUrl(setup.proxy());
  return secrets;
}

}  // namespace barrage
