#ifndef COORDINATOR_REPORT_HTML_TEXT_H_
#define COORDINATOR_REPORT_HTML_TEXT_H_

#include <string>

#include "common/base/utf8.h"
#include "coordinator/report/svg_chart.h"

namespace barrage {

// `text`, of whatever bytes, as text of an HTML page.
inline std::string Escaped(const std::string& text) { return EscapeHtml(ToValidUtf8(text, 3 * text.size())); }

}  // namespace barrage

#endif  // COORDINATOR_REPORT_HTML_TEXT_H_
