#ifndef COORDINATOR_WEB_LIVE_PAGE_H_
#define COORDINATOR_WEB_LIVE_PAGE_H_

#include <functional>
#include <string>

#include "common/http/web_exchange.h"

namespace barrage {

// A run while it goes on, for a browser: / is a page without anything from elsewhere, which asks /progress.json once a
// second: `history()`, a JSON array of the objects of --progress json, the newest last. Nothing of the plan, the target
// or the artifact directory is served. Any thread, as `history` is.
WebAnswer AnswerLivePage(const std::function<std::string()>& history, const WebRequest& request);

}  // namespace barrage

#endif  // COORDINATOR_WEB_LIVE_PAGE_H_
