#ifndef COORDINATOR_PLAN_LIST_FIELD_H_
#define COORDINATOR_PLAN_LIST_FIELD_H_

#include "coordinator/plan/option.h"

namespace barrage {

// Fields whose texts have a grammar of their own.
OptionField ModelField();        // names, also several with commas between them
OptionField HeaderField();       // "Name: value", or a JSON object; the values of secrets come out as "[redacted]"
OptionField ExtraInputsField();  // extra_inputs.h
OptionField StageField();        // "RATE@SECONDS" or, for a ramp, "FROM-TO@SECONDS"
OptionField LabelField();        // "key=value"
OptionField GoodputField();      // threshold.h; several rules may stand in one text, with blanks between them
OptionField AssertField();       // threshold.h
OptionField FailIfField();       // the same, of changes
OptionField UrlField();          // a password in a URL comes out as "[redacted]"
OptionField MetricsUrlField();   // the same, of pages of metrics

}  // namespace barrage

#endif  // COORDINATOR_PLAN_LIST_FIELD_H_
